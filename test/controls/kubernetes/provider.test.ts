import { describe, expect, test } from "@jest/globals";
import { KINDS } from "../../../lib/controls/kubernetes/kinds";
import type { Field, Shape } from "../../../lib/controls/kubernetes/shape";
import { type DeclaredBlock, declaredBy } from "../../support/provider-schema";

/** Volumes nobody should have: of one cloud, given up by the API, or a disk of a machine. See `shapes/volume.ts`. */
const NO_VOLUMES = [
  "aws_elastic_block_store",
  "azure_disk",
  "azure_file",
  "ceph_fs",
  "cinder",
  "fc",
  "flex_volume",
  "flocker",
  "gce_persistent_disk",
  "git_repo",
  "glusterfs",
  "iscsi",
  "local",
  "photon_persistent_disk",
  "quobyte",
  "rbd",
  "vsphere_volume",
];

/** Not part of the version of the API that this type speaks. */
const NOT_IN_THE_API = ["spec.target_cpu_utilization_percentage"];

/** Told by the server only, so nobody declares them. */
const TOLD_BY_THE_SERVER =
  /(^|\.)(metadata\.(generation|resource_version|uid)|status|default_secret_name|provider)$/;

/** What the provider has several of and the API one: more than one is refused. */
const ONE_IN_THE_API =
  /(label_selector|namespace_selector|metric\.selector|tcp_socket|grpc|post_start|pre_stop|scale_up|scale_down|projected|update_strategy|rolling_update|persistent_volume_claim_retention_policy|on_exit_codes)$/;

const names = Object.keys(KINDS);

describe("what is known of the provider", () => {
  test.each(names)("%s: every attribute that may be written is read", (type) => {
    const missing = attributesIn(declaredBy(folderOf(type))).filter(({ path, declared }) => {
      if (NO_VOLUMES.some((name) => path.includes(`volume.${name}`)) || NOT_IN_THE_API.includes(path))
        return false;
      if (path.startsWith("timeouts.")) return false;
      return !fits(fieldAt(KINDS[type]?.shape, path), declared, path);
    });
    expect(missing.map(({ path }) => path)).toEqual([]);
  });

  test.each(names)("%s: nothing is read that cannot be written", (type) => {
    const declared = new Set(attributesIn(declaredBy(folderOf(type))).map(({ path }) => path));
    const invented = pathsIn(KINDS[type]?.shape ?? {}).filter(
      (path) => !declared.has(path) && !TOLD_BY_THE_SERVER.test(path),
    );
    const notOfTerraform = invented.filter(
      (path) => path.includes(".") || !/^(timeouts|target_state|wait_)/.test(path),
    );
    expect(notOfTerraform).toEqual([]);
  });

  test("the declarations are found, so that the two above compare something", () => {
    const paths = attributesIn(declaredBy("deployment-v1")).map(({ path }) => path);
    expect(paths).toContain("spec.template.spec.container.security_context.run_as_non_root");
    expect(paths.length).toBeGreaterThan(600);
  });
});

function folderOf(type: string): string {
  return type.replace("kubernetes_", "").replaceAll("_", "-");
}

interface Attribute {
  readonly path: string;
  readonly declared: string | "block" | "blocks";
}

function attributesIn(block: DeclaredBlock, at = ""): readonly Attribute[] {
  return Object.entries(block).flatMap(([name, declared]): readonly Attribute[] => {
    const path = `${at}${name}`;
    if (typeof declared === "string") return [{ path, declared }];
    return [
      { path, declared: declared.many ? "blocks" : "block" },
      ...attributesIn(declared.block, `${path}.`),
    ];
  });
}

function pathsIn(shape: Shape, at = ""): readonly string[] {
  return Object.entries(shape).flatMap(([name, field]) => [
    `${at}${name}`,
    ...pathsIn(field.shape ?? {}, `${at}${name}.`),
  ]);
}

function fieldAt(shape: Shape | undefined, path: string): Field | undefined {
  const [first = "", ...others] = path.split(".");
  const field = shape?.[first];
  return others.length === 0 ? field : fieldAt(field?.shape, others.join("."));
}

/** Kinds of field that fit what the provider declares. */
const FITTING: Readonly<Record<string, readonly Field["kind"][]>> = {
  string: ["text", "number", "port", "octal"],
  number: ["number"],
  boolean: ["flag"],
  "string[]": ["texts"],
  "number[]": ["numbers"],
  "{ [key: string]: string; }": ["map", "secret", "encoded"],
  block: ["block"],
  blocks: ["blocks", "projections"],
};

function fits(field: Field | undefined, declared: string, path: string): boolean {
  if (field === undefined) return false;
  if (field.kind === "ours") return true;
  if (declared === "blocks" && field.kind === "block") return ONE_IN_THE_API.test(path);
  return FITTING[declared.replace("boolean | cdktf.IResolvable", "boolean")]?.includes(field.kind) ?? false;
}
