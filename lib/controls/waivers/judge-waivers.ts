import type { Verdict } from "../assessment";
import type { House } from "../house";
import type { Rule, WaiverRule } from "../rule";
import type { WaiverInUse } from "./waiver-in-use";

/** What the rules over waivers say of them. A finding about a waiver stands at the place where it is declared. */
export function judgeWaivers(
  waivers: readonly WaiverInUse[],
  house: House,
  rules: readonly Rule[],
): readonly Verdict[] {
  if (waivers.length === 0) return [];
  return rules.filter((rule) => rule.scope === "waiver").map((rule) => judgeAll(rule, waivers, house));
}

function judgeAll(rule: WaiverRule, waivers: readonly WaiverInUse[], house: House): Verdict {
  const { id, levels, remedy } = rule;
  const kept: string[] = [];
  const findings = waivers.flatMap((waiver) => {
    const subject = subjectOf(waiver);
    const wrong = rule.judge(waiver, house) ?? [];
    const problems = typeof wrong === "string" ? [wrong] : wrong;
    if (problems.length === 0) kept.push(subject);
    return problems.map((problem) => ({
      rule: id,
      level: levels.shared,
      stack: undefined,
      stage: undefined,
      subject,
      problem,
      remedy,
      kind: "broken" as const,
    }));
  });
  return { rule, stack: undefined, kept, findings, waived: [] };
}

function subjectOf({ declaredBy, waiver }: WaiverInUse): string {
  return `${declaredBy}: waiver of ${waiver.rule} for ${waiver.resource}`;
}
