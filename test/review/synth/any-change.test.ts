import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Street } from "../../../lib";
import { objectOf } from "../../../lib/controls/kubernetes/kubernetes-object";
import type { StackOutput } from "../../../lib/controls/terraform/stack-output";
import { InvalidError } from "../../../lib/model/mistake";
import { compareSynths } from "../../../lib/review/synth/compare-synths";
import { bootMutants, fileMutants } from "../../controls/mutants/files";
import { documentMutants, rulesetMutants } from "../../controls/mutants/guests";
import { modelMutants } from "../../controls/mutants/models";
import type { Mutant } from "../../controls/mutants/mutant";
import { resourceMutants } from "../../controls/mutants/resources";
import { EditableFleet } from "../../controls/support/editable-fleet";
import { buildApp } from "../../support/app";
import { addGroups, legalStreetsAt } from "../../support/legal-street";
import { oost, west } from "../../support/sites";

const RUNS = Number(process.env["STRAAT_RUNS"] ?? 10);

const streets = legalStreetsAt(
  { site: oost, network6: "2001:db8:77::/48" },
  { site: west, network6: "2001:db8:77::/48" },
);

describe("whatever legal street is declared", () => {
  test("is no change when it is declared again", () => {
    const check = fc.property(streets, ({ props, groups }) => {
      const [before, after] = [1, 2].map(() =>
        EditableFleet.of(
          buildApp((app) => {
            new Street(app, "verne", props).forEachEnvironment(
              (environment) => void addGroups(environment, groups),
            );
          }),
        ).outputs(),
      );
      expect(compareSynths({ stacks: before ?? [] }, { stacks: after ?? [] })).toEqual([]);
    });
    fc.assert(check, { numRuns: RUNS });
  });
});

/** A default that is left out is sent all the same: nothing becomes weaker, and it is rightly told as spelling. */
function isSentAlike([before, after]: readonly (StackOutput | undefined)[], address: string): boolean {
  const [one, other] = [before, after].map((stack) => {
    const resource = stack?.at(address);
    return stack && resource && address.startsWith("kubernetes_")
      ? objectOf(stack, resource).body
      : undefined;
  });
  return one !== undefined && isDeepStrictEqual(one, other);
}

/** Whether a review tells of something that is no matter of spelling. */
function isTold({ stack, change }: Mutant): boolean | "not readable" {
  const [before, after] = [EditableFleet.examples(), EditableFleet.examples()];
  change(after);
  try {
    const outputs = [before, after].map((fleet) => fleet.outputs([stack])[0]);
    const reviews = compareSynths({ stacks: before.outputs() }, { stacks: after.outputs() });
    const [own] = reviews;
    return (
      reviews.length === 1 &&
      own?.stacks.length === 1 &&
      before.outputs([stack])[0] !== undefined &&
      own.reason !== "" &&
      (own.changes.length === 0 ||
        own.changes.some(({ isCosmetic, address }) => !isCosmetic || isSentAlike(outputs, address)))
    );
  } catch (error) {
    if (error instanceof InvalidError) return "not readable";
    throw error;
  }
}

describe("whatever becomes weaker in what was written", () => {
  test.each([
    ["a resource", resourceMutants],
    ["a live document", documentMutants],
    ["a ruleset", rulesetMutants],
    ["a file of the first boot", fileMutants],
    ["what cloud-init is told", bootMutants],
    ["the model", modelMutants],
  ])("is told, and never as cosmetic: %s", (_, mutants) => {
    const all = mutants();
    const check = fc.property(fc.nat({ max: all.length - 1 }), (index) => {
      const mutant = all[index] as Mutant;
      expect({ mutant: mutant.name, isTold: isTold(mutant) }).not.toEqual({
        mutant: mutant.name,
        isTold: false,
      });
    });
    fc.assert(check, { numRuns: 4 * RUNS });
  });
});
