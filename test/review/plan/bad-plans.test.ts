import { describe, expect, test } from "@jest/globals";
import { readPlanChanges } from "../../../lib/review/plan/read-plan-changes";
import { mistakesOf } from "../../support/errors";
import { entry, planBody, planWith } from "./support/plan-json";

const refused = (text: string) => mistakesOf(() => readPlanChanges(text, "verne.json"))[0];

describe("What is no plan", () => {
  test.each([
    ["nothing", "", "is empty"],
    ["white space", " \n", "is empty"],
    ["a sentence", "not a plan", "is not JSON, so it is no plan that terraform show -json wrote"],
    ["Terraform's own file", "PK\u0003\u0004rest", "is the plan itself, which only Terraform reads"],
    [
      "a text for people",
      "Terraform will perform the following actions:\n\n  # x.y will be created\n",
      "is a plan as text, for people",
    ],
    [
      "a log",
      '{"@level":"info","@message":"x"}\n{"@level":"info"}\n',
      "is the log of a run with -json, not its plan",
    ],
    ["half a plan", planWith([]).slice(0, 100), "is cut short: it begins as JSON and does not end"],
    ["a list", "[]", "is JSON, but no plan"],
    ["a number", "7", "is JSON, but no plan"],
    ["another object", "{}", "is JSON, but no plan"],
    ["a state", '{"format_version":"1.0","values":{}}', "is a state, not a plan"],
    ["the file of a state", '{"version":4,"lineage":"x","serial":3}', "is a state, not a plan"],
    ["an empty state", '{"format_version":"1.0"}', "is a state with nothing in it, not a plan"],
    [
      "schemas",
      '{"format_version":"1.0","provider_schemas":{}}',
      "tells schemas of providers, and is no plan",
    ],
    ["a synth", '{"terraform":{},"resource":{}}', "is what Terraform is given, not what it plans"],
  ])("is refused: %s", (_, text, problem) => {
    expect(refused(text)).toMatchObject({ value: "verne.json", problem });
    expect(refused(text)?.remedy).toContain("terraform show -json PLAN");
  });

  test("is refused in a format nobody here knows, and read in a newer one of the same kind", () => {
    expect(refused(planWith([], { format_version: "2.0" }))?.problem).toBe(
      "is a plan of format 2.0, which nobody here knows",
    );
    expect(refused(planWith([], { format_version: undefined }))?.problem).toContain("format undefined");
    expect(readPlanChanges(planWith([], { format_version: "1.9", news: { x: 1 } }), "x").resources).toEqual(
      [],
    );
  });

  test("is refused when the run ended in an error", () => {
    expect(refused(planWith([], { errored: true }))?.problem).toContain("ended in an error");
    expect(readPlanChanges(planWith([], { errored: false }), "x").partial).toEqual([]);
  });

  test.each([
    ["a list of changes that is none", { resource_changes: {} }],
    ["a change that is none", { resource_changes: [null] }],
    ["a change without an address", { resource_changes: [{ change: { actions: ["create"] } }] }],
    ["an entry without a change", { resource_changes: [{ address: "a.b", type: "a" }] }],
    ["drift that cannot be read", { resource_drift: ["x"] }],
    ["checks that cannot be read", { checks: [1] }],
  ])("is refused, and not left out: %s", (_, others) => {
    expect(refused(JSON.stringify({ ...planBody([]), ...others }))?.problem).toContain("cannot be read");
  });

  test("is read with a mark of the byte order before it, as some shells write it", () => {
    expect(readPlanChanges(`\uFEFF${planWith([])}`, "x").resources).toEqual([]);
  });
});

describe("A plan that is not the whole", () => {
  test("is read, and says which part is put off and why", () => {
    const put = {
      reason: "instance_count_unknown",
      resource_change: entry({ address: "terraform_data.later", actions: ["create"], after: {} }),
    };
    const plan = readPlanChanges(
      planWith([entry({ after: { a: 1 } })], { complete: false, deferred_changes: [put] }),
      "x",
    );
    expect(plan.partial).toEqual([
      "terraform_data.later is put off to a later run: how many of it there are is known only after the apply",
    ]);
    expect(plan.resources.map(({ change }) => change)).toMatchObject([
      { address: "terraform_data.one", reason: undefined },
      { address: "terraform_data.later", reason: expect.stringContaining("put off to a later run") },
    ]);
  });

  test("says so even where Terraform does not say what is missing", () => {
    expect(readPlanChanges(planWith([], { complete: false }), "x").partial).toHaveLength(1);
    expect(readPlanChanges(planWith([], { complete: true }), "x").partial).toEqual([]);
    // Older versions do not tell.
    expect(readPlanChanges(planWith([], { complete: undefined }), "x").partial).toEqual([]);
  });

  test("lists what nobody here looks at", () => {
    const actions = [{ address: "action.vsphere_restart.web" }];
    expect(readPlanChanges(planWith([], { action_invocations: actions }), "x").notAnalysed).toMatchObject([
      { what: "action.vsphere_restart.web" },
    ]);
  });
});
