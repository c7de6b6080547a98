import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Street } from "../../lib";
import { findingsOf } from "../../lib/controls/assessment";
import { platform } from "../../stacks/platform";
import { alkmaar, amsterdam } from "../../stacks/sites";
import { buildApp } from "../support/app";
import { addGroups, legalStreetsAt } from "../support/legal-street";
import { EditableFleet } from "./support/editable-fleet";

const streets = legalStreetsAt(
  { site: amsterdam, network6: "2001:db8:2077::/48" },
  { site: alkmaar, network6: "2001:db8:3077::/48" },
);

describe("whatever legal street is declared in the example house", () => {
  test("no rule finds anything wrong with it", () => {
    const check = fc.property(streets, ({ props, groups }) => {
      const built = buildApp((app) => {
        platform(app);
        new Street(app, "verne", props).forEachEnvironment(
          (environment) => void addGroups(environment, groups),
        );
      });
      expect(built.complaint).toBe("");
      expect(findingsOf(EditableFleet.of(built).assess())).toEqual([]);
    });
    fc.assert(check, { numRuns: Number(process.env["STRAAT_RUNS"] ?? 20) });
  });
});
