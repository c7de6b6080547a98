import type { Day } from "../../model/day";
import type { PromiseId } from "../../model/promises";
import { counted } from "../report/text";
import type { EvidenceReport } from "./evidence-report";
import { WHOLE } from "./oscal-components";
import { dayTime, line, property } from "./oscal-values";
import type { EvidenceAccount, PromiseAccount } from "./promise-account";
import type { RuleAccount } from "./rule-account";

type Id = (...name: readonly string[]) => string;

/** One thing that was seen, and the promises it bears on. */
export interface Observed {
  readonly promises: readonly PromiseId[];
  readonly observation: ReturnType<typeof byRule> | ReturnType<typeof byDocument>;
}

/** What each rule said of each stack, then each document on record. */
export function allObservations(report: EvidenceReport, id: Id): readonly Observed[] {
  const { promises, rules, day } = report;
  return [
    ...rules.flatMap((account) =>
      placesOf(account).map((stack) => ({
        promises: promisesOf(promises, account, stack),
        observation: byRule(account, stack, day, id),
      })),
    ),
    ...promises.flatMap(({ promise, evidence }) =>
      evidence.map((one, index) => ({
        promises: [promise.id],
        observation: byDocument(one, index, day, id),
      })),
    ),
  ];
}

/** The stacks a rule said something of; undefined among them for what they say together. */
function placesOf({ kept, findings, waived, notJudged }: RuleAccount): readonly (string | undefined)[] {
  return [...new Set([...kept, ...findings, ...waived, ...notJudged].map(({ stack }) => stack))];
}

/** The promises for which something that a rule said of a stack counts. */
function promisesOf(
  promises: readonly PromiseAccount[],
  { rule }: RuleAccount,
  stack: string | undefined,
): readonly PromiseId[] {
  const saysSomething = ({ rules }: PromiseAccount) =>
    rules.some((part) => part.rule.id === rule.id && placesOf(part).includes(stack));
  return promises.filter(saysSomething).map(({ promise }) => promise.id);
}

function byRule(account: RuleAccount, stack: string | undefined, day: Day, id: Id) {
  const { rule } = account;
  const isHere = (one: { readonly stack: string | undefined }) => one.stack === stack;
  const kept = account.kept.filter(isHere);
  const findings = account.findings.filter(isHere);
  const waived = account.waived.filter(isHere);
  const notJudged = account.notJudged.filter(isHere);
  const part = { "subject-uuid": id("component", stack ?? WHOLE), type: "component" };
  const subject = (title: string, result: string, remarks?: string) => ({
    ...part,
    title: line(title),
    props: [property("result", result)],
    ...(remarks === undefined ? {} : { remarks: line(remarks) }),
  });
  return {
    uuid: id("observation", rule.id, stack ?? WHOLE, `${day}`),
    title: line(rule.id),
    description: line(
      `${rule.info}: ${counted(kept.length, "thing")} as promised, ${findings.length} not, ${waived.length} not and allowed`,
    ),
    props: [
      property("rule", rule.id),
      property("outcome", outcomeOf(findings.length, waived.length, kept.length)),
    ],
    methods: ["TEST"],
    subjects: [
      ...kept.map((one) => subject(one.subject, "kept")),
      ...findings.map(({ subject: name, level, problem }) => subject(name, level, problem)),
      ...waived.map(({ subject: name, problem, waiver }) =>
        subject(
          name,
          "waived",
          `${problem}; ${waiver.owner} allows it until ${waiver.untilText}: ${waiver.reason} (${waiver.ticket})`,
        ),
      ),
      ...notJudged.map(({ why }) => subject(stack ?? WHOLE, "not-judged", why)),
    ],
    collected: dayTime(day),
  };
}

function outcomeOf(found: number, waived: number, kept: number): string {
  if (found > 0) return "broken";
  if (waived > 0) return "waived";
  return kept > 0 ? "kept" : "not-judged";
}

function byDocument({ document, holds }: EvidenceAccount, index: number, day: Day, id: Id) {
  const { promise, statement, owner, date, until } = document;
  return {
    uuid: id("observation", promise, document.document, `${index}`, `${day}`),
    title: line(document.document),
    description: line(statement),
    props: [
      property("owner", owner),
      property("from", `${date}`),
      property("until", `${until}`),
      property("outcome", holds ? "holds" : "does-not-hold"),
    ],
    methods: ["EXAMINE"],
    subjects: [{ "subject-uuid": id("component", WHOLE), type: "component", title: promise }],
    "relevant-evidence": [{ description: line(`${document.document}, of ${owner}; it was not read here`) }],
    collected: dayTime(day),
    expires: `${until}T23:59:59Z`,
  };
}
