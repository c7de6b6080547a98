import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { parseAllDocuments } from "yaml";
import { Project } from "../support/project";

let project: Project;
beforeEach(() => {
  project = new Project();
});
afterEach(() => project.remove());

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
    client("nemo", NAMESPACE, CONFIG_MAP);
    const { status, stdout, stderr } = project.straat(["manifests", "nemo"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const files = project.files("manifests.out");
    expect(Object.keys(files)).toEqual(FILES.toSorted());
    expect(read(files["nemo-production.yaml"])).toEqual([
      { apiVersion: "v1", kind: "Namespace", metadata: { name: "nemo-production" } },
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "settings", namespace: "nemo-production" },
        data: { debug: "off" },
      },
    ]);
    // Before a line of three hyphens no reader finds an object.
    for (const text of Object.values(files)) {
      expect(text.startsWith("---\n# ")).toBe(true);
      expect(text.split(/^---$/m)).toHaveLength(3);
    }
    expect(stdout).toMatch(/^nemo-production\.yaml +2 +nemo-production$/m);
    expect(stdout).toContain("8 objects of Kubernetes, written to manifests.out/.");
    expect(stdout).not.toContain("Nothing on a cluster");
    expect(stdout).toContain("kubeconform -strict -summary -ignore-missing-schemas manifests.out\n");
    // A synth is no part of it.
    expect(existsSync(join(project.folder, "cdktf.out"))).toBe(false);
  });

  test("says in one line that a client has nothing on a cluster, or a stack, and makes no folder", () => {
    const { status, stdout, stderr } = project.straat(["manifests", "buurtbus"]);
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: "Nothing on a cluster: buurtbus. No file was written.\n",
      stderr: "",
    });
    expect(project.straat(["manifests", "verne/street"]).stdout).toMatch(
      /^Nothing on a cluster: verne\/street\./,
    );
    expect(existsSync(join(project.folder, "manifests.out"))).toBe(false);
  });

  test("tells the keys of a secret and none of its values, and who has nothing on a cluster beside it", () => {
    client("nemo", NAMESPACE, SECRET);
    const { stdout } = project.straat(["manifests", "nemo/test", "buurtbus"]);
    expect(stdout).toMatch(/^2 objects .*\nNothing on a cluster: buurtbus\.$/m);
    const text = project.files("manifests.out")["nemo-test.yaml"] ?? "";
    expect(text).toContain("password:");
    expect(text).not.toMatch(/hunter2|aHVudGVyMg/);
    expect(text).toContain("# Written by straat manifests, to be judged: values of Secrets are left out");
  });

  test("gives the same bytes for one stack as with all", () => {
    client("nemo", NAMESPACE, CONFIG_MAP);
    project.straat(["manifests", "nemo"]);
    const first = project.files("manifests.out");
    project.straat(["manifests", "nemo/test", "--output", "some.out"]);
    expect(project.files("some.out")).toEqual({ "nemo-test.yaml": first["nemo-test.yaml"] });
  });

  test("leaves files of other stacks, and takes away one whose stack has nothing any more", () => {
    client("nemo", NAMESPACE);
    project.straat(["manifests", "nemo"]);
    client("nemo", `if (environment.stage.name !== "test") { ${NAMESPACE} }`, CONFIG_MAP);
    project.straat(["manifests", "nemo/production"]);
    const files = project.files("manifests.out");
    expect(Object.keys(files)).toEqual(FILES.toSorted());
    expect(read(files["nemo-production.yaml"])).toHaveLength(2);
    expect(read(files["nemo-test.yaml"])).toHaveLength(1);

    client("nemo", `if (environment.stage.name !== "test") { ${NAMESPACE} }`);
    project.straat(["manifests", "nemo/test"]);
    expect(Object.keys(project.files("manifests.out"))).toEqual(
      FILES.filter((name) => name !== "nemo-test.yaml").toSorted(),
    );
  });

  test("of everything has no more of a client who is gone, and leaves no trace beside its folder", () => {
    client("nemo", NAMESPACE);
    expect(project.straat(["manifests", "nemo"]).status).toBe(0);
    project.client("nemo", undefined);
    const before = readdirSync(project.folder);
    expect(project.straat(["manifests"]).status).toBe(0);
    expect(Object.keys(project.files("manifests.out")).filter((name) => name.startsWith("nemo"))).toEqual([]);
    expect(readdirSync(project.folder)).toEqual(before);
  });
});

describe("manifests of an earlier synth", () => {
  test("are what was synthesized, whatever is declared by now", () => {
    project.straat(["synth", "buurtbus"]);
    project.client("buurtbus", "this is no TypeScript");
    const { status, stdout } = project.straat(["manifests", "--from", "cdktf.out"]);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: "Nothing on a cluster: buurtbus. No file was written.\n",
    });
  });

  test("are the same bytes as of what would be synthesized", () => {
    const { status, stderr } = project.straat(["synth", "zorgplein"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    project.straat(["manifests", "--from", "cdktf.out"]);
    const before = project.files("manifests.out");
    expect(Object.keys(before)).toHaveLength(4);
    project.straat(["manifests", "zorgplein", "--output", "declared.out"]);
    expect(project.files("declared.out")).toEqual(before);
  });

  test.each([
    [["--from", "nowhere"], "is no synth of this house"],
    [["--from", "cdktf.out", "verne"], "there is no such client"],
    [["--from", "cdktf.out", "buurtbus/production"], "there is no such stack"],
  ])("%j is told, with exit code 1, and nothing is written", (args, why) => {
    project.straat(["synth", "buurtbus/test"]);
    const { status, stderr } = project.straat(["manifests", ...args]);
    expect(status).toBe(1);
    expect(stderr).toContain(why);
    expect(existsSync(join(project.folder, "manifests.out"))).toBe(false);
  });

  test("are none where a file lies beside it that Terraform would load", () => {
    project.straat(["synth", "buurtbus/test"]);
    writeFileSync(join(project.folder, "cdktf.out/stacks/buurtbus-test/more.tf"), "");
    const { status, stderr } = project.straat(["manifests", "--from", "cdktf.out"]);
    expect(status).toBe(1);
    expect(stderr).toContain("is loaded by Terraform with cdk.tf.json");
  });
});

describe("what cannot be written", () => {
  test("is told, each object of each stack, and the last manifests stay", () => {
    client("nemo", NAMESPACE);
    project.straat(["manifests", "nemo"]);
    const before = project.files("manifests.out");
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
    expect(project.files("manifests.out")).toEqual(before);
  });

  test("is nothing of what is declared wrongly", () => {
    project.edit("buurtbus", '"10.20.16.0/22"', '"10.20.16.1/22"');
    const { status, stdout, stderr } = project.straat(["manifests", "buurtbus"]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain("has host bits set");
    expect(stderr).toContain("Nothing was written; the manifests are as they were.");
  });
});

describe("a folder for manifests", () => {
  test.each<[string, (folder: string) => void]>([
    ["that somebody else's files are in", (folder) => writeFileSync(join(folder, "README.md"), "mine")],
    [
      "with YAML that somebody wrote",
      (folder) => writeFileSync(join(folder, "app.yaml"), "---\napiVersion: v1\n"),
    ],
    ["with a folder in it", (folder) => mkdirSync(join(folder, "more.yaml"))],
  ])("%s is never touched", (_what, fill) => {
    client("nemo", NAMESPACE);
    const folder = join(project.folder, "papers");
    mkdirSync(folder);
    fill(folder);
    const before = readdirSync(folder);
    const { status, stdout, stderr } = project.straat(["manifests", "nemo", "--output", "papers"]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain("is no folder of manifests");
    expect(readdirSync(folder)).toEqual(before);
  });

  test("may be empty, but not the project, and not a file", () => {
    client("nemo", NAMESPACE);
    mkdirSync(join(project.folder, "empty"));
    expect(project.straat(["manifests", "nemo/test", "--output", "empty"]).status).toBe(0);
    expect(Object.keys(project.files("empty"))).toEqual(["nemo-test.yaml"]);
    expect(project.straat(["manifests", "nemo/test", "--output", "."]).status).toBe(2);
    expect(project.straat(["manifests", "nemo/test", "--output", "package.json"]).status).toBe(2);
    expect(existsSync(join(project.folder, "stacks/main.ts"))).toBe(true);
  });
});

test.each([
  [["manifests", "nobody"], "there is no such client"],
  [["manifests", "verne/cellar"], "is not a part of a client"],
])("%j is not understood: exit code 2, and nothing is written", (args, why) => {
  const { status, stdout, stderr } = project.straat(args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain(why);
  expect(existsSync(join(project.folder, "manifests.out"))).toBe(false);
});

test("help says that there are manifests, and where they go", () => {
  const { stdout } = project.straat(["--help"]);
  expect(stdout).toContain("straat manifests [CLIENT[/STAGE]...]");
  expect(stdout).toContain("manifests.out");
});
