import { describe, expect, test } from "@jest/globals";
import { readPlanChanges } from "../../../lib/review/plan/read-plan-changes";
import type { Body } from "../../support/app";
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
    for (const version of ["10.2", "1.2-beta", "1.x", "", "\u001b[2J1", { major: 1 }]) {
      expect(refused(planWith([], { format_version: version }))?.problem).toContain(
        "which nobody here knows",
      );
      expect(refused(planWith([], { format_version: version }))?.problem).not.toContain("\u001b");
    }
    expect(readPlanChanges(planWith([], { format_version: "1.9", news: { x: 1 } }), "x").resources).toEqual(
      [],
    );
  });

  test("is refused when the run ended in an error", () => {
    for (const errored of [true, "true", 1]) {
      expect(refused(planWith([], { errored }))?.problem).toContain("ended in an error");
    }
    expect(readPlanChanges(planWith([], { errored: false }), "x").partial).toEqual([]);
  });

  test.each([
    ["a list of changes that is none", { resource_changes: {} }],
    ["a change that is none", { resource_changes: [null] }],
    ["a change without an address", { resource_changes: [{ change: { actions: ["create"] } }] }],
    ["an entry without a change", { resource_changes: [{ address: "a.b", type: "a" }] }],
    ["drift that cannot be read", { resource_drift: ["x"] }],
    ["checks that cannot be read", { checks: [1] }],
    ["drift without a change", { resource_drift: [{ address: "a.b", type: "a" }] }],
    ["outputs in a list", { output_changes: [] }],
    ["an output that is none", { output_changes: { a: "create" } }],
    ["actions that are none", { action_invocations: { a: 1 } }],
    ["actions that are put off and are none", { deferred_action_invocations: [[]] }],
    ["what it rests on", { relevant_attributes: ["a.b"] }],
  ])("is refused, and not left out: %s", (_, others) => {
    expect(refused(JSON.stringify({ ...planBody([]), ...others }))?.problem).toContain("cannot be read");
  });

  test("is refused where it tells two things of one address, of which one would go unseen", () => {
    const deleted = entry({ actions: ["delete"], before: { a: 1 } });
    const changed = entry({ before: { a: 1 }, after: { a: 2 } });
    expect(refused(planWith([deleted, changed]))?.problem).toContain("two things of one address");
    expect(refused(planWith([], { resource_drift: [deleted, changed] }))?.problem).toContain("two things");
    const left = { ...deleted, deposed: "0a1b2c3d" };
    expect(refused(planWith([left, changed, left]))?.problem).toContain("two things");
    expect(readPlanChanges(planWith([left, changed]), "x").resources).toHaveLength(2);
  });

  test.each<[string, Body]>([
    ["another type", { type: "terraform_data" }],
    ["what is read", { mode: "data" }],
  ])("is refused where it calls a server %s, by which nobody would look at it", (_, others) => {
    const server = entry({ address: 'module.a["x.y"].vsphere_virtual_machine.web["b.c"]', after: { a: 1 } });
    expect(readPlanChanges(planWith([server]), "x").resources).toHaveLength(1);
    expect(refused(planWith([{ ...server, ...others }]))?.problem).toContain("what it is not by its address");
  });

  test.each([250, 100_000])(
    "is refused where it is nested %d deep, before anybody loses the way",
    (depth) => {
      const text = planWith([entry({ after: { a: "DEEP" } })]);
      const deep = (steps: number) => text.replace('"DEEP"', `${"[".repeat(steps)}1${"]".repeat(steps)}`);
      expect(refused(deep(depth))?.problem).toBe("is nested deeper than anybody here reads");
      const [read] = readPlanChanges(deep(150), "x").resources;
      expect(read?.change.attributes).toHaveLength(1);
    },
  );

  test("is read where only the apply knows how many there are", () => {
    const many = entry({ address: "terraform_data.many[*]", actions: ["create"], after: {} });
    const put = { reason: "instance_count_unknown", resource_change: many };
    expect(readPlanChanges(planWith([], { deferred_changes: [put] }), "x").resources).toHaveLength(1);
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
    expect(readPlanChanges(planWith([], { complete: "no" }), "x").partial).toHaveLength(1);
    // OpenTofu and older versions do not tell.
    const untold = readPlanChanges(planWith([], { complete: undefined }), "x");
    expect(untold.partial).toEqual([]);
    expect(untold.notAnalysed).toMatchObject([{ what: "whether the plan is whole" }]);
  });
});

describe("What nobody here looks at", () => {
  const notAnalysed = (others: Body, entries: readonly Body[] = []) =>
    readPlanChanges(planWith(entries, others), "x").notAnalysed.map(({ what }) => what);

  test("is listed: parts of a plan that a later Terraform may bring", () => {
    expect(notAnalysed({})).toEqual([]);
    expect(notAnalysed({ news: { x: 1 }, resource_surprises: [] })).toEqual(["news, resource_surprises"]);
  });

  test("is listed, and may be anything: an action of a provider", () => {
    const others = {
      action_invocations: [{ address: "action.vsphere_restart.web", type: "vsphere_restart" }],
    };
    expect(notAnalysed(others)).toEqual(["action.vsphere_restart.web"]);
    expect(readPlanChanges(planWith([], others), "x").resources.map(({ change }) => change)).toMatchObject([
      { address: "action.vsphere_restart.web", action: "unknown", reason: expect.stringContaining("nobody") },
    ]);
  });
});
