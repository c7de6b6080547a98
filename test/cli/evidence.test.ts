import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { Project } from "../support/project";

let project: Project;
beforeEach(() => {
  project = new Project();
});
afterEach(() => project.remove());

const OF = [".html", ".md", ".oscal.json", "-access.json", "-access.md", "-runbook.md"];
const filesOf = (...names: readonly string[]) => names.flatMap((name) => OF.map((end) => `${name}${end}`));

/** A project whose evidence of everything is written once; no test changes it. */
let written: Project;
let said: ReturnType<Project["straat"]>;
beforeAll(() => {
  written = new Project();
  said = written.straat(["evidence"]);
});
afterAll(() => written.remove());

describe("straat evidence", () => {
  test("writes six files of the fleet and of each client, and says what it wrote and how the promises are", () => {
    const { status, stdout, stderr } = said;
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const names = filesOf("fleet", "buurtbus", "verne", "zorgplein");
    expect(Object.keys(written.files("evidence.out")).toSorted()).toEqual(
      [...names, "index.json"].toSorted(),
    );
    for (const name of names) expect(stdout).toContain(`  ${name}\n`);
    expect(stdout).toMatch(/^PROMISES +\(fleet\) +buurtbus +verne +zorgplein$/m);
    expect(stdout).toMatch(/^BROKEN +0 +0 +0 +0$/m);
    expect(stdout).toMatch(/^Fleet, on 2027-01-15: Of 77 promises: /m);
    expect(stdout).toContain("Written to evidence.out/:");
    // A synth is no part of it.
    expect(existsSync(join(written.folder, "cdktf.out"))).toBe(false);
  });

  test("of one client writes its files alone, the same bytes as with all, and leaves those of the others", () => {
    const all = project.takeOver("evidence.out", written);
    const { status, stdout } = project.straat(["evidence", "verne", "--output", "some.out"]);
    expect(status).toBe(0);
    expect(stdout).not.toContain("fleet.md");
    const some = project.files("some.out");
    expect(Object.keys(some).toSorted()).toEqual([...filesOf("verne"), "index.json"].toSorted());
    for (const name of filesOf("verne")) expect(some[name]).toBe(all[name]);

    project.straat(["evidence", "verne", "--date", "2027-02-01"]);
    const after = project.files("evidence.out");
    const changed = Object.keys(after).filter((name) => after[name] !== all[name]);
    expect(Object.keys(after)).toEqual(Object.keys(all));
    expect(changed.filter((name) => name !== "index.json").every((name) => name.startsWith("verne"))).toBe(
      true,
    );
    expect(JSON.parse(after["index.json"] as string).files).toMatchObject({
      "verne.md": "2027-02-01",
      "fleet.md": "2027-01-15",
    });
  });

  test("gives the same bytes twice, and from another folder", () => {
    const first = project.takeOver("evidence.out", written);
    expect(project.straat(["evidence"]).status).toBe(0);
    expect(project.files("evidence.out")).toEqual(first);
  });

  test("has no more of a client who is gone, and leaves no trace beside its folder", () => {
    const before = readdirSync(project.folder);
    project.takeOver("evidence.out", written);
    project.client("buurtbus", undefined);
    expect(project.straat(["evidence"]).status).toBe(0);
    expect(Object.keys(project.files("evidence.out")).filter((name) => name.startsWith("buurtbus"))).toEqual(
      [],
    );
    expect(readdirSync(project.folder).toSorted()).toEqual([...before, "evidence.out"].toSorted());
  });
});

describe("evidence of what is wrong", () => {
  test("is written too, with exit code 1 and which promise it is: a document that has ended", () => {
    const { status, stdout, stderr } = project.straat(["evidence", "--date", "2027-10-01"]);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^R-07 record missing: Servers stand above NAP.* \(the fleet, buurtbus, verne, zorgplein\)$/m,
    );
    expect(stdout).toContain("Written to evidence.out/:");
    expect(project.files("evidence.out")["fleet.md"]).toContain("**record missing**");
  });

  test("is written too, where a rule finds an error that keeps a synth from being written", () => {
    const file = join(project.folder, "stacks/team-tech.ts");
    writeFileSync(file, 'export const teamTech = ["Sanne Vermeer"];\n');
    const { status, stderr } = project.straat(["evidence", "verne"]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^I-05 broken: .* \(verne\)$/m);
    expect(project.files("evidence.out")["verne.md"]).toContain("team-tech-is-complete");
    expect(project.straat(["synth"]).status).toBe(1);
  });

  test("is not written where what is declared cannot be made, and the last evidence stays", () => {
    const before = project.takeOver("evidence.out", written);
    project.edit("verne", '"10.20.0.0/20"', '"10.20.0.1/20"');
    const { status, stdout, stderr } = project.straat(["evidence"]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain("has host bits set");
    expect(stderr).toContain("Nothing was written; the evidence is as it was.");
    expect(project.files("evidence.out")).toEqual(before);
  });
});

describe("a folder for evidence", () => {
  test("that somebody else's files are in is never touched", () => {
    const folder = join(project.folder, "papers");
    mkdirSync(folder);
    writeFileSync(join(folder, "README.md"), "mine");
    const { status, stdout, stderr } = project.straat(["evidence", "--output", "papers"]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain("is no folder of evidence");
    expect(project.files("papers")).toEqual({ "README.md": "mine" });
  });

  test("may be empty, and may be the project's own under another name, but not the project", () => {
    mkdirSync(join(project.folder, "empty"));
    expect(project.straat(["evidence", "verne", "--output", "empty"]).status).toBe(0);
    expect(project.straat(["evidence", "verne", "--output", "."]).status).toBe(2);
    expect(existsSync(join(project.folder, "stacks/main.ts"))).toBe(true);
  });
});

test.each([
  [["evidence", "nobody"], "is not one client"],
  [["evidence", "verne", "zorgplein"], "is not one client"],
  [["evidence", "verne/production"], "is not one client"],
])("%j is not understood: exit code 2, and nothing is written", (args, why) => {
  const { status, stdout, stderr } = project.straat(args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain(why);
  expect(existsSync(join(project.folder, "evidence.out"))).toBe(false);
});
