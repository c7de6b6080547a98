import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import {
  MaintenanceWindow,
  type MaintenanceWindowProps,
  type Weekday,
} from "../../lib/model/maintenance-window";
import { mistakeOf, mistakesOf } from "../support/errors";

const { SHEET } = MaintenanceWindow;
const MINUTE = 60_000;

/** Minutes of a window between two moments, counted one by one. */
function minutesIn(window: MaintenanceWindow, from: string, to: string): number {
  let count = 0;
  for (let time = Date.parse(from); time < Date.parse(to); time += MINUTE) {
    if (window.contains(new Date(time))) count++;
  }
  return count;
}

describe("the sheet's maintenance window (H-19)", () => {
  test("is every working day from 00:00 to 04:00 in Amsterdam", () => {
    expect(`${SHEET}`).toBe("Mon,Tue,Wed,Thu,Fri 00:00-04:00 Europe/Amsterdam");
    expect(SHEET.minutes).toBe(240);
  });

  test.each([
    ["Monday 00:00 in winter", "2027-01-10T23:00:00Z", true],
    ["a second before it", "2027-01-10T22:59:59Z", false],
    ["Monday 00:00 in summer", "2027-07-11T22:00:00Z", true],
    ["a second before it", "2027-07-11T21:59:59Z", false],
    ["the last second of Friday's, before summer time", "2027-03-26T02:59:59Z", true],
    ["Friday 04:00, before summer time", "2027-03-26T03:00:00Z", false],
    ["Monday 00:00, the day after the change to summer time", "2027-03-28T22:00:00Z", true],
    ["Monday 03:59, the day after the change to summer time", "2027-03-29T01:59:59Z", true],
    ["Monday 04:00, the day after the change to summer time", "2027-03-29T02:00:00Z", false],
    ["the last second of Friday's, before winter time", "2027-10-29T01:59:59Z", true],
    ["Friday 04:00, before winter time", "2027-10-29T02:00:00Z", false],
    ["Sunday 23:00, the day of the change to winter time", "2027-10-31T22:00:00Z", false],
    ["Monday 00:00, the day after the change to winter time", "2027-10-31T23:00:00Z", true],
    ["Monday 04:00, the day after the change to winter time", "2027-11-01T03:00:00Z", false],
    ["Saturday 00:00", "2027-01-08T23:00:00Z", false],
    ["Sunday 02:00, while Amsterdam moves its clocks", "2027-03-28T01:00:00Z", false],
  ])("%s (%s): %s", (_, moment, isIn) => {
    expect(SHEET.contains(new Date(moment))).toBe(isIn);
  });

  test("is 20 hours in every week, also in those in which the clocks change", () => {
    for (const [monday, next] of [
      ["2027-03-21T23:00:00Z", "2027-03-28T22:00:00Z"],
      ["2027-10-24T22:00:00Z", "2027-10-31T23:00:00Z"],
    ] as const) {
      expect(minutesIn(SHEET, monday, next)).toBe(20 * 60);
    }
  });

  test("never contains a moment of the weekend, nor one from 04:00 on, by Amsterdam's clock", () => {
    const time = fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true });
    const format = { timeZone: "Europe/Amsterdam", weekday: "long", hour: "numeric", hour12: false } as const;
    fc.assert(
      fc.property(time, (moment) => {
        const [weekday = "", hour = ""] = moment.toLocaleString("en-US", format).split(", ");
        const isIn = !["Saturday", "Sunday"].includes(weekday) && Number(hour) % 24 < 4;
        expect(SHEET.contains(moment)).toBe(isIn);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a maintenance window", () => {
  const sunday = MaintenanceWindow.of({ days: ["Sun"], start: "02:00", end: "03:00" });

  test("in the hour that summer time skips does not occur that day", () => {
    expect(minutesIn(sunday, "2027-03-27T23:00:00Z", "2027-03-28T22:00:00Z")).toBe(0);
    expect(minutesIn(sunday, "2027-04-03T22:00:00Z", "2027-04-04T22:00:00Z")).toBe(60);
  });

  test("in the hour that winter time repeats occurs twice", () => {
    expect(minutesIn(sunday, "2027-10-30T22:00:00Z", "2027-10-31T23:00:00Z")).toBe(120);
  });

  test("may last until the end of the day", () => {
    const evening = MaintenanceWindow.of({ start: "22:00", end: "24:00", timeZone: "UTC" });
    expect(evening.minutes).toBe(120);
    expect(evening.contains(new Date("2027-01-11T23:59:59Z"))).toBe(true);
    expect(evening.contains(new Date("2027-01-12T00:00:00Z"))).toBe(false);
  });

  test("has its days in the order of the week, each once", () => {
    const { days } = MaintenanceWindow.of({ days: ["Fri", "Mon", "Fri"] });
    expect(days).toEqual(["Mon", "Fri"]);
  });

  test("is read back from what it writes", () => {
    const props = { days: ["Tue"], start: "01:30", end: "03:15", timeZone: "Europe/London" } as const;
    expect(JSON.parse(JSON.stringify(MaintenanceWindow.of(props)))).toEqual(props);
  });

  test.each(["Europe/Amsterdam", "America/New_York", "UTC", "Etc/UTC"])(
    "may be in the time zone %s, spelled as in the database",
    (timeZone) => {
      expect(MaintenanceWindow.of({ timeZone }).timeZone).toBe(timeZone);
    },
  );

  test.each(["Europe/Kyiv", "Asia/Kolkata", "America/Argentina/Buenos_Aires"])(
    "may be in the time zone %s, which Node lists under an older name",
    (timeZone) => {
      expect(MaintenanceWindow.of({ timeZone }).timeZone).toBe(timeZone);
    },
  );

  test.each<[MaintenanceWindowProps, string, string]>([
    [{ days: [] }, "days", "at least one day of the week"],
    [{ days: ["Monday" as Weekday] }, "days", "at least one day of the week"],
    [{ start: "0:00" }, "start", "is not a time of day"],
    [{ start: "-1:00" }, "start", "is not a time of day"],
    [{ start: "" }, "start", "is not a time of day"],
    [{ end: "04:60" }, "end", "is not a time of day"],
    [{ end: "24:01" }, "end", "is not a time of day"],
    [{ end: "04:00:00" }, "end", "is not a time of day"],
    [{ timeZone: "Europe/Amersfoort" }, "timeZone", "is not a time zone"],
    [{ timeZone: "" }, "timeZone", "is not a time zone"],
    [{ timeZone: "europe/amsterdam" }, "timeZone", "is not a time zone of the IANA database"],
    [{ timeZone: "EUROPE/LONDON" }, "timeZone", "is not a time zone of the IANA database"],
    [{ timeZone: "utc" }, "timeZone", "is not a time zone of the IANA database"],
    [{ timeZone: "+01:00" }, "timeZone", "is not a time zone of the IANA database"],
    [{ start: "04:00" }, "", "ends before it starts"],
    [{ start: "22:00", end: "02:00" }, "", "does not pass midnight"],
    [{ start: "24:00", end: "24:00" }, "", "ends before it starts"],
  ])("refuses %j", (props, property, problem) => {
    const mistake = mistakeOf(() => MaintenanceWindow.of(props));
    expect(mistake.property).toBe(property);
    expect(mistake.problem).toContain(problem);
    expect(mistake.remedy).toContain("write ");
  });

  test("with several mistakes is told of all of them at once", () => {
    const props = { days: [], start: "x", end: "y", timeZone: "z" };
    const mistakes = mistakesOf(() => MaintenanceWindow.of(props));
    expect(mistakes.map(({ property }) => property)).toEqual(["days", "start", "end", "timeZone"]);
  });
});
