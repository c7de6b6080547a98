import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { FIGURES } from "../../lib/model/promises/figures";
import { Stage } from "../../lib/model/stage";
import { mistakeOf } from "../support/errors";

const NAMES = Stage.ALL.map(({ name }) => name);

describe("a stage", () => {
  test("is one of the four of OTAP, in the order a change travels", () => {
    expect(NAMES).toEqual(["development", "test", "acceptance", "production"]);
    expect(Stage.ALL.map(({ letter }) => letter).join("")).toBe("OTAP");
    expect(Stage.ALL.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
  });

  test("needs redundant groups in acceptance and production, and not before (H-03)", () => {
    expect(Stage.ALL.map(({ minimumMembers }) => minimumMembers)).toEqual([1, 1, 2, 2]);
    expect(Stage.PRODUCTION.minimumMembers).toBe(FIGURES.redundantMembers);
  });

  test.each(NAMES)("%s is found by its name, and written by it", (name) => {
    expect(Stage.of(name).name).toBe(name);
    expect(JSON.stringify([Stage.of(name)])).toBe(`["${name}"]`);
    expect(`${Stage.of(name)}`).toBe(name);
  });

  test.each(["Production", "prod", "P", "", "toString", "sync"])("refuses %j, and names the four", (name) => {
    const { value, problem, remedy } = mistakeOf(() => Stage.of(name));
    expect(value).toBe(JSON.stringify(name));
    expect(problem).toContain("is not a stage");
    for (const known of NAMES) expect(remedy).toContain(known);
  });
});

describe("the stages of a street", () => {
  test.each([
    ["all four", NAMES],
    ["without test", ["development", "acceptance", "production"]],
    ["ending at acceptance", ["development", "test", "acceptance"]],
    ["ending at test", ["development", "test"]],
    ["development alone", ["development"]],
  ])("may be %s", (_, names) => {
    expect(Stage.street(names).map(String)).toEqual(names);
  });

  test("come in the order a change travels, however they were written", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(NAMES, { minLength: 4 }), (shuffled) => {
        expect(Stage.street(shuffled)).toEqual(Stage.ALL);
      }),
    );
  });

  test.each([
    [
      ["development", "test", "production"],
      "production is reached through acceptance (B-09, B-10)",
      "add acceptance",
    ],
    [["production"], "production is reached through acceptance", "add acceptance"],
    [["acceptance", "production"], "acceptance is reached through development", "add development"],
    [["test"], "test is reached through development (B-09, B-10)", "add development"],
    [["test", "acceptance"], "acceptance is reached through development", "add development"],
    [["development", "development"], "names a stage twice", "once"],
    [[], "at least one stage", "leave stages out"],
    [["development", "staging"], "is not a stage of the street", "acceptance"],
  ])("refuses %j", (names, problem, remedy) => {
    const mistake = mistakeOf(() => Stage.street(names));
    expect(mistake.problem).toContain(problem);
    expect(mistake.remedy).toContain(remedy);
  });

  test("never let production in without acceptance, nor anything without development, whatever is asked", () => {
    fc.assert(
      fc.property(fc.subarray(NAMES), (names) => {
        const missing = (later: (typeof NAMES)[number], earlier: (typeof NAMES)[number]) =>
          names.includes(later) && !names.includes(earlier);
        const skips =
          missing("production", "acceptance") ||
          missing("acceptance", "development") ||
          missing("test", "development");
        if (skips || names.length === 0) mistakeOf(() => Stage.street(names));
        else expect(Stage.street(names).map(String)).toEqual(names);
      }),
    );
  });
});
