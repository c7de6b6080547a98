import { type Assessment, findingsOf, type Verdict, waivedOf } from "../../controls/assessment";
import type { Finding, WaivedFinding } from "../../controls/finding";
import type { PromiseId } from "../../model/promises";
import type { RuleChange } from "../review";

/**
 * What rules find and did not before, errors first, and then what they no longer find. A finding of which only the words
 * changed is no change. What a waiver allows counts as not found, and the line says so; what nobody judged afterwards
 * is not mended.
 */
export function rulesChanged(before: Assessment, after: Assessment): readonly RuleChange[] {
  const promises = promisesOf([...before.verdicts, ...after.verdicts]);
  const change = (kind: RuleChange["kind"], { rule, level, stack, subject, problem, remedy }: Finding) => ({
    ...{ kind, rule, promises: promises.get(rule) ?? [] },
    ...{ level, stack, subject, problem, remedy },
  });
  const [old, current] = [findingsOf(before), findingsOf(after)];
  const broken = withoutKnown(current, old);
  const gone = withoutKnown(old, current).filter((finding) => wasJudged(finding, after));
  return [
    ...broken.map((finding) => change("broken", asNoLongerWaived(finding, waivedOf(before)))),
    ...gone.map((finding) => change("mended", asWaived(finding, waivedOf(after)))),
  ];
}

function promisesOf(verdicts: readonly Verdict[]): ReadonlyMap<string, readonly PromiseId[]> {
  return new Map(verdicts.map(({ rule }) => [rule.id, rule.promises]));
}

/**
 * The findings of which there are more than there were, at each place. Those that say word for word what was said are
 * taken out first, then as many as say it otherwise.
 */
function withoutKnown(findings: readonly Finding[], known: readonly Finding[]): readonly Finding[] {
  const words = countsOf(known, wordsOf);
  const changed = findings.filter((finding) => !take(words, wordsOf(finding)));
  const places = countsOf(known, placeOf);
  for (const finding of findings) if (!changed.includes(finding)) take(places, placeOf(finding));
  return changed.filter((finding) => !take(places, placeOf(finding)));
}

/** What a finding is about, whatever it says: a warning that became an error is another one. */
function placeOf({ rule, level, kind, stack, subject }: Finding): string {
  return JSON.stringify([rule, level, kind, stack, subject]);
}

function wordsOf(finding: Finding): string {
  return JSON.stringify([placeOf(finding), finding.problem]);
}

function countsOf(findings: readonly Finding[], keyOf: (finding: Finding) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
  return counts;
}

/** Takes one of a kind, where there is one left. */
function take(counts: Map<string, number>, key: string): boolean {
  const left = counts.get(key) ?? 0;
  counts.set(key, left - 1);
  return left > 0;
}

/**
 * Whether the rule looked at this stack afterwards, or the stack is gone. A stack that is known and was not asked for,
 * and a rule that a plan tells too little for, say nothing.
 */
function wasJudged({ rule, stack }: Finding, { house, stacks, notJudged }: Assessment): boolean {
  if (stack === undefined) return true;
  if (notJudged.some((one) => one.rule === rule && one.stack === stack)) return false;
  const isNamed = (model: { readonly stack: string }) => model.stack === stack;
  return stacks.some(isNamed) || !house.models.some(isNamed);
}

function asWaived(finding: Finding, waived: readonly WaivedFinding[]): Finding {
  const allowed = waived.find(({ rule, subject }) => rule === finding.rule && subject === finding.subject);
  if (allowed === undefined) return finding;
  const { owner, untilText } = allowed.waiver;
  return { ...finding, problem: `allowed by ${owner} until ${untilText}: ${finding.problem}` };
}

function asNoLongerWaived(finding: Finding, waived: readonly WaivedFinding[]): Finding {
  const isAllowed = waived.some(({ rule, subject }) => rule === finding.rule && subject === finding.subject);
  return isAllowed ? { ...finding, problem: `no longer allowed by a waiver: ${finding.problem}` } : finding;
}
