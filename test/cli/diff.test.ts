import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Body } from "../support/app";
import { GitProject } from "../support/git-project";
import { Project } from "../support/project";

const WEB = 'new RedundantVms(environment, "web", { size: VmSize.SMALL }));';

let project: GitProject;
beforeEach(() => {
  project = new GitProject();
});
afterEach(() => {
  expect(project.leftovers).toEqual([]);
  project.remove();
});

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

function json(stdout: string) {
  return JSON.parse(stdout) as Body;
}

describe("straat diff", () => {
  test("says in one line that nothing changes, also where files change that no synth reads", () => {
    writeFileSync(join(project.folder, "NOTES.md"), "notes");
    const { status, stdout, stderr } = project.straat(["diff"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(
      /^Nothing changes: main \([0-9a-f]{7}\) → the working tree \([0-9a-f]{7}, with uncommitted changes\)\.\n$/,
    );
  });

  test("tells what a change opens, in which stacks and why, and writes nothing", () => {
    openTheWeb();
    const { status, stdout, stderr } = project.straat(["diff", "--format", "json"]);
    expect({ status, stderr }).toEqual({ status: 5, stderr: "" });
    const review = json(stdout);
    expect(review).toMatchObject({ kind: "diff", verdict: "team-tech", digest: null });
    expect(review["ways"]).toContainEqual(
      expect.objectContaining({
        client: "buurtbus",
        from: "vpn",
        to: "buurtbus/test/web",
        why: ["visitors"],
      }),
    );
    const stacks = review["stacks"].flatMap((one: { stacks: readonly string[] }) => one.stacks);
    expect(stacks).toContain("buurtbus/production");
    expect(stacks.filter((path: string) => !path.startsWith("buurtbus/"))).toEqual([]);
    expect(existsSync(join(project.folder, "cdktf.out"))).toBe(false);
  });

  test("looks at the targets that are asked for, and at no others", () => {
    openTheWeb();
    const { stdout } = project.straat(["diff", "--format", "json", "buurtbus/test"]);
    expect(json(stdout)["stacks"].flatMap((one: { stacks: readonly string[] }) => one.stacks)).toEqual([
      "buurtbus/test",
    ]);
    const other = project.straat(["diff", "verne"]);
    expect(other).toMatchObject({ status: 0, stdout: expect.stringMatching(/^Nothing changes/) });
    expect(project.straat(["diff", "nobody"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("there is no such client"),
    });
  });

  test("compares with the commit that is named, or with where the branch left main", () => {
    project.git("switch", "--quiet", "--create", "opened");
    openTheWeb();
    project.commit();
    const { stdout } = project.straat(["diff", "--format", "json"]);
    expect(json(stdout)["base"]).toMatch(/^main \(/);
    expect(json(stdout)["ways"].length).toBeGreaterThan(0);
    const { status, stdout: same } = project.straat(["diff", "--base", "HEAD"]);
    expect({ status, same }).toEqual({ status: 0, same: expect.stringMatching(/^Nothing changes: HEAD/) });
  });

  test("tells a client that is taken away, and that what it made still runs", () => {
    project.client("buurtbus", undefined);
    const { status, stdout } = project.straat(["diff", "buurtbus"]);
    expect(status).toBe(5);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("buurtbus/production is no longer declared");
  });

  test("takes what breaks a promise for what it is, on either side", () => {
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
    const broken = project.straat(["diff", "--format", "json"]);
    expect(broken.status).toBe(4);
    expect(json(broken.stdout)["rules"]).toContainEqual(
      expect.objectContaining({ kind: "broken", rule: "known-resource-types", level: "error" }),
    );
    project.commit();
    project.edit("buurtbus", 'if (environment.stage.name === "production")', "if (false)");
    const mended = project.straat(["diff", "--format", "json"]);
    expect(json(mended.stdout)["rules"]).toContainEqual(
      expect.objectContaining({ kind: "mended", rule: "known-resource-types" }),
    );
  });

  test("compares with a stored synth as well", () => {
    project.straat(["synth"]);
    const { status, stdout } = project.straat(["diff", "--base-dir", "cdktf.out"]);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: "Nothing changes: cdktf.out → the working tree.\n",
    });
    openTheWeb();
    expect(project.straat(["diff", "--base-dir", "cdktf.out", "buurtbus"]).stdout).toMatch(
      /^Needs team Tech/,
    );
    expect(project.straat(["diff", "--base-dir", "stacks"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("is no synth of this house"),
    });
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
    project.edit("buurtbus", "VmSize.SMALL", "VmSize.HUGE");
    expect(project.straat(args).status).toBe(1);
    expect(written()).toEqual(before);
  });
});

describe("straat diff refuses", () => {
  test.each<[string, readonly string[], string]>([
    ["a base that is no commit", ["--base", "nowhere"], "is no commit of this repository"],
    ["a base that is an option of git", ["--base=--all"], "is no commit of this repository"],
    ["two bases", ["--base", "main", "--base-dir", "x"], "a change has one base"],
    ["a format nobody knows", ["--format", "poem"], "is no format of a review"],
  ])("%s", (_what, args, message) => {
    const { status, stdout, stderr } = project.straat(["diff", ...args]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(message);
  });

  test("a repository in which nothing tells what a change is meant for", () => {
    project.git("branch", "--move", "main", "elsewhere");
    expect(project.straat(["diff"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("name what to compare with: --base REV"),
    });
  });

  test("a base that does not build, and tells its mistakes as the base's", () => {
    project.edit("buurtbus", "VmSize.SMALL", "VmSize.HUGE");
    project.commit();
    project.edit("buurtbus", "VmSize.HUGE", "VmSize.SMALL");
    const { status, stdout, stderr } = project.straat(["diff"]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/mistakes? in the base, main \([0-9a-f]{7}\):/);
    expect(stderr).toContain("buurtbus/");
  });

  test("a working tree with mistakes, which are told as its own", () => {
    project.edit("buurtbus", "10.20.16.0/22", "10.20.16.1/22");
    const { status, stdout, stderr } = project.straat(["diff"]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^1 mistake in what is declared:/);
  });
});

test("without git, straat diff says so", () => {
  const plain = new Project();
  try {
    const { status, stderr } = plain.straat(["diff"], { GIT_CEILING_DIRECTORIES: "/" });
    expect(status).toBe(2);
    expect(stderr).toContain("is in no repository");
    const { status: none, stderr: said } = plain.straat(["diff"], { PATH: "" });
    expect(none).toBe(2);
    expect(said).toContain("install git");
  } finally {
    plain.remove();
  }
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
  const { touchedClients } =
    require("../../lib/synth/base/touched") as typeof import("../../lib/synth/base/touched");
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
