import { describe, expect, test } from "@jest/globals";
import { Day } from "../../lib/model/day";
import { Waiver, type WaiverProps } from "../../lib/model/waiver";
import { mistakeOf, mistakesOf } from "../support/errors";

const props: WaiverProps = { owner: "CISO", reason: "open data only", until: "2027-03-31" };

describe("a waiver", () => {
  test.each([
    ["2020-01-01", true],
    ["2027-03-30", true],
    ["2027-03-31", true],
    ["2027-04-01", false],
    ["2031-01-01", false],
  ])("until 2027-03-31, on %s: %s", (day, holds) => {
    expect(Waiver.of(props).holdsOn(Day.parse(day))).toBe(holds);
  });

  test("is written as it was read", () => {
    expect(Waiver.of(props).toJSON()).toEqual(props);
  });

  test.each([
    [{ owner: "" }, "owner", "an owner is missing"],
    [{ reason: "a\nb" }, "reason", "one printable line"],
    [{ until: "2027-02-30" }, "until", "is not a day of the calendar"],
  ])("refuses %j", (change, property, problem) => {
    const mistake = mistakeOf(() => Waiver.of({ ...props, ...change }));
    expect(mistake.property).toBe(property);
    expect(mistake.problem).toContain(problem);
  });

  test("without anything in it is told of everything that is missing, at once", () => {
    const nothing = {} as WaiverProps;
    expect(mistakesOf(() => Waiver.of(nothing)).map(({ property, value }) => [property, value])).toEqual([
      ["owner", "(missing)"],
      ["reason", "(missing)"],
      ["until", "(missing)"],
    ]);
  });
});
