import { describe, expect, test } from "@jest/globals";
import { Day } from "../../lib/model/day";
import { Evidence, type EvidenceProps } from "../../lib/model/evidence";
import { mistakeOf, mistakesOf } from "../support/errors";

const props: EvidenceProps = {
  promise: "R-01",
  statement: "two feeds and a generator for 48 hours",
  owner: "Hoster BV",
  document: "ISAE 3402 report 2026",
  date: "2026-07-01",
  until: "2027-06-30",
};

describe("recorded evidence", () => {
  test.each([
    ["2026-06-30", false],
    ["2026-07-01", true],
    ["2027-06-30", true],
    ["2027-07-01", false],
  ])("from 2026-07-01 until 2027-06-30, on %s: %s", (day, holds) => {
    expect(Evidence.of(props).holdsOn(Day.parse(day))).toBe(holds);
  });

  test("may hold for one day", () => {
    const day = Day.parse("2027-01-15");
    expect(Evidence.of({ ...props, date: `${day}`, until: `${day}` }).holdsOn(day)).toBe(true);
  });

  test("is written as it was read", () => {
    expect(JSON.parse(JSON.stringify(Evidence.of(props)))).toEqual(props);
  });

  test.each<[object, string, string]>([
    [{ promise: "R-99" }, "promise", "is no promise of the sheet"],
    [{ promise: "toString" }, "promise", "is no promise of the sheet"],
    [{ statement: "" }, "statement", "what it says is missing"],
    [{ owner: undefined }, "owner", "an owner is missing"],
    [{ document: "a\nb" }, "document", "one printable line"],
    [{ date: "2026-13-01" }, "date", "is not a day of the calendar"],
    [{ until: undefined }, "until", "is not a day of the calendar"],
    [{ until: "for ever" }, "until", "is not a day of the calendar"],
    [{ until: "2026-06-30" }, "until", "ends before it begins, on 2026-07-01"],
  ])("refuses %j", (change, property, problem) => {
    const mistake = mistakeOf(() => Evidence.of({ ...props, ...change }));
    expect(mistake.property).toBe(property);
    expect(mistake.problem).toContain(problem);
  });

  test("without anything in it is told of everything that is missing, at once", () => {
    const mistakes = mistakesOf(() => Evidence.of({} as EvidenceProps));
    expect(mistakes.map(({ property, value }) => [property, value])).toEqual(
      ["promise", "statement", "owner", "document", "date", "until"].map((name) => [name, "(missing)"]),
    );
  });
});
