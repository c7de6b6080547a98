import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { type BackupPlanProps, backupPlan, LONGEST_RUN_MINUTES } from "../../../lib/guest/backup/backup-plan";
import { MaintenanceWindow } from "../../../lib/model/maintenance-window";
import { mistakeOf, mistakesOf } from "../../support/errors";
import { calendarTimes } from "../../support/systemd";
import { describeWith } from "../../support/tool";

const MINUTE = 60_000;
const pad = (part: number) => String(part).padStart(2, "0");
const clock = (minutes: number) => `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
/** One that no run can reach into. */
const NEVER = MaintenanceWindow.of({ start: "23:59", end: "24:00", timeZone: "UTC" });
const attempt = (props: BackupPlanProps) => {
  try {
    return backupPlan(props);
  } catch {
    return undefined;
  }
};

describe("the plan of backups", () => {
  test("is twice a day unless declared otherwise, and loses 13 hours and a half at worst (H-07)", () => {
    expect(backupPlan()).toEqual({
      times: ["08:00", "20:00"],
      maximumMinutes: 90,
      spreadMinutes: 30,
      worstLossMinutes: 12 * 60 + 90,
    });
  });

  test("is refused for one run a day: the day and the run are more than 24 h", () => {
    const mistake = mistakeOf(() => backupPlan({ times: ["08:00"], maximumMinutes: 5 }));
    expect(mistake).toMatchObject({ property: "times", value: "08:00" });
    expect(mistake.problem).toContain("loses up to 24 h 5 min");
    expect(mistake.problem).toContain("H-07 promises 24 h");
  });

  test("fits to the minute", () => {
    const of = (maximumMinutes: number) =>
      backupPlan({ times: ["00:00", "06:00"], maximumMinutes, window: NEVER });
    expect(of(360).worstLossMinutes).toBe(24 * 60);
    const later = { times: ["00:00", "06:01"], maximumMinutes: 360, window: NEVER };
    expect(backupPlan(later).worstLossMinutes).toBe(24 * 60 - 1);
    const [tooMuch] = mistakesOf(() => backupPlan({ ...later, times: ["01:00", "06:59"] }));
    expect(tooMuch?.problem).toContain("loses up to 24 h 1 min");
  });

  test.each<[string, BackupPlanProps]>([
    ["times", { times: [] }],
    ["times", { times: ["08:00", "08:00"] }],
    ["times[0]", { times: ["8:00", "20:00"] }],
    ["times[1]", { times: ["08:00", "24:00"] }],
    ["times[1]", { times: ["08:00", "20:60"] }],
    ["times[0]", { times: ["08:00\n20:00"] }],
    ["maximumMinutes", { maximumMinutes: 4 }],
    ["maximumMinutes", { maximumMinutes: LONGEST_RUN_MINUTES + 1 }],
    ["maximumMinutes", { maximumMinutes: Number.NaN }],
    ["maximumMinutes", { maximumMinutes: 90.5 }],
    ["spreadMinutes", { spreadMinutes: 0 }],
    ["spreadMinutes", { spreadMinutes: 121 }],
  ])("is refused for its %s in %j", (property, props) => {
    expect(mistakeOf(() => backupPlan(props)).property).toBe(property);
  });

  test("is refused when a run begins before the one before it has to end", () => {
    const props = { times: ["08:00", "09:00", "20:00"], maximumMinutes: 90 };
    expect(mistakeOf(() => backupPlan(props)).problem).toContain("the next one has begun by then");
  });

  test.each<[string, readonly string[], string]>([
    [
      "in summer, when the window begins at 22:00 UTC",
      ["08:30", "20:30"],
      "00:00 Europe/Amsterdam (UTC+2 h)",
    ],
    ["in winter, when it ends at 03:00 UTC", ["02:30", "14:30"], "03:30 Europe/Amsterdam (UTC+1 h)"],
  ])("is refused when a run reaches into the window for patches: %s", (_, times, where) => {
    const { problem } = mistakeOf(() => backupPlan({ times, spreadMinutes: 1, maximumMinutes: 90 }));
    if (times[0] === "08:30") expect(problem).toContain(where);
    expect(problem).toContain("in the window for patches 00:00-04:00");
  });

  test("ends before the window in summer and in winter, on every minute of two nights", () => {
    const { times, spreadMinutes, maximumMinutes } = backupPlan();
    for (const night of ["2026-07-06T12:00Z", "2026-12-07T12:00Z"]) {
      for (let minute = 0; minute < 24 * 60; minute += 1) {
        const moment = new Date(new Date(night).getTime() + minute * MINUTE);
        const now = moment.getUTCHours() * 60 + moment.getUTCMinutes();
        const runs = times.some((time) => {
          const start = Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
          return start <= now && now < start + spreadMinutes + maximumMinutes;
        });
        expect(runs && MaintenanceWindow.SHEET.contains(moment)).toBe(false);
      }
    }
  });

  test("tells all its mistakes at once", () => {
    expect(mistakesOf(() => backupPlan({ times: ["x", "y"], maximumMinutes: 0 }))).toHaveLength(3);
  });

  test("that is accepted loses at most 24 h, whenever a server is lost: minute by minute", () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 1439 }), { minLength: 1, maxLength: 5 });
    const props = fc.record({ times, maximum: fc.integer({ min: 5, max: 360 }) });
    let accepted = 0;
    fc.assert(
      fc.property(props, fc.integer({ min: 0, max: 1439 }), ({ times, maximum }, lostAt) => {
        const plan = attempt({
          times: times.map(clock),
          maximumMinutes: maximum,
          spreadMinutes: 1,
          window: NEVER,
        });
        // The last run that is certain to have ended by then, over three days.
        const ends = [0, 1, 2].flatMap((day) => times.map((time) => ({ began: day * 1440 + time })));
        const lost = 2 * 1440 + lostAt;
        const began = Math.max(...ends.filter((run) => run.began + maximum <= lost).map((run) => run.began));
        if (plan === undefined) return;
        accepted += 1;
        expect(lost - began).toBeLessThanOrEqual(plan.worstLossMinutes);
        expect(plan.worstLossMinutes).toBeLessThanOrEqual(1440);
      }),
      { numRuns: 1000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });
});

describeWith("systemd-analyze", "apt-get install systemd", "the timers of the plan", () => {
  test.each(["2026-03-27", "2026-10-23", "2026-12-30", "2028-02-27"])(
    "leave twelve hours between any two runs around %s, as systemd reckons",
    (day) => {
      const [morning = "", evening = ""] = backupPlan().times.map((time) => `*-*-* ${time}:00 UTC`);
      const times = [morning, evening].flatMap((time) =>
        calendarTimes(time, new Date(`${day}T00:00:00Z`), 5),
      );
      const sorted = times.map((time) => time.getTime()).sort((one, other) => one - other);
      expect(sorted).toHaveLength(10);
      for (const [at, time] of sorted.entries()) {
        if (at > 0) expect(time - (sorted[at - 1] ?? 0)).toBe(12 * 60 * MINUTE);
      }
    },
  );

  test("would leave 25 hours in Amsterdam's time, which is why they are in UTC", () => {
    const times = calendarTimes("*-*-* 20:00:00 Europe/Amsterdam", new Date("2026-10-24T00:00:00Z"), 2);
    expect((times[1]?.getTime() ?? 0) - (times[0]?.getTime() ?? 0)).toBe(25 * 60 * MINUTE);
  });
});
