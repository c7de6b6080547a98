import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { acting, PlanningProject } from "../support/planning-project";

// The first run loads what a command needs; nothing may cut it off, for it is in another folder meanwhile.
jest.setTimeout(120_000);

const STACK = "buurtbus/production";
const PLAN = "straat.tfplan";

let project: PlanningProject;
beforeAll(() => {
  project = new PlanningProject(STACK);
});
beforeEach(() => project.clear());
afterAll(() => project.remove());

describe("straat plan", () => {
  test("tells what Terraform plans, keeps the plan for nobody else's eyes, and not the JSON of it", async () => {
    const { status, stdout, stderr } = await project.run(["plan", STACK]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Digest [0-9a-f]{64}$/m);
    expect(stderr).toMatch(/straat apply buurtbus\/production --reviewed [0-9a-f]{64}/);
    expect(statSync(join(project.stackFolder, PLAN)).mode & 0o777).toBe(0o600);
    expect(readdirSync(project.stackFolder).sort()).toEqual(["cdk.tf.json", "straat.json", PLAN]);
  });

  test("writes to no file that somebody put in the plan's place", async () => {
    const other = join(project.standIn, "others-file");
    writeFileSync(other, "theirs");
    symlinkSync(other, join(project.stackFolder, PLAN));
    expect((await project.run(["plan", STACK])).status).toBe(0);
    expect(readFileSync(other, "utf8")).toBe("theirs");
    expect(lstatSync(join(project.stackFolder, PLAN)).isFile()).toBe(true);
  });

  test("blocks a plan that replaces both members of a group", async () => {
    project.plans((plan) => acting(plan, ["delete", "create"], (address) => /\.web_\d$/.test(address)));
    const { status, stdout, stderr } = await project.run(["plan", STACK]);
    expect(status).toBe(4);
    expect(stdout).toMatch(/^Blocked/);
    expect(stderr).toContain("It is not to be applied.");
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    [
      "a program that is not there",
      { TERRAFORM_BINARY_NAME: "terraform-that-is-not-there" },
      "cannot be run",
    ],
    ["an older Terraform", { STAND_IN_VERSION: "Terraform v1.10.5" }, "is Terraform 1.10"],
    ["another program", { STAND_IN_VERSION: "Pulumi v3.1.0" }, "is neither Terraform nor OpenTofu"],
  ])("refuses %s", async (_what, environment, message) => {
    const { status, stderr } = await project.run(["plan", STACK], environment);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  test("takes OpenTofu as well", async () => {
    const { status, stderr } = await project.run(["plan", STACK], { STAND_IN_VERSION: "OpenTofu v1.9.0" });
    expect(status).toBe(0);
    expect(stderr).toContain("Planned with OpenTofu 1.9.0");
  });

  test("tells what Terraform says against it, and keeps no plan", async () => {
    project.note("fails");
    const { status, stdout, stderr } = await project.run(["plan", STACK]);
    expect({ status, stdout }).toEqual({ status: 6, stdout: "" });
    expect(stderr).toContain("Error: no credentials");
    expect(existsSync(join(project.stackFolder, PLAN))).toBe(false);
  });

  test.each([
    ["no stack", [], "is not one stack"],
    ["a stack that was not synthesized", ["verne/production"], "is no stack in cdktf.out"],
  ])("refuses %s", async (_what, operands, message) => {
    const { status, stderr } = await project.run(["plan", ...operands]);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
