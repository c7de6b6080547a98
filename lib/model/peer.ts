import { type AddressList, type AddressListProps, checkAddressList } from "./address-list";
import { Admin, type AdminProps } from "./admin";
import type { Cidr } from "./cidr";
import { sortCountries } from "./country";
import type { Day } from "./day";
import { InvalidError, Mistakes } from "./mistake";
import { SITE_SERVICES, type SiteServiceName } from "./site";
import { checkSomebodysNetwork } from "./somebodys-network";
import { textOf } from "./text";
import type { WhitelistEntry } from "./whitelist-entry";

/** What servers of a site use: names and time, and what {@link SITE_SERVICES} lists. */
export type ServiceName = "dns" | "ntp" | SiteServiceName;
const SERVICES: readonly ServiceName[] = ["dns", "ntp", ...SITE_SERVICES];

/** A peer as the model file writes it. */
export type PeerRecord =
  | { readonly kind: "internet" }
  | { readonly kind: "vpn" }
  | { readonly kind: "whitelist"; readonly entries: readonly WhitelistEntry[] }
  | { readonly kind: "networks"; readonly networks: readonly Cidr[] }
  | { readonly kind: "admins"; readonly logins: readonly string[] }
  | { readonly kind: "country"; readonly codes: readonly string[] }
  | { readonly kind: "checkpoints"; readonly list: AddressList }
  | { readonly kind: "scanners"; readonly list: AddressList }
  | { readonly kind: "service"; readonly name: ServiceName }
  | { readonly kind: "group"; readonly path: string }
  | { readonly kind: "workload"; readonly path: string };

/**
 * The other side of a flow that is not a group of servers. "Everyone" is a value one has to write,
 * `Peer.internet()`; it never comes from something that was left out.
 */
export class Peer {
  private constructor(
    readonly record: PeerRecord,
    /** The administrators it names, for their end dates. */
    private readonly admins: readonly Admin[] = [],
  ) {}

  /** The peer as it is on a day: without administrators whose access has ended. Undefined when nobody is left. */
  recordOn(day: Day): PeerRecord | undefined {
    if (this.record.kind !== "admins") return this.record;
    const logins = this.admins.filter((admin) => admin.holdsOn(day)).map(({ login }) => login);
    return logins.length === 0 ? undefined : { kind: "admins", logins };
  }

  /** Every address, IPv4 and IPv6. */
  static internet(): Peer {
    return new Peer({ kind: "internet" });
  }

  /** The administrators' address pools of the VPN gateways of all sites (V-07). */
  static vpn(): Peer {
    return new Peer({ kind: "vpn" });
  }

  /** The networks on a whitelist (V-09). @throws InvalidError when there are none: an empty peer is a mistake. */
  static whitelist(entries: readonly WhitelistEntry[]): Peer {
    if (entries.length === 0) throw emptyPeer("whitelist");
    return new Peer({ kind: "whitelist", entries: [...entries] });
  }

  /** Networks named on the spot, for example a partner's API. @throws InvalidError when empty or not canonical. */
  static networks(...networks: readonly string[]): Peer {
    if (networks.length === 0) throw emptyPeer("list of networks");
    const mistakes = new Mistakes();
    const cidrs = networks.map((text, index) =>
      mistakes.attempt(`[${index}]`, () => checkSomebodysNetwork(textOf(text))),
    );
    mistakes.throwIfAny();
    return new Peer({ kind: "networks", networks: cidrs as Cidr[] });
  }

  /**
   * Some of the administrators, each at the address the VPN gives that person (H-16).
   *
   * @throws InvalidError when nobody is named, or somebody is no administrator
   */
  static admins(...people: readonly AdminProps[]): Peer {
    if (people.length === 0) throw emptyPeer("list of administrators");
    const mistakes = new Mistakes();
    const admins = people.map((person, index) => mistakes.attempt(`[${index}]`, () => Admin.of(person)));
    mistakes.throwIfAny();
    const named = admins as Admin[];
    return new Peer({ kind: "admins", logins: named.map(({ login }) => login) }, named);
  }

  /**
   * Whoever comes from these countries (H-06), by ISO 3166-1 code. The addresses are the edge's to know: it fetches
   * them, and as long as it has none, nobody comes from there.
   *
   * @throws InvalidError for no country, too many, or an unknown one
   */
  static country(...codes: readonly string[]): Peer {
    return new Peer({ kind: "country", codes: sortCountries(codes) });
  }

  /** The places from which a service checks that the application can be reached (B-05). @throws InvalidError */
  static checkpoints(list: AddressListProps): Peer {
    return new Peer({ kind: "checkpoints", list: checkAddressList(list) });
  }

  /** The addresses from which a service scans for vulnerabilities (V-04); over HTTP alone. @throws InvalidError */
  static scanners(list: AddressListProps): Peer {
    return new Peer({ kind: "scanners", list: checkAddressList(list) });
  }

  /** Something every server of the site uses. */
  static service(name: ServiceName): Peer {
    if (SERVICES.includes(name)) return new Peer({ kind: "service", name });
    throw new InvalidError({
      value: JSON.stringify(name),
      problem: "is not a service of a site",
      remedy: `write one of ${SERVICES.join(", ")}`,
    });
  }

  toString(): string {
    return this.record.kind;
  }
}

function emptyPeer(kind: string): InvalidError {
  return new InvalidError({
    value: "[]",
    problem: `an empty ${kind} names nobody`,
    remedy: "add an entry, or leave the flow out",
  });
}
