import { type MaintenanceWindow, MaintenanceWindow as Windows } from "../../model/maintenance-window";
import { InvalidError, Mistakes } from "../../model/mistake";
import { FIGURES } from "../../model/promises/figures";
import { shownValue } from "../../model/text";

export interface BackupPlanProps {
  /** When backups begin, HH:MM in UTC. @default 08:00 and 20:00 */
  readonly times?: readonly string[];
  /** How long a run may take; then it is ended and is a failure. In minutes, 5 to 360. @default 90 */
  readonly maximumMinutes?: number;
  /** Over how many minutes the servers spread their beginnings; a server's own is the same every day. @default 30 */
  readonly spreadMinutes?: number;
  /** When servers may be patched; no run reaches into it. @default the sheet's, Monday to Friday 00:00 to 04:00 */
  readonly window?: MaintenanceWindow;
}

/** When a server's backups run, once checked. */
export interface BackupPlan {
  readonly times: readonly string[];
  readonly maximumMinutes: number;
  readonly spreadMinutes: number;
  /** What is lost at worst when the last complete backup is all there is: the longest interval and one run. */
  readonly worstLossMinutes: number;
}

/** The longest a run may be declared to take. The repository takes a backup that claims to be older for a forgery. */
export const LONGEST_RUN_MINUTES = 360;

const DAY = 24 * 60;

/**
 * The times of backups, of which it is certain that no more than 24 h is lost (H-07): the interval between two of them
 * and the longest that one takes fit in a day together. Times are UTC, which has no day of 25 hours.
 *
 * @throws InvalidError when more could be lost, runs overlap, or one reaches into the window in summer or winter
 */
export function backupPlan(props: BackupPlanProps = {}): BackupPlan {
  const {
    times = ["08:00", "20:00"],
    maximumMinutes = 90,
    spreadMinutes = 30,
    window = Windows.SHEET,
  } = props;
  const check = new Mistakes();
  const starts = times.map((time, at) => check.attempt(`times[${at}]`, () => minutesOf(time)));
  check.attempt("maximumMinutes", () => checkMinutes(maximumMinutes, 5, LONGEST_RUN_MINUTES));
  check.attempt("spreadMinutes", () => checkMinutes(spreadMinutes, 1, 120));
  check.throwIfAny();
  const sorted = [...new Set(starts as readonly number[])].sort((one, other) => one - other);
  const gaps = sorted.map((start, at) => (sorted[at + 1] ?? (sorted[0] as number) + DAY) - start);
  const worstLossMinutes = Math.max(...gaps) + maximumMinutes;
  check.attempt("times", () => checkLoss(sorted, worstLossMinutes));
  check.attempt("times", () => checkApart(gaps, maximumMinutes));
  check.attempt("times", () => checkWindow(sorted, spreadMinutes + maximumMinutes, window));
  check.throwIfAny();
  return { times: sorted.map(timeOf), maximumMinutes, spreadMinutes, worstLossMinutes };
}

function checkLoss(starts: readonly number[], worst: number): void {
  const most = FIGURES.backupLossHours * 60;
  if (starts.length > 0 && worst <= most) return;
  throw new InvalidError({
    value: starts.length > 0 ? starts.map(timeOf).join(", ") : "(none)",
    problem:
      starts.length > 0
        ? `loses up to ${hours(worst)}: the longest time between two runs and the time one takes; H-07 promises ${FIGURES.backupLossHours} h`
        : `no backup is made; H-07 promises to lose ${FIGURES.backupLossHours} h at most`,
    remedy: "write two times a day, for example 08:00 and 20:00, or shorten maximumMinutes",
  });
}

function checkApart(gaps: readonly number[], maximum: number): void {
  if (gaps.every((gap) => gap >= maximum)) return;
  throw new InvalidError({
    value: `${Math.min(...gaps)} minutes apart`,
    problem: `a run may take ${maximum} minutes and the next one has begun by then`,
    remedy: "write times that are further apart, or shorten maximumMinutes",
  });
}

/** By the clock, on any day: a window on Mondays keeps its hours free on all days. */
function checkWindow(starts: readonly number[], length: number, window: MaintenanceWindow): void {
  const busy = (minute: number) => starts.some((start) => (minute - start + DAY) % DAY < length);
  const windowStart = minutesOf(window.start);
  for (const offset of offsetsOf(window.timeZone)) {
    const clash = Array.from({ length: window.minutes }, (_, at) => windowStart + at).find((local) =>
      busy((local - offset + 2 * DAY) % DAY),
    );
    if (clash === undefined) continue;
    throw new InvalidError({
      value: starts.map(timeOf).join(", "),
      problem: `a backup can still run at ${timeOf(clash % DAY)} ${window.timeZone} (UTC${offset < 0 ? "-" : "+"}${hours(Math.abs(offset))}), in the window for patches ${window.start}-${window.end}; a run takes up to ${length} minutes, its spread included`,
      remedy: "write times that end before the window in summer and in winter, for example 08:00 and 20:00",
    });
  }
}

/** The differences with UTC that a zone has in a year, in minutes. */
function offsetsOf(timeZone: string): ReadonlySet<number> {
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const offset = (month: number) => {
    const moment = Date.UTC(2026, month, 1, 12);
    const of = Object.fromEntries(
      clock.formatToParts(moment).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month: number = 0, day = 0, hour = 0, minute = 0 } = of;
    return (Date.UTC(year, number - 1, day, hour, minute) - moment) / 60_000;
  };
  return new Set(Array.from({ length: 12 }, (_, month) => offset(month)));
}

function checkMinutes(value: number, from: number, to: number): void {
  if (Number.isInteger(value) && value >= from && value <= to) return;
  throw new InvalidError({
    value: shownValue(value),
    problem: `is not a whole number of minutes from ${from} to ${to}`,
    remedy: `write for example ${from < 30 && to >= 90 ? 90 : from}`,
  });
}

function minutesOf(time: string): number {
  const [, hour, minute] = /^(\d\d):(\d\d)$/.exec(time) ?? [];
  const total = Number(hour) * 60 + Number(minute);
  if (Number(minute) < 60 && total < DAY) return total;
  throw new InvalidError({
    value: shownValue(time),
    problem: "is not a time of day",
    remedy: "write HH:MM in UTC, from 00:00 to 23:59",
  });
}

function timeOf(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

function hours(minutes: number): string {
  const rest = minutes % 60;
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}
