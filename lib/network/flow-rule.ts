import { createHash } from "node:crypto";
import type { IpFamily } from "../model/ip";
import type { RuleRecord } from "../model/model-file";
import { Port } from "../model/port";
import type { Addresses } from "./addresses";
import { memoized } from "./memo";
import { type Box, FAMILIES, PacketSpace } from "./packet-space";
import { RangeSet } from "./range-set";
import { formatAddresses, parseAddresses } from "./range-text";
import type { Rule } from "./wall";

/** An accepted kind of connection at one wall: one flow, as that wall sees it. */
export interface FlowRule {
  /** Leads back to the flow: where it was declared, and a hash of what it says. At most 44 bytes. */
  readonly id: string;
  /** Why it is there, as its author wrote it. At most 80 bytes. */
  readonly why: string;
  readonly from: Addresses;
  readonly to: Addresses;
  readonly port: Port;
  /** Only from addresses of these countries. */
  readonly countries?: readonly string[];
  /** The card a packet comes in by, at a wall between networks. */
  readonly inInterface?: string;
  /** The card a packet leaves by, at a wall between networks. */
  readonly outInterface?: string;
}

/** An id that stays while what a flow says stays, whatever else is declared. */
export function flowId(declaredOn: string, from: string, to: string, port: Port): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([from, to, `${port}`]))
    .digest("hex")
    .slice(0, 6);
  // The client is the same for every rule of a street.
  return `${declaredOn.split("/").slice(1).join("/")}#${hash}`;
}

/** The families in which both sides of a rule have an address. */
export function familiesOf({ from, to }: Pick<FlowRule, "from" | "to">): readonly IpFamily[] {
  return FAMILIES.filter((family) => !from.in(family).isEmpty && !to.in(family).isEmpty);
}

/** The packets a rule accepts. */
export function spaceOf({ from, to, port }: Pick<FlowRule, "from" | "to" | "port">): PacketSpace {
  const ports = RangeSet.of({ first: BigInt(port.first), last: BigInt(port.last) });
  const box = (family: IpFamily): Box => ({
    family,
    protocol: port.protocol,
    source: from.in(family),
    destination: to.in(family),
    ports,
  });
  return PacketSpace.of(...FAMILIES.map(box));
}

/** A rule as the model file writes it. */
export function toRuleRecord({ from, to, port, ...rest }: FlowRule): RuleRecord {
  return { ...rest, from: formatAddresses(from), to: formatAddresses(to), port: `${port}` };
}

/** Reads what {@link toRuleRecord} writes; remembered. @throws InvalidError when it is damaged */
export const fromRuleRecord: (record: RuleRecord) => FlowRule = memoized(
  ({ from, to, port, ...rest }: RuleRecord): FlowRule => ({
    ...rest,
    from: parseAddresses(from),
    to: parseAddresses(to),
    port: Port.parse(port),
  }),
);

/** A rule of the wall's own kind, for asking what passes. */
export function asWallRule(rule: FlowRule): Rule {
  return { id: rule.id, action: "accept", space: spaceOf(rule), comment: rule.why };
}
