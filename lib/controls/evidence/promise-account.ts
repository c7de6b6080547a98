import type { Day } from "../../model/day";
import type { Evidence } from "../../model/evidence";
import { FIGURES, type FigureName, type SheetPromise } from "../../model/promises";
import type { House } from "../house";
import { type StackFacts, stackFacts } from "./facts";
import { countsOf, partFor, type RuleAccount, type RulePart } from "./rule-account";
import type { Scope } from "./scope";
import { type Counts, type Status, statusOf } from "./status";
import type { WaiverAccount } from "./waiver-account";

/** All that is known of one promise in a scope. */
export interface PromiseAccount {
  readonly promise: SheetPromise;
  readonly status: Status;
  readonly figures: readonly Figure[];
  /** The stacks that say they realise it, with their servers. */
  readonly realisedBy: readonly StackFacts[];
  /** The rules that check it, also those that had nothing to look at. */
  readonly rules: readonly RulePart[];
  readonly evidence: readonly EvidenceAccount[];
}

/** A number of the sheet, by its name in words. */
export interface Figure {
  readonly name: string;
  readonly value: string;
}

/** A document on record. */
export interface EvidenceAccount {
  readonly document: Evidence;
  /** Whether it holds on the day. */
  readonly holds: boolean;
  /** Days from the day until its last; negative when that has passed. */
  readonly daysLeft: number;
}

/** What an account is made of. */
export interface Known {
  readonly house: House;
  readonly scope: Scope;
  readonly rules: readonly RuleAccount[];
  readonly waivers: readonly WaiverAccount[];
}

export function promiseAccount(promise: SheetPromise, known: Known): PromiseAccount {
  const { house, scope, rules } = known;
  const parts = rules.flatMap((account) => partFor(account, promise.id) ?? []);
  const of = (about: RulePart["about"]) => countsOf(parts.filter((part) => part.about === about));
  const realisedBy = scope.models.filter(({ realises }) => realises.includes(promise.id)).map(stackFacts);
  const evidence = house.evidence
    .filter((document) => document.promise === promise.id)
    .map((document) => evidenceAccount(document, house.day));
  return {
    promise,
    status: statusOf({
      classes: promise.classes,
      made: withClasses(of("what is made"), promise, known),
      record: of("the record"),
      realised: realisedBy.length > 0,
      holds: evidence.some(({ holds }) => holds),
    }),
    figures: promise.figures.map(figure),
    realisedBy,
    rules: parts,
    evidence,
  };
}

/** A class below the sheet's is allowed by a waiver of its own kind, which no rule finds. */
function withClasses(counts: Counts, { id }: SheetPromise, { waivers }: Known): Counts {
  if (id !== "V-02") return counts;
  const classes = waivers.filter(({ rule, holds, allows }) => rule === undefined && holds && allows > 0);
  return { ...counts, waived: counts.waived + classes.length };
}

function evidenceAccount(document: Evidence, day: Day): EvidenceAccount {
  return { document, holds: document.holdsOn(day), daysLeft: day.daysUntil(document.until) };
}

/** `backupNights` as `backup nights`. */
function figure(name: FigureName): Figure {
  const words = name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return { name: words, value: `${FIGURES[name]}` };
}
