import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { digestOf } from "../../lib/review/digest";
import { acting, PlanningProject } from "../support/planning-project";

// The first run loads what a command needs; nothing may cut it off, for it is in another folder meanwhile.
jest.setTimeout(120_000);

const STACK = "buurtbus/production";

let project: PlanningProject;
beforeAll(() => {
  project = new PlanningProject(STACK);
});
beforeEach(() => project.clear());
afterAll(() => project.remove());

/** Digest of what is planned now. */
function digest(): string {
  return digestOf(JSON.parse(readFileSync(join(project.standIn, "plan.json"), "utf8")));
}

function apply(reviewed: string, environment: Readonly<Record<string, string>> = {}) {
  return project.run(["apply", STACK, "--reviewed", reviewed], environment);
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Has Terraform replace one server, of those that are there. */
function replacing(server: string): void {
  project.plans((plan) => {
    acting(plan, ["no-op"], () => true);
    acting(plan, ["delete", "create"], (address) => address.endsWith(`.${server}`));
  });
}

function records(): readonly Record<string, unknown>[] {
  const text = readFileSync(join(project.folder, "applies.out/applies.jsonl"), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

describe("straat apply", () => {
  test("applies just what was reviewed, and records who, when and what", async () => {
    const planned = project.straat(["plan", STACK, "--format", "json"]);
    const { digest: reviewed } = JSON.parse(planned.stdout);
    expect(reviewed).toBe(digest());
    const { status, stdout, stderr } = await apply(reviewed, { GITHUB_RUN_ID: "42" });
    expect(status).toBe(0);
    expect(stdout).toBe(`${STACK}: Fine: 2 ways opened\nApply complete!\n`);
    expect(stderr).toContain("Recorded in applies.out/applies.jsonl.");
    expect(project.applied).toBe(readFileSync(join(project.standIn, "plan.json"), "utf8"));
    const common = {
      who: "sanne",
      run: "42",
      stack: STACK,
      synth: sha256(readFileSync(join(project.stackFolder, "cdk.tf.json"))),
      program: project.terraform,
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

  test("applies nothing when something else would change than was reviewed", async () => {
    const reviewed = digest();
    project.plans((plan) => {
      plan["resource_changes"][0].change.after.extra = "something that nobody looked at";
    });
    const { status, stderr } = await project.run(["apply", STACK, "--reviewed", reviewed]);
    expect(status).toBe(4);
    expect(stderr).toContain("What changes now is not what was reviewed");
    expect(project.applied).toBeUndefined();
    expect(existsSync(join(project.folder, "applies.out/applies.jsonl"))).toBe(false);
  });

  test("applies nothing that is blocked, whoever has reviewed it", async () => {
    project.plans((plan) => acting(plan, ["delete", "create"], (address) => /\.web_\d$/.test(address)));
    const { status, stderr } = await project.run(["apply", STACK, "--reviewed", digest()]);
    expect(status).toBe(4);
    expect(stderr).toContain("Nothing was applied.");
    expect(project.applied).toBeUndefined();
  });

  test("records a failure, and tells no secret of the plan", async () => {
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
    const { status, stdout, stderr } = await project.run(["apply", STACK, "--reviewed", reviewed]);
    expect(status).toBe(6);
    expect(stdout).toContain("making it with");
    expect(stdout + stderr).not.toContain(secret);
    expect(stderr).toContain("Error: out of space");
    expect(records().map(({ outcome }) => outcome)).toEqual(["begun", "failed"]);
  });

  test("applies no plan that became another after it was looked at", async () => {
    const reviewed = digest();
    project.note("after-show", 'echo "{}" >> "$3"');
    const { status, stderr } = await apply(reviewed);
    expect(status).toBe(4);
    expect(stderr).toContain("The plan is not the file any longer that was looked at.");
    expect(project.applied).toBeUndefined();
  });

  test("keeps its plan where nobody else may write, and nothing of it afterwards", async () => {
    const reviewed = digest();
    project.note("after-show", 'stat -c "%a %n" "$(dirname "$3")" "$3" > "$STAND_IN/modes"');
    expect((await apply(reviewed)).status).toBe(0);
    const [folder, plan] = readFileSync(join(project.standIn, "modes"), "utf8").trim().split("\n");
    expect([folder, plan]).toEqual([expect.stringMatching(/^700 /), expect.stringMatching(/^600 /)]);
    expect(existsSync(folder?.slice(4) ?? "")).toBe(false);
  });

  test("plans nothing that was changed by hand after it was synthesized", async () => {
    const reviewed = digest();
    project.note("calls");
    const file = join(project.stackFolder, "cdk.tf.json");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace(/"source": "[^"]*"/, '"source": "somebody/vsphere"'));
    try {
      for (const command of [
        ["plan", STACK],
        ["apply", STACK, "--reviewed", reviewed],
      ]) {
        const { status, stderr } = await project.run(command);
        expect(status).toBe(1);
        expect(stderr).toContain("breaks providers-are-pinned: it comes from somebody/vsphere");
      }
      expect(readFileSync(join(project.standIn, "calls"), "utf8")).toBe("");
    } finally {
      writeFileSync(file, text);
    }
  });

  test("applies nothing that was synthesized anew while it was planned", async () => {
    const reviewed = digest();
    const file = join(project.stackFolder, "cdk.tf.json");
    const text = readFileSync(file, "utf8");
    project.note("after-show", `printf " " >> ${JSON.stringify(file)}`);
    const { status, stderr } = await apply(reviewed);
    writeFileSync(file, text);
    expect(status).toBe(2);
    expect(stderr).toContain("was written anew while it was planned");
    expect(project.applied).toBeUndefined();
  });

  test("takes nothing from the environment that would make another plan of it", async () => {
    const environment = { TF_CLI_ARGS_apply: "-target=x", TF_DATA_DIR: "other", VSPHERE_SERVER: "vcenter" };
    expect((await apply(digest(), environment)).status).toBe(0);
    const seen = readFileSync(join(project.standIn, "environment"), "utf8").split("\n");
    expect(seen).toEqual(expect.arrayContaining(["TF_WORKSPACE=default", "VSPHERE_SERVER=vcenter"]));
    expect(seen.filter((line) => /^TF_(?:CLI_ARGS|DATA_DIR)/.test(line))).toEqual([]);
  });

  test.each(["2027-01-14", "2027-01-16"])("is of today, and not of %s", async (day) => {
    const { status, stderr } = await apply(digest(), { STRAAT_DATE: day });
    expect(status).toBe(2);
    expect(stderr).toContain(
      `${day}\n    is not today: an apply is judged by the day on which it is made, 2027-01-15`,
    );
    expect(project.applied).toBeUndefined();
  });

  test("takes down no server whose other half has just gone down, and says when it may", async () => {
    replacing("web_1");
    expect((await apply(digest())).status).toBe(0);
    const [first] = records();
    replacing("web_2");
    project.note("calls");
    const { status, stderr } = await apply(digest());
    expect(status).toBe(4);
    expect(stderr).toMatch(/web_2 stands in for .*web_1, which went down in an apply that ended at/);
    expect(readFileSync(join(project.standIn, "calls"), "utf8")).not.toContain("apply ");
    expect(records().map(({ outcome }) => outcome)).toEqual(["begun", "applied", "begun", "refused"]);
    expect(first?.["down"]).toEqual([
      { group: "buurtbus/production/web", server: "buurtbus-production/vsphere_virtual_machine.web_1" },
    ]);
  });

  test("applies nothing where the log cannot be read, by which it would know what went down", async () => {
    const reviewed = digest();
    mkdirSync(join(project.folder, "applies.out"));
    writeFileSync(join(project.folder, "applies.out/applies.jsonl"), '{"version":1}\n');
    const { status, stderr } = await apply(reviewed);
    expect(status).toBe(2);
    expect(stderr).toContain("has a line that no apply of this version wrote");
    expect(project.applied).toBeUndefined();
  });

  test("prints no sign of Terraform's that steers a terminal", async () => {
    project.note("says", "\u001b[2Jall is \u009b31mwell\r\n");
    const { stdout } = await apply(digest());
    expect(stdout).toContain(" [2Jall is  31mwell \n");
  });

  test("believes who a workflow says it is in a workflow only", async () => {
    await apply(digest(), { GITHUB_ACTIONS: "", GIT_CONFIG_GLOBAL: "/dev/null" });
    expect(records()[0]?.["who"]).not.toBe("sanne");
    project.clear();
    await apply(digest(), { GITHUB_TRIGGERING_ACTOR: "jules" });
    expect(records()[0]?.["who"]).toBe("jules");
  });

  test.each([
    ["nothing", []],
    ["half a digest", ["--reviewed", "12ab"]],
  ])("refuses %s as a review", async (_what, args) => {
    const { status, stderr } = await project.run(["apply", STACK, ...args]);
    expect(status).toBe(2);
    expect(stderr).toContain("is no digest of a review");
    expect(project.applied).toBeUndefined();
  });
});
