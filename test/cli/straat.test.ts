import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { Project } from "../support/project";

let project: Project;
beforeEach(() => {
  project = new Project();
});
afterEach(() => project.remove());

/** A project in which everything is synthesized once; no test changes it. */
let synthesized: Project;
let said: ReturnType<Project["straat"]>;
beforeAll(() => {
  synthesized = new Project();
  said = synthesized.straat(["synth"]);
});
afterAll(() => synthesized.remove());

const FOURTH = `import type { App } from "cdktf";
import { Classification, Street } from "../../lib";
import { alkmaar, amsterdam } from "../sites";

export class Nemo extends Street {
  constructor(scope: App) {
    super(scope, "nemo", {
      classification: Classification.SENSITIVE, productOwner: "Kapitein", team: "Team Zee",
      site: amsterdam, backupSite: alkmaar, network: "10.20.32.0/20",
    });
  }
}
`;

describe("straat synth", () => {
  test("writes Terraform and a model file for every stack, and says what it made and what is next", () => {
    const { status, stdout, stderr } = said;
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^CLIENT +STAGE +STACK +SERVERS +NETWORKS +CLUSTER$/m);
    expect(stdout).toMatch(/^verne +\(shared\) +verne-street +2 \(edge 2\) +5 port groups$/m);
    expect(stdout).toMatch(
      /production +verne-production +6 \(web 2, cache 2, database 2\) +10\.20\.6\.0\/23/,
    );
    expect(stdout).toContain("terraform -chdir=cdktf.out/stacks/platform-amsterdam init");
    const stacks = readdirSync(join(synthesized.folder, "cdktf.out/stacks"));
    expect(stacks).toHaveLength(2 + 3 * 5);
    for (const stack of stacks) {
      const files = Object.keys(synthesized.files(`cdktf.out/stacks/${stack}`));
      expect(files).toEqual(["cdk.tf.json", "straat.json"]);
    }
  });

  test("gives a fourth client its stacks from one new file, and leaves all others as they were", () => {
    const before = project.takeOver("cdktf.out", synthesized);
    project.client("nemo", FOURTH);
    expect(project.straat(["synth"]).stdout).toContain("nemo-production");
    const after = project.files();
    const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
    expect(changed.filter((path) => !path.startsWith("stacks/nemo-"))).toEqual(["manifest.json"]);
    expect(changed.filter((path) => path.startsWith("stacks/nemo-"))).toHaveLength(10);
  });

  test("writes only what was asked for, the same bytes as when all is asked for", () => {
    const all = synthesized.files();
    project.straat(["synth", "verne/production", "zorgplein", "--output", "some.out"]);
    const some = project.files("some.out");
    const stacks = new Set(Object.keys(some).map((path) => path.split("/")[1]));
    expect([...stacks].filter((name) => name !== undefined)).toEqual([
      "verne-production",
      "zorgplein-acceptance",
      "zorgplein-development",
      "zorgplein-production",
      "zorgplein-street",
      "zorgplein-test",
    ]);
    for (const path of Object.keys(some).filter((name) => name !== "manifest.json"))
      expect(some[path]).toBe(all[path]);
  });

  test("keeps stacks that were not asked for, also in the manifest", () => {
    const before = project.takeOver("cdktf.out", synthesized);
    project.edit("verne", "gib: 200", "gib: 300");
    const { status, stdout } = project.straat(["synth", "verne/production"]);
    expect(status).toBe(0);
    expect(stdout).toContain("Other stacks are as they were");
    const after = project.files();
    const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
    // The size of a data disk is in both.
    expect(changed).toEqual(["cdk.tf.json", "straat.json"].map((name) => `stacks/verne-production/${name}`));
    expect(Object.keys(after)).toEqual(Object.keys(before));
  });

  test("gives the same bytes twice, on another day, and from another folder", () => {
    const first = project.takeOver("cdktf.out", synthesized);
    expect(project.straat(["synth", "--date", "2027-02-20"]).status).toBe(0);
    expect(project.files()).toEqual(first);
  });

  test("keeps what Terraform left in a stack's folder, and says which stacks are gone", () => {
    project.takeOver("cdktf.out", synthesized);
    const stack = join(project.folder, "cdktf.out/stacks/verne-test");
    mkdirSync(join(stack, ".terraform"));
    writeFileSync(join(stack, ".terraform/cache"), "provider");
    writeFileSync(join(stack, ".terraform.lock.hcl"), "lock");
    project.client("buurtbus", undefined);
    const { stdout } = project.straat(["synth"]);
    expect(project.files("cdktf.out/stacks/verne-test")).toMatchObject({
      ".terraform/cache": "provider",
      ".terraform.lock.hcl": "lock",
    });
    expect(stdout).toContain("Gone: buurtbus-production is no longer declared.");
    expect(existsSync(join(project.folder, "cdktf.out/stacks/buurtbus-production"))).toBe(false);
  });

  test("leaves no other trace in the folder", () => {
    const before = readdirSync(project.folder);
    project.takeOver("cdktf.out", synthesized);
    expect(project.straat(["synth", "buurtbus"]).status).toBe(0);
    project.edit("verne", '"10.20.0.0/20"', '"10.20.0.1/20"');
    project.straat(["synth"]);
    expect(readdirSync(project.folder).toSorted()).toEqual([...before, "cdktf.out"].toSorted());
  });
});

describe("a mistake in a client file", () => {
  test("stops everything with its path, value and remedy, and leaves the last synth as it was", () => {
    const before = project.takeOver("cdktf.out", synthesized);
    project.edit("verne", '"10.20.0.0/20"', '"10.20.0.1/20"');
    project.edit("zorgplein", "quorum: true", "members: 1");
    const { status, stdout, stderr } = project.straat(["synth"]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain("verne  network = 10.20.0.1/20\n    has host bits set");
    expect(stderr).toContain(
      "zorgplein/production/search  members = 1\n    production needs at least 2 members",
    );
    expect(stderr).toContain("→ write 10.20.0.0/20 for the network");
    expect(stderr).toContain("Nothing was written");
    expect(project.files()).toEqual(before);
  });

  test.each([
    ["a syntax error", "export class Verne extends {", "verne", "stopped with an error"],
    ["no class", "export const verne = 1;", "verne", "exports 0 classes that extend Street"],
    ["another client's name", FOURTH, "verne", "file and client have one name"],
    ["an import that is not there", 'import "./nowhere";', "verne", "stopped with an error"],
  ])("such as %s is told as a mistake of that client", (_what, text, path, why) => {
    project.client("verne", text);
    const { status, stderr } = project.straat(["synth"]);
    expect(status).toBe(1);
    expect(stderr).toContain(`\n${path}  `);
    expect(stderr).toContain(why);
  });

  test("that all four stages have in common is told once", () => {
    project.edit("verne", "Port.REDIS", "Port.tcp(0)");
    const { stderr } = project.straat(["list", "verne"]);
    expect(stderr.match(/is not a tcp port/g)).toHaveLength(1);
    expect(stderr).toContain("verne/development, verne/test, verne/acceptance, verne/production  0");
  });
});

describe("a mistake in a site", () => {
  test("is told under the site's name, with exit code 1", () => {
    const file = join(project.folder, "stacks/sites/amsterdam.ts");
    writeFileSync(
      file,
      project.files("stacks")["sites/amsterdam.ts"]?.replace("first: 1000", "first: 0") ?? "",
    );
    const { status, stderr } = project.straat(["synth"]);
    expect(status).toBe(1);
    expect(stderr).toContain("sites/amsterdam  vlans = 0-3047");
  });
});

describe("straat list", () => {
  test("shows what there is and writes nothing", () => {
    const { status, stdout } = project.straat(["list", "verne/production"]);
    expect(status).toBe(0);
    expect(stdout).toContain("1 client, 1 stack, 6 servers, 4 declared flows.");
    expect(existsSync(join(project.folder, "cdktf.out"))).toBe(false);
  });
});

describe("a command that is not understood", () => {
  test.each([
    [["build"], "does not know the command build"],
    [["synth", "--fast"], "--fast"],
    [["synth", "nobody"], "there is no such client"],
    [["synth", "verne/staging"], "is not a part of a client"],
    [["synth", "--date", "tomorrow"], "is not a day of the calendar"],
  ])("%j ends with exit code 2 and says why", (args, why) => {
    const { status, stdout, stderr } = project.straat(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(why);
    expect(existsSync(join(project.folder, "cdktf.out"))).toBe(false);
  });

  test("is also one with a state backend that is not complete", () => {
    const { status, stderr } = project.straat(["synth"], { STRAAT_STATE: "s3" });
    expect(status).toBe(2);
    expect(stderr).toContain("set it, for example STRAAT_STATE_BUCKET=");
  });

  test("is answered with help, which says all exit codes", () => {
    const { status, stdout } = project.straat(["--help"]);
    expect(status).toBe(0);
    for (const code of [0, 1, 2, 3]) expect(stdout).toMatch(new RegExp(`\\b${code}  \\w`));
  });
});
