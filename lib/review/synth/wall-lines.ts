import type { FlowStatement, Statement } from "../../controls/guest/nft-statement";
import { readRuleset } from "../../controls/guest/nftables";
import type { FlowRecord, ModelFile } from "../../model/model-file";
import { describeAddresses } from "../../network/difference";
import { RangeSet } from "../../network/range-set";

/**
 * What a ruleset lets through and does beside, a line for each rule, without the numbers of its sets and the words of its comments.
 * Whom the stage is for is called the audience, since each stage has another.
 *
 * @param model of the stack; without one the audience is told by its addresses
 * @throws Unreadable for a ruleset that is not understood
 */
export function wallLines(payload: string, model: ModelFile | undefined): readonly string[] {
  const audience = JSON.stringify(model?.audience);
  const flows = new Map(model?.flows.map((flow) => [flow.id, flow]));
  const { chains, includesCountries } = readRuleset(payload);
  const lines = [...chains.values()].flatMap(({ hook, priority, policy, statements }) => [
    `${hook} ${priority} ${policy}`,
    ...statements.map((statement) => `${hook} ${textOf(statement, flows, audience)}`),
  ]);
  return includesCountries ? [...lines, "countries"] : lines;
}

function textOf(
  statement: Statement,
  flows: ReadonlyMap<string, FlowRecord>,
  audience: string | undefined,
): string {
  if (statement.kind !== "flow") return shown(statement);
  const { id, why: _, ...rule } = statement;
  const flow = flows.get(id);
  return flow !== undefined && JSON.stringify(flow.from) === audience ? ofAudience(rule) : shown(rule);
}

function ofAudience({
  source: _,
  countries: __,
  family,
  ...rule
}: Omit<FlowStatement, "id" | "why">): string {
  return shown({ ...rule, family, source: "the audience" });
}

function shown(rule: object): string {
  const family = "family" in rule && rule.family === 6 ? 6 : 4;
  return JSON.stringify(rule, (_key, value) =>
    value instanceof RangeSet ? describeAddresses(family, value) : value,
  );
}
