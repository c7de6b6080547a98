import { WEEKDAYS, type Weekday } from "../../model/maintenance-window";
import { Unreadable } from "../unreadable";
import { recent } from "./recent";

/** When a timer elapses, as far as our timers say it (systemd.time, `OnCalendar`). */
export interface Calendar {
  /** In the order of the week; all seven unless told. */
  readonly weekdays: readonly Weekday[];
  /** Days of the month, from 1; all of them unless told. */
  readonly monthDays: readonly number[];
  /** Undefined: each hour. */
  readonly hour: number | undefined;
  /** Undefined: each minute. */
  readonly minute: number | undefined;
  /** Undefined: the server's own, which is UTC. */
  readonly timeZone: string | undefined;
}

const EVERY_DAY: readonly number[] = Array.from({ length: 31 }, (_, index) => index + 1);
const FORM =
  /^(?:([A-Z][a-z]{2}(?:,[A-Z][a-z]{2})*) )?\*-\*-(\*|[\d.,]+) (\*|[01]\d|2[0-3]):([0-5]\d):00(?: ([A-Z][A-Za-z0-9_+/-]*))?$/;

/**
 * Reads the value of an `OnCalendar`: `minutely`, or weekdays, days of the month, a time and a time zone, such as
 * `Tue *-*-01..08,16..31 00:50:00 Europe/Amsterdam`.
 *
 * @throws Unreadable for any other form, though systemd knows more
 */
export const readCalendar: (text: string) => Calendar = recent(256, (text) => {
  if (text === "minutely") {
    return {
      weekdays: WEEKDAYS,
      monthDays: EVERY_DAY,
      hour: undefined,
      minute: undefined,
      timeZone: undefined,
    };
  }
  const [, weekdays, dates = "", hour, minute, timeZone] = FORM.exec(text) ?? [];
  const monthDays = dates === "*" ? EVERY_DAY : dates.split(",").flatMap(daysIn);
  const names = weekdays?.split(",") ?? WEEKDAYS;
  const isKnown = isRising(monthDays) && isRising(names.map((name) => WEEKDAYS.indexOf(name as Weekday) + 1));
  if (minute === undefined || !isKnown) throw new Unreadable(`${JSON.stringify(text)} is no time of ours`);
  return {
    weekdays: names as readonly Weekday[],
    monthDays,
    hour: hour === "*" ? undefined : Number(hour),
    minute: Number(minute),
    timeZone,
  };
});

/** `16..31` or `01`; a text that is neither becomes a day that is none. */
function daysIn(text: string): readonly number[] {
  const [, first, last = first] = /^(\d\d)(?:\.\.(\d\d))?$/.exec(text) ?? [];
  const [from, to] = [Number(first ?? 0), Number(last ?? 0)];
  return from <= to && to <= 31 ? EVERY_DAY.slice(from - 1, to) : [0];
}

function isRising(numbers: readonly number[]): boolean {
  return numbers.length > 0 && numbers.every((number, index) => number > (numbers[index - 1] ?? 0));
}
