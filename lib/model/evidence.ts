import { Day } from "./day";
import { InvalidError, Mistakes } from "./mistake";
import { isPromiseId, type PromiseId } from "./promises";
import { checkText, shownValue, textOf } from "./text";

export interface EvidenceProps {
  /** The statement of the sheet, for example `H-12`. */
  readonly promise: PromiseId;
  /** What the document says of it, in at most 200 characters. */
  readonly statement: string;
  /** Who answers for it: a person, or the supplier. */
  readonly owner: string;
  /** Where it is written: the name of a document, or its reference. Never the document itself. */
  readonly document: string;
  /** The day from which it holds, YYYY-MM-DD. */
  readonly date: string;
  /** Last day on which it holds, YYYY-MM-DD. What is proven once is not proven for ever. */
  readonly until: string;
}

/** A promise that no server keeps but people and contracts do, with the document that says so, until a day. */
export class Evidence {
  private constructor(
    readonly promise: PromiseId,
    readonly statement: string,
    readonly owner: string,
    readonly document: string,
    readonly date: Day,
    readonly until: Day,
  ) {}

  /** @throws InvalidError with every mistake in it; without an end date is one. */
  static of(props: EvidenceProps): Evidence {
    const check = new Mistakes();
    const promise = check.attempt("promise", () => checkPromise(props.promise));
    const statement = check.attempt("statement", () => checkText("what it says", props.statement, 200));
    const owner = check.attempt("owner", () => checkText("an owner", props.owner));
    const document = check.attempt("document", () => checkText("the document", props.document, 200));
    const date = check.attempt("date", () => Day.parse(textOf(props.date)));
    const until = check.attempt("until", () => checkUntil(Day.parse(textOf(props.until)), date));
    check.throwIfAny();
    return new Evidence(
      promise as PromiseId,
      statement as string,
      owner as string,
      document as string,
      date as Day,
      until as Day,
    );
  }

  /** The first and the last day count. */
  holdsOn(day: Day): boolean {
    return !this.date.isAfter(day) && !day.isAfter(this.until);
  }

  toJSON() {
    const { promise, statement, owner, document, date, until } = this;
    return { promise, statement, owner, document, date, until };
  }
}

function checkPromise(value: unknown): PromiseId {
  if (typeof value === "string" && isPromiseId(value)) return value;
  throw new InvalidError({
    value: shownValue(value),
    problem: "is no promise of the sheet",
    remedy: "write the id of a statement in lib/model/promises, for example H-12",
  });
}

function checkUntil(until: Day, date: Day | undefined): Day {
  if (!date?.isAfter(until)) return until;
  throw new InvalidError({
    value: `${until}`,
    problem: `ends before it begins, on ${date}`,
    remedy: "write the last day on which the document holds",
  });
}
