import { InvalidError } from "./mistake";

/**
 * A calendar day, as people write end dates: `2027-03-31`. The last day counts: something valid until a day
 * still holds on that day, and no longer on the next.
 */
export class Day {
  private constructor(private readonly iso: string) {}

  /** @throws InvalidError unless the text is an existing day written YYYY-MM-DD. */
  static parse(text: string): Day {
    const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
    if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) {
      throw new InvalidError({
        value: text,
        problem: "is not a day of the calendar",
        remedy: "write an existing day as YYYY-MM-DD, for example 2027-03-31",
      });
    }
    return new Day(text);
  }

  /** The day it is now in Amsterdam, where the people live who wrote the end dates. */
  static today(now: Date = new Date()): Day {
    return new Day(new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Amsterdam" }).format(now));
  }

  isAfter(other: Day): boolean {
    return this.iso > other.iso;
  }

  /** Days from this day to the other; negative when the other lies before. */
  daysUntil(other: Day): number {
    return (Date.parse(`${other.iso}T00:00:00Z`) - Date.parse(`${this.iso}T00:00:00Z`)) / 86_400_000;
  }

  toString(): string {
    return this.iso;
  }

  toJSON(): string {
    return this.iso;
  }
}
