import { describe, expect, test } from "@jest/globals";
import { App } from "cdktf";
import { addPlatform, checkFleet, type Fleet, housekeepingOf } from "../../lib/synth/fleet";
import { fleet } from "../../stacks/main";
import { mistakesOf } from "../support/errors";

const told = (run: () => unknown) =>
  mistakesOf(run).map(({ path, property, value }) => [path, property, value]);
const housekeeping = (facts: object) => told(() => housekeepingOf({ ...fleet, ...facts } as Fleet));

describe("who answers for what", () => {
  test("is as it is declared", () => {
    expect(housekeepingOf(fleet).teamTech).toEqual(fleet.teamTech);
    expect(housekeepingOf({ ...fleet, evidence: [] }).evidence).toEqual([]);
  });

  test.each<[string, object, readonly (readonly string[])[]]>([
    ["no team Tech", { teamTech: undefined }, [["teamTech", "(missing)"]]],
    ["a text for it", { teamTech: "Sanne Vermeer" }, [["teamTech", '"Sanne Vermeer"']]],
    ["nobody in it", { teamTech: [null] }, [["teamTech[0]", "null"]]],
    ["evidence of nothing", { evidence: [null] }, [["evidence[0]", "null"]]],
    ["evidence that is no list", { evidence: {} }, [["evidence", "{}"]]],
    [
      "both",
      { teamTech: {}, evidence: "none" },
      [
        ["teamTech", "{}"],
        ["evidence", '"none"'],
      ],
    ],
  ])("%s is a mistake in stacks/main.ts", (_what, facts, wanted) => {
    expect(housekeeping(facts)).toEqual(wanted.map((one) => ["stacks/main.ts", ...one]));
  });
});

describe("a fleet", () => {
  test("is taken as it is where it can be built", () => {
    expect(checkFleet(fleet)).toBe(fleet);
  });

  test.each<[unknown, readonly string[]]>([
    [undefined, ["fleet"]],
    ["fleet", ["fleet"]],
    [{}, ["platform", "clients"]],
    [{ ...fleet, platform: {} }, ["platform"]],
    [{ ...fleet, clients: undefined }, ["clients"]],
  ])("that is %j is a mistake", (value, properties) => {
    expect(mistakesOf(() => checkFleet(value)).map(({ property }) => property)).toEqual(properties);
  });

  test("whose platform stops with an error is a mistake of who wrote it", () => {
    const broken = {
      ...fleet,
      platform: () => {
        throw new TypeError("x is undefined");
      },
    };
    expect(told(() => addPlatform(broken, new App()))).toEqual([
      ["stacks/main.ts", "", "TypeError: x is undefined"],
    ]);
  });
});
