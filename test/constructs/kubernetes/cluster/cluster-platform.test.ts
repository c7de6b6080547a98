import { describe, expect, test } from "@jest/globals";
import { defineSite } from "../../../../lib";
import { judgeStack } from "../../../../lib/controls/assess";
import { House } from "../../../../lib/controls/house";
import type { KubernetesObject } from "../../../../lib/controls/kubernetes/kubernetes-object";
import { KUBERNETES as KUBERNETES_RULES } from "../../../../lib/controls/rules/kubernetes";
import { kubernetes as readRecord } from "../../../../lib/model/read-kubernetes";
import { readNetworkPolicy } from "../../../../lib/network/kubernetes/read-network-policy";
import { type Body, TEST_DAY } from "../../../support/app";
import { judgedBySchemas } from "../../../support/kubernetes-schemas";
import { siteProps } from "../../../support/sites";
import { KUBERNETES, PROPS, platformOf } from "./platform-view";

const view = platformOf();
const { objects } = view;

/** Objects that make pods, with the pods they make. */
const makers = objects.flatMap((object) => {
  const body = object.body as Body;
  const pod = body["spec"]?.["template"]?.["spec"] as Body | undefined;
  return pod === undefined ? [] : [{ object, pod, container: pod["containers"][0] as Body }];
});

function named<T extends { readonly object: KubernetesObject }>(
  list: readonly T[],
): readonly (readonly [string, T])[] {
  return list.map((item) => [item.object.name, item]);
}

describe("what serves all tenants of a cluster", () => {
  test("is what the API knows: every object of it, but for Velero's, of which there is no schema", () => {
    const known = objects.filter(({ apiVersion }) => !apiVersion.startsWith("velero.io/"));
    expect(known.length).toBeGreaterThan(40);
    const wrong = judgedBySchemas(known.map(({ body }) => body)).flatMap((complaints, at) =>
      complaints.map((complaint) => `${known[at]?.address}: ${complaint}`),
    );
    expect(wrong).toEqual([]);
  });

  test("stands in namespaces of its own, whose pod security is pinned, and widened only where a node is read (H-22)", () => {
    const levels = view.cluster.record.namespaces.map(({ name, labels }) => [
      name,
      ...["enforce", "audit", "warn"].map((mode) => labels[`pod-security.kubernetes.io/${mode}`]),
    ]);
    expect(levels).toEqual([
      ["straat-logs", "privileged", "restricted", "restricted"],
      ["straat-metrics", "restricted", "restricted", "restricted"],
      ["straat-reboots", "privileged", "restricted", "restricted"],
      ["straat-scanner", "restricted", "restricted", "restricted"],
    ]);
    for (const { name, labels } of view.cluster.record.namespaces) {
      expect(view.object("Namespace", name)["metadata"].labels).toEqual(labels);
      for (const mode of ["enforce", "audit", "warn"]) {
        expect(labels[`pod-security.kubernetes.io/${mode}-version`]).toBe("v1.34");
      }
    }
  });

  test("closes each namespace both ways, and opens what is named (V-09, H-05)", () => {
    for (const { name } of view.cluster.record.namespaces) {
      expect(view.object("NetworkPolicy", "default-deny", name)["spec"]).toMatchObject({
        podSelector: {},
        policyTypes: ["Ingress", "Egress"],
      });
      expect(view.object("NetworkPolicy", "default-deny", name)["spec"]).not.toHaveProperty("egress");
    }
    const everyone = objects
      .filter(({ kind }) => kind === "NetworkPolicy")
      .map(({ body }) => readNetworkPolicy(body))
      .flatMap((policy) => [...(policy.ingress ?? []), ...(policy.egress ?? [])])
      .filter(({ peers, ports }) => peers === "everyone" || ports === "all");
    expect(everyone).toEqual([]);
  });

  test("tells of just the policies that it writes, and of them as they are", () => {
    const written = objects
      .filter(({ kind }) => kind === "NetworkPolicy")
      .map(({ body }) => readNetworkPolicy(body));
    const told = view.cluster.record.policies.map(readNetworkPolicy);
    const byName = (list: typeof told) =>
      Object.fromEntries(list.map((policy) => [`${policy.namespace}/${policy.name}`, policy]));
    expect(told).toHaveLength(written.length);
    expect(byName(told)).toEqual(byName(written));
  });

  test("can be read back from a model file", () => {
    const record = JSON.parse(JSON.stringify(view.cluster.record));
    expect(JSON.parse(JSON.stringify(readRecord(record)))).toEqual(record);
    expect(record.workloads.map(({ path, kind }: Body) => [path, kind])).toEqual(
      ["logs", "metrics", "reboots", "scanner"].map((name) => [`platform-oost/cluster/${name}`, "platform"]),
    );
  });

  test.each(named(makers))(
    "%s runs one image by its digest, bounded in all it takes, and looked after",
    (_, { container }) => {
      expect(container["image"]).toMatch(/@sha256:[0-9a-f]{64}$/);
      expect(container["imagePullPolicy"]).toBe("Always");
      for (const amount of ["requests", "limits"]) {
        expect(Object.keys(container["resources"][amount]).toSorted()).toEqual([
          "cpu",
          "ephemeral-storage",
          "memory",
        ]);
      }
      expect(container["readinessProbe"]).toBeDefined();
      expect(container["livenessProbe"]).toBeDefined();
      expect(container["livenessProbe"]).not.toEqual(container["readinessProbe"]);
    },
  );

  test.each(named(makers))(
    "%s may do nothing beyond what it is for, and says why where it does",
    (_, { object, pod, container }) => {
      const context = container["securityContext"];
      expect(context).toMatchObject({
        privileged: false,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        seccompProfile: { type: "RuntimeDefault" },
      });
      expect(context.capabilities.drop).toEqual(["ALL"]);
      expect(context.capabilities.add ?? []).toEqual(object.name === "kured" ? ["KILL"] : []);
      expect(pod["hostNetwork"] ?? false).toBe(false);
      expect(pod["serviceAccountName"]).toBe(object.name);
      const reasons = Object.keys(object.annotations).map((key) => key.replace("straat/opt-out.", ""));
      expect(reasons.includes("runAsNonRoot")).toBe(context.runAsNonRoot === false);
      expect(reasons.includes("hostPID")).toBe(pod["hostPID"] === true);
      expect(reasons.includes("hostPath")).toBe(
        (pod["volumes"] ?? []).some((volume: Body) => "hostPath" in volume),
      );
      expect(reasons).toContain("automountServiceAccountToken");
      expect(pod["securityContext"].runAsNonRoot).toBe(context.runAsNonRoot);
      if (context.runAsNonRoot) expect(context.runAsUser).toBeGreaterThanOrEqual(10_001);
    },
  );

  test("gives no account a token by itself, and no right without its name (V-03)", () => {
    const accounts = objects.filter(({ kind }) => kind === "ServiceAccount");
    expect(accounts.length).toBeGreaterThanOrEqual(4);
    for (const { body } of accounts) expect(body).toMatchObject({ automountServiceAccountToken: false });
    const rules = objects
      .filter(({ kind }) => kind === "ClusterRole" || kind === "Role")
      .flatMap(({ body, kind }) => ((body as Body)["rules"] as Body[]).map((rule) => ({ kind, rule })));
    expect(rules.length).toBeGreaterThan(15);
    for (const { kind, rule } of rules) {
      const all = [...rule["apiGroups"], ...rule["resources"], ...rule["verbs"]];
      expect(all).not.toContain("*");
      for (const verb of ["escalate", "bind", "impersonate"]) expect(rule["verbs"]).not.toContain(verb);
      if (kind === "ClusterRole") expect(rule["resources"]).not.toContain("secrets");
    }
    const bound = objects
      .filter(({ kind }) => kind.endsWith("RoleBinding"))
      .flatMap(({ body }) => (body as Body)["subjects"]);
    for (const subject of bound) expect(subject.kind).toBe("ServiceAccount");
  });

  test("has two of each Deployment, apart, and lets a node be emptied of either (B-06, H-03)", () => {
    const deployments = makers.filter(({ object }) => object.kind === "Deployment");
    expect(deployments.map(({ object }) => object.name)).toEqual(["kube-state-metrics", "trivy-operator"]);
    for (const { object, pod } of deployments) {
      expect((object.body as Body)["spec"].replicas).toBe(2);
      expect(pod["topologySpreadConstraints"].map((one: Body) => one["topologyKey"])).toEqual([
        "topology.kubernetes.io/zone",
        "kubernetes.io/hostname",
      ]);
      expect(view.object("PodDisruptionBudget", object.name)["spec"]).toEqual({
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: "AlwaysAllow",
        selector: { matchLabels: { "app.kubernetes.io/name": object.name } },
      });
    }
  });

  test("keeps what it says it keeps, and no more than the site lets it", () => {
    expect(view.cluster.realises).toEqual([
      ...["B-01", "B-06", "B-15", "B-16", "B-20"],
      ...["H-05", "H-07", "H-08", "H-09", "H-18", "H-19", "H-20", "V-09"],
    ]);
    const bare = defineSite(siteProps({ kubernetes: KUBERNETES }));
    const less = platformOf({}, bare);
    expect(less.complaint).toBe("");
    expect(less.cluster.realises).not.toContain("B-01");
    expect(less.cluster.realises).not.toContain("H-20");
    expect(less.objects.map(({ namespace }) => namespace)).not.toContain("straat-logs");
    expect(less.objects.map(({ namespace }) => namespace)).not.toContain("straat-scanner");
  });

  test("is found right by every rule about Kubernetes, which know nothing of how it is made", () => {
    const { output } = view;
    const house = new House({
      models: [output.model],
      ...{ whole: false, platformsKnown: false, day: TEST_DAY, teamTech: [], evidence: [] },
    });
    const { verdicts } = judgeStack(output, house, KUBERNETES_RULES);
    expect(verdicts.flatMap(({ findings }) => findings)).toEqual([]);
    const judged = verdicts.filter(({ kept }) => kept.length > 0).map(({ rule }) => rule.id);
    expect(judged).toEqual(
      expect.arrayContaining(["cluster-is-backed-up", "nodes-restart-in-the-window", "policies-as-modelled"]),
    );
  });

  test("holds no secret, and no Secret with anything in it", () => {
    for (const { body, kind } of objects.filter((object) => object.kind === "Secret")) {
      expect({ kind, ...body }).not.toHaveProperty("data");
      expect({ kind, ...body }).not.toHaveProperty("stringData");
    }
    const text = JSON.stringify(objects.map(({ body }) => body));
    expect(/-----BEGIN [A-Z ]+-----|aws_secret|AKIA[A-Z0-9]{16}/.test(text)).toBe(false);
  });
});

describe("what is refused of it", () => {
  const { images, backups, scraper } = PROPS;
  test.each([
    [
      "an image by its tag",
      { images: { ...images, reboots: "registry.example.nl/kured:1.22.1" } },
      "images.reboots",
    ],
    [
      "a release of Trivy that an attacker made",
      { images: { ...images, scanner: `registry.example.nl/trivy:0.69.5@sha256:${"b".repeat(64)}` } },
      "CVE-2026-33634",
    ],
    [
      "a store at the site itself",
      { backups: { ...backups, site: "oost" } },
      "who loses one loses both (B-16, H-08)",
    ],
    [
      "a store nobody knows the place of",
      { backups: { ...backups, site: "noord" } },
      "is no other site of oost",
    ],
    ["a store without a host name", { backups: { ...backups, host: "https://s3" } }, "backups.host"],
    ["a bucket that is none", { backups: { ...backups, bucket: "Straat Oost" } }, "backups.bucket"],
    [
      "a credential instead of its name",
      { backups: { ...backups, credential: { secret: "[default]\nkey=1", key: "cloud" } } },
      "backups.credential.secret",
    ],
    ["an API server nowhere", { apiServers: [] }, "the API server has no address"],
    ["a network as an address", { apiServers: ["172.20.0.0/24"] }, "apiServers[0]"],
    ["figures for everybody", { scraper: { ...scraper, labels: {} } }, "selects every pod of the namespace"],
    ["a Secret with no name", { logCertificate: "Log Agent" }, "logCertificate"],
  ])("%s", (_, changes, told) => {
    const { complaint } = platformOf(changes as never);
    expect(complaint).toContain("platform-oost/cluster");
    expect(complaint).toContain(told);
    expect(complaint).toContain("→");
  });

  test("more than one thing, all in one run", () => {
    const { complaint } = platformOf({
      apiServers: [],
      backups: { ...backups, site: "oost" },
      logCertificate: "",
    });
    for (const told of ["apiServers", "backups.site", "logCertificate"]) expect(complaint).toContain(told);
  });

  test("a site without a cluster", () => {
    expect(platformOf({}, defineSite(siteProps({}))).complaint).toContain(
      "is a site without a Kubernetes cluster",
    );
  });
});
