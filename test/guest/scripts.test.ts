import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { DOCUMENT_NAMES } from "../../lib/guest/documents/live-document";
import { documentHandler, program, readScript } from "../../lib/guest/script";
import { describeWith } from "../support/tool";

const FOLDER = join(__dirname, "../../lib/guest/scripts");
const files = readdirSync(FOLDER).sort();
const names = files.map((file) => file.replace(/\.sh$/, ""));
const handlers = names
  .filter((name) => name.startsWith("document-"))
  .map((name) => name.slice("document-".length));

describe("the programs of a server", () => {
  test("are files of sh, each of one idea in at most 300 lines", () => {
    expect(files.filter((file) => !/^[a-z]+(-[a-z]+)*\.sh$/.test(file))).toEqual([]);
    expect(names.filter((name) => readScript(name).split("\n").length > 301)).toEqual([]);
    expect(names.length).toBeGreaterThan(3);
  });

  test.each(names)(
    "begin with what they are, take no name for granted, and end with a line end: %s",
    (name) => {
      const text = readScript(name);
      // What other programs read with `.` is no program, and stops with the one that reads it.
      expect(text).toMatch(/^(#!\/bin\/sh|# shellcheck shell=sh)\n# \S/);
      if (text.startsWith("#!")) expect(text).toMatch(/^(set -e?uf?$|\. "|exec )/m);
      expect(text).toMatch(/[^\n]\n$/);
      expect(text).not.toMatch(/[^\n\t\x20-\x7e]/);
    },
  );

  test.each(names)("are sh for a stock Debian: %s", (name) => {
    expect(spawnSync("sh", ["-n", join(FOLDER, `${name}.sh`)], { encoding: "utf8" }).stderr).toBe("");
  });

  test("are installed where units look for them, for everybody to run", () => {
    expect(program("agent")).toMatchObject({ path: "/usr/local/lib/straat/agent", mode: "0755" });
    expect(() => program("none")).toThrow(/ENOENT/);
  });
});

describe("the handlers of live documents", () => {
  test("are of documents that exist", () => {
    expect(handlers.filter((name) => !(DOCUMENT_NAMES as readonly string[]).includes(name))).toEqual([]);
    expect(handlers.length).toBeGreaterThan(0);
  });

  test.each(handlers)("know every verb, and no other: %s", (name) => {
    const { content, path } = documentHandler(name);
    for (const verb of ["check", "apply", "verify", "today", "remove"]) {
      expect([
        verb,
        new RegExp(`^\\s*(?:[a-z]+ *\\| *)*${verb}(?: *\\| *[a-z]+)*\\)`, "m").test(content),
      ]).toEqual([verb, true]);
    }
    expect(path).toBe(`/usr/local/lib/straat/documents/${name}`);
  });
});

describeWith("shellcheck", "apt-get install shellcheck", "shellcheck", () => {
  test("has nothing against any program of a server", () => {
    const paths = files.map((file) => join(FOLDER, file));
    const { stdout, stderr } = spawnSync(
      "shellcheck",
      ["--format=gcc", "--norc", "--external-sources", `--source-path=${FOLDER}`, ...paths],
      {
        encoding: "utf8",
      },
    );
    expect(`${stdout}${stderr}`.replaceAll(`${FOLDER}/`, "")).toBe("");
  });
});
