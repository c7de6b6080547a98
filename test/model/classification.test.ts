import { describe, expect, test } from "@jest/globals";
import { Classification } from "../../lib/model/classification";
import { mistakeOf } from "../support/errors";

describe("a classification", () => {
  test("is one of four classes, from public to special personal data", () => {
    expect(Classification.ALL.map(String)).toEqual([
      "1 (public)",
      "2 (internal)",
      "3 (sensitive)",
      "4 (special-personal-data)",
    ]);
  });

  test("needs a waiver exactly below class 3 (V-02)", () => {
    expect(Classification.ALL.filter(({ needsWaiver }) => needsWaiver)).toEqual([
      Classification.PUBLIC,
      Classification.INTERNAL,
    ]);
  });

  test.each(Classification.ALL.map((one) => [`${one}`, one] as const))(
    "%s is accepted as it is",
    (_, one) => {
      expect(Classification.check(one)).toBe(one);
      expect(JSON.stringify({ one })).toBe(`{"one":${one.level}}`);
    },
  );

  test.each([
    [undefined, "(missing)"],
    [null, "null"],
    [3, "3"],
    ["SENSITIVE", '"SENSITIVE"'],
    [{ level: 3, name: "sensitive" }, '{"level":3,"name":"sensitive"}'],
  ])("refuses %j: nothing is classified by accident", (value, met) => {
    const mistake = mistakeOf(() => Classification.check(value));
    expect(mistake.value).toBe(met);
    expect(mistake.problem).toContain("V-02");
    expect(mistake.remedy).toContain("Classification.SENSITIVE");
  });
});
