import type { Cidr } from "./cidr";
import { InvalidError, Mistakes } from "./mistake";
import { checkSomebodysNetwork } from "./somebodys-network";
import { textOf } from "./text";
import type { WhitelistEntry } from "./whitelist-entry";

/** A peer as the model file writes it. */
export type PeerRecord =
  | { readonly kind: "internet" }
  | { readonly kind: "vpn" }
  | { readonly kind: "whitelist"; readonly entries: readonly WhitelistEntry[] }
  | { readonly kind: "networks"; readonly networks: readonly Cidr[] }
  | { readonly kind: "group"; readonly path: string };

/**
 * The other side of a flow that is not a group of servers. "Everyone" is a value one has to write,
 * `Peer.internet()`; it never comes from something that was left out.
 */
export class Peer {
  private constructor(readonly record: PeerRecord) {}

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
