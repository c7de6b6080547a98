import type { ModelFile } from "../../../model/model-file";
import type { FlowRule } from "../../../network/flow-rule";
import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { cardOf } from "../../subjects/walls/networks-of";
import { shownAddresses, shownRule } from "../../subjects/walls/read-rule";
import { type Wall, walls } from "../../subjects/walls/walls";
import { fulfils, type WantedRule } from "../../subjects/walls/wanted-rule";
import { areWallsKnown, environmentsOf, wantedRules } from "../../subjects/walls/wanted-walls";

/**
 * H-05: nothing is open but what follows from declared flows and from what every server has. What each rule has to say
 * is worked out anew, from groups, zones, sites and flows; a rule that is a little wider is another rule.
 */
export const everyRuleHasAReason = stackRule<Wall>({
  id: "every-rule-has-a-reason",
  info: "every rule of a wall is just what a declared flow, administration, a service of the site or its own redundancy asks",
  explanation:
    "A rule that no declaration leads to was reviewed by nobody, and is taken away by nobody either. One that is wider than its declaration is the same for the part that is more.",
  remedy: "declare the flow on the group it protects, with its reason, and synthesize again",
  promises: ["H-05", "H-06", "V-09", "B-09"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "what is open has been declared, or it is closed" },
  subjects: (stack, house) => (areWallsKnown(stack.model, house) ? walls(stack) : []),
  judge(wall, { model }, house) {
    const wanted = wantedRules(wall.group, wall.record.hook, model, house);
    if (wanted === undefined) return undefined;
    return wall.rules
      .filter(
        (rule) => !wanted.some((one) => fulfils(rule, one)) && !isOfUnknownStage(rule, wall, model, house),
      )
      .map((rule) => `${shownRule(rule)} ${differenceFrom(wanted, rule)}`);
  },
});

function differenceFrom(wanted: readonly WantedRule[], rule: FlowRule): string {
  const flow = wanted.find(
    (one) =>
      one.flow?.id === rule.id &&
      one.inInterface === rule.inInterface &&
      one.outInterface === rule.outInterface,
  );
  if (flow === undefined) return "is asked by no flow, and is nothing that every server has";
  return `is not what its flow says: ${flow.port} from ${shownAddresses(flow.from)} to ${shownAddresses(flow.to)}`;
}

/** An edge serves environments too that are not among what is judged; of those nothing can be said. */
function isOfUnknownStage(rule: FlowRule, { group, record }: Wall, model: ModelFile, house: House): boolean {
  if (house.whole || group.role !== "edge" || record.hook !== "forward") return false;
  const legs = environmentsOf(model, house).map(({ stage }) => cardOf(group, `${stage}`));
  const uplink = cardOf(group, "uplink");
  const own = [rule.inInterface, rule.outInterface].filter((card) => card !== uplink);
  return own.length === 1 && !legs.includes(own[0] ?? "");
}
