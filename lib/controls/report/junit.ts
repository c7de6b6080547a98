import { type Assessment, isError, type Verdict } from "../assessment";
import type { Finding, WaivedFinding } from "../finding";
import { partialLine } from "./summary";
import { oneLine } from "./text";

const STACKS_TOGETHER = "all stacks together";

/** For test reports: a suite for each stack, a case for each rule and subject. What is waived or not judged is skipped. */
export function junit(assessment: Assessment): string {
  const { stacks, verdicts, notJudged, house } = assessment;
  const judged = [...verdicts, ...notJudged].map(({ stack }) => stack);
  const names = new Set([...stacks.map(({ stack }) => stack), ...judged]);
  names.delete(undefined);
  const line = partialLine(assessment);
  const partial = line === undefined ? [] : [{ rule: "straat", subject: "the whole house", skipped: line }];
  const suites = [...names, undefined].map((stack) => {
    const cases = verdicts.filter((verdict) => verdict.stack === stack).flatMap(casesOf);
    const skipped = notJudged.filter((one) => one.stack === stack);
    const unjudged = skipped.map(({ rule, why }) => ({ rule, subject: stack ?? "", skipped: why }));
    const rest = stack === undefined ? partial : [];
    return { name: stack ?? STACKS_TOGETHER, cases: [...cases, ...unjudged, ...rest] };
  });
  const kept = suites.filter(({ name, cases }) => name !== STACKS_TOGETHER || cases.length > 0);
  const texts = kept.map((suite, id) => suiteText(suite, id, `${house.day}`));
  return `${['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", ...texts, "</testsuites>"].join("\n")}\n`;
}

interface Case {
  readonly rule: string;
  readonly subject: string;
  readonly failure?: readonly Finding[];
  readonly skipped?: string;
}

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

/** One case for a subject, however much is wrong with it. */
function casesOf({ rule, kept, findings, waived }: Verdict): readonly Case[] {
  const passed = kept.map((subject) => ({ rule: rule.id, subject }));
  const failed = bySubject(findings).map(([subject, failure]) => ({ rule: rule.id, subject, failure }));
  const failing = new Set(findings.map(({ subject }) => subject));
  const allowed = bySubject(waived.filter(({ subject }) => !failing.has(subject)));
  return [
    ...passed,
    ...failed,
    ...allowed.map(([subject, all]) => ({ rule: rule.id, subject, skipped: why(all) })),
  ];
}

function bySubject<F extends Finding>(findings: readonly F[]): readonly [string, readonly F[]][] {
  const subjects = new Set(findings.map(({ subject }) => subject));
  return [...subjects].map((subject) => [subject, findings.filter((finding) => finding.subject === subject)]);
}

function why(waived: readonly WaivedFinding[]): string {
  const reasons = waived.map(({ waiver, problem }) => {
    const { untilText, owner, ticket, reason } = waiver;
    return `waived until ${untilText} by ${owner}, ${ticket}: ${reason} (${problem})`;
  });
  return reasons.join("; ");
}

/** Attributes and empty elements that say nothing here are there because common schemas ask for them. */
function suiteText({ name, cases }: Suite, id: number, day: string): string {
  const attributes = attributesOf({
    name,
    id: `${id}`,
    package: "straat",
    timestamp: `${day}T00:00:00`,
    hostname: "localhost",
    tests: `${cases.length}`,
    failures: `${cases.filter(({ failure }) => failure !== undefined).length}`,
    errors: "0",
    skipped: `${cases.filter(({ skipped }) => skipped !== undefined).length}`,
    time: "0",
  });
  const body = ["<properties/>", ...cases.map(caseText), "<system-out/>", "<system-err/>"];
  return [`  <testsuite${attributes}>`, ...body.map((line) => `    ${line}`), "  </testsuite>"].join("\n");
}

function caseText({ rule, subject, failure, skipped }: Case): string {
  const attributes = attributesOf({ classname: rule, name: subject, time: "0" });
  if (failure !== undefined) return `<testcase${attributes}>${failureText(failure)}</testcase>`;
  if (skipped !== undefined)
    return `<testcase${attributes}><skipped${attributesOf({ message: skipped })}/></testcase>`;
  return `<testcase${attributes}/>`;
}

function failureText(findings: readonly Finding[]): string {
  const message = findings.map(({ problem }) => problem).join("; ");
  const type = findings.some(isError) ? "error" : "warning";
  const remedy = findings[0]?.remedy ?? "";
  return `<failure${attributesOf({ message, type })}>${escaped(`${message} → ${remedy}`)}</failure>`;
}

function attributesOf(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

function escaped(text: string): string {
  return oneLine(text).replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}
