import { Day } from "./day";
import { Mistakes } from "./mistake";
import { checkText, textOf } from "./text";

export interface WaiverProps {
  /** Who allows it. For a classification that is the CISO (V-02). */
  readonly owner: string;
  readonly reason: string;
  /** Last day on which it holds, YYYY-MM-DD. */
  readonly until: string;
}

/** A named person's leave to stay under a promise, for a reason, until a day. */
export class Waiver {
  private constructor(
    readonly owner: string,
    readonly reason: string,
    readonly until: Day,
  ) {}

  /** @throws InvalidError with every mistake in it. */
  static of(props: WaiverProps): Waiver {
    const mistakes = new Mistakes();
    const owner = mistakes.attempt("owner", () => checkText("an owner", props.owner));
    const reason = mistakes.attempt("reason", () => checkText("a reason", props.reason));
    const until = mistakes.attempt("until", () => Day.parse(textOf(props.until)));
    mistakes.throwIfAny();
    return new Waiver(owner as string, reason as string, until as Day);
  }

  holdsOn(day: Day): boolean {
    return !day.isAfter(this.until);
  }

  toJSON(): WaiverProps {
    return { owner: this.owner, reason: this.reason, until: this.until.toString() };
  }
}
