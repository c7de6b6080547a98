import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { shownRule } from "../../subjects/walls/read-rule";
import { type DeclaredFlow, flows, type Wall, walls } from "../../subjects/walls/walls";
import { flowsOf } from "../../subjects/walls/wanted-walls";

/** What people write when they have to write something. */
const PLACEHOLDER =
  /^(because|fix ?me|flow|foo|bar|needed|none|n\/?a|open|port|reason|rule|temp(orary)?|test(ing)?|tbd|to ?do|unknown|why|x+)[.!?]*$/i;

/** B-07, B-13: who reads a wall in a year's time finds out what each rule is for. */
export const whyIsSaid = stackRule<DeclaredFlow | Wall>({
  id: "why-is-said",
  info: "every declared flow says why it is there, and every rule made of it says the same",
  explanation:
    "A rule without a reason cannot be taken away: nobody knows what would break. So walls fill up with rules that nobody needs.",
  remedy: 'write in a few words who uses it and for what: { why: "payments of the shop" }',
  promises: ["B-07", "B-13", "H-05"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => [...flows(stack), ...walls(stack)],
  judge: (subject, { model }, house) =>
    "flow" in subject
      ? wrongReason(subject.flow.why)
      : subject.rules.flatMap((rule) => {
          const told = flowsOf(model, house)
            .filter(({ id }) => id === rule.id)
            .map(({ why }) => why);
          const problem = told.length === 0 ? wrongReason(rule.why) : notAmong(told, rule.why);
          return problem === undefined ? [] : `${shownRule(rule)} ${problem}`;
        }),
});

function wrongReason(why: string): string | undefined {
  const hasWord = /\p{L}{3}/u.test(why) && new Set(why).size > 1;
  return hasWord && !PLACEHOLDER.test(why) ? undefined : `says "${why}", which is no reason`;
}

function notAmong(told: readonly string[], why: string): string | undefined {
  return told.includes(why) ? undefined : `says "${why}", and its flow "${told.join('", "')}"`;
}
