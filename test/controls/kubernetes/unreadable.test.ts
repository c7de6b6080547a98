import { describe, expect, test } from "@jest/globals";
import { objectsOf } from "../../../lib/controls/kubernetes/kubernetes-object";
import { KNOWN_AT_APPLY } from "../../../lib/controls/kubernetes/secret-values";
import { Unreadable } from "../../../lib/controls/unreadable";
import { stackWith } from "../support/kubernetes-stack";

const metadata = { name: "web", namespace: "verne-production" };

/** What is said of a resource that cannot be read. */
function complaintOf(type: string, values: object, others: object = {}): string {
  try {
    objectsOf(stackWith(type, values, others));
  } catch (error) {
    expect(error).toBeInstanceOf(Unreadable);
    return (error as Error).message;
  }
  throw new Error("it was read");
}

/** The object a resource makes. */
function bodyOf(type: string, values: object, others: object = {}) {
  const objects = objectsOf(stackWith(type, values, others));
  return objects.find(({ address }) => address === `${type}.it`)?.body;
}

describe("what cannot be read is never left out", () => {
  test.each([
    ["a type nobody knows", "kubernetes_node_taint", {}, /of the type kubernetes_node_taint/],
    ["a version of the API that is gone", "kubernetes_ingress", {}, /use kubernetes_ingress_v1$/],
    [
      "an attribute nobody knows",
      "kubernetes_namespace_v1",
      { metadata, extra: 1 },
      /it\.extra is nothing that is known/,
    ],
    [
      "an attribute nobody knows, deep inside",
      "kubernetes_deployment_v1",
      { metadata, spec: { template: { spec: { container: [{ name: "a", sidecar: true }] } } } },
      /it\.spec\.template\.spec\.container\[0\]\.sidecar is nothing that is known/,
    ],
    [
      "the API's own name where the provider's belongs",
      "kubernetes_service_v1",
      { metadata, spec: { clusterIP: "None" } },
      /spec\.clusterIP is nothing that is known/,
    ],
    [
      "a block that Terraform makes several of",
      "kubernetes_service_v1",
      { metadata, spec: { dynamic: { port: {} } } },
      /spec\.dynamic is nothing/,
    ],
    [
      "several of what there is one of",
      "kubernetes_service_v1",
      { metadata, spec: [{}, {}] },
      /more than once/,
    ],
    [
      "a number that is none",
      "kubernetes_deployment_v1",
      { metadata, spec: { replicas: "two" } },
      /"two", not a whole number/,
    ],
    [
      "a switch that is neither on nor off",
      "kubernetes_config_map_v1",
      { metadata, immutable: "yes" },
      /"yes", not true or false/,
    ],
    ["a block that is a text", "kubernetes_service_v1", { metadata, spec: "open" }, /"open", not a block/],
    [
      "permissions that are none",
      "kubernetes_pod_v1",
      { metadata, spec: { volume: [{ name: "a", secret: { default_mode: "rw" } }] } },
      /"rw", not permissions/,
    ],
    [
      "a volume nobody should have",
      "kubernetes_pod_v1",
      { metadata, spec: { volume: [{ name: "a", git_repo: { repository: "b" } }] } },
      /git_repo is nothing/,
    ],
    ["no metadata", "kubernetes_namespace_v1", {}, /metadata is not there/],
    [
      "a name that only the server will know",
      "kubernetes_secret_v1",
      { metadata: { generate_name: "a-" } },
      /metadata\.name is not there/,
    ],
    ["a manifest that is none", "kubernetes_manifest", { manifest: "kind: Pod" }, /no object of Kubernetes/],
    [
      "a manifest that is wrapped",
      "kubernetes_manifest",
      { manifest: {}, for_each: {} },
      /for_each is nothing/,
    ],
    ["how many there are", "kubernetes_namespace_v1", { metadata, count: 3 }, /count is nothing/],
  ])("%s", (_, type, values, said) => {
    expect(complaintOf(type, values)).toMatch(said);
  });
});

describe("references", () => {
  const others = {
    kubernetes_namespace_v1: {
      tenant: { metadata: [{ name: "verne-production", labels: { "example.org/tier": "gold" } }] },
      same: { metadata: { name: "${kubernetes_namespace_v1.tenant.metadata[0].name}" } },
      circle: { metadata: { name: "${kubernetes_namespace_v1.circle.metadata[0].name}" } },
    },
  };
  const named = (name: string) =>
    bodyOf("kubernetes_config_map_v1", { metadata: { ...metadata, name } }, withoutCircle());
  const withoutCircle = () => {
    const { circle: _, ...rest } = others.kubernetes_namespace_v1;
    return { kubernetes_namespace_v1: rest };
  };

  test.each([
    ["${kubernetes_namespace_v1.tenant.metadata[0].name}", "verne-production"],
    ["${kubernetes_namespace_v1.tenant.metadata.0.name}", "verne-production"],
    ["${kubernetes_namespace_v1.same.metadata[0].name}", "verne-production"],
    ["${kubernetes_namespace_v1.same.id}", "${kubernetes_namespace_v1.tenant.metadata[0].name}"],
    ['${kubernetes_namespace_v1.tenant.metadata[0].labels["example.org/tier"]}', "gold"],
    ["a-${kubernetes_namespace_v1.tenant.metadata[0].name}-b", "a-verne-production-b"],
    ["$${not.a.reference}", "${not.a.reference}"],
  ])("%s is what is written there", (text, found) => {
    const expected = found.startsWith("${kubernetes") ? "verne-production" : found;
    expect(named(text)).toMatchObject({ metadata: { name: expected } });
  });

  test.each([
    ["${kubernetes_namespace_v1.other.metadata[0].name}", /refers to nothing that is written/],
    ["${kubernetes_namespace_v1.tenant.metadata[0].uid}", /known only after apply/],
    ["${var.name}", /refers to nothing that is written/],
    ['${join("-", ["a", "b"])}', /refers to nothing that is written/],
    ["%{ if true }a%{ endif }", /a template/],
  ])("%s is not known", (name, said) => {
    expect(complaintOf("kubernetes_config_map_v1", { metadata: { name } }, withoutCircle())).toMatch(said);
  });

  test("one that goes in a circle is told", () => {
    expect(complaintOf("kubernetes_config_map_v1", { metadata }, others)).toMatch(/refers to itself/);
  });

  test("a manifest's are resolved at every depth, and what is null in it is not sent", () => {
    const manifest = {
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      metadata: { name: "web", namespace: "${kubernetes_namespace_v1.tenant.metadata[0].name}" },
      spec: { dnsNames: ["${kubernetes_namespace_v1.tenant.metadata[0].name}.example.org"], isCA: null },
    };
    expect(bodyOf("kubernetes_manifest", { manifest, wait: { rollout: true } }, withoutCircle())).toEqual({
      ...manifest,
      metadata: { name: "web", namespace: "verne-production" },
      spec: { dnsNames: ["verne-production.example.org"] },
    });
  });
});

describe("secrets", () => {
  test("are encoded as the provider does, and their write-only values may be unknown, their keys may not", () => {
    const values = { metadata, data_wo: { password: "${var.password}" }, binary_data: { key: "a2V5" } };
    expect(bodyOf("kubernetes_secret_v1", { ...values, data_wo_revision: 2 })).toMatchObject({
      type: "Opaque",
      data: { password: KNOWN_AT_APPLY, key: "a2V5" },
    });
    expect(bodyOf("kubernetes_secret_v1", { metadata, data: { a: "b" } })).toMatchObject({
      data: { a: "Yg==" },
    });
    expect(complaintOf("kubernetes_secret_v1", { metadata, data: "${var.all}" })).toMatch(/even the keys/);
  });
});
