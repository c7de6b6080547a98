import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { strayFiles, unreadFiles } from "../../lib/synth/stray-files";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "straat-stray-"));
  for (const name of ["cdk.tf.json", "straat.json"]) writeFileSync(join(folder, name), "{}");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  "extra.tf",
  "extra.tf.json",
  "override.tf",
  "extra.tofu",
  "extra.tofu.json",
  "terraform.tfvars",
  "house.auto.tfvars",
  "house.auto.tfvars.json",
  "terraform.d",
])("%s is loaded by Terraform, so it is told with what to do", (name) => {
  writeFileSync(join(folder, name), "");
  const [stray, ...others] = strayFiles(folder);
  expect(others).toEqual([]);
  expect(stray?.value).toBe(join(folder, name));
  expect(stray?.remedy).toMatch(/take it out of the folder, and declare/);
});

test("what Terraform keeps itself is none, nor are plans and notes", () => {
  mkdirSync(join(folder, ".terraform"));
  const own = [
    ".terraform.lock.hcl",
    "terraform.tfstate",
    "terraform.tfstate.backup",
    ".terraform.tfstate.lock.info",
    "plan.out",
    "next.tfplan",
    "plan.json",
    "notes.md",
  ];
  for (const name of own) writeFileSync(join(folder, name), "");
  expect(strayFiles(folder)).toEqual([]);
});

test("whatever a synth wrote beside its two files is unread", () => {
  expect(unreadFiles(folder, "verne/test")).toEqual([]);
  mkdirSync(join(folder, "assets"));
  expect(unreadFiles(folder, "verne/test")).toMatchObject([{ path: "verne/test", value: "assets" }]);
});
