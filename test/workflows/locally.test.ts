import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { MARKER } from "../../lib/review/report/markdown";
import { shownAs } from "../../scripts/workflow/plan-table";
import { planOf } from "../controls/support/planned";
import { Clone } from "./support/clone";

jest.setTimeout(280_000);

const CLIENT = "stacks/clients/buurtbus.ts";
const STACK = "buurtbus/test";
const ON_GITHUB = { GITHUB_REPOSITORY: "agency/straat", STRAAT_PULL_REQUEST: "7" };

const HEAD = "f".repeat(40);
const BY_US = { id: 3, writer: "github-actions[bot]", at: "2027-01-15T10:00:00Z" };
const LATER = "2027-01-15T11:00:00Z";

/** The stages of a client whose servers grow; the first test of each row compares, the others read what it found. */
let clone: Clone;
let before: string;
let after: string;
beforeAll(() => {
  clone = new Clone("buurtbus");
  before = clone.git("rev-parse", "HEAD");
  clone.edit(CLIENT, "VmSize.SMALL", "VmSize.MEDIUM");
  after = clone.commit("larger web servers");
});
afterAll(() => clone.remove());
beforeEach(() => clone.answers([]));

describe("a pull request, gone through on this machine", () => {
  test("is reviewed against its base, commented on once, and told which stacks it touches", () => {
    const { status, stdout, stderr } = clone.run(["diff", "comment", "verdict"], {
      ...ON_GITHUB,
      GITHUB_ACTIONS: "true",
      STRAAT_BASE: "HEAD^1",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    // Nothing that is printed is an order to GitHub, until a word that was made up for this run.
    expect(stdout).toMatch(/^::stop-commands::([0-9a-f-]{36})\n[\s\S]*\n::\1::\n$/);
    const stacks = ["development", "test", "acceptance", "production"].map((stage) => `buurtbus/${stage}`);
    expect(JSON.parse(clone.result("diff/stacks.json") ?? "")).toEqual({
      affected: stacks,
      gone: [],
      isMade: true,
    });
    expect(stdout).toContain(`"name":"${STACK}"`);
    const sent = clone.asked().filter(({ input }) => input !== "");
    expect(sent.map(({ args }) => args.slice(1, 4))).toEqual([
      ["--method", "POST", "repos/agency/straat/issues/7/comments"],
    ]);
    const { body } = JSON.parse(sent[0]?.input ?? "");
    expect(body.startsWith(`${MARKER}\n**No plan was made** of 4 stacks`)).toBe(true);
    expect(clone.result("diff/review.html")).toContain("<html");
  });

  test("is commented on in the same place at the next push", async () => {
    const old = JSON.stringify({ id: 3, writer: "github-actions[bot]", body: `${MARKER}\nold` });
    clone.answers([["GET", `${old}\n`]]);
    expect((await clone.go(["comment"], ON_GITHUB)).status).toBe(0);
    const [, sent] = clone.asked();
    expect(sent?.args.slice(1, 4)).toEqual(["--method", "PATCH", "repos/agency/straat/issues/comments/3"]);
  });

  test("leaves nothing behind that git would see", () => {
    expect(clone.git("status", "--porcelain")).toBe("");
  });
});

describe("a pull request that cannot be reviewed", () => {
  const refused = async (environment: Readonly<Record<string, string>>) => {
    const { status, stderr } = await clone.go(["diff", "comment"], { ...ON_GITHUB, ...environment });
    expect(status).not.toBe(0);
    expect(clone.asked()).toEqual([]);
    expect(clone.result("diff/review.json")).toBeUndefined();
    return stderr;
  };

  test("for its base is not there, gets no comment, nor half of one", async () => {
    expect(await refused({ STRAAT_BASE: "no-such-branch" })).toContain("no-such-branch");
  });

  test("for something declared is wrong, gets that as a mistake and no comment", async () => {
    clone.edit(CLIENT, '"10.20.16.0/22"', '"10.20.16.1/22"');
    try {
      expect(await refused({ STRAAT_BASE: before })).toContain("has host bits set");
    } finally {
      clone.git("checkout", "--quiet", "--", CLIENT);
    }
  });
});

describe("an apply, gone through with a stand-in for Terraform", () => {
  let output: string;
  let plans: string;
  let shown: string;

  beforeAll(async () => {
    clone.answers([]);
    // What a pull request kept: its plan of one stack.
    expect(await clone.go(["stacks"])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("batches: "),
      stderr: "",
    });
    const synth = readFileSync(
      join(clone.folder, "workflow.out/synth/stacks/buurtbus-test/cdk.tf.json"),
      "utf8",
    );
    clone.shows(JSON.parse(planOf(JSON.parse(synth))));
    expect((await clone.go(["plan"], { STRAAT_STACKS: STACK })).status).toBe(0);
    plans = join(clone.folder, ".git/kept");
    mkdirSync(join(plans, "plans-1"), { recursive: true });
    cpSync(join(clone.folder, "workflow.out/plans"), join(plans, "plans-1"), { recursive: true });
    const { digest } = JSON.parse(clone.result("plans/buurtbus-test.json") ?? "");
    shown = `${MARKER}\n1 stack planned, ${shownAs(new Map([["buurtbus-test.json", digest]]))}.`;
    output = join(clone.folder, ".git/output");
  });

  const reviewed = () => {
    writeFileSync(output, "");
    clone.answers([
      ["workflows/apply.yml/runs", `${JSON.stringify(before)}\n`],
      [`commits/${after}/pulls`, `${JSON.stringify({ number: 7, head: HEAD, author: "jules" })}\n`],
      ["issues/7/comments", `${JSON.stringify({ ...BY_US, body: shown })}\n`],
      [
        "pulls/7/reviews",
        ["sanne", "joris"].map((by) => `${JSON.stringify({ by, at: LATER, of: HEAD })}\n`).join(""),
      ],
      ["workflows/pull-request.yml/runs", `${JSON.stringify({ id: 42, of: "agency/straat" })}\n`],
      ["run download 42", plans],
    ]);
    return clone.go(["reviewed"], { GITHUB_REPOSITORY: "agency/straat", GITHUB_OUTPUT: output });
  };

  test("finds the digests that its pull request showed, and the stacks stage by stage", async () => {
    const { status, stdout } = await reviewed();
    expect(status).toBe(0);
    expect(stdout).toContain(`${STACK}: reviewed in pull request 7`);
    expect(stdout).toContain("buurtbus/production: not reviewed yet");
    expect(Object.keys(JSON.parse(clone.result("reviewed.json") ?? ""))).toEqual(["buurtbus-test.json"]);
    const lines = readFileSync(output, "utf8").split("\n");
    expect(lines).toContain("platform=[]");
    expect(lines).toContain(`test=[{"name":"${STACK}","stacks":"${STACK}","number":1}]`);
  });

  test("applies what has that digest, and writes down who did", async () => {
    const { status } = await clone.go(["apply"], {
      STRAAT_STACKS: STACK,
      GITHUB_ACTIONS: "true",
      GITHUB_ACTOR: "jules",
    });
    expect(status).toBe(0);
    expect(clone.applied()).toHaveLength(1);
    const log = (clone.result("applied/applies.jsonl") ?? "").trim().split("\n");
    expect(log.map((line) => JSON.parse(line))).toMatchObject([
      { who: "jules", stack: STACK, commit: after, outcome: "begun" },
      { who: "jules", stack: STACK, commit: after, outcome: "applied" },
    ]);
  });

  test("touches nothing once the plan is another one", async () => {
    const already = clone.applied().length;
    const synth = readFileSync(join(clone.folder, "cdktf.out/stacks/buurtbus-test/cdk.tf.json"), "utf8");
    const other = planOf(JSON.parse(synth), (address) =>
      address.startsWith("vsphere_virtual_machine.") ? ["create"] : ["no-op"],
    );
    clone.shows(JSON.parse(other));
    const changed = await clone.go(["apply"], { STRAAT_STACKS: STACK });
    expect(changed.status).not.toBe(0);
    expect(changed.stdout).toContain("is not what was reviewed");
    expect(clone.applied()).toHaveLength(already);
  });

  test("takes a stack and a digest by hand, and no text that only looks like one", async () => {
    const byHand = (stack: string, digest: string) =>
      clone.go(["reviewed"], {
        GITHUB_REPOSITORY: "agency/straat",
        STRAAT_STACK: stack,
        STRAAT_DIGEST: digest,
      });
    expect((await byHand(STACK, "a".repeat(64))).status).toBe(0);
    expect(JSON.parse(clone.result("reviewed.json") ?? "")).toEqual({
      "buurtbus-test.json": { digest: "a".repeat(64) },
    });
    expect((await byHand(STACK, "a".repeat(63))).status).toBe(1);
    expect((await byHand("buurtbus/test; rm -rf .", "a".repeat(64))).status).toBe(1);
    expect(clone.result("reviewed.json")).toBeUndefined();
  });
});
