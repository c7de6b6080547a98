import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Street } from "../../lib";
import type { Assessment } from "../../lib/controls/assessment";
import { platform } from "../../stacks/platform";
import { alkmaar, amsterdam } from "../../stacks/sites";
import { buildApp } from "../support/app";
import { addGroups, legalStreetsAt } from "../support/legal-street";
import { addTenant, legalTenants } from "../support/legal-tenant";
import { EditableFleet } from "./support/editable-fleet";

/** Promises that a stack says it realises, and of which no rule found anything in that stack to be as promised. */
function unproven({ stacks, verdicts }: Assessment): readonly string[] {
  return stacks.flatMap(({ stack, realises }) => {
    const looked = verdicts.filter((verdict) => verdict.stack === stack && verdict.kept.length > 0);
    const checked = new Set(looked.flatMap(({ rule }) => rule.promises));
    return realises.filter((promise) => !checked.has(promise)).map((promise) => `${stack} ${promise}`);
  });
}

describe("what a stack says it realises", () => {
  test("a rule has looked at, in that very stack, for every client and platform of the example house", () => {
    const assessment = EditableFleet.examples().assess();
    expect(assessment.stacks.every(({ realises }) => realises.length > 0)).toBe(true);
    expect(unproven(assessment)).toEqual([]);
  });

  test("a rule has looked at, whatever legal tenant is declared beside whatever legal servers", () => {
    const streets = legalStreetsAt(
      { site: amsterdam, network6: "2001:db8:2077::/48" },
      { site: alkmaar, network6: "2001:db8:3077::/48" },
    );
    const check = fc.property(streets, legalTenants, ({ props, groups }, tenant) => {
      const built = buildApp((app) => {
        platform(app);
        new Street(app, "verne", props).forEachEnvironment((environment) => {
          addTenant(environment, tenant, addGroups(environment, groups));
        });
      });
      expect(built.complaint).toBe("");
      expect(unproven(EditableFleet.of(built).assess())).toEqual([]);
    });
    fc.assert(check, { numRuns: Number(process.env["STRAAT_RUNS"] ?? 5) });
  });
});
