import { StraatStack } from "../constructs/straat-stack";
import { type Assessment, findingsOf, isError } from "../controls/assessment";
import type { Finding } from "../controls/finding";
import { ruleNamed } from "../controls/rules";
import { judgeStack } from "./judge-stack";

/** What a matcher of Jest answers. */
export interface Matched {
  readonly pass: boolean;
  readonly message: () => string;
}

/** Whether no rule finds an error, or a warning, that is not waived. An assessment of nothing keeps no promise. */
export function keepsItsPromises(received: unknown): Matched {
  const assessment = assessmentOf(received);
  const findings = findingsOf(assessment);
  if (assessment.verdicts.length === 0)
    return {
      pass: false,
      message: () => "no rule had anything to look at, so nothing is known of any promise",
    };
  return {
    pass: findings.length === 0,
    message: () =>
      findings.length === 0
        ? "a promise was expected to be broken, and all are kept"
        : `${findings.length} findings:\n\n${findings.map(describe).join("\n\n")}`,
  };
}

/**
 * Whether a rule finds something that is not waived.
 *
 * @throws RangeError for an id that is no rule's
 */
export function breaksRule(received: unknown, rule: string): Matched {
  const { id } = ruleNamed(rule);
  const findings = findingsOf(assessmentOf(received));
  const own = findings.filter((finding) => finding.rule === id);
  const others = [...new Set(findings.map((finding) => finding.rule))].join(", ") || "no rule";
  return {
    pass: own.length > 0,
    message: () =>
      own.length > 0
        ? `${id} was expected to find nothing:\n\n${own.map(describe).join("\n\n")}`
        : `${id} finds nothing; ${others} does`,
  };
}

function assessmentOf(received: unknown): Assessment {
  if (received instanceof StraatStack) return judgeStack(received);
  if (typeof received === "object" && received !== null && "verdicts" in received)
    return received as Assessment;
  throw new TypeError("expect a stack of this house: a street, an environment or a site's platform");
}

function describe(finding: Finding): string {
  const { rule, subject, problem, remedy } = finding;
  return `${isError(finding) ? "error" : "warning"} ${rule}  ${subject}\n    ${problem}\n    → ${remedy}`;
}
