import { PROMISES } from "../../../model/promises";
import { WARNING_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";

const ON_RECORD = PROMISES.filter(({ classes }) => classes.includes("record")).map(({ id }) => id);

/** What nobody can build has to be written down: without a document it is a sentence on a sheet. */
export const promisesOnRecord = houseRule({
  id: "promises-on-record",
  info: "every promise that contracts or people keep has a document that holds today",
  explanation:
    "Certificates end and contracts are replaced. A promise whose document nobody can show is one the auditor finds first.",
  remedy: "add the document to stacks/evidence.ts with owner, date and last day, or renew the one that ended",
  promises: ON_RECORD,
  levels: WARNING_EVERYWHERE,
  waivable: { never: "a missing document is not allowed, it is missing; the report says so" },
  subjects: ({ whole }) => (whole ? ON_RECORD.map((id) => ({ id })) : []),
  judge({ id }, { evidence, day }) {
    const documents = evidence.filter(({ promise }) => promise === id);
    if (documents.some((document) => document.holdsOn(day))) return undefined;
    if (documents.length === 0) return `nothing is on record for ${id}`;
    return documents.map(
      ({ document, date, until }) => `${document} holds from ${date} until ${until}; today is ${day}`,
    );
  },
});
