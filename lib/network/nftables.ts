import { countryInclude } from "../model/country";
import type { IpFamily } from "../model/ip";
import type { Port } from "../model/port";
import type { StreetPlan } from "../model/street-plan";
import { Addresses } from "./addresses";
import { EDGE_UPLINK, edgeLeg, type HostWall } from "./compile";
import { type FlowRule, familiesOf } from "./flow-rule";
import type { Inward, Outward } from "./nat";
import { NftSets } from "./nft-sets";
import { FAMILIES } from "./packet-space";

/** The one table that is ours; other programs keep theirs. */
export const NFT_TABLE = "straat";

/**
 * A server's own firewall, as one file and one transaction: the old rules hold until the new ones do. What is not
 * accepted is dropped, in both directions and in both families, and told to the log with a limit.
 *
 * @param title for people, the path of the group
 * @param vrrp servers that tell each other, by unicast, which of them has the virtual address
 */
export function renderHost(title: string, wall: HostWall, vrrp: Addresses): string {
  const sets = new NftSets();
  const chains = hostChains(sets, wall, vrrp);
  return renderTable(title, sets, chains);
}

export interface EdgeRuleset {
  /** For people, the path of the edge. */
  readonly title: string;
  readonly forward: readonly FlowRule[];
  /** What the edge itself accepts and needs, being a server too. */
  readonly self: HostWall;
  /** The edge's members, on all of their cards. */
  readonly vrrp: Addresses;
  readonly plan: StreetPlan;
  /** The client's own that are behind the uplink all the same: its pods, and the addresses of its gateways. */
  readonly inCluster: Addresses;
  readonly inward: readonly Inward[];
  readonly outward: readonly Outward[];
}

/**
 * The firewall of a street's edge: what it forwards, and what it accepts itself. A leg takes packets of its own
 * network only, and what comes in by the uplink is never from an address of the client that is not in the cluster. See
 * {@link renderHost}.
 */
export function renderEdge(edge: EdgeRuleset): string {
  const { title, forward, self, vrrp, plan, inCluster, inward, outward } = edge;
  const sets = new NftSets();
  const legs = plan.zones.filter(({ name }) => name !== "sync");
  const own = Addresses.of(plan.block, ...(plan.block6 === undefined ? [] : [plan.block6])).minus(inCluster);
  const guards = [
    ...legs.flatMap((zone) => spoofing(sets, edgeLeg(zone.name), Addresses.of(...zone.networks), "!=")),
    ...spoofing(sets, EDGE_UPLINK, own, ""),
  ];
  const nat = [
    natChain("prerouting", "dstnat", inward.map(inwardLine)),
    natChain(
      "postrouting",
      "srcnat",
      outward.map((translation) => outwardLine(sets, translation)),
    ),
  ];
  return renderRouter({ title, sets, guards, forward, self, vrrp, nat });
}

/** The firewall of a VPN gateway: what administrators' tunnels may reach, and what it accepts itself. */
export function renderGateway(title: string, forward: readonly FlowRule[], self: HostWall): string {
  return renderRouter({
    title,
    sets: new NftSets(),
    guards: [],
    forward,
    self,
    vrrp: Addresses.NONE,
    nat: [],
  });
}

interface Router {
  readonly title: string;
  readonly sets: NftSets;
  /** Rules that come before a connection's state is asked. */
  readonly guards: readonly string[];
  readonly forward: readonly FlowRule[];
  readonly self: HostWall;
  readonly vrrp: Addresses;
  /** Chains that translate addresses. */
  readonly nat: readonly string[];
}

function renderRouter({ title, sets, guards, forward, self, vrrp, nat }: Router): string {
  const forwarded = [...guards, TRACKED, ...forward.flatMap((rule) => ruleLines(sets, rule))];
  return renderTable(title, sets, [...nat, chain("forward", forwarded), ...hostChains(sets, self, vrrp)]);
}

function hostChains(sets: NftSets, { input, output }: HostWall, vrrp: Addresses): readonly string[] {
  const common = vrrpRules(sets, vrrp);
  return [
    chain("input", [...SAFE_INPUT, ...common, ...input.flatMap((rule) => ruleLines(sets, rule))]),
    chain("output", [...SAFE_OUTPUT, ...common, ...output.flatMap((rule) => ruleLines(sets, rule))]),
  ];
}

const TRACKED = "ct state vmap { established : accept, related : accept, invalid : drop }";
const LOOPBACK_IN = 'iifname "lo" accept';
const LOOPBACK_OUT = 'oifname "lo" accept';

/** Without these a server is deaf: errors that path discovery needs, and IPv6's way of finding neighbours (RFC 4890). */
const ICMP_ERRORS = [
  "icmp type { destination-unreachable, time-exceeded, parameter-problem } accept",
  "icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem } accept",
];
const NEIGHBOURS = "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } ip6 hoplimit 255 accept";
const MULTICAST_REPORTS = "icmpv6 type mld2-listener-report accept";

// Neighbour discovery is not tracked, so it comes before the connection's state is asked.
const SAFE_INPUT = [LOOPBACK_IN, NEIGHBOURS, TRACKED, ...ICMP_ERRORS];
const SAFE_OUTPUT = [LOOPBACK_OUT, NEIGHBOURS, MULTICAST_REPORTS, TRACKED, ...ICMP_ERRORS];

function renderTable(title: string, sets: NftSets, chains: readonly string[]): string {
  const declarations = sets.declarations().map((line) => `\t${line}`);
  return [
    `# ${title}: rendered from the declared flows. A change made here is undone.`,
    // The first line makes sure there is a table to delete; both are part of the same transaction.
    `table inet ${NFT_TABLE}`,
    `delete table inet ${NFT_TABLE}`,
    `table inet ${NFT_TABLE} {`,
    ...declarations,
    ...chains,
    "}",
    // Filled in the same transaction, from what the edge fetched last; without a file the sets stay empty and closed.
    ...(sets.hasCountries ? [countryInclude()] : []),
    "",
  ].join("\n");
}

function chain(hook: "input" | "output" | "forward", rules: readonly string[]): string {
  const log = `limit rate 5/second burst 20 packets log prefix "straat drop ${hook}: " level info`;
  const lines = [`type filter hook ${hook} priority filter; policy drop;`, ...rules, log];
  return [`\tchain straat_${hook} {`, ...lines.map((line) => `\t\t${line}`), "\t}"].join("\n");
}

function natChain(hook: "prerouting" | "postrouting", priority: string, rules: readonly string[]): string {
  const lines = [`type nat hook ${hook} priority ${priority}; policy accept;`, ...rules];
  return [`\tchain straat_${hook} {`, ...lines.map((line) => `\t\t${line}`), "\t}"].join("\n");
}

function inwardLine({ group, address, port, to }: Inward): string {
  const match = `iifname "${EDGE_UPLINK}" ip daddr ${address} ${portMatch(4, port)}`;
  return `${match} dnat ip to ${to} comment "${group}"`;
}

function outwardLine(sets: NftSets, { from, to, address }: Outward): string {
  const source = `ip saddr @${sets.nameOf(4, from.in(4))}`;
  return `oifname "${EDGE_UPLINK}" ${source} ip daddr @${sets.nameOf(4, to.in(4))} snat ip to ${address}`;
}

/** VRRP is a protocol of its own, number 112. */
function vrrpRules(sets: NftSets, vrrp: Addresses): readonly string[] {
  return FAMILIES.filter((family) => !vrrp.in(family).isEmpty).map((family) => {
    const name = sets.nameOf(family, vrrp.in(family));
    return `meta l4proto 112 ${ip(family)} saddr @${name} ${ip(family)} daddr @${name} accept comment "VRRP"`;
  });
}

function spoofing(sets: NftSets, card: string, addresses: Addresses, negation: "!=" | ""): readonly string[] {
  return FAMILIES.map((family) => {
    const name = sets.nameOf(family, addresses.in(family));
    const match = [ip(family), "saddr", negation, `@${name}`].filter((part) => part !== "").join(" ");
    return `iifname "${card}" ${match} drop comment "forged source"`;
  });
}

function ruleLines(sets: NftSets, rule: FlowRule): readonly string[] {
  return familiesOf(rule).map((family) => {
    const cards = [
      rule.inInterface && `iifname "${rule.inInterface}"`,
      rule.outInterface && `oifname "${rule.outInterface}"`,
    ].filter((part) => part !== undefined);
    const country = rule.countries && `${ip(family)} saddr @${sets.countryName(family, rule.countries)}`;
    const source = `${ip(family)} saddr @${sets.nameOf(family, rule.from.in(family))}`;
    const destination = `${ip(family)} daddr @${sets.nameOf(family, rule.to.in(family))}`;
    const comment = `comment "${rule.id} ${commentText(rule.why)}"`;
    return [
      ...cards,
      ...(country === undefined ? [] : [country]),
      source,
      destination,
      portMatch(family, rule.port),
      "accept",
      comment,
    ].join(" ");
  });
}

function portMatch(family: IpFamily, { protocol, first, last }: Port): string {
  if (protocol === "icmp") return family === 4 ? "icmp type echo-request" : "icmpv6 type echo-request";
  return `${protocol} dport ${first === last ? first : `${first}-${last}`}`;
}

/** nft has no escapes in a string: what would end it, or begin something else, is written another way. */
function commentText(text: string): string {
  return text.replaceAll('"', "'").replaceAll("\\", "/");
}

function ip(family: IpFamily): "ip" | "ip6" {
  return family === 4 ? "ip" : "ip6";
}
