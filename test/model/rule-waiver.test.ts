import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Day } from "../../lib/model/day";
import { RuleWaiver, type RuleWaiverProps } from "../../lib/model/rule-waiver";
import { mistakeOf, mistakesOf } from "../support/errors";
import { ruleWaiver as props } from "../support/full-models";

const until = (text: unknown) => RuleWaiver.of({ ...props, until: text as string });

describe("a waiver of a rule", () => {
  test.each([
    ["2020-01-01", true],
    ["2027-06-29", true],
    ["2027-06-30", true],
    ["2027-07-01", false],
    ["2031-01-01", false],
  ])("until 2027-06-30, on %s: %s", (day, holds) => {
    expect(RuleWaiver.of(props).holdsOn(Day.parse(day))).toBe(holds);
  });

  test.each([
    ["2027-01-15", "2028-01-14", false],
    ["2027-01-15", "2028-01-15", false],
    ["2027-01-15", "2028-01-16", true],
    ["2027-12-31", "2028-12-31", false],
    ["2027-12-31", "2029-01-01", true],
    ["2028-02-29", "2029-02-28", false],
    ["2028-02-29", "2029-03-01", true],
    ["2027-02-28", "2028-02-28", false],
    ["2027-02-28", "2028-02-29", true],
    ["2027-01-15", "2026-01-01", false],
    ["2027-01-15", "never", false],
  ])("seen on %s and until %s is too long: %s", (day, end, isTooLong) => {
    expect(until(end).isTooLong(Day.parse(day))).toBe(isTooLong);
  });

  test.each([
    ["next summer", "next summer"],
    ["2027-02-30", "2027-02-30"],
    ["2027-6-30", "2027-6-30"],
    ["31-12-2099", "31-12-2099"],
    ["2099-12-31T00:00:00Z", "2099-12-31T00:00:00Z"],
    ["", '""'],
    [" 2099-12-31", '" 2099-12-31"'],
    ["2099-12-31\n", '"2099-12-31\\n"'],
    ["2099-12-31\u200b", '"2099-12-31 "'],
    [undefined, "(missing)"],
    [null, "(null)"],
    [20_991_231, "(20991231)"],
    [true, "(true)"],
    ["x".repeat(81), `"${"x".repeat(78)}…`],
  ])("with the unreadable end date %j says it as %s, holds on no day, and is no mistake", (given, shown) => {
    const waiver = until(given);
    expect(waiver.untilText).toBe(shown);
    expect(waiver.until).toBeUndefined();
    for (const day of ["0001-01-01", "2027-01-15", "2099-12-31"])
      expect(waiver.holdsOn(Day.parse(day))).toBe(false);
  });

  test("is read as it was written, whatever its end date is", () => {
    expect(RuleWaiver.of(props).toJSON()).toEqual(props);
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string({ minLength: 70 })), (text) => {
        const waiver = until(text);
        const read = RuleWaiver.of(JSON.parse(JSON.stringify(waiver)));
        expect(JSON.stringify(read)).toBe(JSON.stringify(waiver));
        expect(`${read.until}`).toBe(`${waiver.until}`);
        expect(read.untilText).toMatch(/^[^\p{C}\u2028\u2029]{1,80}$/u);
      }),
      { numRuns: 500 },
    );
  });

  test.each<[Partial<RuleWaiverProps>, string, string]>([
    [{ rule: "" }, "rule", "the id of a rule is missing"],
    [{ resource: "a\nb" }, "resource", "one printable line"],
    [{ reason: " " }, "reason", "a reason is missing"],
    [{ reason: "x".repeat(201) }, "reason", "at most 200 characters"],
    [{ owner: "CISO" }, "owner", "is no person's first and last name"],
    [{ owner: "Team Tech" }, "owner", "is no person's first and last name"],
    [{ owner: "Team  Tech" }, "owner", "is no person's first and last name"],
    [{ ticket: "" }, "ticket", "a ticket is missing"],
  ])("refuses %j", (change, property, problem) => {
    const mistake = mistakeOf(() => RuleWaiver.of({ ...props, ...change }));
    expect(mistake.property).toBe(property);
    expect(mistake.problem).toContain(problem);
  });

  test("without anything in it is told of everything that is missing, at once", () => {
    const nothing = {} as RuleWaiverProps;
    expect(mistakesOf(() => RuleWaiver.of(nothing)).map(({ property, value }) => [property, value])).toEqual(
      ["rule", "resource", "reason", "owner", "ticket"].map((property) => [property, "(missing)"]),
    );
  });
});
