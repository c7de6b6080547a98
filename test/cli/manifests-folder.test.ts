import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { ManifestsFolder } from "../../lib/cli/manifests-folder";
import { mistakeOf } from "../support/errors";

let root: string;
let path: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "straat-manifests-"));
  path = join(root, "manifests.out");
});
afterEach(() => rmSync(root, { recursive: true }));

/** Writes texts by the name of their stack, of which some were asked for. */
function write(texts: Readonly<Record<string, string>>, ...asked: readonly string[]): void {
  const files = new Map(Object.entries(texts).map(([name, text]) => [`${name}.yaml`, `---\n${text}\n`]));
  new ManifestsFolder(path).write(files, (name) => asked.length === 0 || asked.includes(name));
}
const textIn = (name: string) => readFileSync(join(path, name), "utf8");

describe("a folder of manifests", () => {
  test("has a file for each stack, which says what it is before the first object", () => {
    write({ one: "a: 1", two: "b: 2" });
    expect(readdirSync(path)).toEqual(["one.yaml", "two.yaml"]);
    expect(textIn("one.yaml")).toMatch(/^---\n# Written by straat manifests, .*\na: 1\n$/);
    expect(readdirSync(root)).toEqual(["manifests.out"]);
  });

  test("keeps files of other stacks, byte for byte, and those that have nothing any more go", () => {
    write({ one: "a: 1", two: "b: 2", three: "c: 3" });
    const before = textIn("three.yaml");
    write({ one: "a: 5" }, "one.yaml", "two.yaml");
    expect(readdirSync(path)).toEqual(["one.yaml", "three.yaml"]);
    expect(textIn("one.yaml")).toContain("a: 5");
    expect(textIn("three.yaml")).toBe(before);
  });

  test("of everything has no more of what is gone", () => {
    write({ one: "a: 1", two: "b: 2" });
    write({ two: "b: 2" });
    expect(readdirSync(path)).toEqual(["two.yaml"]);
    expect(readdirSync(root)).toEqual(["manifests.out"]);
  });

  test("is not made where there is nothing to write", () => {
    write({});
    expect(existsSync(path)).toBe(false);
  });

  test("may be there and empty", () => {
    mkdirSync(path);
    write({ one: "a: 1" });
    expect(readdirSync(path)).toEqual(["one.yaml"]);
  });
});

describe("what is no folder of manifests is never touched", () => {
  test.each<[string, (folder: string) => void, string]>([
    ["with somebody else's files", (folder) => writeFileSync(join(folder, "README.md"), "mine"), "README.md"],
    [
      "with YAML that somebody wrote",
      (folder) => writeFileSync(join(folder, "app.yaml"), "---\napiVersion: v1\n"),
      "app.yaml",
    ],
    ["with a folder in it", (folder) => mkdirSync(join(folder, "more.yaml")), "more.yaml"],
  ])("%s, beside some that are ours", (_what, fill, name) => {
    write({ one: "a: 1" });
    fill(path);
    const before = readdirSync(path);
    expect(mistakeOf(() => new ManifestsFolder(path))).toMatchObject({
      property: "--output",
      problem: expect.stringContaining(`it has ${name}`),
    });
    expect(readdirSync(path)).toEqual(before);
  });

  test("such as a file", () => {
    writeFileSync(path, "mine");
    expect(mistakeOf(() => new ManifestsFolder(path)).problem).toContain("it is no folder");
    expect(readFileSync(path, "utf8")).toBe("mine");
  });
});
