import { beforeAll, describe, expect, test } from "@jest/globals";
import { type PlanChanges, readPlanChanges } from "../../../lib/review/plan/read-plan-changes";
import type { ResourceChange } from "../../../lib/review/stack-review";
import { mistakesOf } from "../../support/errors";
import { describeWith } from "../../support/tool";
import { type RealPlan, realPlan } from "./support/real-plan";

/** The password before and after, as the configurations in test/review/terraform have it. */
const PASSWORDS = ["zonnebloem-9912-kers", "korenbloem-4471-peer"];

describeWith("terraform", "see its download page", "A plan that Terraform made", () => {
  let real: RealPlan;
  let plan: PlanChanges;
  beforeAll(() => {
    real = realPlan("before", "after");
    plan = readPlanChanges(real.json, "plan.json");
  }, 120_000);

  const change = (name: string): ResourceChange => {
    const found = plan.resources.find((item) => item.change.address === `terraform_data.${name}`);
    if (found === undefined) throw new Error(`nothing happens to ${name}`);
    return found.change;
  };
  const attribute = (name: string, path: string) => change(name).attributes.find((one) => one.path === path);

  test.each([
    ["created", "create", undefined],
    ["imported", "update", undefined],
    ["updated", "update", undefined],
    ["replaced", "replace", "it cannot be changed where it stands"],
    ["replaced_after", "replace-after", "it cannot be changed where it stands"],
    ["dragged", "replace", "something it is tied to changes (replace_triggered_by)"],
    ["gone", "delete", "it is no longer declared"],
    ["new_name", "no-op", undefined],
    ["forgotten", "forget", "it is no longer declared"],
    ["counted[1]", "delete", "fewer of it are declared"],
    ['keyed["alkmaar"]', "delete", "its key is no longer among those declared"],
  ])("does to %s what Terraform says: %s", (name, action, reason) => {
    expect(change(name)).toMatchObject({ action, reason });
  });

  test("says nothing of what stays as it is", () => {
    const addresses = plan.resources.map((item) => item.change.address);
    expect(addresses).not.toContain("terraform_data.untouched");
    expect(addresses).not.toContain("terraform_data.counted[0]");
    expect(addresses).toHaveLength(new Set(addresses).size);
    expect(addresses).toHaveLength(13);
  });

  test("tells where a thing was, and by which id it is taken over", () => {
    expect(change("new_name")).toMatchObject({ previousAddress: "terraform_data.old_name", attributes: [] });
    expect(change("imported")).toMatchObject({ importing: "made-elsewhere" });
    expect(change("created")).toMatchObject({ previousAddress: undefined, importing: undefined });
  });

  test("names what forces a replacement", () => {
    expect(change("replaced").replacePaths).toEqual(["triggers_replace"]);
    expect(change("updated").replacePaths).toEqual([]);
  });

  test("shows attributes before and after, and what only the apply will know", () => {
    expect(attribute("updated", "input.size")).toMatchObject({ kind: "changed", before: "40", after: "80" });
    expect(attribute("updated", "input.names")?.lines).toEqual([' "web"', '+"database"', ' "cache"']);
    expect(attribute("updated", "output")).toMatchObject({ after: "known only after the apply" });
    expect(attribute("created", "input")).toMatchObject({ kind: "added", before: undefined, after: '"new"' });
    expect(attribute("gone", "input")).toMatchObject({
      kind: "removed",
      before: '"was here"',
      after: undefined,
    });
  });

  test("shows outputs that change, and none that stays", () => {
    const outputs = plan.outputs.map(({ address, action }) => [address, action]);
    expect(outputs).toEqual([
      ["output.comes", "create"],
      ["output.leaves", "delete"],
      ["output.password", "update"],
      ["output.size", "update"],
    ]);
  });

  test("takes a check that rests on what is not known for unproven, never for passed", () => {
    const outcomes = Object.fromEntries(plan.checks.map(({ subject, outcome }) => [subject, outcome]));
    expect(outcomes).toEqual({
      "check.broken": "failed",
      "check.not_proven": "unproven",
      "check.proven": "passed",
      "terraform_data.judged": "unproven",
    });
    const broken = plan.checks.find(({ subject }) => subject === "check.broken");
    expect(broken?.problems).toEqual(["Nothing happened, with (sensitive) in the message."]);
  });

  test("shows no password, marked or not, although the plan is full of them", () => {
    const shown = JSON.stringify([plan.resources.map((item) => item.change), plan.outputs, plan.checks]);
    for (const password of PASSWORDS) {
      expect(real.json.split(password).length).toBeGreaterThan(4);
      expect(shown).not.toContain(password);
    }
    expect(attribute("secret", "input.password")).toMatchObject({
      kind: "changed",
      before: "(sensitive value)",
      after: "(sensitive value)",
    });
    // Terraform calls this one no secret; it holds the password all the same.
    expect(attribute("secret", "input.address")?.after).not.toContain("korenbloem");
  });

  test("has the digest it had, made again another minute, and another one when something else changes", () => {
    const moved = JSON.parse(real.json);
    expect(
      readPlanChanges(JSON.stringify({ ...moved, timestamp: "2031-01-01T00:00:00Z" }), "later").digest,
    ).toBe(plan.digest);
    expect(plan.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(readPlanChanges(real.json.replaceAll('"size":80', '"size":81'), "other").digest).not.toBe(
      plan.digest,
    );
  });

  describe("is refused in the form in which it is", () => {
    test.each([
      ["the plan's own file", () => real.file, "is the plan itself, which only Terraform reads"],
      ["a text for people", () => real.text, "is a plan as text, for people"],
      ["a state as JSON", () => real.state, "is a state, not a plan"],
      ["a state's own file", () => real.stateFile, "is a state, not a plan"],
      ["a part of it", () => real.json.slice(0, -200), "is cut short: it begins as JSON and does not end"],
    ])("%s", (_, text, problem) => {
      expect(mistakesOf(() => readPlanChanges(text(), "plan.json"))).toMatchObject([
        { value: "plan.json", problem },
      ]);
    });
  });

  test("tells what an earlier apply left behind apart from what took its place", () => {
    const state = (text: string) => {
      const body = JSON.parse(text);
      const gone = body.resources.find((resource: { name: string }) => resource.name === "untouched");
      gone.instances.push({ ...gone.instances[0], deposed: "0a1b2c3d" });
      return JSON.stringify(body);
    };
    const found = readPlanChanges(realPlan("before", "before", { state }).json, "plan.json").resources;
    expect(found.map((item) => item.change)).toMatchObject([
      {
        address: "terraform_data.untouched (deposed 0a1b2c3d)",
        action: "delete",
        reason: "an earlier apply put something in its place, and could not take it away",
      },
    ]);
  }, 120_000);

  test("changes nothing where nothing was changed", () => {
    const same = readPlanChanges(realPlan("before", "before").json, "plan.json");
    expect(same).toMatchObject({
      resources: [],
      outputs: [],
      drift: [],
      checks: [],
      partial: [],
      notAnalysed: [],
    });
  }, 120_000);

  test("says so when it was made for a part of the stack", () => {
    const part = realPlan("before", "after", {
      args: ["updated", "new_name", "old_name"].map((name) => `-target=terraform_data.${name}`),
    });
    expect(readPlanChanges(part.json, "plan.json").partial).toHaveLength(1);
    expect(plan.partial).toEqual([]);
  }, 120_000);
});
