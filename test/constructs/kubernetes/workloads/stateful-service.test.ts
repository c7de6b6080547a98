import { describe, expect, test } from "@jest/globals";
import type { StageName, StreetProps } from "../../../../lib";
import type { Tenant } from "../../../../lib/constructs/kubernetes/tenant";
import {
  StatefulService,
  type StatefulServiceProps,
} from "../../../../lib/constructs/kubernetes/workloads/stateful-service";
import { clusterSiteWith, tenantOf } from "../../../support/cluster-site";
import { judgedBySchemas } from "../../../support/kubernetes-schemas";
import { declaredIn, mistakeIn, POD } from "./declared";

const PROPS: StatefulServiceProps = {
  ...POD,
  health: { ready: ["bin/ready"], live: ["bin/live"] },
  port: 9200,
  why: "its index is built from the database and has to be near the pods",
  data: { path: "/var/lib/index", size: "20Gi" },
};

const service = (
  changes: Partial<StatefulServiceProps> = {},
  stage: StageName = "production",
  street: Partial<StreetProps> = {},
) => declaredIn((tenant) => new StatefulService(tenant, "web", { ...PROPS, ...changes }), stage, street);

const built = (changes: Partial<StatefulServiceProps>, street: Partial<StreetProps> = {}) =>
  tenantOf((tenant) => new StatefulService(tenant, "web", { ...PROPS, ...changes }), street);

const refused = (changes: Partial<StatefulServiceProps>, property: string) =>
  mistakeIn(built(changes), property);

describe("a stateful service keeps its data when its pods go", () => {
  test("it is made of objects that the schemas of the API take", () => {
    const { kinds, bodies } = service();
    expect(kinds).toEqual([
      "NetworkPolicy",
      "PodDisruptionBudget",
      "Service",
      "Service",
      "ServiceAccount",
      "StatefulSet",
    ]);
    expect(judgedBySchemas(bodies).flat()).toEqual([]);
  });

  test("each member has a volume of its own, which only a person deletes", () => {
    const { spec } = service().one("StatefulSet");
    expect(spec.persistentVolumeClaimRetentionPolicy).toEqual({
      whenDeleted: "Retain",
      whenScaled: "Retain",
    });
    const [claim, ...more] = spec.volumeClaimTemplates;
    expect(more).toEqual([]);
    expect(claim.metadata.name).toBe("data");
    expect(claim.spec).toMatchObject({
      accessModes: ["ReadWriteOnce"],
      storageClassName: "block",
      resources: { requests: { storage: "20Gi" } },
    });
    expect(service().container["volumeMounts"]).toMatchObject([
      { name: "data", mountPath: "/var/lib/index", readOnly: false },
    ]);
  });

  test("it says why its data lives there, that it is data, and what it takes", () => {
    const declared = service();
    expect(declared.one("StatefulSet").metadata.annotations).toEqual({ "straat/why": PROPS.why });
    expect(declared.record).toMatchObject({
      kind: "stateful-service",
      data: true,
      replicas: { min: 2, max: 2 },
      ports: [{ name: "tcp", port: 9200, target: 9200 }],
    });
    let demand: object = {};
    tenantOf((tenant, { stage }) => {
      const made = new StatefulService(tenant, "web", { ...PROPS, members: { production: 4 } });
      if (stage.name === "production") demand = made.demand;
    });
    expect(demand).toMatchObject({ pods: 4, cpu: 1000n, storage: 4n * 20n * 1024n ** 3n * 1000n });
  });

  test("it answers under its name where it is ready, and each member under its own also before that", () => {
    const declared = service({ portName: "search" });
    const port = { name: "search", port: 9200, targetPort: "search", protocol: "TCP" };
    const { spec } = declared.one("Service", "web");
    expect(spec).toMatchObject({ type: "ClusterIP", ports: [port] });
    expect(spec.clusterIP).toBeUndefined();
    expect(spec.publishNotReadyAddresses).not.toBe(true);
    expect(declared.one("Service", "web-members").spec).toMatchObject({
      clusterIP: "None",
      publishNotReadyAddresses: true,
      ports: [port],
    });
    expect(declared.one("StatefulSet").spec.serviceName).toBe("web-members");
  });

  test("members that vote start together, are three, and never share a host, also when one is lost", () => {
    const declared = service({ quorum: true });
    const { spec } = declared.one("StatefulSet");
    expect(judgedBySchemas(declared.bodies).flat()).toEqual([]);
    expect(spec).toMatchObject({ replicas: 3, podManagementPolicy: "Parallel" });
    const labelSelector = { matchLabels: { "app.kubernetes.io/name": "web" } };
    expect(spec.template.spec.affinity.podAntiAffinity).toEqual({
      requiredDuringSchedulingIgnoredDuringExecution: [
        { topologyKey: "kubernetes.io/hostname", labelSelector },
      ],
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 50, podAffinityTerm: { topologyKey: "topology.kubernetes.io/zone", labelSelector } },
      ],
    });
    expect(service({ quorum: true, members: 5 }).record.replicas).toEqual({ min: 5, max: 5 });
    expect(service({ quorum: true }, "development").record.replicas).toEqual({ min: 1, max: 1 });
  });

  test("others are changed one after the other, and wait for no room", () => {
    const { spec } = service().one("StatefulSet");
    expect(spec).toMatchObject({
      replicas: 2,
      podManagementPolicy: "OrderedReady",
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } },
    });
    const constraints: { whenUnsatisfiable: string }[] = spec.template.spec.topologySpreadConstraints;
    expect(constraints.map(({ whenUnsatisfiable }) => whenUnsatisfiable)).toEqual([
      "ScheduleAnyway",
      "ScheduleAnyway",
    ]);
    expect(Object.keys(spec.template.spec.affinity.podAntiAffinity)).toEqual([
      "preferredDuringSchedulingIgnoredDuringExecution",
    ]);
  });

  test("Terraform waits as long as all members may take, one after the other", () => {
    const set = service({ members: 5 }).stack.resources("kubernetes_stateful_set_v1")["apps_web"];
    expect(set).toMatchObject({ wait_for_rollout: true, timeouts: { create: "31m", update: "31m" } });
  });

  test("that a majority may be in one of two zones is told, and in three it is not", () => {
    const notices = (zones: string[]) =>
      built({ quorum: true }, { site: clusterSiteWith({ zones }) }).notices;
    expect(notices(["a", "b"]).map(({ path, text }) => `${path}: ${text}`)).toEqual(
      ["acceptance", "production"].map(
        (stage) =>
          `verne/${stage}/apps/web: its members vote, and the cluster has 2 zones: losing the one with more members stops it`,
      ),
    );
    expect(notices(["a", "b", "c"])).toEqual([]);
  });

  test.each([
    [{ why: undefined as never }, "why", "(missing)", "the reason why data lives in the cluster is missing"],
    [{ why: " " }, "why", '" "', "is missing"],
    [{ data: undefined as never }, "data.path", "(missing)", "is not a folder"],
    [{ data: { path: "/data" } as never }, "data.size", "(missing)", "is not the size of a volume"],
    [{ data: { path: "/etc", size: "1Gi" } }, "data.path", "/etc", "is the system's"],
    [{ data: { path: "/data", size: "1Mi" } }, "data.size", '"1Mi"', "is not the size of a volume"],
    [{ data: { path: "/data", size: "17Ti" } }, "data.size", '"17Ti"', "is not the size of a volume"],
    [
      { data: { path: "/data", size: "1Gi" }, scratch: { "/data/tmp": "1Mi" } },
      "data.path",
      '"/data"',
      "lie in each other",
    ],
    [
      { data: { path: "/tmp", size: "1Gi" }, scratch: { "/tmp": "1Mi" } },
      "data.path",
      '"/tmp"',
      "lie in each other",
    ],
    [{ port: undefined as never }, "port", "(missing)", "without privileges"],
    [{ portName: "A_port" }, "portName", '"A_port"', "is not the name of a port"],
    [{ portName: "health-checks" }, "portName", '"health-checks"', "which is taken"],
    [{ portName: "sixteen-letters-" }, "portName", '"sixteen-letters-"', "is not the name of a port"],
    [{ members: 1 }, "members", "1", "production needs at least 2 pods"],
    [{ members: { production: 1 } }, "members.production", "1", "production needs at least 2 pods"],
    [{ members: { staging: 2 } as never }, "members.staging", '"staging"', "is not a stage"],
    [{ members: 2, quorum: true }, "members", "2", "odd in number"],
    [{ members: 4, quorum: true }, "members", "4", "odd in number"],
    [{ optOut: { scaling: "no" } }, "optOut.scaling", "scaling", "is no default that can be left here"],
  ] as const)("refuses %j", (changes, property, value, problem) => {
    const mistake = refused(changes as Partial<StatefulServiceProps>, property);
    expect(mistake).toMatchObject({ value, problem: expect.stringContaining(problem) });
    expect(mistake.remedy).not.toBe("");
  });

  test("refuses a service that is called as its members are, whichever comes first", () => {
    const add = (tenant: Tenant, name: string) => new StatefulService(tenant, name, PROPS);
    for (const names of [
      ["web", "web-members"],
      ["web-members", "web"],
    ]) {
      const view = tenantOf((tenant) => {
        for (const name of names) add(tenant, name);
      });
      const found = view.mistakes.filter(({ path }) => path === `verne/production/apps/${names[1]}`);
      expect(found).toMatchObject([
        { value: "web-members", problem: expect.stringContaining(`of ${names[0]} already`) },
      ]);
    }
    const others = tenantOf((tenant) => {
      for (const name of ["web", "members", "web-member"]) add(tenant, name);
    });
    expect(others.complaint).toBe("");
  });

  test("refuses a cluster that has nowhere to keep data", () => {
    const view = built({}, { site: clusterSiteWith({ storageClass: undefined as never }) });
    const mistake = mistakeIn(view, "data");
    expect(mistake.problem).toContain("nowhere to keep data");
    expect(mistake.remedy).toContain("redundant servers");
  });
});
