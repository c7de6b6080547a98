import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { stateBackendFrom } from "../../lib/constructs/state-backend";
import { manifestFiles } from "../../lib/controls/kubernetes/manifest-file";
import { clientNames } from "../../lib/synth/fleet";
import { outputsIn } from "../../lib/synth/judge-files";
import { outputsOf, synthesize } from "../../lib/synth/synthesize";
import { Targets } from "../../lib/synth/targets";
import { fleet } from "../../stacks/main";
import { TEST_DAY } from "../support/app";
import { mistakeOf } from "../support/errors";

const OPTIONS = { day: TEST_DAY, state: stateBackendFrom({}) };
const targets = Targets.parse(["zorgplein"], clientNames(fleet));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "straat-outputs-"));
  expect(synthesize(fleet, { ...OPTIONS, outdir: folder, targets }).mistakes).toEqual([]);
});
afterAll(() => rmSync(folder, { recursive: true }));

test("manifests of an earlier synth are the same bytes as of what would be synthesized", () => {
  const declared = outputsOf(fleet, { ...OPTIONS, targets });
  expect(declared.mistakes).toEqual([]);
  const [stored, now] = [outputsIn(folder, []), declared.outputs].map(manifestFiles);
  expect(stored).toHaveLength(4);
  expect(stored).toEqual(now);
});

test("a stack of an earlier synth is read alone where it is asked for", () => {
  expect(outputsIn(folder, ["zorgplein/test"]).map(({ name }) => name)).toEqual(["zorgplein-test"]);
});

test.each([
  ["nowhere", [], "is no synth of this house"],
  [".", ["verne"], "there is no such client"],
  [".", ["zorgplein/street/edge"], "goes deeper than a stack"],
  [".", ["platform-amsterdam"], "there is no such stack"],
])("of %s %j is told, and nothing is read", (where, asked, why) => {
  expect(mistakeOf(() => outputsIn(join(folder, where), asked)).problem).toContain(why);
});

test("what Terraform would load beside an earlier synth is told", () => {
  const stray = join(folder, "stacks/zorgplein-test/more.tf");
  writeFileSync(stray, "");
  expect(mistakeOf(() => outputsIn(folder, [])).problem).toContain("is loaded by Terraform with cdk.tf.json");
  rmSync(stray);
});
