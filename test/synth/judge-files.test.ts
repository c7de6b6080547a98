import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { stateBackendFrom } from "../../lib/constructs/state-backend";
import { findingsOf } from "../../lib/controls/assessment";
import { clientNames } from "../../lib/synth/fleet";
import { judgeFolder } from "../../lib/synth/judge-files";
import { synthesize } from "../../lib/synth/synthesize";
import { Targets } from "../../lib/synth/targets";
import { fleet } from "../../stacks/main";
import { TEST_DAY } from "../support/app";
import { mistakeOf } from "../support/errors";

const OPTIONS = { day: TEST_DAY, state: stateBackendFrom({}) };
const TARGETS = Targets.parse(["buurtbus/test", "buurtbus/street", "platform"], clientNames(fleet));

let root: string;
let folder: string;
const stack = (path: string) => join(folder, "stacks", path);
const synth = () => synthesize(fleet, { ...OPTIONS, outdir: folder, targets: TARGETS });
const judged = () => judgeFolder(fleet, folder, [], OPTIONS);

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "straat-judge-"));
  folder = join(root, "made");
  expect(synth()).toMatchObject({ mistakes: [], gone: [] });
});
beforeEach(() => {
  folder = join(root, "cdktf.out");
  cpSync(join(root, "made"), folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));
afterAll(() => rmSync(root, { recursive: true }));

describe("a folder with a part of the house", () => {
  test("is judged as a part, and says which files were read", () => {
    const { house, files, stacks } = judged();
    expect(house.whole).toBe(false);
    expect(stacks).toHaveLength(4);
    expect([...(files ?? [])]).toEqual(
      stacks.map((model) => [model.stack, stack(`${model.stack}/cdk.tf.json`)]),
    );
  });

  test.each<[string, () => void, RegExp]>([
    [
      "a stack that somebody took out",
      () => rmSync(stack("buurtbus-street"), { recursive: true }),
      /lacks buurtbus-street, which its manifest\.json names/,
    ],
    ["no manifest", () => rmSync(join(folder, "manifest.json")), /has no manifest\.json/],
    [
      "a manifest of something else",
      () => writeFileSync(join(folder, "manifest.json"), "[1"),
      /not the list of stacks/,
    ],
    ["no Terraform", () => rmSync(stack("platform-alkmaar/cdk.tf.json")), /cannot be read: ENOENT/],
    [
      "a folder for Terraform",
      () => {
        rmSync(stack("platform-alkmaar/cdk.tf.json"));
        mkdirSync(stack("platform-alkmaar/cdk.tf.json"));
      },
      /cannot be read: EISDIR/,
    ],
    [
      "a file of somebody's beside it",
      () => writeFileSync(stack("buurtbus-test/extra.tf"), 'resource "null_resource" "x" {}'),
      /is loaded by Terraform with cdk\.tf\.json, and no rule reads it/,
    ],
  ])("that has %s is refused with what to do", (_what, damage, problem) => {
    damage();
    const mistake = mistakeOf(judged);
    expect(mistake.problem).toMatch(problem);
    expect(mistake.remedy).not.toBe("");
  });
});

describe("a synth", () => {
  test("writes nothing beside a file that Terraform would load, and does once it is out", () => {
    writeFileSync(stack("buurtbus-test/extra.tf"), "");
    expect(synth().mistakes).toMatchObject([{ value: stack("buurtbus-test/extra.tf") }]);
    rmSync(stack("buurtbus-test/extra.tf"));
    const { mistakes, assessment } = synth();
    expect(mistakes).toEqual([]);
    expect(assessment && findingsOf(assessment)).toEqual([]);
  });
});
