import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { touchedClients } from "../../lib/synth/base/touched";
import type { Body } from "../support/app";
import { GitProject } from "../support/git-project";

const WEB = 'new RedundantVms(environment, "web", { size: VmSize.SMALL }));';

/** One project for all tests: each begins with what is committed on main. What is compared, other tests ask without a command. */
let project: GitProject;
beforeAll(() => {
  project = new GitProject();
});
afterEach(() => {
  expect(project.leftovers).toEqual([]);
  project.git("switch", "--quiet", "--force", "main");
  project.git("clean", "--quiet", "--force", "-d");
});
afterAll(() => project.remove());

/** Has the web servers of buurtbus answer its audience. */
function openTheWeb(): void {
  project.edit(
    "buurtbus",
    WEB,
    `new RedundantVms(environment, "web", { size: VmSize.SMALL }).connections.allowFrom(
      environment.audience, Port.HTTPS, { why: "visitors" },
    ));`,
  );
  project.edit("buurtbus", "Classification, ", "Classification, Port, ");
}

/** A branch of its own, so that what is committed is none of main's. */
function branch(name: string): void {
  project.git("switch", "--quiet", "--create", name);
}

function json(stdout: string) {
  return JSON.parse(stdout) as Body;
}

const stacksOf = (review: Body): readonly string[] =>
  review["stacks"].flatMap((one: { stacks: readonly string[] }) => one.stacks);

describe("straat diff", () => {
  test("says in one line that nothing changes, also where files change that no synth reads", () => {
    writeFileSync(join(project.folder, "NOTES.md"), "notes");
    const { status, stdout, stderr } = project.straat(["diff"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(
      /^Nothing changes: main \([0-9a-f]{7}\) → the working tree \([0-9a-f]{7}, with uncommitted changes\)\.\n$/,
    );
  });

  test("tells what a branch opens, in which stacks and why, and writes nothing", () => {
    branch("opened");
    openTheWeb();
    project.commit();
    const { status, stdout, stderr } = project.straat(["diff", "--format", "json"]);
    expect({ status, stderr }).toEqual({ status: 5, stderr: "" });
    const review = json(stdout);
    expect(review).toMatchObject({ kind: "diff", verdict: "team-tech", digest: null });
    expect(review["base"]).toMatch(/^main \(/);
    expect(review["ways"]).toContainEqual(
      expect.objectContaining({
        client: "buurtbus",
        from: "vpn",
        to: "buurtbus/test/web",
        why: ["visitors"],
      }),
    );
    const stacks = stacksOf(review);
    expect(stacks).toContain("buurtbus/production");
    expect(stacks.filter((path) => !path.startsWith("buurtbus/"))).toEqual([]);
    expect(existsSync(join(project.folder, "cdktf.out"))).toBe(false);
  });

  test("looks at the targets that are asked for, and at no others", () => {
    openTheWeb();
    const { stdout } = project.straat(["diff", "--format", "json", "buurtbus/test"]);
    expect(stacksOf(json(stdout))).toEqual(["buurtbus/test"]);
  });

  test("tells a client that is taken away, and that what it made still runs", () => {
    project.client("buurtbus", undefined);
    const { status, stdout } = project.straat(["diff", "buurtbus"]);
    expect(status).toBe(5);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("buurtbus/production is no longer declared");
    expect(stdout).toContain("forgotten: it keeps running");
  });

  test("takes what breaks a promise for what it is, on either side", () => {
    branch("by-hand");
    project.edit(
      "buurtbus",
      WEB,
      `{
        new RedundantVms(environment, "web", { size: VmSize.SMALL });
        if (environment.stage.name === "production") new Role(environment, "by-hand", { name: "auditor" });
      });`,
    );
    const first = 'import type { App } from "cdktf";';
    project.edit("buurtbus", first, `${first}\nimport { Role } from "@cdktf/provider-vsphere/lib/role";`);
    project.commit();
    project.edit("buurtbus", '=== "production"', '=== "test"');
    const { status, stdout } = project.straat(["diff", "--base", "HEAD", "--format", "json"]);
    expect(status).toBe(4);
    const { rules, base } = json(stdout);
    expect(base).toMatch(/^HEAD \(/);
    const of = (kind: string, stack: string) =>
      expect.objectContaining({ kind, stack, rule: "known-resource-types", level: "error" });
    expect(rules).toEqual(
      expect.arrayContaining([of("broken", "buurtbus-test"), of("mended", "buurtbus-production")]),
    );
  });

  test("compares with a stored synth as well", () => {
    expect(project.straat(["synth", "buurtbus"]).status).toBe(0);
    openTheWeb();
    const { status, stdout } = project.straat([
      "diff",
      "--base-dir",
      "cdktf.out",
      "--format",
      "json",
      "buurtbus",
    ]);
    expect(status).toBe(5);
    const review = json(stdout);
    expect(review).toMatchObject({ base: "cdktf.out", head: "the working tree" });
    expect(stacksOf(review).every((path) => path.startsWith("buurtbus/"))).toBe(true);
  });

  test("writes its report into a file and a page beside it, each as a whole or not at all", () => {
    openTheWeb();
    const args = ["diff", "--format", "markdown", "--file", "report", "--page", "page"];
    expect(project.straat(args)).toEqual({ status: 5, stdout: "", stderr: "" });
    const written = () => ["report", "page"].map((name) => readFileSync(join(project.folder, name), "utf8"));
    const before = written();
    expect(before).toEqual([
      expect.stringMatching(/^<!-- straat:review -->\n/),
      expect.stringMatching(/^<!DOCTYPE html>[\s\S]*<svg/),
    ]);
    project.edit("buurtbus", "10.20.16.0/22", "10.20.16.1/22");
    const { status, stdout, stderr } = project.straat(args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^1 mistake in what is declared:/);
    expect(written()).toEqual(before);
  });
});

describe("straat diff refuses", () => {
  test.each<[string, readonly string[], string]>([
    ["a base that is no commit", ["--base", "nowhere"], "is no commit of this repository"],
    ["a platform that is not there", ["platform-nowhere"], "there is no such stack"],
  ])("%s", (_what, args, message) => {
    const { status, stdout, stderr } = project.straat(["diff", ...args]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^1 mistake in the command:/);
    expect(stderr).toContain(message);
  });

  test("a base that does not build, and tells its mistakes as the base's", () => {
    branch("broken");
    project.edit("buurtbus", "VmSize.SMALL", "VmSize.HUGE");
    project.commit();
    project.edit("buurtbus", "VmSize.HUGE", "VmSize.SMALL");
    const { status, stdout, stderr } = project.straat(["diff", "--base", "HEAD"]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/mistakes? in the base, HEAD \([0-9a-f]{7}\):/);
    expect(stderr).toContain("buurtbus/");
  });
});

test("straat diff that is stopped half-way clears its worktree away", async () => {
  openTheWeb();
  const child = spawn(process.execPath, ["lib/cli/straat.cjs", "diff"], {
    cwd: project.folder,
    env: { PATH: process.env["PATH"], STRAAT_DATE: "2027-01-15", TMPDIR: project.temporary },
    stdio: "ignore",
  });
  const ended = new Promise((resolve) => child.on("close", (code) => resolve(code)));
  while (project.leftovers.length < 2) await new Promise((resolve) => setTimeout(resolve, 50));
  child.kill("SIGINT");
  expect(await ended).toBe(130);
}, 60_000);

test("a client file that another reads bears on both", () => {
  const shared = join(project.folder, "stacks/clients/shared.ts");
  rmSync(shared, { force: true });
  const clients = join(project.folder, "stacks/clients");
  const touched = (...paths: readonly string[]) => touchedClients(paths, project.folder, clients);
  expect(touched()).toEqual([]);
  expect(touched("README.md", "docs/rules.md", "test/x.ts", ".ci/run", "applies.out/applies.jsonl")).toEqual(
    [],
  );
  expect(touched("stacks/clients/verne.ts", "stacks/clients/buurtbus.ts")).toEqual(["buurtbus", "verne"]);
  expect(touched("stacks/clients/verne.ts", "stacks/sites.ts")).toBeUndefined();
  expect(touched("lib/model/port.ts")).toBeUndefined();
  expect(touched("package-lock.json")).toBeUndefined();
  expect(touched("something-new.json")).toBeUndefined();
  project.edit("buurtbus", "import { alkmaar", 'import "./verne";\nimport { alkmaar');
  expect(touched("stacks/clients/verne.ts")).toBeUndefined();
  expect(touched("stacks/clients/buurtbus.ts")).toEqual(["buurtbus"]);
});
