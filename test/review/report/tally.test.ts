import { expect, test } from "@jest/globals";
import { headline } from "../../../lib/review/report/tally";
import type { RuleChange } from "../../../lib/review/review";
import { reviewOf, ruleOf } from "./sample";

test("a rule that many things break is counted once, with how many they are", () => {
  const told = (...rules: readonly RuleChange[]) => headline(reviewOf({ rules }));
  const [first, second] = ["web-1", "web-2"].map((subject) => ruleOf({ rule: "ports-closed", subject }));
  const other = ruleOf({ rule: "whitelist-owner", subject: "web-1" });
  expect(told(first as RuleChange)).toMatch(/: 1 rule newly broken$/);
  expect(told(first as RuleChange, second as RuleChange)).toMatch(/: 1 rule newly broken in 2 places$/);
  expect(told(first as RuleChange, other)).toMatch(/: 2 rules newly broken$/);
});
