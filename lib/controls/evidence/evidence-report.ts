import type { Day } from "../../model/day";
import { PROMISES } from "../../model/promises";
import type { Assessment } from "../assessment";
import type { Rule } from "../rule";
import { RULES } from "../rules";
import { assumptions } from "./assumptions";
import { type ClientFacts, clientFacts, type StackFacts, stackFacts } from "./facts";
import { type PromiseAccount, promiseAccount } from "./promise-account";
import { type RuleAccount, ruleAccounts } from "./rule-account";
import { Scope } from "./scope";
import { isWrong, STATUSES, type Status } from "./status";
import { type WaiverAccount, waiverAccounts } from "./waiver-account";

/** Whether each promise of the sheet is kept on a day, by what, and who says so; of one client or of all. */
export interface EvidenceReport {
  readonly day: Day;
  /** Undefined for the whole fleet. */
  readonly client: string | undefined;
  /** The client's name, or `the whole fleet`. */
  readonly title: string;
  readonly clients: readonly ClientFacts[];
  readonly stacks: readonly StackFacts[];
  readonly teamTech: readonly string[];
  /** Every promise of the sheet once, in its order. */
  readonly promises: readonly PromiseAccount[];
  /** What each rule said, also those that had nothing to look at. */
  readonly rules: readonly RuleAccount[];
  /** How many promises are how; each status is there, also with none. */
  readonly summary: readonly { readonly status: Status; readonly promises: number }[];
  readonly waivers: readonly WaiverAccount[];
  /** What was not looked at, and what this does not say. */
  readonly assumptions: readonly string[];
}

/**
 * The evidence of an assessment. The same assessment gives the same report.
 *
 * @param client undefined for the whole fleet
 * @throws RangeError for a client of whom nothing was judged
 */
export function evidenceReport(
  assessment: Assessment,
  client?: string,
  rules: readonly Rule[] = RULES,
): EvidenceReport {
  const { house } = assessment;
  const scope = client === undefined ? Scope.fleet(assessment) : Scope.client(assessment, client);
  const accounts = ruleAccounts(assessment, scope, rules);
  const waivers = waiverAccounts(assessment, scope);
  const known = { house, scope, rules: accounts, waivers };
  const promises = PROMISES.map((promise) => promiseAccount(promise, known));
  return {
    day: house.day,
    client,
    title: scope.title,
    clients: clientFacts(scope),
    stacks: scope.models.map(stackFacts),
    teamTech: house.teamTech,
    promises,
    rules: accounts,
    summary: STATUSES.map((status) => ({
      status,
      promises: promises.filter((promise) => promise.status === status).length,
    })),
    waivers,
    assumptions: assumptions(house, accounts),
  };
}

/** The promises that somebody has to do something about: broken, or without the document they take. */
export function wrongIn({ promises }: EvidenceReport): readonly PromiseAccount[] {
  return promises.filter(({ status }) => isWrong(status));
}

/** The promises that no rule looks at and that are no matter of documents alone. */
export function uncheckedIn({ promises }: EvidenceReport): readonly PromiseAccount[] {
  return promises.filter(
    ({ status }) => status === "nothing checks this" || status === "realised, checked by nothing",
  );
}
