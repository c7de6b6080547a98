import { afterAll, beforeAll, expect, test } from "@jest/globals";
import {
  type MemberPatches,
  type PatchKind,
  type PatchPlan,
  type PatchRun,
  patchPlan,
} from "../../../lib/guest/patching/patch-plan";
import {
  MaintenanceWindow,
  type MaintenanceWindowProps,
  WEEKDAYS,
} from "../../../lib/model/maintenance-window";
import { Stage } from "../../../lib/model/stage";
import { PatchServer } from "../../support/patch-server";
import { calendarTimes } from "../../support/systemd";
import { describeWith } from "../../support/tool";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FROM = new Date("2026-12-31T12:00:00Z");
/** One of them has a 29th of February. */
const YEARS = 2;
const UNTIL = new Date("2028-12-31T12:00:00Z");

/** The clock on the wall, from Intl and nothing of the library's: moments from which it is so much ahead of UTC. */
class WallClock {
  private readonly format: Intl.DateTimeFormat;
  private readonly changes: (readonly [from: number, offset: number])[] = [];

  constructor(timeZone: string) {
    this.format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
    for (let time = FROM.getTime() - 30 * HOUR; time < UNTIL.getTime() + 30 * HOUR; time += 24 * HOUR) {
      const offset = this.ask(time);
      const last = this.changes.at(-1);
      if (offset !== last?.[1]) this.changes.push([last === undefined ? time : this.between(time), offset]);
    }
  }

  /** What the clock on the wall says, as if it were UTC's. */
  wall(time: number): Date {
    let index = this.changes.length - 1;
    while (index > 0 && (this.changes[index]?.[0] ?? 0) > time) index--;
    return new Date(time + (this.changes[index]?.[1] ?? 0));
  }

  /** The day, the weekday and the minute of the day. */
  at(time: number) {
    const wall = this.wall(time);
    return {
      day: wall.toISOString().slice(0, 10),
      weekday: WEEKDAYS[(wall.getUTCDay() + 6) % 7] as string,
      minute: wall.getUTCHours() * 60 + wall.getUTCMinutes(),
    };
  }

  /** Whether the clock is put on or back between two noons: of the day so many days after this moment's, and the next. */
  isPutBetween(time: number, days: number): boolean {
    const day = Date.parse(this.at(time).day);
    const [first, second] = [day + (12 + days * 24) * HOUR, day + (36 + days * 24) * HOUR];
    return this.changes.slice(1).some(([from, offset]) => from + offset > first && from + offset <= second);
  }

  private ask(time: number): number {
    const text = this.format.format(time).slice(-6);
    const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(text) ?? [];
    return sign === undefined ? 0 : Number(`${sign}1`) * (Number(hours) * HOUR + Number(minutes) * MINUTE);
  }

  /** The moment of the change in the day before. */
  private between(time: number): number {
    const after = this.ask(time);
    let [from, to] = [time - 24 * HOUR, time];
    while (to - from > MINUTE) {
      const middle = from + Math.floor((to - from) / 2 / MINUTE) * MINUTE;
      if (this.ask(middle) === after) to = middle;
      else from = middle;
    }
    return to;
  }
}

/** Whether the clocks change between the noons around the window, on the day of this moment. */
function isChanging(clock: WallClock, window: MaintenanceWindow, time: number): boolean {
  const before = window.start < "12:00" && clock.isPutBetween(time, -1);
  return before || (window.end > "12:00" && clock.isPutBetween(time, 0));
}

const KINDS: readonly PatchKind[] = ["security", "full", "restart"];

interface Work {
  readonly member: MemberPatches;
  readonly run: PatchRun;
  readonly start: number;
  readonly end: number;
}

/** Every time each timer of the plan elapses in these years, by systemd. */
function elapses(plan: PatchPlan, kinds: readonly PatchKind[] = KINDS): readonly Work[] {
  return plan.members.flatMap((member) =>
    kinds
      .map((kind) => member.runs[kind])
      .flatMap((run) =>
        timesOf(run).map((time) => ({
          member,
          run,
          start: time.getTime(),
          end: time.getTime() + run.minutes * MINUTE,
        })),
      ),
  );
}

const computed = new Map<string, readonly Date[]>();
function timesOf({ calendar, kind }: PatchRun): readonly Date[] {
  let times = computed.get(calendar);
  if (times === undefined) {
    const most = { security: 366 * YEARS, full: 12 * YEARS + 1, restart: 54 * YEARS }[kind];
    times = calendarTimes(calendar, FROM, most).filter((time) => time < UNTIL);
    computed.set(calendar, times);
  }
  return times;
}

/** What of it is not in the window, by the wall clock at its begin, its last minute, and every minute between. */
function outside(plan: PatchPlan, clock: WallClock, works: readonly Work[]): readonly string[] {
  const { window } = plan;
  const toMinutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  const [opens, shuts] = [toMinutes(window.start), toMinutes(window.end)];
  const isIn = (time: number) => {
    const { weekday, minute } = clock.at(time);
    return window.days.some((day) => day === weekday) && minute >= opens && minute < shuts;
  };
  return works
    .filter(({ start, end }) => {
      for (let time = start; time < end; time += 15 * MINUTE) if (!isIn(time)) return true;
      return (
        !isIn(end - 1) ||
        clock.at(end - MINUTE).minute - clock.at(start).minute !== (end - start) / MINUTE - 1
      );
    })
    .map(({ run, start }) => `${run.kind} at ${new Date(start).toISOString()}`);
}

/** Work of two members that meets, in real time. */
function meeting(works: readonly Work[]): readonly string[] {
  const sorted = [...works].sort((a, b) => a.start - b.start);
  return sorted
    .slice(1)
    .filter(({ start }, index) => start < (sorted[index] as Work).end)
    .map(({ run, start }) => `${run.kind} at ${new Date(start).toISOString()}`);
}

/** Nights in which the server of more than one member may restart. */
function sharedNights(clock: WallClock, works: readonly Work[]): readonly string[] {
  const nights = new Map<string, number>();
  return works
    .filter(({ run }) => run.kind !== "security")
    .filter(({ member, start }) => {
      const { day } = clock.at(start);
      const first = nights.get(day) ?? member.number;
      nights.set(day, first);
      return first !== member.number;
    })
    .map(({ start }) => clock.at(start).day);
}

const plan = (stage: Stage, members: number, window: MaintenanceWindow) =>
  patchPlan({ group: "web", stage, members, window });

describeWith("systemd-analyze", "apt-get install systemd", "in two years", () => {
  let server: PatchServer;
  beforeAll(() => {
    server = new PatchServer(1);
  });
  afterAll(() => server.remove());

  test.each([1, 2, 3, 4, 5])(
    "every timer of %d members ends inside the sheet's window, and never meets another member's",
    (members) => {
      const clock = new WallClock("Europe/Amsterdam");
      for (const stage of [Stage.ACCEPTANCE, Stage.PRODUCTION]) {
        const made = plan(stage, members, MaintenanceWindow.SHEET);
        // Restarts are at the time of full rounds, on the other weeks' nights: one stage shows it.
        const works = elapses(made, stage === Stage.PRODUCTION ? KINDS : ["security", "full"]);
        expect(outside(made, clock, works)).toEqual([]);
        expect(meeting(works)).toEqual([]);
        expect(sharedNights(clock, works)).toEqual([]);
        expect(works.some(({ start }) => isChanging(clock, made.window, start))).toBe(false);
        for (const { runs } of made.members)
          expect(roundsPerYear(clock, runs.full)).toEqual(Array(YEARS).fill(12));
        expect(timesOf((made.members[0] as MemberPatches).runs.security)).toHaveLength(workingDays());
      }
    },
  );

  test("each member's round in production is a week after its round in acceptance, and after all of those", () => {
    const clock = new WallClock("Europe/Amsterdam");
    const rounds = (stage: Stage) =>
      plan(stage, 5, MaintenanceWindow.SHEET).members.map(({ runs }) =>
        timesOf(runs.full).map((time) => clock.at(time.getTime()).day),
      );
    const [acceptance, production] = [rounds(Stage.ACCEPTANCE), rounds(Stage.PRODUCTION)];
    for (let round = 0; round < 12 * YEARS; round++) {
      const days = acceptance.map((member) => Date.parse(member[round] as string));
      const later = production.map((member) => Date.parse(member[round] as string));
      expect(later).toEqual(days.map((day) => day + 7 * 24 * HOUR));
      expect(Math.min(...later)).toBeGreaterThan(Math.max(...days));
    }
  });

  const ODD: readonly MaintenanceWindowProps[] = [
    { days: ["Sat", "Sun"], start: "01:00", end: "05:00" },
    { days: ["Sun"], start: "02:30", end: "06:00" },
    { days: ["Sun"], start: "00:00", end: "03:00", timeZone: "America/New_York" },
    { days: ["Sun"], start: "00:30", end: "05:00", timeZone: "Australia/Lord_Howe" },
    { days: ["Fri"], start: "00:00", end: "04:00", timeZone: "Africa/Cairo" },
    { days: ["Thu"], start: "19:30", end: "24:00", timeZone: "Africa/Cairo" },
  ];
  test.each(ODD)(
    "and the window %j, nights in which the clocks change left out: those have no work",
    (props) => {
      const window = MaintenanceWindow.of(props);
      const clock = new WallClock(window.timeZone);
      const made = plan(Stage.PRODUCTION, window.days.length, window);
      const works = elapses(made);
      const changing = works.filter(({ start }) => isChanging(clock, window, start));
      const usual = works.filter(({ start }) => !isChanging(clock, window, start));
      expect(outside(made, clock, usual)).toEqual([]);
      expect(meeting(usual)).toEqual([]);
      expect(sharedNights(clock, usual)).toEqual([]);
      // It has to be seen that leaving them out is needed, and that the program on the server does.
      expect(changing.length).toBeGreaterThan(YEARS);
      server.give(made);
      const own = changing.filter(({ member, run }) => member.number === 1 && run.kind === "security");
      for (const { start } of own.slice(0, 4)) {
        expect(server.may("security", new Date(start))).toBe("no: the clocks change tonight");
      }
      const first = usual.find(({ member, run }) => member.number === 1 && run.kind === "security");
      expect(server.may("security", new Date((first as Work).start))).toBe("yes");
    },
  );

  test("in the hour that summer time skips the window would not be kept without that", () => {
    const window = MaintenanceWindow.of({ days: ["Sun"], start: "01:00", end: "03:10" });
    const made = plan(Stage.PRODUCTION, 1, window);
    const clock = new WallClock(window.timeZone);
    expect(outside(made, clock, elapses(made))).not.toEqual([]);
  });

  test("every timer the server would start by it may begin: the program and the timers agree", () => {
    const made = plan(Stage.PRODUCTION, 2, MaintenanceWindow.SHEET);
    server.give(made);
    for (const run of Object.values((made.members[0] as MemberPatches).runs)) {
      for (const time of timesOf(run).slice(0, 4)) {
        const last = new Date(time.getTime() + 4.5 * MINUTE);
        expect([run.kind, server.may(run.kind, time), server.may(run.kind, last)]).toEqual([
          run.kind,
          "yes",
          "yes",
        ]);
      }
    }
  });

  function roundsPerYear(clock: WallClock, run: PatchRun): readonly number[] {
    const years = new Map<string, number>();
    for (const time of timesOf(run)) {
      const year = clock.at(time.getTime()).day.slice(0, 4);
      years.set(year, (years.get(year) ?? 0) + 1);
    }
    return [...years.values()];
  }

  function workingDays(): number {
    let days = 0;
    for (let time = Date.parse("2027-01-01"); time <= Date.parse("2028-12-31"); time += 24 * HOUR) {
      if (![0, 6].includes(new Date(time).getUTCDay())) days++;
    }
    return days;
  }
});
