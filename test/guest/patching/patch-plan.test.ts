import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import {
  EMERGENCY_BUDGET,
  longestEmergency,
  longestWait,
  TAIL_MARGIN,
} from "../../../lib/guest/patching/patch-emergency";
import { checkApart, type PatchPlanProps, patchPlan } from "../../../lib/guest/patching/patch-plan";
import {
  EMERGENCY_TICK,
  EMERGENCY_WORK,
  NIGHT_SLOT,
  SECURITY_SLOT,
} from "../../../lib/guest/patching/patch-times";
import { MaintenanceWindow, WEEKDAYS, type Weekday } from "../../../lib/model/maintenance-window";
import { FIGURES } from "../../../lib/model/promises/figures";
import { Stage } from "../../../lib/model/stage";
import { MEMBERS_MAX } from "../../../lib/model/street-plan";
import { mistakeOf, mistakesOf } from "../../support/errors";

const { SHEET } = MaintenanceWindow;
const plan = (changes: Partial<PatchPlanProps> = {}) =>
  patchPlan({ group: "web", stage: Stage.PRODUCTION, window: SHEET, members: 2, ...changes });
const calendars = (changes: Partial<PatchPlanProps> = {}) =>
  plan(changes).members.map(({ runs }) => [
    runs.security.calendar,
    runs.full.calendar,
    runs.restart.calendar,
  ]);

describe("the plan of a pair", () => {
  test("has security updates each working day, one member after the other, and a night for each", () => {
    expect(calendars()).toEqual([
      [
        "Mon,Tue,Wed,Thu,Fri *-*-* 00:00:00 Europe/Amsterdam",
        "Tue *-*-09..15 00:50:00 Europe/Amsterdam",
        "Tue *-*-01..08,16..31 00:50:00 Europe/Amsterdam",
      ],
      [
        "Mon,Tue,Wed,Thu,Fri *-*-* 00:25:00 Europe/Amsterdam",
        "Thu *-*-11..17 00:50:00 Europe/Amsterdam",
        "Thu *-*-01..10,18..31 00:50:00 Europe/Amsterdam",
      ],
    ]);
  });

  test("has its full round a calendar week earlier in acceptance, and before it", () => {
    for (const stage of [Stage.DEVELOPMENT, Stage.TEST, Stage.ACCEPTANCE]) {
      expect(calendars({ stage }).map(([, full]) => full)).toEqual([
        "Tue *-*-02..08 00:50:00 Europe/Amsterdam",
        "Thu *-*-04..10 00:50:00 Europe/Amsterdam",
      ]);
    }
  });

  test("restarts on all other nights of its own", () => {
    const restarts = (nights: readonly Weekday[]) =>
      calendars({ stage: Stage.ACCEPTANCE, nights }).map(([, , restart]) => restart?.slice(8, -26));
    expect(restarts(["Mon", "Tue"])).toEqual(["08..31", "01,09..31"]);
    expect(restarts(["Wed", "Fri"])).toEqual(["01..02,10..31", "01..04,12..31"]);
  });
});

describe("a plan", () => {
  test.each([
    [1, ["Wed"]],
    [2, ["Tue", "Thu"]],
    [3, ["Mon", "Wed", "Fri"]],
    [4, ["Mon", "Tue", "Thu", "Fri"]],
    [5, ["Mon", "Tue", "Wed", "Thu", "Fri"]],
  ])("of %d members has the nights %j", (members, nights) => {
    expect(plan({ members }).members.map(({ night }) => night)).toEqual(nights);
  });

  test("has room for a group of any size in the sheet's window", () => {
    expect(MEMBERS_MAX * SECURITY_SLOT + NIGHT_SLOT).toBeLessThanOrEqual(SHEET.minutes);
    expect(() => plan({ members: MEMBERS_MAX })).not.toThrow();
  });

  test("is refused for more members than the window has days: two members would be patched in one night", () => {
    const window = MaintenanceWindow.of({ days: ["Mon", "Tue"] });
    const mistake = mistakeOf(() => plan({ members: 3, window }));
    expect(mistake).toMatchObject({
      property: "window",
      problem: expect.stringContaining("two members would be patched in one night"),
      remedy: "write a window with at least 3 days, or fewer members",
    });
  });

  test("is refused for a window shorter than the work planned in it", () => {
    const mistake = mistakeOf(() => plan({ window: MaintenanceWindow.of({ end: "02:34" }) }));
    expect(mistake).toEqual({
      path: "",
      property: "window",
      value: "Mon,Tue,Wed,Thu,Fri 00:00-02:34 Europe/Amsterdam",
      problem:
        "is a window of 154 minutes, and a night's work is 155: security updates of 2 members (25 each) and one full round with a restart (105) (H-19)",
      remedy: "write a window of at least 155 minutes",
    });
    expect(() => plan({ window: MaintenanceWindow.of({ end: "02:35" }) })).not.toThrow();
  });

  test("takes the nights a client wishes", () => {
    expect(plan({ nights: ["Fri", "Mon"] }).members.map(({ night }) => night)).toEqual(["Fri", "Mon"]);
  });

  test.each<[readonly Weekday[], string, string, string]>([
    [
      ["Tue", "Tue"],
      "nights[1]",
      "two members would be patched in one night",
      "write one of Mon, Wed, Thu, Fri",
    ],
    [["Tue", "Sun"], "nights[1]", "is not a night of the window", "write one of Mon, Tue, Wed, Thu, Fri"],
    [["Tue"], "nights", "has 1 nights for 2 members", "write one night for each member"],
  ])("is refused for the nights %j", (nights, property, problem, remedy) => {
    const mistake = mistakeOf(() => plan({ nights }));
    expect(mistake).toMatchObject({ property, problem: expect.stringContaining(problem), remedy });
  });

  test.each([
    { members: 0 },
    { members: 1.5 },
    { members: Number.NaN },
    { members: 1, among: { all: 2, before: 2 } },
    { members: 1, among: { all: 2, before: -1 } },
  ])("is refused for %j", (changes) => {
    expect(mistakeOf(() => plan(changes)).property).toBe("members");
  });

  test("is refused for more members than an emergency can do in time, also when the week has days for them", () => {
    const window = MaintenanceWindow.of({ days: WEEKDAYS, end: "08:00" });
    expect(mistakeOf(() => plan({ members: 6, window })).problem).toMatch(
      /455 minutes in an emergency, and 390/,
    );
  });

  test("tells all that is wrong with a window at once", () => {
    const window = MaintenanceWindow.of({ days: ["Mon"], end: "01:00" });
    expect(mistakesOf(() => plan({ window }))).toHaveLength(2);
  });
});

describe("servers of two plans that may not be down together", () => {
  const gateway = (before: number, all = 2) =>
    plan({ group: `vpn-${before}`, members: 1, among: { all, before } });

  test("are never patched in the same night, nor at the same time of it: the VPN gateways of two sites", () => {
    const [first, second] = [gateway(0), gateway(1)];
    expect([first, second].map(({ members }) => members[0]?.night)).toEqual(["Tue", "Thu"]);
    expect(first.members[0]?.runs.security.calendar).not.toBe(second.members[0]?.runs.security.calendar);
    expect(() => checkApart(first, second)).not.toThrow();
  });

  test("are refused when they would be, by name", () => {
    const wednesday = (group: string) => plan({ group, members: 1, nights: ["Wed"] });
    const mistakes = mistakesOf(() => checkApart(wednesday("vpn-ams"), wednesday("vpn-alk")));
    expect(mistakes.map(({ value }) => value)).toEqual([
      `the night of Wed (${SHEET})`,
      `place 1 of the night (${SHEET})`,
    ]);
    expect(mistakes[0]?.problem).toContain("vpn-ams-1 and vpn-alk-1 would be patched in it together");
  });
});

/** Windows of whole quarters, on any days. */
const windows = fc
  .record({
    days: fc.subarray([...WEEKDAYS], { minLength: 1 }),
    start: fc.integer({ min: 0, max: 92 }),
    length: fc.integer({ min: 1, max: 40 }),
  })
  .filter(({ start, length }) => start + length <= 96)
  .map(({ days, start, length }) =>
    MaintenanceWindow.of({ days, start: time(start), end: time(start + length) }),
  );

function time(quarters: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(quarters / 4))}:${two((quarters % 4) * 15)}`;
}

describe("any plan that is not refused", () => {
  const counts = { made: 0, refused: 0 };

  test("keeps members apart: no night twice, no part of a night twice, all of it in the window", () => {
    const stages = fc.constantFrom(...Stage.ALL);
    fc.assert(
      fc.property(windows, fc.integer({ min: 1, max: 5 }), stages, (window, members, stage) => {
        const fits = members <= window.days.length && members * SECURITY_SLOT + NIGHT_SLOT <= window.minutes;
        if (!fits) {
          counts.refused++;
          expect(mistakesOf(() => plan({ window, members, stage })).length).toBeGreaterThan(0);
          return;
        }
        counts.made++;
        const made = plan({ window, members, stage }).members;
        expect(new Set(made.map(({ night }) => night)).size).toBe(members);
        expect(made.every(({ night }) => window.days.includes(night))).toBe(true);
        const parts = made
          .flatMap(({ runs }) => [runs.security])
          .concat(made.slice(0, 1).map((m) => m.runs.full));
        for (const [index, { start }] of parts.entries()) {
          const previous = parts[index - 1];
          expect(start).toBe(previous === undefined ? 0 : previous.start + previous.minutes);
        }
        for (const { runs } of made) {
          expect(runs.full.start + runs.full.minutes).toBeLessThanOrEqual(window.minutes);
          expect(runs.restart).toMatchObject({ start: runs.full.start, minutes: runs.full.minutes });
        }
      }),
      { numRuns: 300 },
    );
    expect(Math.min(counts.made, counts.refused)).toBeGreaterThan(30);
  });

  test("is the same for the same input, and does not depend on the group's name", () => {
    expect(plan({ group: "database" }).members).toEqual(plan().members);
  });
});

describe("a critical leak (I-04, C1)", () => {
  const MINUTE = 60_000;
  const YEAR = [Date.parse("2027-01-01T00:00:00Z"), Date.parse("2028-01-01T00:00:00Z")] as const;
  /** Minutes of the week by Amsterdam's clock, for each minute of the year; computed by the hour. */
  const local = localMinutes(YEAR[0], YEAR[1] + 7 * 24 * 60 * MINUTE);

  test("waits up to 68 hours for the next window, and 69 when the clocks are put back: 24 are promised", () => {
    expect(longestWait(SHEET)).toBe(68 * 60);
    let wait = 0;
    let longest = 0;
    for (let index = local.length - 1; index >= 0; index--) {
      wait = isOpen(local[index] as number) ? 0 : wait + 1;
      if (index < (YEAR[1] - YEAR[0]) / MINUTE) longest = Math.max(longest, wait);
    }
    expect(longest).toBe(69 * 60);
    expect(longestWait(SHEET)).toBeGreaterThan(FIGURES.criticalPatchHours * 60);
  });

  test("waits over a week in a window of one day", () => {
    expect(longestWait(MaintenanceWindow.of({ days: ["Wed"] }))).toBe(7 * 24 * 60 - 240);
    expect(longestWait(MaintenanceWindow.of({ days: WEEKDAYS }))).toBe(20 * 60);
  });

  test.each([1, 2, 3, 4, 5])(
    "declared as an emergency in any minute of a year, is gone from each of %d members well within 24 hours",
    (members) => {
      const busy = new Map<number, number>();
      let longest = 0;
      let together = 0;
      for (let place = 0; place < members; place++) {
        const next = nextStarts(members, place);
        for (let index = 0; index < (YEAR[1] - YEAR[0]) / MINUTE; index++) {
          const start = next[resume(index, members)] as number;
          longest = Math.max(longest, start + EMERGENCY_WORK - index);
          const turn = Math.floor(minuteOf(start) / FIGURES.emergencyTurnMinutes);
          if ((busy.get(turn) ?? place) !== place) together++;
          busy.set(turn, place);
        }
      }
      expect(together).toBe(0);
      expect(longest).toBeGreaterThan(members * FIGURES.emergencyTurnMinutes);
      expect(longest).toBeLessThanOrEqual(longestEmergency(members));
      expect(longest).toBeLessThanOrEqual(EMERGENCY_BUDGET);
    },
  );

  test("is gone within 24 hours of when it was first seen, when the alarm at half of them is answered as promised", () => {
    const { criticalAlarmHours, criticalCheckHours, responseHours, emergencyApplyMinutes } = FIGURES;
    const before = (criticalAlarmHours + criticalCheckHours + responseHours) * 60 + emergencyApplyMinutes;
    expect(before + longestEmergency(MEMBERS_MAX)).toBeLessThanOrEqual(24 * 60);
    expect(FIGURES.criticalPatchHours).toBe(24);
    expect(criticalAlarmHours).toBe(FIGURES.criticalPatchHours / 2);
  });

  function isOpen(minuteOfWeek: number): boolean {
    return minuteOfWeek < 5 * 1440 && minuteOfWeek % 1440 < 240;
  }

  function minuteOf(index: number): number {
    return YEAR[0] / MINUTE + index;
  }

  /** When an emergency that came in this minute begins to wait for its turn: not while a full round may be going on. */
  function resume(index: number, members: number): number {
    const at = local[index] as number;
    const tail = members * SECURITY_SLOT;
    const inNight = at % 1440;
    const isLate = at < 5 * 1440 && inNight > tail - TAIL_MARGIN && inNight < tail + NIGHT_SLOT;
    return isLate ? index + tail + NIGHT_SLOT - inNight : index;
  }

  /** For each minute, the next one in which a member of this place begins. */
  function nextStarts(members: number, place: number): Int32Array {
    const turn = FIGURES.emergencyTurnMinutes;
    const security = members * SECURITY_SLOT;
    const isPlanned = (index: number) => {
      const at = local[index] ?? 0;
      return at < 5 * 1440 && at % 1440 < security;
    };
    const next = new Int32Array(local.length + 1).fill(1e9);
    for (let index = local.length - 1; index >= 0; index--) {
      const minute = minuteOf(index);
      const begins =
        minute % EMERGENCY_TICK === 0 &&
        Math.floor(minute / turn) % members === place &&
        turn - (minute % turn) >= EMERGENCY_WORK &&
        !isPlanned(index) &&
        !isPlanned(index + EMERGENCY_WORK);
      next[index] = begins ? index : (next[index + 1] as number);
    }
    return next;
  }
});

function localMinutes(from: number, to: number): Int32Array {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Europe/Amsterdam",
    weekday: "short",
    hour: "2-digit",
    hourCycle: "h23",
  });
  const minutes = new Int32Array((to - from) / 60_000);
  for (let hour = 0; hour * 60 < minutes.length; hour++) {
    const parts = format.formatToParts(from + hour * 3_600_000);
    const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
    const start = WEEKDAYS.indexOf(part("weekday") as Weekday) * 1440 + Number(part("hour")) * 60;
    for (let minute = 0; minute < 60; minute++) minutes[hour * 60 + minute] = start + minute;
  }
  return minutes;
}
