import type { Step } from "./step";
import { apply } from "./steps/apply";
import { evidence, lint, rules, tests, types } from "./steps/check";
import { comment } from "./steps/comment";
import { diff, stacks } from "./steps/diff";
import { drift } from "./steps/drift";
import { plan } from "./steps/plan";
import { reviewed } from "./steps/reviewed";
import { verdict } from "./steps/verdict";

/** Every step there is, by the name that workflows call it by. */
export const STEPS: Readonly<Record<string, Step>> = {
  types,
  lint,
  tests,
  rules,
  evidence,
  diff,
  plan,
  comment,
  verdict,
  reviewed,
  apply,
  stacks,
  drift,
};

/**
 * Steps in the order of a workflow, to go through on a machine of one's own. There is none for applying: `straat apply` does
 * that for one stack at a time. Plans want credentials, so a review without them is a row of its own.
 */
export const ROWS: Readonly<Record<string, readonly string[]>> = {
  "pull-request": ["types", "lint", "tests", "rules", "evidence", "diff", "comment", "verdict"],
  "pull-request-with-plans": [
    "types",
    "lint",
    "tests",
    "rules",
    "evidence",
    "diff",
    "plan",
    "comment",
    "verdict",
  ],
  nightly: ["stacks", "plan", "drift"],
};
