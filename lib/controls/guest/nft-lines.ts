import { IpAddress, type IpFamily } from "../../model/ip";
import { Port } from "../../model/port";
import { valueIn } from "./lines";
import { fixedName } from "./nft-fixed";
import { type AddressSet, odd } from "./nft-sets";
import type { Statement } from "./nft-statement";

const CARD = '"([a-z][a-z0-9]{0,14})"';
const PORT = String.raw`(?:(tcp|udp) dport ([\d-]+)|(icmp|icmpv6) type echo-request)`;
const COMMENT = String.raw`comment "([^"\\]+)"`;
const ADDRESS = "([0-9a-f.:]+)";

/** Sets of a ruleset by name. */
export type Sets = ReadonlyMap<string, AddressSet>;

interface Form {
  readonly pattern: RegExp;
  readonly read: (found: Found) => Statement;
}

/** Each kind of line that differs by server. A line that has none of the forms is not understood. */
const FORMS: readonly Form[] = [
  {
    pattern: new RegExp(
      `^(?:iifname ${CARD} )?(?:oifname ${CARD} )?(?:(ip6?) saddr @(country_\\w+) )?` +
        `(ip6?) saddr @(a\\w+) (ip6?) daddr @(a\\w+) ${PORT} accept ${COMMENT}$`,
    ),
    read: (found) => {
      const [inInterface, outInterface] = [found.at(1), found.at(2)];
      const family = found.family(5);
      const countries = found.at(4) === undefined ? undefined : found.countries(3, 4, family);
      return {
        kind: "flow",
        family,
        source: found.addresses(5, 6, family),
        destination: found.addresses(7, 8, family),
        port: found.port(9, family),
        ...(countries === undefined ? {} : { countries }),
        ...(inInterface === undefined ? {} : { inInterface }),
        ...(outInterface === undefined ? {} : { outInterface }),
        ...found.comment(12),
      };
    },
  },
  {
    pattern: /^meta l4proto 112 (ip6?) saddr @(a\w+) (ip6?) daddr @(a\w+) accept comment "VRRP"$/,
    read: (found) => {
      const family = found.family(1);
      const [source, destination] = [found.addresses(1, 2, family), found.addresses(3, 4, family)];
      return { kind: "vrrp", family, source, destination };
    },
  },
  {
    pattern: new RegExp(`^iifname ${CARD} (ip6?) saddr (!= )?@(a\\w+) drop comment "forged source"$`),
    read: (found) => {
      const family = found.family(2);
      const when = found.at(3) === undefined ? "inside" : "outside";
      return { kind: "forged", family, card: found.text(1), when, addresses: found.addresses(2, 4, family) };
    },
  },
  {
    pattern: new RegExp(
      `^iifname ${CARD} ip daddr ${ADDRESS} ${PORT} dnat ip to ${ADDRESS} comment "([^" \\\\]+)"$`,
    ),
    read: (found) => ({
      kind: "inward",
      card: found.text(1),
      address: found.address(2),
      port: found.port(3, 4),
      to: found.address(6),
      group: found.text(7),
    }),
  },
  {
    pattern: new RegExp(`^oifname ${CARD} (ip) saddr @(a\\w+) (ip) daddr @(a\\w+) snat ip to ${ADDRESS}$`),
    read: (found) => ({
      kind: "outward",
      card: found.text(1),
      source: found.addresses(2, 3, 4),
      destination: found.addresses(4, 5, 4),
      address: found.address(6),
    }),
  },
];

/** Reads a line of a chain, below its first. @throws Unreadable for any line that has none of the forms */
export function readStatement(line: string, sets: Sets): Statement {
  const name = fixedName(line);
  if (name !== undefined) return { kind: "fixed", name };
  for (const { pattern, read } of FORMS) {
    const words = pattern.exec(line);
    if (words !== null) return read(new Found(line, words, sets));
  }
  throw odd(line);
}

/** The words a form found in a line, by their number, each read as what it should be. */
class Found {
  constructor(
    private readonly line: string,
    private readonly words: readonly (string | undefined)[],
    private readonly sets: Sets,
  ) {}

  at(index: number): string | undefined {
    return this.words[index];
  }

  text(index: number): string {
    return this.words[index] ?? "";
  }

  family(index: number): IpFamily {
    return this.words[index] === "ip" ? 4 : 6;
  }

  /** A set by its name, in the family that the words before it say and the rest of the line is in. */
  private set(family: number, name: number, expected: IpFamily): AddressSet {
    const set = this.sets.get(this.text(name));
    if (set === undefined) throw odd(this.line, `names a set that is not there`);
    if (set.family === expected && this.family(family) === expected) return set;
    throw odd(this.line, "is of two families");
  }

  addresses(family: number, name: number, expected: IpFamily) {
    return this.set(family, name, expected).addresses;
  }

  countries(family: number, name: number, expected: IpFamily): readonly string[] {
    return this.set(family, name, expected).countries ?? [];
  }

  /** From three words: a protocol and its ports, or a kind of ICMP. */
  port(index: number, family: IpFamily): Port {
    const [protocol, ports, icmp] = [this.at(index), this.at(index + 1), this.at(index + 2)];
    if (icmp !== undefined) {
      if ((icmp === "icmp") === (family === 4)) return Port.PING;
      throw odd(this.line, "is of two families");
    }
    const text = `${protocol}/${ports}`;
    const port = valueIn(this.line, () => Port.parse(text));
    if (String(port) === text) return port;
    throw odd(this.line, "has ports that are not written as ours are");
  }

  address(index: number): IpAddress {
    const address = valueIn(this.line, () => IpAddress.parse(this.text(index)));
    if (address.family === 4) return address;
    throw odd(this.line, "translates into another family");
  }

  comment(index: number): { readonly id: string; readonly why: string } {
    const text = this.text(index);
    const space = text.indexOf(" ");
    if (space > 0) return { id: text.slice(0, space), why: text.slice(space + 1) };
    throw odd(this.line, "does not say which flow it is of, and why");
  }
}
