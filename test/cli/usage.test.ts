import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { checkOptions, commandNamed, OPTIONS } from "../../lib/cli/commands";
import { mistakesOf } from "../support/errors";
import { Project } from "../support/project";

let project: Project;
beforeEach(() => {
  project = new Project();
});
afterEach(() => project.remove());

describe("options", () => {
  test.each(["synth", "check", "evidence", "manifests", "list", "reach", "graph", "vpn"])(
    "of %s are those it looks at, and any other is refused with what it has",
    (name) => {
      const known = commandNamed(name);
      if (known === undefined) throw new Error(`there is no ${name}`);
      expect(() => checkOptions(name, known, known.options)).not.toThrow();
      const foreign = OPTIONS.filter((option) => !known.options.includes(option));
      const mistakes = mistakesOf(() => checkOptions(name, known, foreign));
      expect(mistakes.map(({ value }) => value)).toEqual(foreign.map((option) => `--${option}`));
      for (const { remedy } of mistakes) expect(remedy).toContain(`straat ${name} has --date`);
    },
  );

  test("that are not the command's keep it from being run", async () => {
    const { status, stdout, stderr } = await project.run(["synth", "--from", "nowhere", "--format", "wat"]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain("--from\n    is no option of straat synth");
    expect(existsSync(join(project.folder, "cdktf.out"))).toBe(false);
  });
});

test.each(["toString", "constructor", "__proto__"])("%s is no command", async (name) => {
  expect(commandNamed(name)).toBeUndefined();
  const { status, stderr } = await project.run([name]);
  expect(status).toBe(2);
  expect(stderr).toMatch(`straat does not know the command ${name}.`);
});

test("a reader who leaves early changes neither what is done nor the exit code", () => {
  const command = (args: string) => `{ node lib/cli/straat.cjs ${args}; echo "exit $?" >&2; } | true`;
  const run = (args: string) =>
    spawnSync("sh", ["-c", command(args)], {
      cwd: project.folder,
      env: { PATH: process.env["PATH"], STRAAT_DATE: "2027-01-15" },
      encoding: "utf8",
    }).stderr;
  expect(run("--help")).toBe("exit 0\n");
  expect(run("list verne")).toBe("exit 0\n");
});

describe("where a synth goes", () => {
  test.each(["stacks", ".", "package.json"])(
    "is never %s, which would be replaced as a whole",
    async (output) => {
      const { status, stderr } = await project.run(["synth", "buurtbus/test", "--output", output]);
      expect(status).toBe(2);
      expect(stderr).toContain("is no folder of a synth, which is replaced as a whole");
      expect(existsSync(join(project.folder, "stacks/main.ts"))).toBe(true);
    },
  );
});

describe("a mistake of who wrote the files", () => {
  test.each<[string, string, string]>([
    ["no team Tech", "{ platform, clients }", "stacks/main.ts  teamTech = (missing)"],
    ["no platform", "{ clients, teamTech: [] }", "stacks/main.ts  platform = (missing)"],
    ["no fleet at all", "undefined", "stacks/main.ts  fleet = (missing)"],
  ])("%s, is not told as a defect of Straat", async (_what, fleet, message) => {
    const text = `import { platform } from "./platform";
      const clients = __dirname + "/clients";
      export const used = [platform, clients];
      export const fleet = ${fleet};`;
    writeFileSync(join(project.folder, "stacks/main.ts"), text);
    const { status, stderr } = await project.run(["check", "buurtbus/test"]);
    expect(status).toBe(1);
    expect(stderr).toContain(message);
  });

  test("a resource that writes files beside the synth is told, and nothing is written", async () => {
    project.edit(
      "buurtbus",
      'new RedundantVms(environment, "web", { size: VmSize.SMALL }));',
      `{
        new RedundantVms(environment, "web", { size: VmSize.SMALL });
        new TerraformAsset(environment, "notes", { path: __filename });
      });`,
    );
    const first = 'import type { App } from "cdktf";';
    project.edit("buurtbus", first, `${first}\nimport { TerraformAsset } from "cdktf";`);
    const { status, stderr } = await project.run(["synth", "buurtbus/test"]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/buurtbus\/test {2}assets\n {4}was written beside cdk\.tf\.json/);
    expect(existsSync(join(project.folder, "cdktf.out"))).toBe(false);
  });
});
