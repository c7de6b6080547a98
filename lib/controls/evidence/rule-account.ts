import { isPromiseId, type PromiseId } from "../../model/promises";
import type { Assessment, Verdict } from "../assessment";
import type { Finding, WaivedFinding } from "../finding";
import { onceFor } from "../once-for";
import type { Rule } from "../rule";
import type { Scope } from "./scope";
import type { Counts } from "./status";

/** Something a rule found right. */
export interface KeptSubject {
  /** Undefined for what stacks say together. */
  readonly stack: string | undefined;
  readonly subject: string;
}

/** All that one rule said in a scope. */
export interface RuleAccount {
  readonly rule: Rule;
  readonly kept: readonly KeptSubject[];
  readonly findings: readonly Finding[];
  readonly waived: readonly WaivedFinding[];
  /** Where a plan did not tell enough. */
  readonly notJudged: readonly { readonly stack: string; readonly why: string }[];
}

/** What a rule said that bears on one promise. */
export interface RulePart extends RuleAccount {
  /** Whether it looked at what is made, or at the promise's documents. */
  readonly about: "what is made" | "the record";
}

/**
 * Every rule that holds in a scope, in the order of the rules; also those that had nothing to look at, of which all
 * lists are empty. A rule of a profile holds where a client chose it.
 */
export function ruleAccounts(
  { verdicts, notJudged }: Assessment,
  scope: Scope,
  rules: readonly Rule[],
): readonly RuleAccount[] {
  const known = new Map([...rules, ...verdicts.map(({ rule }) => rule)].map((rule) => [rule.id, rule]));
  const profiles = new Set(scope.models.flatMap(({ client }) => client?.profiles ?? []));
  const holds = ({ profile }: Rule) => profile === undefined || profiles.has(profile);
  return [...known.values()].filter(holds).map((rule) => ({
    rule,
    ...said(
      verdicts.filter((verdict) => verdict.rule.id === rule.id),
      scope,
    ),
    notJudged: notJudged
      .filter((one) => one.rule === rule.id && scope.includes(one.stack))
      .map(({ stack, why }) => ({ stack, why })),
  }));
}

/** What a rule's account has to do with a promise; undefined where nothing. */
export function partFor(account: RuleAccount, id: PromiseId): RulePart | undefined {
  const { rule, kept, findings, waived } = account;
  const named = promisesNamedIn(account);
  if (!rule.promises.includes(id) && !named.has(id)) return undefined;
  if (named.size === 0) return { ...account, about: "what is made" };
  // What is said of another promise's document is nothing about this one.
  const isMine = ({ subject }: { readonly subject: string }) => (promiseOf(subject) ?? id) === id;
  return {
    ...account,
    kept: kept.filter(isMine),
    findings: findings.filter(isMine),
    waived: waived.filter(isMine),
    about: "the record",
  };
}

const promisesNamedIn = onceFor(({ kept, findings, waived }: RuleAccount): ReadonlySet<PromiseId> => {
  const subjects = [...kept, ...findings, ...waived];
  return new Set(subjects.flatMap(({ subject }) => promiseOf(subject) ?? []));
});

/** How many things rules found right, wrong, and wrong but allowed. */
export function countsOf(accounts: readonly RuleAccount[]): Counts {
  const sum = (of: (account: RuleAccount) => readonly unknown[]) =>
    accounts.reduce((total, account) => total + of(account).length, 0);
  return {
    kept: sum(({ kept }) => kept),
    found: sum(({ findings }) => findings),
    waived: sum(({ waived }) => waived),
  };
}

/** Whether a rule had something to look at. */
export function hasJudged({ kept, findings, waived }: RuleAccount): boolean {
  return kept.length + findings.length + waived.length > 0;
}

function said(verdicts: readonly Verdict[], scope: Scope): Pick<RuleAccount, "kept" | "findings" | "waived"> {
  const isHere = ({ stack, subject }: KeptSubject) => scope.includes(stack, subject);
  const kept = verdicts.flatMap(({ stack, kept: subjects }) =>
    subjects.map((subject) => ({ stack, subject })),
  );
  const told = <F extends Finding>(findings: readonly F[]) =>
    findings.filter(isHere).map((finding) => ({ ...finding, problem: scope.withoutOthers(finding.problem) }));
  return {
    kept: kept.filter(isHere),
    findings: told(verdicts.flatMap(({ findings }) => findings)),
    waived: told(verdicts.flatMap(({ waived }) => waived)),
  };
}

/** The promise whose documents a subject is about: `B-18`, or `V-01: Audit report 2026`. */
function promiseOf(subject: string): PromiseId | undefined {
  const [id = ""] = subject.split(":");
  return isPromiseId(id) ? id : undefined;
}
