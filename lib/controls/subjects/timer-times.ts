import { WEEKDAYS, type Weekday } from "../../model/maintenance-window";
import { memoized } from "../../network/memo";
import type { Calendar } from "../guest/calendar";

const HOUR = 60;
const DAY = 24 * HOUR;
/** Days in which dates and weekdays have met in every way: four years. */
const CYCLE = 4 * 365 + 1;

/** Days on which a timer elapses, counted from 1 January 1970, of so many from one on. */
export function daysOf(calendar: Calendar, first: number, count: number): readonly number[] {
  return daysFrom(calendar, `${first}`, `${count}`);
}

/** Many timers of a house elapse on the same days. */
const daysFrom = memoized(({ weekdays, monthDays }: Calendar, from: string, howMany: string) => {
  const [first, count] = [Number(from), Number(howMany)];
  return Array.from({ length: count }, (_, index) => first + index).filter((day) => {
    // Day 0 was a Thursday.
    if (!weekdays.includes(WEEKDAYS[(day + 3) % 7] as Weekday)) return false;
    return monthDays.length === 31 || monthDays.includes(new Date(day * DAY * 60_000).getUTCDate());
  });
});

/** The time of day at which a timer elapses first, in minutes. */
export function minuteOf({ hour = 0, minute = 0 }: Calendar): number {
  return hour * HOUR + minute;
}

/** The longest time between two moments at which a timer elapses, by the clock, in minutes; endless for never. */
export function longestGap(calendar: Calendar): number {
  const { hour, minute, monthDays, weekdays } = calendar;
  const within = hour !== undefined ? 0 : minute !== undefined ? HOUR : 1;
  if (monthDays.length === 31 && weekdays.length === 7) return within || DAY;
  const days = daysOf(calendar, 0, 2 * CYCLE);
  const gaps = days.slice(1).map((day, index) => day - (days[index] as number));
  if (gaps.length === 0) return Number.POSITIVE_INFINITY;
  // Where it elapses all day long, the last time of a day is that much nearer to the first of the next.
  return Math.max(...gaps) * DAY - (within === 0 ? 0 : DAY - within);
}

/** A day of the calendar as a number, counted from 1 January 1970. */
export function dayNumber(day: { toString(): string }): number {
  return Date.parse(`${day}T00:00:00Z`) / (DAY * 60_000);
}
