import { describe, expect, test } from "@jest/globals";
import { readPlanChanges } from "../../../lib/review/plan/read-plan-changes";
import type { Body } from "../../support/app";
import { planWith } from "./support/plan-json";

const told = (...checks: readonly Body[]) =>
  readPlanChanges(planWith([], { checks }), "plan.json").checks.map(
    ({ subject, outcome }) => `${subject} ${outcome}`,
  );
const one = (status: unknown, name = "check.disk"): Body => ({ address: { to_display: name }, status });

describe("A check of Terraform", () => {
  test.each([
    ["pass", "passed"],
    ["fail", "failed"],
    ["error", "failed"],
    ["unknown", "unproven"],
    ["splendid", "unproven"],
    ["constructor", "unproven"],
    [undefined, "unproven"],
    [true, "unproven"],
  ])("that came to %j is %s", (status, outcome) => {
    expect(told(one(status))).toEqual([`check.disk ${outcome}`]);
    expect(told({ ...one("pass"), instances: [one(status)] })).toEqual([`check.disk ${outcome}`]);
  });

  test("is told instance by instance, by the names they have", () => {
    const instances = [one("pass", "x.y[0]"), one("fail", "x.y[1]"), { status: "unknown" }];
    expect(told({ ...one("fail", "x.y"), instances })).toEqual([
      "x.y[0] passed",
      "x.y[1] failed",
      "x.y unproven",
    ]);
  });

  test("is no better than it came to as a whole, where no instance says so", () => {
    const instances = [one("pass", "x.y[0]")];
    expect(told({ ...one("fail", "x.y"), instances })).toEqual(["x.y[0] passed", "x.y failed"]);
    expect(told({ ...one("unknown", "x.y"), instances })).toEqual(["x.y[0] passed", "x.y unproven"]);
    expect(told({ ...one("pass", "x.y"), instances })).toEqual(["x.y[0] passed"]);
    expect(told({ status: "fail", instances: [] })).toEqual(["a check without a name failed"]);
  });
});
