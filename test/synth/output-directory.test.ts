import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { OutputDirectory } from "../../lib/synth/output-directory";
import { mistakeOf } from "../support/errors";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "straat-output-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const target = () => join(folder, "cdktf.out");
const read = (path: string) => readFileSync(join(target(), path), "utf8");

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function stage(output: OutputDirectory, stacks: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(stacks))
    write(join(output.staging, "stacks", name, "cdk.tf.json"), text);
  const names = Object.fromEntries(Object.keys(stacks).map((name) => [name, { name }]));
  write(join(output.staging, "manifest.json"), JSON.stringify({ stacks: names, version: "new" }));
}

function synth(stacks: Readonly<Record<string, string>>, whole = true): readonly string[] {
  const output = new OutputDirectory(target());
  stage(output, stacks);
  return output.commit(whole);
}

describe("the output directory", () => {
  test("is replaced as a whole, and says what is gone", () => {
    expect(synth({ a: "1", b: "1" })).toEqual([]);
    expect(synth({ b: "2" })).toEqual(["a"]);
    expect(readdirSync(join(target(), "stacks"))).toEqual(["b"]);
    expect(read("stacks/b/cdk.tf.json")).toBe("2");
  });

  test("keeps the other stacks when only some were synthesized, with one manifest for all", () => {
    synth({ a: "1", b: "1" });
    expect(synth({ b: "2" }, false)).toEqual([]);
    expect([read("stacks/a/cdk.tf.json"), read("stacks/b/cdk.tf.json")]).toEqual(["1", "2"]);
    expect(Object.keys(JSON.parse(read("manifest.json")).stacks)).toEqual(["a", "b"]);
  });

  test("carries what Terraform keeps there, and never an old synth's file over a new one", () => {
    synth({ a: "1" });
    write(join(target(), "stacks/a/.terraform/provider"), "cache");
    write(join(target(), "stacks/a/.terraform.lock.hcl"), "lock");
    synth({ a: "2" });
    expect(read("stacks/a/.terraform/provider")).toBe("cache");
    expect(read("stacks/a/.terraform.lock.hcl")).toBe("lock");
    expect(read("stacks/a/cdk.tf.json")).toBe("2");
  });

  test("is as it was when a synth is discarded, and nothing else is left", () => {
    synth({ a: "1" });
    const output = new OutputDirectory(target());
    stage(output, { a: "2" });
    output.discard();
    expect(read("stacks/a/cdk.tf.json")).toBe("1");
    expect(readdirSync(folder)).toEqual(["cdktf.out"]);
  });

  test("comes back after a kill between the two steps of the swap", () => {
    synth({ a: "1" });
    renameSync(target(), join(folder, ".cdktf.out.previous"));
    new OutputDirectory(target()).discard();
    expect(read("stacks/a/cdk.tf.json")).toBe("1");
  });

  test("clears staging folders of runs that were killed, and leaves those of runs that go on", () => {
    const [dead, alive] = [".cdktf.out.next-4194999", `.cdktf.out.next-${process.ppid}`];
    for (const name of [dead, alive]) mkdirSync(join(folder, name));
    new OutputDirectory(target()).discard();
    expect(existsSync(join(folder, dead))).toBe(false);
    expect(existsSync(join(folder, alive))).toBe(true);
  });

  test("takes no step beside a file that Terraform would load, also of a stack that is not synthesized", () => {
    synth({ a: "1", b: "1" });
    const stray = join(target(), "stacks/b/extra.tf");
    write(stray, "");
    expect(mistakeOf(() => synth({ a: "2" }, false))).toMatchObject({ value: stray });
    expect(read("stacks/a/cdk.tf.json")).toBe("1");
    expect(existsSync(stray)).toBe(true);
  });

  test.each<[string, () => void]>([
    ["a folder of something else", () => write(join(target(), "main.ts"), "mine")],
    ["a file", () => writeFileSync(target(), "mine")],
  ])("is never put in place of %s", (_what, fill) => {
    fill();
    expect(mistakeOf(() => new OutputDirectory(target())).problem).toContain("is no folder of a synth");
  });

  test("may be an empty folder", () => {
    mkdirSync(target());
    expect(synth({ a: "1" })).toEqual([]);
  });
});
