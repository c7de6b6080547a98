import { describe, expect, test } from "@jest/globals";
import { Targets } from "../../lib/synth/targets";
import { mistakesOf } from "../support/errors";

const CLIENTS = ["fogg", "verne"];
const PATHS = [
  "platform-oost",
  "platform-west",
  "verne/street",
  "verne/test",
  "verne/production",
  "fogg/street",
];
const matched = (...texts: string[]) => PATHS.filter((path) => Targets.parse(texts, CLIENTS).includes(path));

describe("targets", () => {
  test("are everything when none is given", () => {
    expect(Targets.parse([], CLIENTS).everything).toBe(true);
    expect(matched()).toEqual(PATHS);
  });

  test.each([
    [["verne"], ["verne/street", "verne/test", "verne/production"]],
    [["verne/test"], ["verne/test"]],
    [["platform"], ["platform-oost", "platform-west"]],
    [
      ["platform-west", "fogg/street"],
      ["platform-west", "fogg/street"],
    ],
  ])("%j are %j and nothing else", (texts, paths) => {
    expect(matched(...texts)).toEqual(paths);
  });

  test("load only the clients they name", () => {
    const targets = Targets.parse(["verne/test", "platform"], CLIENTS);
    expect(CLIENTS.filter((name) => targets.loadsClient(name))).toEqual(["verne"]);
  });

  test("that are not there are all told, with what is", () => {
    const mistakes = mistakesOf(() =>
      Targets.parse(["nemo", "verne/staging", "verne/test/web", "verne"], CLIENTS),
    );
    expect(mistakes.map(({ value }) => value)).toEqual(["nemo", "verne/staging", "verne/test/web"]);
    expect(mistakes[0]?.remedy).toContain("fogg, verne, platform");
    expect(mistakes[1]?.problem).toBe("staging is not a part of a client");
    expect(mistakes[2]?.problem).toBe("goes deeper than a stack");
  });

  test("that name a stack no client declares are told once the stacks are known", () => {
    const targets = Targets.parse(["verne/acceptance", "verne/test", "platform-noord"], CLIENTS);
    expect(targets.unmatched(PATHS).map(({ path }) => path)).toEqual(["verne/acceptance", "platform-noord"]);
  });
});
