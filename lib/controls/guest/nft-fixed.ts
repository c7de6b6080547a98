import type { Hook } from "./nft-statement";

/** Statements that are the same on every server, as they are written, with what each is for. */
export const FIXED = {
  "loopback in": {
    line: 'iifname "lo" accept',
    purpose: "programs of one server talk to each other",
  },
  "loopback out": {
    line: 'oifname "lo" accept',
    purpose: "programs of one server talk to each other",
  },
  neighbours: {
    line: "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } ip6 hoplimit 255 accept",
    purpose: "IPv6 finds its neighbours, and no router passes such a packet on (RFC 4890)",
  },
  "multicast reports": {
    line: "icmpv6 type mld2-listener-report accept",
    purpose: "switches learn to which multicast a server listens, without which neighbours are not found",
  },
  tracked: {
    line: "ct state vmap { established : accept, related : accept, invalid : drop }",
    purpose: "answers to what was accepted pass, and what belongs to no connection does not",
  },
  "icmp errors": {
    line: "icmp type { destination-unreachable, time-exceeded, parameter-problem } accept",
    purpose: "a sender learns that a packet did not arrive, or was too large",
  },
  "icmpv6 errors": {
    line: "icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem } accept",
    purpose: "a sender learns that a packet did not arrive, or was too large (RFC 4890)",
  },
  "log input": {
    line: 'limit rate 5/second burst 20 packets log prefix "straat drop input: " level info',
    purpose: "what is dropped is told, with a limit (B-13)",
  },
  "log output": {
    line: 'limit rate 5/second burst 20 packets log prefix "straat drop output: " level info',
    purpose: "what is dropped is told, with a limit (B-13)",
  },
  "log forward": {
    line: 'limit rate 5/second burst 20 packets log prefix "straat drop forward: " level info',
    purpose: "what is dropped is told, with a limit (B-13)",
  },
} as const satisfies Readonly<Record<string, { readonly line: string; readonly purpose: string }>>;

export type FixedName = keyof typeof FIXED;

/** Where in a chain the statements that differ by server stand. */
export type Place = FixedName | "forged" | "vrrp" | "flow" | "inward" | "outward";

/**
 * What every chain is made of, in order. The order counts: what is forged is dropped before the connection's state is
 * asked, neighbour discovery is not tracked and so comes before it too, and what is logged was accepted by nothing.
 */
export const ORDER: Readonly<Record<Hook, readonly Place[]>> = {
  input: [
    "loopback in",
    "neighbours",
    "tracked",
    "icmp errors",
    "icmpv6 errors",
    "vrrp",
    "flow",
    "log input",
  ],
  output: [
    "loopback out",
    "neighbours",
    "multicast reports",
    "tracked",
    "icmp errors",
    "icmpv6 errors",
    "vrrp",
    "flow",
    "log output",
  ],
  forward: ["forged", "tracked", "flow", "log forward"],
  prerouting: ["inward"],
  postrouting: ["outward"],
};

/** The statement that a line is; undefined when it is none of these. */
export function fixedName(line: string): FixedName | undefined {
  return byLine.get(line);
}

const byLine: ReadonlyMap<string, FixedName> = new Map(
  Object.entries(FIXED).map(([name, { line }]) => [line, name as FixedName]),
);
