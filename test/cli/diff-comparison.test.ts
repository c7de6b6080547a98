import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { CommandContext, Flags } from "../../lib/cli/command";
import { comparisonOf } from "../../lib/cli/review/comparison";
import { checkTargets } from "../../lib/cli/review/diff-sides";
import { reviewFormat } from "../../lib/cli/review/print-review";
import { Targets } from "../../lib/synth/targets";
import { mistakesOf } from "../support/errors";
import { GitProject } from "../support/git-project";
import { Project } from "../support/project";

const OPENED = /^main \([0-9a-f]{7}\)$/;

let project: GitProject;
let home: string;
beforeAll(() => {
  project = new GitProject();
});
afterAll(() => project.remove());
beforeEach(() => {
  home = process.cwd();
  process.chdir(project.folder);
});
afterEach(() => {
  process.chdir(home);
  project.git("switch", "--quiet", "main");
  project.git("reset", "--quiet", "--hard");
});

/** What is compared for a command, in the folder it is typed in. */
function compared(flags: Flags = {}, operands: readonly string[] = [], folder = project.folder) {
  const fleet = { clients: join(folder, "stacks/clients") };
  return comparisonOf({ fleet, operands, flags } as unknown as CommandContext);
}

describe("what a diff compares", () => {
  test("is the working tree with where it left main, for the clients whose files are others", () => {
    project.edit("buurtbus", "VmSize.SMALL", "VmSize.MEDIUM");
    expect(compared()).toMatchObject({ label: expect.stringMatching(OPENED), clients: ["buurtbus"] });
    expect(compared({}, ["buurtbus/test"]).clients).toEqual(["buurtbus"]);
    expect(compared({}, ["verne", "platform"]).clients).toEqual([]);
  });

  test("is with the commit that is named, from which a branch may not differ", () => {
    project.git("switch", "--quiet", "--create", "other");
    project.edit("buurtbus", "VmSize.SMALL", "VmSize.MEDIUM");
    project.commit();
    expect(compared()).toMatchObject({ label: expect.stringMatching(OPENED), clients: ["buurtbus"] });
    expect(compared({ base: "HEAD" })).toMatchObject({ label: expect.stringMatching(/^HEAD/), clients: [] });
  });

  test("is everybody where a file is another that all of them read", () => {
    writeFileSync(join(project.folder, "stacks/team-tech.ts"), "export const teamTech = [];");
    expect(compared().clients).toBeUndefined();
    expect(compared({}, ["verne"]).clients).toEqual(["verne"]);
  });

  test("has a client who is taken away among its targets", () => {
    project.client("buurtbus", undefined);
    expect(compared({}, ["buurtbus"]).clients).toEqual(["buurtbus"]);
  });
});

describe("a comparison is refused", () => {
  test.each<[string, Flags, string]>([
    ["with a base that is no commit", { base: "nowhere" }, "is no commit of this repository"],
    ["with a base that is a range", { base: "main..main" }, "is no commit of this repository"],
    ["with a base that is nothing", { base: "" }, "is no commit of this repository"],
    ["with a base that is an option of git", { base: "--all" }, "is no commit of this repository"],
    ["with two bases", { base: "main", "base-dir": "x" }, "a change has one base"],
    ["with a folder that is no synth", { "base-dir": "stacks" }, "is no synth of this house"],
    ["with a folder that is not there", { "base-dir": "nowhere" }, "is no synth of this house"],
  ])("%s", (_when, flags, problem) => {
    expect(mistakesOf(() => compared(flags))).toMatchObject([
      { problem: expect.stringContaining(problem), remedy: expect.stringMatching(/./) },
    ]);
  });

  test("for a target that is nobody's", () => {
    expect(mistakesOf(() => compared({}, ["nobody"]))).toMatchObject([
      { problem: "there is no such client" },
    ]);
  });

  test("where nothing tells what a change is meant for", () => {
    project.git("branch", "--move", "main", "elsewhere");
    try {
      expect(mistakesOf(() => compared())).toMatchObject([
        { remedy: "name what to compare with: --base REV" },
      ]);
    } finally {
      project.git("branch", "--move", "elsewhere", "main");
    }
  });

  test("in no repository, and without git", () => {
    const plain = new Project();
    const { GIT_CEILING_DIRECTORIES: ceiling, PATH: path } = process.env;
    try {
      process.chdir(plain.folder);
      process.env["GIT_CEILING_DIRECTORIES"] = "/";
      const ask = () => mistakesOf(() => compared({}, [], plain.folder));
      expect(ask()).toMatchObject([{ problem: expect.stringContaining("is in no repository") }]);
      process.env["PATH"] = "";
      expect(ask()).toMatchObject([{ remedy: expect.stringContaining("install git") }]);
    } finally {
      process.env["PATH"] = path;
      if (ceiling === undefined) delete process.env["GIT_CEILING_DIRECTORIES"];
      else process.env["GIT_CEILING_DIRECTORIES"] = ceiling;
      plain.remove();
    }
  });

  test("in a format nobody knows", () => {
    expect(mistakesOf(() => reviewFormat("poem"))).toMatchObject([{ problem: "is no format of a review" }]);
    expect(reviewFormat("html")).toBe("html");
  });
});

describe("a target that is in neither synth", () => {
  const synths = mkdtempSync(join(tmpdir(), "straat-synths-"));
  afterAll(() => rmSync(synths, { recursive: true }));

  /** A synth as far as its stacks' names tell. */
  function synth(name: string, ...stacks: readonly string[]) {
    const folder = join(synths, name);
    for (const stack of stacks) {
      mkdirSync(join(folder, "stacks", stack), { recursive: true });
      for (const file of ["cdk.tf.json", "straat.json"])
        writeFileSync(join(folder, "stacks", stack, file), "");
    }
    const manifest = { version: "1", stacks: Object.fromEntries(stacks.map((stack) => [stack, {}])) };
    writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
    return { label: name, folder };
  }

  const base = synth("base", "platform-oost", "verne-street", "verne-test");
  const head = synth("head", "platform-oost", "verne-street");
  const ask = (clients: readonly string[] | undefined, ...targets: readonly string[]) =>
    checkTargets(base, head, { clients, targets: Targets.parse(targets, ["verne", "fogg"]) });

  test("is refused, for nothing would ever change of it", () => {
    const refused = mistakesOf(() => ask(undefined, "platform-west", "verne/acceptance", "verne"));
    expect(refused.map(({ path }) => path)).toEqual(["platform-west", "verne/acceptance"]);
    expect(() => ask([], "platform-west")).toThrow("there is no such stack");
  });

  test("and not one that goes, or is of a client whose file stays as it is", () => {
    expect(() => ask(undefined, "verne/test", "platform", "platform-oost")).not.toThrow();
    expect(() => ask([], "fogg/test")).not.toThrow();
  });
});
