import type { Assessment, Verdict } from "./assessment";
import type { Finding } from "./finding";
import type { House } from "./house";
import type { HouseRule, Rule, StackRule, Subject, Wrong } from "./rule";
import { RULES } from "./rules";
import type { StackOutput } from "./terraform/stack-output";
import { Unreadable } from "./unreadable";
import { applyWaivers } from "./waivers/apply-waivers";

/**
 * Judges stacks by all rules. Each stack is asked for when its turn comes and let go of afterwards, so that a fleet need
 * not be in memory at once.
 */
export function assess(
  house: House,
  stacks: Iterable<StackOutput>,
  rules: readonly Rule[] = RULES,
): Assessment {
  const verdicts: Verdict[] = [];
  const notJudged: Assessment["notJudged"][number][] = [];
  const models = [];
  const ofStack = rules.filter((rule) => rule.scope === "stack");
  for (const stack of stacks) {
    models.push(stack.model);
    for (const rule of ofStack) {
      if (!appliesTo(rule, stack)) continue;
      if (stack.kind === "plan" && rule.notOnPlan !== undefined) {
        notJudged.push({ rule: rule.id, stack: stack.name, why: rule.notOnPlan });
      } else {
        verdicts.push(judgeStack(rule, stack, house));
      }
    }
  }
  const ofHouse = rules.filter((rule) => rule.scope === "house");
  verdicts.push(...ofHouse.map((rule) => judgeHouse(rule, house)));
  const spoken = verdicts.filter(({ kept, findings }) => kept.length + findings.length > 0);
  return applyWaivers({ house, stacks: models, verdicts: spoken, notJudged }, rules);
}

function appliesTo({ profile }: StackRule, { model }: StackOutput): boolean {
  return profile === undefined || (model.client?.profiles.includes(profile) ?? false);
}

function judgeStack(rule: StackRule, stack: StackOutput, house: House): Verdict {
  return verdictOf(
    rule,
    stack,
    () => rule.subjects(stack, house),
    (subject) => rule.judge(subject, stack, house),
  );
}

function judgeHouse(rule: HouseRule, house: House): Verdict {
  return verdictOf(
    rule,
    undefined,
    () => rule.subjects(house),
    (subject) => rule.judge(subject, house),
  );
}

/** One subject that cannot be read does not keep the others from being judged. */
function verdictOf(
  rule: StackRule | HouseRule,
  stack: StackOutput | undefined,
  subjects: () => Iterable<Subject>,
  judge: (subject: Subject) => Wrong,
): Verdict {
  const kept: string[] = [];
  const findings: Finding[] = [];
  try {
    for (const subject of subjects()) {
      try {
        const problems = problemsIn(judge(subject));
        for (const problem of problems) findings.push(finding(rule, stack, subject, "broken", problem));
        if (problems.length === 0) kept.push(subject.id);
      } catch (error) {
        findings.push(finding(rule, stack, subject, "unreadable", unreadable(error)));
      }
    }
  } catch (error) {
    const whole: Subject = { id: stack?.name ?? "fleet" };
    findings.push(finding(rule, stack, whole, "unreadable", unreadable(error)));
  }
  return { rule, stack: stack?.name, kept, findings, waived: [] };
}

function finding(
  { id: rule, levels, remedy }: StackRule | HouseRule,
  stack: StackOutput | undefined,
  { id: subject, stage = stack?.stage }: Subject,
  kind: Finding["kind"],
  problem: string,
): Finding {
  const level = levels[stage ?? "shared"];
  return { rule, level, stack: stack?.name, stage, subject, problem, remedy, kind };
}

function problemsIn(wrong: Wrong): readonly string[] {
  if (wrong === undefined) return [];
  return typeof wrong === "string" ? [wrong] : wrong;
}

function unreadable(error: unknown): string {
  if (error instanceof Unreadable) return `cannot be judged: ${error.message}`;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `cannot be judged, the rule stopped with ${text}`;
}
