import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Day } from "../../lib/model/day";
import { mistakeOf } from "../support/errors";

const EPOCH = Day.parse("1970-01-01");
const offsets = fc.integer({ min: -300_000, max: 300_000 });

/** The day so many days after 1970-01-01. */
function day(offset: number): Day {
  return Day.parse(new Date(offset * 86_400_000).toISOString().slice(0, 10));
}

describe("a day", () => {
  test.each(["2027-03-31", "2028-02-29", "2000-02-29", "0001-01-01", "9999-12-31"])("%s exists", (text) => {
    expect(String(Day.parse(text))).toBe(text);
    expect(JSON.stringify(Day.parse(text))).toBe(JSON.stringify(text));
  });

  test.each([
    "2027-02-29",
    "1900-02-29",
    "2027-04-31",
    "2027-13-01",
    "2027-00-10",
    "2027-01-00",
    "31-03-2027",
    "2027-3-31",
    "2027-03-31T00:00:00Z",
    "2027-03-31\n",
    " 2027-03-31",
    "+02027-03-31",
    "20270331",
    "tomorrow",
    "",
    "undefined",
  ])("refuses %j, and says how to write one", (text) => {
    const { value, problem, remedy } = mistakeOf(() => Day.parse(text));
    expect(value).toBe(text);
    expect(problem).toContain("is not a day of the calendar");
    expect(remedy).toContain("YYYY-MM-DD");
  });

  test("is after another exactly when fewer days lie before it, and counts one for each", () => {
    fc.assert(
      fc.property(offsets, offsets, (a, b) => {
        expect(day(a).isAfter(day(b))).toBe(a > b);
        expect(day(a).daysUntil(day(b))).toBe(b - a);
        expect(EPOCH.daysUntil(day(a))).toBe(a);
      }),
    );
  });

  test("is never after itself: the last day counts", () => {
    expect(Day.parse("2027-03-31").isAfter(Day.parse("2027-03-31"))).toBe(false);
  });

  test("counts calendar days, also over a change to summer time", () => {
    expect(Day.parse("2027-03-27").daysUntil(Day.parse("2027-03-29"))).toBe(2);
    expect(Day.parse("2027-11-01").daysUntil(Day.parse("2027-10-30"))).toBe(-2);
  });

  test.each([
    ["2027-01-31T22:59:59Z", "2027-01-31"],
    ["2027-01-31T23:00:00Z", "2027-02-01"],
    ["2027-06-30T21:59:59Z", "2027-06-30"],
    ["2027-06-30T22:00:00Z", "2027-07-01"],
    ["2027-12-31T23:00:00Z", "2028-01-01"],
  ])("at %s is %s in Amsterdam", (moment, today) => {
    expect(String(Day.today(new Date(moment)))).toBe(today);
  });
});
