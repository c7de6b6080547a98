import type { RuleRecord, WallRecord } from "../../../model/model-file";
import { type FlowRule, familiesOf } from "../../../network/flow-rule";
import { acceptedBy, asTold } from "../../guest/accepted-by";
import type { FlowStatement } from "../../guest/nft-statement";
import type { Ruleset } from "../../guest/nftables";
import { ERROR_EVERYWHERE } from "../../level";
import type { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { difference, groupOf, machines, rulesetOf, statementsOf } from "../../subjects/walls/firewalls";
import { readRule } from "../../subjects/walls/read-rule";
import { wallOf } from "../../subjects/walls/walls";
import { hooksOf } from "../../subjects/walls/wanted-walls";

/** Decision 1: what is judged by the model is what servers are given: rule by rule, set by set, in the same order. */
export const firewallSaysWhatTheModelSays = stackRule<Machine>({
  id: "firewall-says-what-the-model-says",
  info: "what the firewall of every server accepts by name is what the model says of its walls, rule by rule and address by address",
  explanation:
    "Reachability, review and the other rules read the model. Were servers given something else, all of these would be about another house.",
  remedy: "synthesize again; what is written by hand in a ruleset is declared as a flow instead",
  promises: ["H-05", "H-06", "V-09"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "a firewall that says something else is judged by nobody" },
  subjects: machines,
  judge(machine) {
    const group = groupOf(machine);
    const ruleset = rulesetOf(machine);
    return hooksOf(group.role).flatMap((hook) =>
      differences(ruleset, wallOf(machine.stack.model, group.path, hook).record),
    );
  },
});

const known = new WeakMap<WallRecord, WeakMap<Ruleset, readonly string[]>>();

/** Members of a group are given the same ruleset, which is compared once. */
function differences(ruleset: Ruleset, wall: WallRecord): readonly string[] {
  const answers = known.get(wall) ?? new WeakMap<Ruleset, readonly string[]>();
  known.set(wall, answers);
  const answer = answers.get(ruleset) ?? compared(ruleset, wall);
  answers.set(ruleset, answer);
  return answer;
}

function compared(ruleset: Ruleset, { hook, rules }: WallRecord): readonly string[] {
  if (isSame(statementsOf(ruleset, hook, "flow"), rules.map(readRule))) return [];
  const found = acceptedBy(ruleset, hook).map(textOf);
  const wanted = rules.flatMap((rule) => asTold(rule) ?? []).map(textOf);
  if (found.length === wanted.length && found.every((text, index) => text === wanted[index])) return [];
  const { lacking, extra } = difference(found, wanted);
  if (lacking.length + extra.length === 0) return [`${hook}: it accepts the same in another order`];
  return [
    ...extra.map((text) => `${hook}: it accepts ${text}, which the model does not say`),
    ...lacking.map((text) => `${hook}: it does not accept ${text}`),
  ];
}

/** Most are the same, and sets are compared faster than told: line by line, each in its family. */
function isSame(found: readonly FlowStatement[], rules: readonly FlowRule[]): boolean {
  const halves = rules.flatMap((rule) => familiesOf(rule).map((family) => ({ rule, family })));
  return (
    halves.length === found.length &&
    halves.every(({ rule, family }, index) => {
      const line = found[index];
      return (
        line?.family === family &&
        line.source.equals(rule.from.in(family)) &&
        line.destination.equals(rule.to.in(family)) &&
        sayingOf(line) === sayingOf({ ...rule, why: rule.why.replaceAll('"', "'").replaceAll("\\", "/") })
      );
    })
  );
}

type Saying = Pick<FlowRule, "id" | "why" | "port" | "countries" | "inInterface" | "outInterface">;

function sayingOf({ id, why, port, countries, inInterface, outInterface }: Saying): string {
  return JSON.stringify([id, why, port, countries, inInterface, outInterface]);
}

function textOf({ id, why, from, to, port, countries = [], inInterface, outInterface }: RuleRecord): string {
  const cards =
    (inInterface ?? outInterface) ? ` by ${inInterface ?? "any card"} to ${outInterface ?? "any card"}` : "";
  const only = countries.length === 0 ? "" : ` of ${countries.join(" ")}`;
  return `${id} "${why}" ${port} from ${from.join(" ")}${only} to ${to.join(" ")}${cards}`;
}
