import type { House } from "../house";
import { listed } from "../report/text";
import { hasJudged, type RuleAccount } from "./rule-account";

/** What a report rests on and does not say, in sentences. */
export function assumptions(house: House, rules: readonly RuleAccount[]): readonly string[] {
  const idle = rules.filter((account) => !hasJudged(account)).map(({ rule }) => rule.id);
  const plans = rules.flatMap(({ rule, notJudged }) =>
    notJudged.map(({ stack, why }) => `${rule.id} did not judge ${stack}: ${why}.`),
  );
  return [
    "This is about what is declared, and about what Terraform would be given. Nobody looked at a server that runs, at vCenter, or at Terraform's state.",
    "A rule that found nothing looked at the things that are named with it, and at no others.",
    `Documents on record were not read. Their names, owners and dates are those of stacks/evidence.ts, held against ${house.day}.`,
    "Measures of norms that are marked as doubtful have not been compared with the norm itself.",
    ...(house.whole
      ? []
      : ["Only a part of the house was judged. What all stacks have to say together may be missing."]),
    ...(idle.length === 0
      ? []
      : [`Rules that had nothing to look at here, and so say nothing: ${listed(idle, idle.length)}.`]),
    ...plans,
  ];
}
