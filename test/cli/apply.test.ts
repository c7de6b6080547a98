import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { acting, PlanningProject } from "../support/planning-project";

const STACK = "buurtbus/production";

let project: PlanningProject;
beforeAll(() => {
  project = new PlanningProject(STACK);
});
beforeEach(() => project.clear());
afterAll(() => project.remove());

/** Digest of what is planned now. */
function digest(): string {
  const { stdout } = project.straat(["plan", STACK, "--format", "json"]);
  return JSON.parse(stdout).digest;
}

function records(): readonly Record<string, unknown>[] {
  const text = readFileSync(join(project.folder, "applies.out/applies.jsonl"), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

describe("straat apply", () => {
  test("applies just what was reviewed, and records who, when and what", () => {
    const reviewed = digest();
    const { status, stderr } = project.straat(["apply", STACK, "--reviewed", reviewed]);
    expect(status).toBe(0);
    expect(stderr).toContain("Recorded in applies.out/applies.jsonl.");
    expect(project.applied).toBe(readFileSync(join(project.standIn, "plan.json"), "utf8"));
    const common = {
      who: "sanne",
      stack: STACK,
      digest: reviewed,
      terraform: "Terraform 1.11.4",
      verdict: "fine",
    };
    expect(records()).toEqual([
      expect.objectContaining({ ...common, outcome: "begun" }),
      expect.objectContaining({
        ...common,
        outcome: "applied",
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      }),
    ]);
    expect(readdirSync(project.stackFolder).sort()).toEqual(["cdk.tf.json", "straat.json"]);
  });

  test("applies nothing when something else would change than was reviewed", () => {
    const reviewed = digest();
    project.plans((plan) => {
      plan["resource_changes"][0].change.after.extra = "something that nobody looked at";
    });
    const { status, stderr } = project.straat(["apply", STACK, "--reviewed", reviewed]);
    expect(status).toBe(4);
    expect(stderr).toContain("What changes now is not what was reviewed");
    expect(project.applied).toBeUndefined();
    expect(existsSync(join(project.folder, "applies.out/applies.jsonl"))).toBe(false);
  });

  test("applies nothing that is blocked, whoever has reviewed it", () => {
    project.plans((plan) => acting(plan, ["delete", "create"], (address) => /\.web_\d$/.test(address)));
    const { status, stderr } = project.straat(["apply", STACK, "--reviewed", digest()]);
    expect(status).toBe(4);
    expect(stderr).toContain("Nothing was applied.");
    expect(project.applied).toBeUndefined();
  });

  test("records a failure, and tells no secret of the plan", () => {
    const secret = "correct-horse-battery-staple";
    project.plans((plan) => {
      plan["output_changes"] = {
        password: {
          actions: ["create"],
          before: null,
          after: secret,
          after_sensitive: true,
          before_sensitive: false,
        },
      };
    });
    const reviewed = digest();
    project.note("says", `making it with ${secret}\n`);
    project.note("breaks");
    const { status, stdout, stderr } = project.straat(["apply", STACK, "--reviewed", reviewed]);
    expect(status).toBe(6);
    expect(stdout).toContain("making it with");
    expect(stdout + stderr).not.toContain(secret);
    expect(stderr).toContain("Error: out of space");
    expect(records().map(({ outcome }) => outcome)).toEqual(["begun", "failed"]);
  });

  test.each([
    ["nothing", []],
    ["half a digest", ["--reviewed", "12ab"]],
  ])("refuses %s as a review", (_what, args) => {
    const { status, stderr } = project.straat(["apply", STACK, ...args]);
    expect(status).toBe(2);
    expect(stderr).toContain("is no digest of a review");
    expect(project.applied).toBeUndefined();
  });
});
