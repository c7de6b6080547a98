import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { findingsOf } from "../../lib/controls/assessment";
import { bootMutants, fileMutants } from "./mutants/files";
import { documentMutants, rulesetMutants } from "./mutants/guests";
import { huntersOf } from "./mutants/hunt";
import { modelMutants } from "./mutants/models";
import type { Mutant } from "./mutants/mutant";
import { objectMutants } from "./mutants/objects";
import { resourceMutants } from "./mutants/resources";
import { SURVIVORS } from "./mutants/survivors";
import { EditableFleet } from "./support/editable-fleet";

const KINDS: Readonly<Record<string, () => readonly Mutant[]>> = {
  "a resource": resourceMutants,
  "an object in the cluster": objectMutants,
  "a live document": documentMutants,
  "a ruleset": rulesetMutants,
  "a file of a first boot": fileMutants,
  "what cloud-init is told": bootMutants,
  "the model file": modelMutants,
};

/** One in so many mutants is tried, the same ones each time; all of them with STRAAT_MUTANTS=all, in some six minutes. */
const SAMPLE = process.env["STRAAT_MUTANTS"] === "all" ? 1 : 20;

function isInSample({ name }: Pick<Mutant, "name">): boolean {
  return createHash("sha256").update(name).digest().readUInt32BE(0) % SAMPLE === 0;
}

/**
 * Output is made weaker in every way these generators know, one at a time, and every time a rule has to see it. What
 * nothing sees is listed by name with its reason, so that the list can only be shortened knowingly.
 */
describe("mutants of the example fleet", () => {
  const survivors: string[] = [];
  let total = 0;

  test("are found by what they change: the untouched fleet has nothing to find", () => {
    expect(findingsOf(EditableFleet.examples().assess())).toEqual([]);
  });

  test.each(Object.keys(KINDS))("of %s are found", (kind) => {
    const mutants = (KINDS[kind] as () => readonly Mutant[])().filter(isInSample);
    const alive = mutants.filter((mutant) => huntersOf(mutant).length === 0).map(({ name }) => name);
    total += mutants.length;
    survivors.push(...alive);
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
    expect(alive.filter((name) => !(name in SURVIVORS))).toEqual([]);
  });

  test("are at least 300, of which at least 98 in 100 are found, and no survivor is listed that is found by now", () => {
    expect(total).toBeGreaterThanOrEqual(300);
    expect(survivors.length / total).toBeLessThanOrEqual(0.02);
    const listed = Object.keys(SURVIVORS).filter((name) => isInSample({ name }));
    expect(listed.filter((name) => !survivors.includes(name))).toEqual([]);
  });
});
