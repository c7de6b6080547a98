import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { parseAllDocuments } from "yaml";
import { Project } from "../support/project";

/** One project for all tests, with a client in the cluster whose manifests are written once; each test begins with those. */
let project: Project;
let said: ReturnType<Project["straat"]>;
let written: Readonly<Record<string, string>>;
beforeAll(() => {
  project = new Project();
  client("nemo", NAMESPACE, CONFIG_MAP, SECRET);
  said = project.straat(["manifests", "nemo", "buurtbus"]);
  written = project.files(OUT);
});
beforeEach(() => {
  client("nemo", NAMESPACE, CONFIG_MAP, SECRET);
  for (const [name, text] of Object.entries(written)) writeFileSync(join(project.folder, OUT, name), text);
});
afterAll(() => project.remove());

const OUT = "manifests.out";
const FILES = ["development", "test", "acceptance", "production"].map((stage) => `nemo-${stage}.yaml`);

const NAMESPACE = `new NamespaceV1(environment, "apps", { metadata: { name: "nemo-" + environment.stage.name } });`;
const CONFIG_MAP = `new ConfigMapV1(environment, "settings", {
        metadata: { name: "settings", namespace: "nemo-" + environment.stage.name }, data: { debug: "off" },
      });`;
const SECRET = `new SecretV1(environment, "keys", {
        metadata: { name: "keys", namespace: "nemo-" + environment.stage.name }, data: { password: "hunter2" },
      });`;
/** Knows its name only once it was made. */
const NAMELESS = `new ConfigMapV1(environment, "nameless", {
        metadata: { name: "${"$"}{kubernetes_namespace_v1.apps.metadata[0].uid}" }, data: { debug: "off" },
      });`;

/** A client whose stages have these objects in a cluster, put there with the provider's own classes. */
function client(name: string, ...objects: readonly string[]): void {
  project.client(
    name,
    `import type { App } from "cdktf";
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { SecretV1 } from "@cdktf/provider-kubernetes/lib/secret-v1";
import { Classification, RedundantVms, Street, VmSize } from "../../lib";
import { alkmaar, amsterdam } from "../sites";

export const used = [ConfigMapV1, NamespaceV1, SecretV1];

export class Nemo extends Street {
  constructor(scope: App) {
    super(scope, "${name}", {
      classification: Classification.SENSITIVE, productOwner: "Pierre Aronnax", team: "Team Nautilus",
      site: amsterdam, backupSite: alkmaar, network: "10.20.32.0/20",
    });
    this.forEachEnvironment((environment) => {
      new RedundantVms(environment, "web", { size: VmSize.SMALL });
      new KubernetesProvider(environment, "cluster", { configContext: "amsterdam" });
      ${objects.join("\n      ")}
    });
  }
}
`,
  );
}

const read = (text: string | undefined) => parseAllDocuments(text ?? "").map((document) => document.toJS());

describe("straat manifests", () => {
  test("writes a file for each stack that has objects, and says what it wrote and what is next", () => {
    const { status, stdout, stderr } = said;
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(Object.keys(written)).toEqual(FILES.toSorted());
    expect(read(written["nemo-production.yaml"])).toEqual([
      { apiVersion: "v1", kind: "Namespace", metadata: { name: "nemo-production" } },
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "settings", namespace: "nemo-production" },
        data: { debug: "off" },
      },
      expect.objectContaining({ kind: "Secret" }),
    ]);
    // Before a line of three hyphens no reader finds an object.
    for (const text of Object.values(written)) {
      expect(text.startsWith("---\n# ")).toBe(true);
      expect(text.split(/^---$/m)).toHaveLength(4);
    }
    expect(stdout).toMatch(/^nemo-production\.yaml +3 +nemo-production$/m);
    expect(stdout).toMatch(
      /^12 objects of Kubernetes, written to manifests\.out\/\. .*\nNothing on a cluster: buurtbus\.$/m,
    );
    expect(stdout).toContain("kubeconform -strict -summary -ignore-missing-schemas manifests.out\n");
    // A synth is no part of it.
    expect(existsSync(join(project.folder, "cdktf.out"))).toBe(false);
  });

  test("tells the keys of a secret and none of its values", () => {
    const text = written["nemo-test.yaml"] ?? "";
    expect(text).toContain("password:");
    expect(text).not.toMatch(/hunter2|aHVudGVyMg/);
    expect(text).toContain("# Written by straat manifests, to be judged: values of Secrets are left out");
  });

  test("says in one line that a client has nothing on a cluster, or a stack, and makes no folder", () => {
    const args = ["manifests", "buurtbus", "verne/street", "--output", "none.out"];
    expect(project.straat(args)).toEqual({
      status: 0,
      stdout: "Nothing on a cluster: buurtbus, verne/street. No file was written.\n",
      stderr: "",
    });
    expect(existsSync(join(project.folder, "none.out"))).toBe(false);
  });

  test("gives the same bytes for one stack as with all, into an empty folder too", () => {
    mkdirSync(join(project.folder, "some.out"));
    expect(project.straat(["manifests", "nemo/test", "--output", "some.out"]).status).toBe(0);
    expect(project.files("some.out")).toEqual({ "nemo-test.yaml": written["nemo-test.yaml"] });
  });

  test("leaves files of other stacks, and takes away one whose stack has nothing any more", () => {
    client("nemo", `if (environment.stage.name !== "test") { ${NAMESPACE} }`);
    const folder = readdirSync(project.folder);
    expect(project.straat(["manifests", "nemo/test", "nemo/production"]).status).toBe(0);
    const { "nemo-test.yaml": _, "nemo-production.yaml": __, ...others } = written;
    const { "nemo-production.yaml": production, ...left } = project.files(OUT);
    expect(left).toEqual(others);
    expect(read(production)).toHaveLength(1);
    expect(readdirSync(project.folder)).toEqual(folder);
  });
});

test("manifests of an earlier synth are what was synthesized, whatever is declared by now", () => {
  expect(project.straat(["synth", "buurtbus/test"]).status).toBe(0);
  project.client("nemo", "this is no TypeScript");
  expect(project.straat(["manifests", "--from", "cdktf.out", "--output", "stored.out"])).toEqual({
    status: 0,
    stdout: "Nothing on a cluster: buurtbus/test. No file was written.\n",
    stderr: "",
  });
  const { status, stderr } = project.straat(["manifests", "--from", "cdktf.out", "verne"]);
  expect(status).toBe(1);
  expect(stderr).toContain("there is no such client");
  expect(project.files(OUT)).toEqual(written);
});

describe("what cannot be written", () => {
  test("is told, each object of each stack, and the last manifests stay", () => {
    client("nemo", NAMESPACE, NAMELESS, NAMELESS.replace('"nameless"', '"nobody"'));
    const { status, stdout, stderr } = project.straat(["manifests", "nemo"]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    for (const name of ["nameless", "nobody"]) {
      expect(stderr).toMatch(
        new RegExp(
          `nemo/development, nemo/test, .*kubernetes_config_map_v1.${name}\n {4}cannot be written .*known only after apply`,
        ),
      );
    }
    expect(stderr).toContain("Nothing was written; the manifests are as they were.");
    expect(project.files(OUT)).toEqual(written);
  });

  test("is nothing of what is declared wrongly", () => {
    project.edit("nemo", '"10.20.32.0/20"', '"10.20.32.1/20"');
    const { status, stdout, stderr } = project.straat(["manifests", "nemo"]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain("has host bits set");
    expect(stderr).toContain("Nothing was written; the manifests are as they were.");
    expect(project.files(OUT)).toEqual(written);
  });
});

test.each([
  [["manifests", "nobody"], "there is no such client"],
  [["manifests", "nemo", "--output", "stacks"], "is no folder of manifests"],
  [["manifests", "nemo", "--output", "."], "is no folder of manifests"],
])("%j is not understood: exit code 2, and nothing is written", (args, why) => {
  const before = project.files("stacks");
  const { status, stdout, stderr } = project.straat(args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain(why);
  expect(project.files("stacks")).toEqual(before);
});

test("help says that there are manifests, and where they go", () => {
  const { stdout } = project.straat(["--help"]);
  expect(stdout).toContain("straat manifests [CLIENT[/STAGE]...]");
  expect(stdout).toContain("manifests.out");
});

test("of everything has no more of clients who are gone", () => {
  for (const name of ["nemo", "verne", "zorgplein"]) project.client(name, undefined);
  expect(project.straat(["manifests"]).status).toBe(0);
  expect(readdirSync(join(project.folder, OUT)).filter((name) => name.startsWith("nemo"))).toEqual([]);
});
