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
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { EvidenceFolder } from "../../lib/cli/evidence-folder";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "straat-evidence-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const write = (text: string) =>
  new EvidenceFolder(join(root, "evidence.out")).write({ "fleet.md": text }, "2027-01-15", true);
const read = () => readFileSync(join(root, "evidence.out/fleet.md"), "utf8");

test("clears what killed runs left beside it, and leaves what is of a run that goes on", () => {
  const [dead, alive] = [".evidence.out.next-4194999", `.evidence.out.next-${process.ppid}`];
  for (const name of [dead, alive]) mkdirSync(join(root, name));
  write("one");
  expect(existsSync(join(root, dead))).toBe(false);
  expect(readdirSync(root)).toEqual([alive, "evidence.out"]);
});

test("comes back after a kill between the two steps of the swap", () => {
  write("one");
  renameSync(join(root, "evidence.out"), join(root, ".evidence.out.previous"));
  new EvidenceFolder(join(root, "evidence.out"));
  expect(read()).toBe("one");
});

test("is made with the folders it lies in", () => {
  new EvidenceFolder(join(root, "papers/of/2027")).write({ "fleet.md": "one" }, "2027-01-15", true);
  expect(readdirSync(join(root, "papers/of"))).toEqual(["2027"]);
});

test.each<[string, Readonly<Record<string, string>>]>([
  ["in which somebody else's files are", { "README.md": "mine" }],
  ["to which a file was added", { "index.json": '{"version":1,"files":{}}', "notes.md": "mine" }],
  ["whose index is something else's", { "index.json": "[]" }],
])("refuses a folder %s, and leaves it as it is", (_what, files) => {
  const folder = join(root, "papers");
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  expect(() => new EvidenceFolder(folder)).toThrow(/is no folder of evidence/);
  expect(readdirSync(folder)).toEqual(Object.keys(files).toSorted());
});
