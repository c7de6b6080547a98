import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { writeFile } from "../../lib/cli/write-file";
import { mistakeOf } from "../support/errors";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "straat-file-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("is written whole, in place of what was there, and leaves nothing else", () => {
  for (const text of ["one", "two"]) {
    writeFile(join(folder, "report"), text);
    expect(readFileSync(join(folder, "report"), "utf8")).toBe(text);
  }
  expect(readdirSync(folder)).toEqual(["report"]);
});

test("is written where a link leads", () => {
  writeFileSync(join(folder, "real"), "one");
  symlinkSync("real", join(folder, "link"));
  writeFile(join(folder, "link"), "two");
  expect(readFileSync(join(folder, "real"), "utf8")).toBe("two");
});

test("is written into what is no file", () => {
  expect(() => writeFile("/dev/null", "one")).not.toThrow();
});

test.each(["nowhere/report", "taken"])("%s cannot be written, which is told", (name) => {
  mkdirSync(join(folder, "taken"));
  const { property, value, problem } = mistakeOf(() => writeFile(join(folder, name), "one"));
  expect({ property, value }).toEqual({ property: "--file", value: join(folder, name) });
  expect(problem).toMatch(/^cannot be written: E\w+: /);
  expect(readdirSync(folder)).toEqual(["taken"]);
});
