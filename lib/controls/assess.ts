import type { ModelFile } from "../model/model-file";
import type { Assessment, Verdict } from "./assessment";
import type { Finding } from "./finding";
import type { House } from "./house";
import { NotTold } from "./not-told";
import type { HouseRule, Rule, StackRule, Subject, Wrong } from "./rule";
import { RULES } from "./rules";
import { type StackRights, stackRights } from "./subjects/kubernetes/stack-rights";
import type { StackOutput } from "./terraform/stack-output";
import { Unreadable } from "./unreadable";
import { applyWaivers } from "./waivers/apply-waivers";

/** What all rules that look at one stack say of it. */
export interface StackJudgement {
  readonly verdicts: readonly Verdict[];
  readonly notJudged: Assessment["notJudged"];
  /** Whom it gives which rights in a cluster. */
  readonly rights: StackRights;
}

/**
 * Judges stacks by all rules. Each stack is asked for when its turn comes and let go of afterwards, so that a fleet need
 * not be in memory at once.
 */
export function assess(
  house: House,
  stacks: Iterable<StackOutput>,
  rules: readonly Rule[] = RULES,
): Assessment {
  const models: ModelFile[] = [];
  const judgements: StackJudgement[] = [];
  for (const stack of stacks) {
    models.push(stack.model);
    judgements.push(judgeStack(stack, house, rules));
  }
  return conclude(house, models, judgements, judgeTogether(house, rules), rules);
}

/** Judges one stack, by the rules that look at one. */
export function judgeStack(stack: StackOutput, house: House, rules: readonly Rule[] = RULES): StackJudgement {
  const verdicts: Verdict[] = [];
  const notJudged: Assessment["notJudged"][number][] = [];
  for (const rule of rules) {
    if (rule.scope !== "stack" || !appliesTo(rule, stack)) continue;
    if (stack.kind === "plan" && rule.notOnPlan !== undefined) {
      notJudged.push({ rule: rule.id, stack: stack.name, why: rule.notOnPlan });
    } else {
      const { verdict, untold } = judgeBy(rule, stack, house);
      verdicts.push(verdict);
      notJudged.push(...untold.map((why) => ({ rule: rule.id, stack: stack.name, why })));
    }
  }
  return { verdicts: verdicts.filter(hasSpoken), notJudged, rights: stackRights(stack) };
}

/** Judges what all stacks say together, by their model files. */
export function judgeTogether(house: House, rules: readonly Rule[] = RULES): readonly Verdict[] {
  const ofHouse = rules.filter((rule) => rule.scope === "house");
  return ofHouse.map((rule) => judgeHouse(rule, house).verdict).filter(hasSpoken);
}

/** What was said of each stack and of all together, with what waivers allow of it. */
export function conclude(
  house: House,
  stacks: readonly ModelFile[],
  judgements: readonly StackJudgement[],
  together: readonly Verdict[],
  rules: readonly Rule[] = RULES,
): Assessment {
  const verdicts = [...judgements.flatMap((judgement) => judgement.verdicts), ...together];
  const notJudged = judgements.flatMap((judgement) => judgement.notJudged);
  const rights = judgements.map((judgement) => judgement.rights);
  return applyWaivers({ house, stacks, verdicts, notJudged, rights }, rules);
}

function hasSpoken({ kept, findings }: Verdict): boolean {
  return kept.length + findings.length > 0;
}

function appliesTo({ profile }: StackRule, { model }: StackOutput): boolean {
  return profile === undefined || (model.client?.profiles.includes(profile) ?? false);
}

function judgeBy(rule: StackRule, stack: StackOutput, house: House): Judged {
  return verdictOf(
    rule,
    stack,
    () => rule.subjects(stack, house),
    (subject) => rule.judge(subject, stack, house),
  );
}

function judgeHouse(rule: HouseRule, house: House): Judged {
  return verdictOf(
    rule,
    undefined,
    () => rule.subjects(house),
    (subject) => rule.judge(subject, house),
  );
}

interface Judged {
  readonly verdict: Verdict;
  /** Of what was told before the plan and stays, and why; a line each. */
  readonly untold: readonly string[];
}

/** One subject that cannot be read does not keep the others from being judged. */
function verdictOf(
  rule: StackRule | HouseRule,
  stack: StackOutput | undefined,
  subjects: () => Iterable<Subject>,
  judge: (subject: Subject) => Wrong,
): Judged {
  const untold: string[] = [];
  const kept: string[] = [];
  const findings: Finding[] = [];
  const cannotJudge = (subject: Subject, error: unknown) => {
    if (error instanceof NotTold) untold.push(`${subject.id}: ${error.message}`);
    else findings.push(finding(rule, stack, subject, "unreadable", unreadable(error)));
  };
  const judgeOne = (subject: Subject) => {
    const problems = problemsIn(judge(subject));
    for (const problem of problems) findings.push(finding(rule, stack, subject, "broken", problem));
    if (problems.length === 0) kept.push(subject.id);
  };
  try {
    for (const subject of subjects()) {
      try {
        judgeOne(subject);
      } catch (error) {
        cannotJudge(subject, error);
      }
    }
  } catch (error) {
    cannotJudge({ id: stack?.name ?? "fleet" }, error);
  }
  return { verdict: { rule, stack: stack?.name, kept, findings, waived: [] }, untold };
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
