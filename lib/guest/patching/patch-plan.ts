import { type MaintenanceWindow, WEEKDAYS, type Weekday } from "../../model/maintenance-window";
import { InvalidError, Mistakes } from "../../model/mistake";
import { Stage } from "../../model/stage";
import { checkEmergency } from "./patch-emergency";
import { NIGHT_SLOT, SECURITY_SLOT } from "./patch-times";

/**
 * - `security` installs security updates. Services that use them restart, the server does not.
 * - `full` installs all updates, and restarts the server when that is needed.
 * - `restart` restarts the server when an earlier round left that to do; and does a `full` that was missed.
 */
export type PatchKind = "security" | "full" | "restart";

export interface PatchPlanProps {
  /** The group's name, for messages. */
  readonly group: string;
  readonly stage: Stage;
  readonly window: MaintenanceWindow;
  /** How many servers. */
  readonly members: number;
  /**
   * For servers that may not be down together with servers of another plan, as the VPN gateways of two sites: how many
   * there are in all, and how many of them come before these. @default the members of this group are all there are
   */
  readonly among?: { readonly all: number; readonly before: number };
  /** The weekly night of each member, for a client with a wish. @default spread over the window's days */
  readonly nights?: readonly Weekday[];
  /** Whether the members hold data: no full round without a fresh backup. @default false */
  readonly data?: boolean;
}

/** One timer of one member. All minutes are by the clock on the wall. */
export interface PatchRun {
  readonly kind: PatchKind;
  /** What systemd's OnCalendar is. */
  readonly calendar: string;
  /** Minutes from the window's start until the timer may elapse. */
  readonly start: number;
  /** Minutes it may take from there: the spread of timers, the work, the restart. */
  readonly minutes: number;
}

export interface MemberPatches {
  /** The end of its host name. */
  readonly number: number;
  /** From 0: its place among all that may not be down together. */
  readonly place: number;
  /** The one weekday on which it may restart. */
  readonly night: Weekday;
  readonly runs: Readonly<Record<PatchKind, PatchRun>>;
}

export interface PatchPlan {
  readonly group: string;
  readonly stage: Stage;
  readonly window: MaintenanceWindow;
  readonly data: boolean;
  /** How many there are that may not be down together. */
  readonly places: number;
  readonly members: readonly MemberPatches[];
}

/**
 * Which member of a group is patched when (H-18, H-19, I-04).
 *
 * Two things are promised that seem to exclude each other: security updates each working day, and never two members in
 * one night. They don't, because patching is two kinds of work. Security updates are installed on **every member in
 * every window**, in a part of the night that is its own, one member after another, each only when its peers answer;
 * the server keeps running. All that takes a server down, the monthly round and every restart, is done **in the
 * member's own night**: one weekday that no other member has. A night looks like this:
 *
 *     window opens                                                       window closes
 *     | security 1 | security 2 | …  | full or restart of the member whose night it is |
 *
 * The other reading, one member a night for security updates too, would leave the second of a pair unpatched from
 * Thursday to Tuesday, and with it make each critical leak an emergency.
 *
 * The full round is in the week of the month's first Monday, a calendar week later in production; so acceptance is
 * done with all its members before production begins, and each member has exactly twelve a year. On the other nights
 * of its own a member restarts when that is needed. In a night in which the clocks change nothing is done: there an
 * hour by the clock is none, so no promise about the window's end could be kept (see `scripts/patch.sh`).
 *
 * @throws InvalidError for a window with fewer days than members, a window shorter than the work in it, and two
 *   members in one night
 */
export function patchPlan(props: PatchPlanProps): PatchPlan {
  const { group, stage, window, members, data = false } = props;
  const { all, before } = props.among ?? { all: members, before: 0 };
  const check = new Mistakes();
  check.attempt("members", () => checkPlaces(members, all, before));
  check.throwIfAny();
  check.attempt("window", () => checkDays(window, all));
  check.attempt("window", () => planFits(window, all));
  check.attempt("window", () => checkEmergency(all));
  const nights = props.nights ?? spread(window.days, all).slice(before, before + members);
  if (props.nights !== undefined) checkNights(check, props.nights, members, window);
  check.throwIfAny();
  return {
    group,
    stage,
    window,
    data,
    places: all,
    members: nights.map((night, index) => member({ window, stage, all }, index + 1, before + index, night)),
  };
}

/**
 * For plans of servers that may not be down together, such as an edge's or the VPN gateways of two sites.
 *
 * @throws InvalidError naming the two members that would be patched in one night
 */
export function checkApart(...plans: readonly PatchPlan[]): void {
  const check = new Mistakes();
  const taken = new Map<string, string>();
  for (const { group, window, members } of plans) {
    for (const { number, night, place } of members) {
      const name = `${group}-${number}`;
      for (const [key, what] of [
        [night, `the night of ${night}`],
        [String(place), `place ${place + 1} of the night`],
      ] as const) {
        const other = taken.get(key);
        if (other !== undefined) {
          check.add({
            property: "nights",
            value: `${what} (${window})`,
            problem: `${other} and ${name} would be patched in it together; one of them stays up (B-06, H-03)`,
            remedy: "give them different nights, and say in `among` how many there are in all",
          });
        }
        taken.set(key, name);
      }
    }
  }
  check.throwIfAny();
}

/**
 * Checks that a night's work ends in the window.
 *
 * @throws InvalidError when the window is shorter, with the time it takes
 */
export function planFits(window: MaintenanceWindow, members: number): void {
  const needed = members * SECURITY_SLOT + NIGHT_SLOT;
  if (window.minutes >= needed) return;
  throw new InvalidError({
    value: `${window}`,
    problem: `is a window of ${window.minutes} minutes, and a night's work is ${needed}: security updates of ${members} members (${SECURITY_SLOT} each) and one full round with a restart (${NIGHT_SLOT}) (H-19)`,
    remedy: `write a window of at least ${needed} minutes`,
  });
}

function checkPlaces(members: number, all: number, before: number): void {
  const isCount = [members, all, before].every(Number.isInteger) && members >= 1 && before >= 0;
  if (isCount && before + members <= all) return;
  throw new InvalidError({
    value: `${members} members, ${before} before them, ${all} in all`,
    problem: "is not a number of servers and their place among those that may not be down together",
    remedy: "write whole numbers: at least one member, and no more in all than there are",
  });
}

function checkDays(window: MaintenanceWindow, all: number): void {
  if (all <= window.days.length) return;
  throw new InvalidError({
    value: `${window}`,
    problem: `has ${window.days.length} nights a week for ${all} members: two members would be patched in one night (B-06, H-18)`,
    remedy: `write a window with at least ${all} days, or fewer members`,
  });
}

function checkNights(
  check: Mistakes,
  nights: readonly Weekday[],
  members: number,
  window: MaintenanceWindow,
): void {
  if (nights.length !== members) {
    check.add({
      property: "nights",
      value: JSON.stringify(nights),
      problem: `has ${nights.length} nights for ${members} members`,
      remedy: "write one night for each member",
    });
  }
  for (const [index, night] of nights.entries()) {
    const first = nights.indexOf(night);
    const value = JSON.stringify(night);
    if (!window.days.includes(night)) {
      check.add({
        property: `nights[${index}]`,
        value,
        problem: `is not a night of the window ${window} (H-19)`,
        remedy: `write one of ${window.days.join(", ")}`,
      });
    } else if (first !== index) {
      check.add({
        property: `nights[${index}]`,
        value,
        problem: `is the night of member ${first + 1} too: two members would be patched in one night (B-06, H-18)`,
        remedy: `write one of ${window.days.filter((day) => !nights.includes(day)).join(", ") || "the other days"}`,
      });
    }
  }
}

/** As far from each other as the week allows: of a pair, Tuesday and Thursday. */
function spread(days: readonly Weekday[], members: number): readonly Weekday[] {
  return Array.from(
    { length: members },
    (_, index) => days[Math.floor(((index + 0.5) * days.length) / members)] as Weekday,
  );
}

interface Setting {
  readonly window: MaintenanceWindow;
  readonly stage: Stage;
  readonly all: number;
}

function member(setting: Setting, number: number, place: number, night: Weekday): MemberPatches {
  const { window, stage, all } = setting;
  const run = (kind: PatchKind, days: string, start: number, minutes: number): PatchRun => ({
    kind,
    calendar: `${days} ${timeOfDay(window, start)} ${window.timeZone}`,
    start,
    minutes,
  });
  const [round, others] = daysOfMonth(night, stage === Stage.PRODUCTION ? 1 : 0);
  const tail = all * SECURITY_SLOT;
  return {
    number,
    place,
    night,
    runs: {
      security: run("security", `${window.days.join(",")} *-*-*`, place * SECURITY_SLOT, SECURITY_SLOT),
      full: run("full", `${night} *-*-${round}`, tail, NIGHT_SLOT),
      restart: run("restart", `${night} *-*-${others}`, tail, NIGHT_SLOT),
    },
  };
}

/** The days of the month in the calendar week that begins so many weeks after its first Monday; and all others. */
function daysOfMonth(night: Weekday, weeksLater: number): readonly [round: string, others: string] {
  const first = 1 + 7 * weeksLater + WEEKDAYS.indexOf(night);
  const day = (number: number) => String(number).padStart(2, "0");
  const before = first === 1 ? [] : first === 2 ? ["01"] : [`01..${day(first - 1)}`];
  return [`${day(first)}..${day(first + 6)}`, [...before, `${day(first + 7)}..31`].join(",")];
}

function timeOfDay(window: MaintenanceWindow, after: number): string {
  const [hour = 0, minute = 0] = window.start.split(":").map(Number);
  const total = hour * 60 + minute + after;
  const two = (number: number) => String(number).padStart(2, "0");
  return `${two(Math.floor(total / 60))}:${two(total % 60)}:00`;
}
