import type { Evidence } from "../../../model/evidence";
import { isPromiseId, promise } from "../../../model/promises";
import { WARNING_EVERYWHERE } from "../../level";
import { houseRule, type Subject } from "../../rule";

const DAYS_OF_A_YEAR = 366;

interface Document extends Subject {
  readonly evidence: Evidence;
}

/** V-01, B-19: audits and restore tests are promised once a year, so their papers cannot hold for longer. */
export const evidenceLookedAtYearly = houseRule<Document>({
  id: "evidence-looked-at-yearly",
  info: "documents of what is done every year hold for a year at most",
  explanation:
    "The sheet promises a yearly audit, and BIO2 a yearly restore. A paper that holds for three years hides two that were not done.",
  remedy: "write a last day at most a year after the date, and add a new entry each time it is done",
  promises: ["V-01", "B-19"],
  levels: WARNING_EVERYWHERE,
  waivable: { never: "a year is what is promised" },
  subjects: ({ evidence }) =>
    evidence
      .filter(isYearly)
      .map((document) => ({ id: `${document.promise}: ${document.document}`, evidence: document })),
  judge({ evidence: { date, until } }) {
    const days = date.daysUntil(until);
    return days > DAYS_OF_A_YEAR ? `it holds for ${days} days, from ${date} until ${until}` : undefined;
  },
});

function isYearly({ promise: id }: Evidence): boolean {
  return isPromiseId(id) && promise(id).figures.some((figure) => YEARLY.includes(figure));
}

/** Figures that say how many times a year. */
const YEARLY: readonly string[] = ["auditsPerYear", "restoreTestsPerYear"];
