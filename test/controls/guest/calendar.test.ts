import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { readCalendar } from "../../../lib/controls/guest/calendar";
import { readFrozenFiles } from "../../../lib/controls/guest/frozen-files";
import { Unreadable } from "../../../lib/controls/unreadable";
import { WEEKDAYS } from "../../../lib/model/maintenance-window";
import { fleetServers } from "./fleet-servers";

describe("a calendar", () => {
  test("of every timer of a first boot is read", () => {
    const texts = fleetServers.flatMap(({ extraConfig }) =>
      [...readFrozenFiles(extraConfig)]
        .filter(([path]) => path.endsWith(".timer"))
        .flatMap(([, { text }]) => text.split("\n").filter((line) => line.startsWith("OnCalendar="))),
    );
    const all = [...new Set(texts)].map((line) => line.slice("OnCalendar=".length));
    expect(all).toEqual(expect.arrayContaining(["minutely", "*-*-* *:15:00 UTC", "*-*-01 11:00:00 UTC"]));
    for (const text of all) expect(() => readCalendar(text)).not.toThrow();
  });

  test("says on which days, at which time, by which clock", () => {
    expect(readCalendar("Tue,Thu *-*-01,16..18 00:50:00 Europe/Amsterdam")).toEqual({
      weekdays: ["Tue", "Thu"],
      monthDays: [1, 16, 17, 18],
      hour: 0,
      minute: 50,
      timeZone: "Europe/Amsterdam",
    });
    const hourly = readCalendar("*-*-* *:15:00 UTC");
    expect(hourly).toMatchObject({ weekdays: WEEKDAYS, hour: undefined, minute: 15, timeZone: "UTC" });
    expect(hourly.monthDays).toHaveLength(31);
    expect(readCalendar("minutely")).toMatchObject({
      hour: undefined,
      minute: undefined,
      timeZone: undefined,
    });
  });

  test.each([
    "",
    "daily",
    "Mon..Fri *-*-* 00:00:00",
    "Thu,Tue *-*-* 00:00:00",
    "Tue,Tue *-*-* 00:00:00",
    "Xyz *-*-* 00:00:00",
    "*-*-* 24:00:00",
    "*-*-* 00:60:00",
    "*-*-* 00:00:30",
    "*-*-00 00:00:00",
    "*-*-32 00:00:00",
    "*-*-10..05 00:00:00",
    "*-*-05..10,07 00:00:00",
    "*-*-5 00:00:00",
    "*-01-* 00:00:00",
    "2027-*-* 00:00:00",
    "*-*-* 00:00:00 Europe/Amsterdam UTC",
    "*-*-* 00:00:00\n",
  ])("of another form is not read: %j", (text) => {
    expect(() => readCalendar(text)).toThrow(Unreadable);
  });

  test("of any range of days is all of them and no others", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 31 }), fc.integer({ min: 1, max: 31 }), (one, other) => {
        const [first, last] = [Math.min(one, other), Math.max(one, other)];
        const two = (day: number) => String(day).padStart(2, "0");
        const { monthDays } = readCalendar(`*-*-${two(first)}..${two(last)} 12:00:00 UTC`);
        expect(monthDays).toEqual(Array.from({ length: last - first + 1 }, (_, index) => first + index));
      }),
    );
  });
});
