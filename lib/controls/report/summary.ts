import { type Assessment, findingsOf, isError, waivedOf } from "../assessment";
import type { Rule } from "../rule";
import { counted } from "./text";

export interface Summary {
  /** Rules that had something to judge. */
  readonly rules: number;
  readonly stacks: number;
  readonly errors: number;
  readonly warnings: number;
  readonly waived: number;
  /** Rules that could not be judged on a plan, each once for a stack. */
  readonly notJudged: number;
}

export function summaryOf(assessment: Assessment): Summary {
  const findings = findingsOf(assessment);
  const errors = findings.filter(isError).length;
  return {
    rules: rulesOf(assessment).length,
    stacks: assessment.stacks.length,
    errors,
    warnings: findings.length - errors,
    waived: waivedOf(assessment).length,
    notJudged: assessment.notJudged.length,
  };
}

/** The rules that had something to judge, each once, by their ids. */
export function rulesOf({ verdicts }: Assessment): readonly Rule[] {
  const byId = new Map(verdicts.map(({ rule }) => [rule.id, rule]));
  return [...byId.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** `61 rules over 17 stacks: 2 errors, 1 warning, 1 waived`; where nothing was looked at it does not say that all is well. */
export function summaryLine(assessment: Assessment): string {
  const { rules, stacks } = summaryOf(assessment);
  return `${counted(rules, "rule")} over ${counted(stacks, "stack")}: ${outcome(assessment)}`;
}

/** What has to be said where less than the whole house was known; undefined where all of it was. */
export function partialLine({ house }: Assessment): string | undefined {
  return house.whole ? undefined : "A part of the house: what only shows over all of it was not judged.";
}

/** `2 errors, 1 warning, 1 waived`; `all kept` where there is none of them. */
export function outcome(assessment: Assessment): string {
  const { rules, errors, warnings, waived } = summaryOf(assessment);
  if (rules === 0) return "nothing was judged";
  const parts = [
    ...(errors > 0 ? [counted(errors, "error")] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
    ...(waived > 0 ? [`${waived} waived`] : []),
  ];
  return parts.length === 0 ? "all kept" : parts.join(", ");
}
