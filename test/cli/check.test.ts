import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { planOf } from "../controls/support/planned";
import { Project } from "../support/project";

let project: Project;
beforeEach(() => {
  project = new Project();
});
afterEach(() => project.remove());

/** A project in which everything is synthesized once; no test changes it. */
let synthesized: Project;
beforeAll(() => {
  synthesized = new Project();
  expect(synthesized.straat(["synth"]).status).toBe(0);
});
afterAll(() => synthesized.remove());

/** Puts a raw resource into production of a client file, by hand and past the constructs. */
function addByHand(name: string, module: string, attributes: string): void {
  const first = 'import type { App } from "cdktf";';
  project.edit(
    "buurtbus",
    first,
    `${first}\nimport { ${name} } from "@cdktf/provider-vsphere/lib/${module}";`,
  );
  project.edit(
    "buurtbus",
    'new RedundantVms(environment, "web", { size: VmSize.SMALL }));',
    `{
      new RedundantVms(environment, "web", { size: VmSize.SMALL });
      if (environment.stage.name === "production") new ${name}(environment, "by-hand", { ${attributes} });
    });`,
  );
}

/** A terminal's text without what is the same in every one of them. */
function told(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

describe("straat synth", () => {
  test("says how many rules looked at what it wrote", () => {
    const { status, stdout } = project.straat(["synth", "buurtbus/production"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\d+ rules over 1 stack: all kept\.$/m);
  });

  test("writes nothing when a promise is broken, and leaves the previous synth as it was", () => {
    expect(project.straat(["synth", "buurtbus"]).status).toBe(0);
    const before = project.files();
    addByHand(
      "DistributedPortGroup",
      "distributed-port-group",
      'name: "by-hand", distributedVirtualSwitchUuid: environment.lookups.switchUuid, vlanId: 1, allowPromiscuous: true',
    );
    const { status, stdout, stderr } = project.straat(["synth", "buurtbus"]);
    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(told(stderr)).toContain(
      "error port-group-is-closed buurtbus-production/vsphere_distributed_port_group.by-hand",
    );
    expect(stderr).toContain("Nothing was written; the previous synth is as it was.");
    expect(project.files()).toEqual(before);
  });
});

describe("straat check", () => {
  test("writes nothing, and says that all is kept", () => {
    const { status, stdout, stderr } = project.straat(["check", "verne/production"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^\d+ rules over 1 stack: all kept$/m);
    expect(() => project.files()).toThrow(/ENOENT/);
  });

  test("tells a waived finding with its owner and its last day, and passes", () => {
    addByHand("Role", "role", 'name: "auditor"');
    const found = project.straat(["check", "buurtbus/production"]);
    expect(found.status).toBe(1);
    expect(told(found.stdout)).toContain(
      "error known-resource-types buurtbus-production/vsphere_role.by-hand",
    );
    project.edit(
      "buurtbus",
      "...people,",
      `...people, waivers: [{
        rule: "known-resource-types", resource: "buurtbus-production/vsphere_role.by-hand",
        reason: "the auditor reads along", owner: "Sanne Vermeer", ticket: "OPS-1", until: "2027-06-30",
      }],`,
    );
    const waived = project.straat(["check", "buurtbus/production"]);
    expect(waived.stdout).toMatch(/until 2027-06-30 {2}\(Sanne Vermeer, OPS-1\)/);
    expect(waived).toMatchObject({ status: 0, stderr: "" });
    const later = project.straat(["check", "buurtbus/production", "--date", "2027-07-01"]);
    expect(later.status).toBe(1);
    expect(later.stdout).toContain("waiver-not-expired");
  });

  test.each([
    ["json", /^\{/],
    ["sarif", /"version": "2\.1\.0"/],
    ["markdown", /^#/],
  ])("writes %s", (format, begin) => {
    const { stdout } = project.straat(["check", "buurtbus/test", "--format", format]);
    expect(stdout).toMatch(begin);
  });

  test("writes JUnit, and the same into a file", () => {
    const asked = ["check", "buurtbus/test", "--format", "junit"];
    const { stdout } = project.straat(asked);
    expect(stdout).toMatch(/^<\?xml/);
    expect(project.straat([...asked, "--file", "report"])).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(readFileSync(join(project.folder, "report"), "utf8")).toBe(stdout);
  });

  test("judges a synth that was made before, as it lies there", () => {
    project.takeOver("cdktf.out", synthesized);
    expect(project.straat(["check", "--from", "cdktf.out"])).toMatchObject({ status: 0, stderr: "" });
    const path = join(project.folder, "cdktf.out/stacks/verne-street/cdk.tf.json");
    const terraform = JSON.parse(readFileSync(path, "utf8"));
    terraform.resource.vsphere_distributed_port_group.network_production.allow_forged_transmits = true;
    writeFileSync(path, JSON.stringify(terraform));
    const { status, stdout } = project.straat(["check", "--from", "cdktf.out", "verne/street"]);
    expect(status).toBe(1);
    expect(stdout).toContain("verne-street/vsphere_distributed_port_group.network_production");
    expect(project.straat(["check", "--from", "cdktf.out", "verne/test"]).status).toBe(0);
  });

  test("judges what Terraform plans for a stack", () => {
    project.takeOver("cdktf.out", synthesized);
    const terraform = JSON.parse(
      readFileSync(join(project.folder, "cdktf.out/stacks/verne-street/cdk.tf.json"), "utf8"),
    );
    const plan = () => writeFileSync(join(project.folder, "plan.json"), planOf(terraform));
    plan();
    expect(project.straat(["check", "--plan", "plan.json", "verne/street"])).toMatchObject({
      status: 0,
      stderr: "",
    });
    terraform.resource.vsphere_distributed_port_group.network_production.allow_forged_transmits = true;
    plan();
    const { status, stdout } = project.straat(["check", "--plan", "plan.json", "verne/street"]);
    expect(status).toBe(1);
    expect(stdout).toContain("port-group-is-closed");
  });

  test.each<[string, readonly string[], RegExp]>([
    [
      "an unknown format",
      ["check", "--format", "pdf"],
      /pdf[\s\S]*write one of terminal, json, sarif, junit, markdown/,
    ],
    ["an unknown target", ["check", "nemo"], /there is no such client/],
    ["a plan without its stack", ["check", "--plan", "plan.json"], /plan\.json|one stack/],
    ["a plan that is not there", ["check", "--plan", "nowhere.json", "verne/street"], /cannot be read/],
    ["a plan and a synth at once", ["check", "--plan", "a", "--from", "b", "verne/street"], /one at a time/],
  ])("does not understand %s", (_, args, message) => {
    const { status, stdout, stderr } = project.straat(args);
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(message);
  });

  test.each<[string, (path: (name: string) => string) => void, RegExp]>([
    ["a folder that is no synth", () => undefined, /has no stacks in it/],
    ["Terraform that is cut short", (path) => cut(path("verne-test/cdk.tf.json")), /is not JSON/],
    [
      "Terraform of somebody else",
      (path) => writeFileSync(path("verne-test/cdk.tf.json"), "{}"),
      /it names no stack/,
    ],
    ["a model file that is cut short", (path) => cut(path("verne-test/straat.json")), /straat\.json/],
  ])("refuses %s with what to do, and passes nothing", (what, damage, message) => {
    const isEmpty = what === "a folder that is no synth";
    if (!isEmpty) project.takeOver("cdktf.out", synthesized);
    damage((name) => join(project.folder, "cdktf.out/stacks", name));
    const { status, stdout, stderr } = project.straat(["check", "--from", isEmpty ? "stacks" : "cdktf.out"]);
    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(message);
    expect(stderr).toContain("→ ");
  });
});

function cut(path: string): void {
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.slice(0, text.length / 2));
}
