import type { PromiseClass } from "../../model/promises";

/** What can be said of a promise, worst first. Where two hold, the worse one is told. */
export const STATUSES = [
  "broken",
  "record missing",
  "nothing checks this",
  "realised, checked by nothing",
  "checked in part",
  "kept with waivers",
  "on record",
  "kept",
] as const;

export type Status = (typeof STATUSES)[number];

/** What each status means, for who reads a report without us. */
export const STATUS_MEANINGS: Readonly<Record<Status, string>> = {
  broken: "A rule found that it is not so, or could not look.",
  "record missing": "It takes a document, and there is none that holds on this day.",
  "nothing checks this": "No rule looked at it, and no part of the house says that it makes it so.",
  "realised, checked by nothing": "The house says that it makes it so. No rule looked whether that is true.",
  "checked in part":
    "Rules found nothing that is not allowed in what they looked at. No part of the house says that it makes all of it so.",
  "kept with waivers": "Rules looked. What they found is allowed by waivers, each until a day.",
  "on record":
    "It is a matter of contracts, buildings or people. There is a document that holds; nobody read it here.",
  kept: "The house makes it so or others do, rules looked and found nothing wrong, and where it takes a document there is one that holds.",
};

/** The statuses of which somebody has to do something before the sheet is true. */
export function isWrong(status: Status): boolean {
  return status === "broken" || status === "record missing";
}

/** What is known of one promise. */
export interface Grounds {
  readonly classes: readonly PromiseClass[];
  /** What rules said of what is made: how many things are as promised, are not, and are not but allowed. */
  readonly made: Counts;
  /** The same of its documents. */
  readonly record: Counts;
  /** Whether some stack says that it realises it. */
  readonly realised: boolean;
  /** Whether one of its documents holds on the day. */
  readonly holds: boolean;
}

export interface Counts {
  readonly kept: number;
  readonly found: number;
  readonly waived: number;
}

/**
 * Never better than what was seen: a promise that is realised and recorded needs both, what no rule looked at is not
 * kept, and what rules looked at is no more than a part of it where nothing says that it makes the whole.
 */
export function statusOf({ classes, made, record, realised, holds }: Grounds): Status {
  if (made.found > 0) return "broken";
  if (classes.includes("record") && !holds) return "record missing";
  if (record.found > 0) return "broken";
  if (classes.every((one) => one === "record")) return made.waived > 0 ? "kept with waivers" : "on record";
  if (made.kept + made.waived === 0) return realised ? "realised, checked by nothing" : "nothing checks this";
  if (classes.includes("realise") && !realised) return "checked in part";
  return made.waived > 0 ? "kept with waivers" : "kept";
}
