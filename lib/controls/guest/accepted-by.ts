import type { IpFamily } from "../../model/ip";
import type { RuleRecord } from "../../model/model-file";
import { Addresses } from "../../network/addresses";
import { FAMILIES } from "../../network/packet-space";
import { RangeSet } from "../../network/range-set";
import { formatAddresses } from "../../network/range-text";
import type { FlowStatement, Hook } from "./nft-statement";
import type { Ruleset } from "./nftables";

/**
 * The flows that a chain accepts, as the model file writes them and in their order. The two halves of one flow, a line
 * for each family, are one record again. None where there is no such chain: it then accepts nothing by name, which is
 * not to say that it is closed.
 */
export function acceptedBy(ruleset: Ruleset, hook: Hook): readonly RuleRecord[] {
  const flows = (ruleset.chains.get(hook)?.statements ?? []).filter(({ kind }) => kind === "flow");
  const halves = flows as readonly FlowStatement[];
  return halves.flatMap((flow, index) => {
    if (isHalfOf(halves[index - 1], flow)) return [];
    const next = halves[index + 1];
    return [recordOf(flow, next !== undefined && isHalfOf(flow, next) ? next : undefined)];
  });
}

/**
 * What a server can be told of a rule in the model file: only families in which it has addresses on both sides, and a
 * comment without the signs that would end it. Undefined when nothing is left.
 */
export function asTold(rule: RuleRecord): RuleRecord | undefined {
  const families = FAMILIES.filter((family) => [rule.from, rule.to].every((side) => side.some(isOf(family))));
  if (families.length === 0) return undefined;
  // Model files write IPv4 before IPv6, as is done here; what is written otherwise shows as another text.
  const inThose = (side: readonly string[]) => families.flatMap((family) => side.filter(isOf(family)));
  const why = rule.why.replaceAll('"', "'").replaceAll("\\", "/");
  return { ...rule, why, from: inThose(rule.from), to: inThose(rule.to) };
}

function isOf(family: IpFamily): (text: string) => boolean {
  return (text) => text.includes(":") === (family === 6);
}

/** Whether the second is what the first says, in IPv6. */
function isHalfOf(one: FlowStatement | undefined, other: FlowStatement): boolean {
  return one?.family === 4 && other.family === 6 && sayingOf(one) === sayingOf(other);
}

function sayingOf({ id, why, port, countries, inInterface, outInterface }: FlowStatement): string {
  return JSON.stringify([id, why, port, countries, inInterface, outInterface]);
}

function recordOf(flow: FlowStatement, other: FlowStatement | undefined): RuleRecord {
  const { id, why, countries, inInterface, outInterface, port } = flow;
  const addresses = (side: "source" | "destination") => {
    const of = (family: IpFamily) =>
      [flow, other].find((half) => half?.family === family)?.[side] ?? RangeSet.EMPTY;
    return formatAddresses(Addresses.ofRanges(of(4), of(6)));
  };
  return {
    id,
    why,
    from: addresses("source"),
    to: addresses("destination"),
    port: String(port),
    ...(countries === undefined ? {} : { countries }),
    ...(inInterface === undefined ? {} : { inInterface }),
    ...(outInterface === undefined ? {} : { outInterface }),
  };
}
