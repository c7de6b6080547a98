import type { Redactor } from "../redaction/redactor";
import { inside, type Json, objectsIn, textOr } from "./json";

/** What a check of Terraform came to. */
export interface CheckResult {
  /** Address of the check, or of the resource or output whose conditions these are. */
  readonly subject: string;
  /** Unproven: it rests on what only the apply will know, or nobody here knows what Terraform says of it. Never the same as passed. */
  readonly outcome: "passed" | "failed" | "unproven";
  /** What Terraform says is wrong. */
  readonly problems: readonly string[];
}

const OUTCOMES: Readonly<Record<string, CheckResult["outcome"]>> = {
  pass: "passed",
  fail: "failed",
  error: "failed",
  unknown: "unproven",
};

/** Checks, conditions and validations, each instance by itself where there are several. */
export function checksOf({ checks }: Json, redactor: Redactor): readonly CheckResult[] {
  return objectsIn(checks).flatMap((check) => {
    const results = objectsIn(check.instances).map((one) => resultOf(one, check, redactor));
    const whole = resultOf(check, check, redactor);
    // What the check as a whole came to counts where no instance says as much: one may be missing.
    const isSaid = results.some(({ outcome }) => WORST.indexOf(outcome) <= WORST.indexOf(whole.outcome));
    return isSaid ? results : [...results, whole];
  });
}

const WORST: readonly CheckResult["outcome"][] = ["failed", "unproven", "passed"];

function resultOf(one: Json, check: Json, redactor: Redactor): CheckResult {
  const name = textOr(inside(one, "address", "to_display")) ?? textOr(inside(check, "address", "to_display"));
  const status = String(one.status);
  return {
    subject: redactor.name(name ?? "a check without a name"),
    outcome: Object.hasOwn(OUTCOMES, status) ? (OUTCOMES[status] ?? "unproven") : "unproven",
    problems: objectsIn(one.problems).map(({ message }) => redactor.text(String(message))),
  };
}
