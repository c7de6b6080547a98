import { InvalidError } from "../mistake";
import { shownValue } from "../text";

/** A field of a schedule: what it is called, from where to where it goes, and names for its numbers. */
interface Field {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  readonly names: readonly string[];
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
/** Most days a month has, January first. */
const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const FIELDS = [
  { name: "minute", first: 0, last: 59, names: [] },
  { name: "hour", first: 0, last: 23, names: [] },
  { name: "day of the month", first: 1, last: 31, names: [] },
  { name: "month", first: 1, last: 12, names: MONTHS },
  { name: "day of the week", first: 0, last: 6, names: DAYS },
] as const satisfies readonly Field[];

/** The hour that the last Sunday of March does not have, and that of October has twice. */
const MISSING_HOUR = 2;
const CLOCK_CHANGES = [3, 10];

/** When something is started, on the clock of a place. */
export interface CronTimes {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly daysOfMonth: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  /** Sunday is 0. */
  readonly daysOfWeek: ReadonlySet<number>;
  /** Whether one of the two kinds of days is enough, as it is where both are written. */
  readonly eitherDay: boolean;
}

/**
 * The times of a schedule in the five fields of cron. Neither `@daily` nor a time zone of its own is taken: the zone is said
 * beside it.
 *
 * @throws InvalidError for another number of fields, one outside its range, or a day that never comes
 */
export function parseCron(text: unknown): CronTimes {
  const written = typeof text === "string" ? text.trim().split(/\s+/) : [];
  const wrong = (problem: string) =>
    new InvalidError({
      value: shownValue(text),
      problem,
      remedy:
        'write minute, hour, day of the month, month and day of the week, for example "30 3 * * MON-FRI"',
    });
  if (written.length !== FIELDS.length) throw wrong("is not a schedule of five fields");
  const [minutes, hours, daysOfMonth, months, daysOfWeek] = FIELDS.map((field, index) => {
    const set = setOf(field, written[index] as string);
    if (set === undefined)
      throw wrong(
        `its ${field.name} is not ${field.first} to ${field.last}, nor a list, a range or a step of these`,
      );
    return set;
  }) as [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>];
  // As Kubernetes does it: a star restricts nothing, and one with a step restricts.
  const [ofMonth, ofWeek] = [written[2], written[4]].map(
    (field) => !/(^|,)\*(\/1)?(,|$)/.test(field as string),
  );
  const times = { minutes, hours, daysOfMonth, months, daysOfWeek, eitherDay: Boolean(ofMonth && ofWeek) };
  const longest = Math.max(...[...months].map((month) => LENGTHS[month - 1] as number));
  if (!times.eitherDay && Math.min(...daysOfMonth) > longest)
    throw wrong("is on a day that its months do not have");
  return times;
}

/**
 * Refuses a time that does not come in the night in which summer time begins, and comes twice in the one in which it ends. What
 * is started in every hour may: it misses nothing.
 *
 * @throws InvalidError for an hour from 02:00 on a day that may be such a Sunday
 */
export function checkClockChange(text: string, times: CronTimes): void {
  const { hours, months, daysOfMonth, daysOfWeek, eitherDay } = times;
  const lateInMonth = [...daysOfMonth].some((day) => day >= 25);
  const onSundays = daysOfWeek.has(0);
  const mayBeThen =
    hours.has(MISSING_HOUR) &&
    hours.size < 24 &&
    CLOCK_CHANGES.some((month) => months.has(month)) &&
    (eitherDay ? lateInMonth || onSundays : lateInMonth && onSundays);
  if (!mayBeThen) return;
  throw new InvalidError({
    value: JSON.stringify(text),
    problem:
      "on the last Sunday of March there is no time between 02:00 and 03:00, and on that of October it comes twice",
    remedy: "write another hour, or MON-FRI for the day of the week",
  });
}

function setOf(field: Field, written: string): Set<number> | undefined {
  const parts = written.split(",").map((part) => numbersOf(field, part));
  return parts.includes(undefined) ? undefined : new Set(parts.flatMap((part) => part ?? []));
}

function numbersOf(field: Field, part: string): readonly number[] | undefined {
  const [, from = "", to, step] = /^([^-/]+)(?:-([^-/]+))?(?:\/(\d{1,2}))?$/.exec(part) ?? [];
  const isStar = from === "*";
  if (isStar && to !== undefined) return undefined;
  const first = isStar ? field.first : numberOf(field, from);
  // `5/15` goes on to the end, and `5` by itself does not.
  const last = isStar || (to === undefined && step !== undefined) ? field.last : numberOf(field, to ?? from);
  const by = step === undefined ? 1 : Number(step);
  if (first === undefined || last === undefined || first > last || by < 1) return undefined;
  const count = Math.floor((last - first) / by) + 1;
  return Array.from({ length: count }, (_, index) => first + index * by);
}

function numberOf({ names, first, last }: Field, text: string): number | undefined {
  const named = names.indexOf(text.toUpperCase());
  if (named >= 0) return named + first;
  if (!/^\d{1,2}$/.test(text)) return undefined;
  const number = Number(text);
  return number >= first && number <= last ? number : undefined;
}
