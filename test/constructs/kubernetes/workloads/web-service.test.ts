import { describe, expect, test } from "@jest/globals";
import type { StageName } from "../../../../lib";
import {
  WebService,
  type WebServiceProps,
} from "../../../../lib/constructs/kubernetes/workloads/web-service";
import { tenantOf } from "../../../support/cluster-site";
import { judgedBySchemas } from "../../../support/kubernetes-schemas";
import { declaredIn, mistakeIn, POD } from "./declared";

const PROPS: WebServiceProps = { ...POD, health: { ready: "/ready", live: "/live" } };
const NAME = { "app.kubernetes.io/name": "web" };

const web = (changes: Partial<WebServiceProps> = {}, stage: StageName = "production") =>
  declaredIn((tenant) => new WebService(tenant, "web", { ...PROPS, ...changes }), stage);

const refused = (changes: Partial<WebServiceProps>, property: string, stage: StageName = "production") =>
  mistakeIn(
    tenantOf((tenant) => new WebService(tenant, "web", { ...PROPS, ...changes })),
    property,
    stage,
  );

describe("a web service is a Deployment with all that keeps it up", () => {
  test("it is made of objects that the schemas of the API take", () => {
    const { kinds, bodies } = web({ scratch: { "/tmp": "64Mi" } });
    expect(kinds).toEqual([
      "Deployment",
      "HorizontalPodAutoscaler",
      "NetworkPolicy",
      "PodDisruptionBudget",
      "Service",
      "ServiceAccount",
    ]);
    expect(judgedBySchemas(bodies).flat()).toEqual([]);
  });

  test("its objects stand in the tenant's namespace, under its name and with the tenant's labels", () => {
    const declared = web();
    for (const kind of [
      "Deployment",
      "Service",
      "ServiceAccount",
      "HorizontalPodAutoscaler",
      "PodDisruptionBudget",
    ]) {
      const { metadata } = declared.one(kind);
      expect(metadata).toMatchObject({ name: "web", namespace: "verne-production" });
      expect(metadata.labels).toMatchObject({
        ...NAME,
        "app.kubernetes.io/instance": "verne-production",
        "app.kubernetes.io/part-of": "verne",
        "app.kubernetes.io/managed-by": "straat",
        "straat/client": "verne",
        "straat/stage": "production",
      });
    }
  });

  test("its addresses in Terraform are told by its path", () => {
    const declared = web();
    expect(declared.address("Deployment")).toBe("kubernetes_deployment_v1.apps_web");
    expect(declared.address("Service")).toBe("kubernetes_service_v1.apps_web");
    expect(declared.address("PodDisruptionBudget")).toBe("kubernetes_manifest.apps_web_disruption");
  });

  test("what stands in the namespace waits until Terraform has made it", () => {
    const { stack } = web();
    const [metadata] = [stack.resources("kubernetes_deployment_v1")["apps_web"]?.["metadata"]].flat();
    expect(metadata.namespace).toBe("${kubernetes_namespace_v1.apps_namespace.metadata[0].name}");
  });
});

describe("a web service survives the loss of a pod, a host and a zone (B-06, B-22)", () => {
  test.each([
    ["development", 1, 2],
    ["test", 1, 2],
    ["acceptance", 2, 4],
    ["production", 2, 4],
  ] as const)("in %s it has %d to %d pods, unless told otherwise", (stage, min, max) => {
    const declared = web({}, stage);
    expect(declared.one("HorizontalPodAutoscaler").spec).toMatchObject({
      minReplicas: min,
      maxReplicas: max,
    });
    expect(declared.record.replicas).toEqual({ min, max });
  });

  test("one more is started before one goes, and a release has ten seconds to fail", () => {
    const { spec } = web().one("Deployment");
    expect(spec.strategy).toEqual({
      type: "RollingUpdate",
      rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
    });
    expect(spec).toMatchObject({
      minReadySeconds: 10,
      progressDeadlineSeconds: 300,
      revisionHistoryLimit: 5,
    });
    expect(web().stack.resources("kubernetes_deployment_v1")["apps_web"]).toMatchObject({
      wait_for_rollout: true,
    });
  });

  test("a release does not fail because pods are slow to end, which hold their share of the quota until they are gone", () => {
    const deadline = (grace: number) =>
      web({ grace, drain: { seconds: 10 } }).one("Deployment").spec.progressDeadlineSeconds;
    expect([30, 50, 51, 600].map(deadline)).toEqual([300, 300, 301, 850]);
    const { timeouts } = web({ grace: 600 }).stack.resources("kubernetes_deployment_v1")["apps_web"] ?? {};
    expect(timeouts).toEqual({ create: "58m", update: "58m" });
  });

  test("Terraform waits as long as all pods may take, one after the other", () => {
    const timeouts = (max: number) =>
      web({ replicas: { min: 2, max } }).stack.resources("kubernetes_deployment_v1")["apps_web"]?.[
        "timeouts"
      ];
    expect(timeouts(4)).toEqual({ create: "21m", update: "21m" });
    expect(timeouts(40)).toEqual({ create: "207m", update: "207m" });
  });

  test("taking pods away on purpose takes one at a time, and is never held up", () => {
    expect(web().one("PodDisruptionBudget")).toMatchObject({
      apiVersion: "policy/v1",
      spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow", selector: { matchLabels: NAME } },
    });
  });

  test("its pods are spread over zones and hosts, and none ever waits for it", () => {
    const { spec } = web().template;
    const constraint = {
      maxSkew: 1,
      whenUnsatisfiable: "ScheduleAnyway",
      nodeTaintsPolicy: "Honor",
      matchLabelKeys: ["pod-template-hash"],
    };
    expect(spec.topologySpreadConstraints).toEqual(
      ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
        ...constraint,
        topologyKey,
        labelSelector: { matchLabels: NAME },
      })),
    );
    const { podAntiAffinity } = spec.affinity;
    expect(Object.keys(podAntiAffinity)).toEqual(["preferredDuringSchedulingIgnoredDuringExecution"]);
    expect(podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution).toEqual([
      {
        weight: 100,
        podAffinityTerm: { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: NAME } },
      },
      {
        weight: 50,
        podAffinityTerm: { topologyKey: "topology.kubernetes.io/zone", labelSelector: { matchLabels: NAME } },
      },
    ]);
  });
});

describe("a web service scales at a peak (B-21)", () => {
  test("the number of pods is the scaler's, and nothing is written that an apply would reset", () => {
    const declared = web({ replicas: { min: 3, max: 9 }, targetCpu: 60 });
    expect(declared.one("Deployment").spec).not.toHaveProperty("replicas");
    const { spec } = declared.one("HorizontalPodAutoscaler");
    expect(spec.scaleTargetRef).toEqual({ apiVersion: "apps/v1", kind: "Deployment", name: "web" });
    expect(spec).toMatchObject({ minReplicas: 3, maxReplicas: 9 });
    expect(spec.metrics).toEqual([
      {
        type: "Resource",
        resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 60 } },
      },
    ]);
    expect(spec.behavior.scaleUp.stabilizationWindowSeconds).toBe(0);
    expect(spec.behavior.scaleDown.stabilizationWindowSeconds).toBe(300);
  });

  test("a stage that is named has its own, and others what is usual", () => {
    const replicas = { production: { min: 4, max: 10 } };
    expect(web({ replicas }).record.replicas).toEqual({ min: 4, max: 10 });
    expect(web({ replicas }, "acceptance").record.replicas).toEqual({ min: 2, max: 4 });
  });

  test("it asks its quota for its ceiling, the one pod more of an update among it", () => {
    let demand: object = {};
    tenantOf((tenant) => {
      const resources = { ...POD.resources, cpu: { request: "100m", limit: "0.5" } };
      demand = new WebService(tenant, "web", { ...PROPS, resources, replicas: { min: 2, max: 6 } }).demand;
    });
    expect(demand).toEqual({
      pods: 7,
      cpu: 3500n,
      memory: 7n * 256n * 1024n ** 2n * 1000n,
      ephemeralStorage: 7n * 1024n ** 3n * 1000n,
      storage: 0n,
    });
  });

  test("a fixed number is an opt-out: it is then written, and nothing scales it", () => {
    const declared = web({ optOut: { scaling: "it holds sessions in memory until release 3" } });
    expect(declared.kinds).not.toContain("HorizontalPodAutoscaler");
    expect(declared.one("Deployment").spec.replicas).toBe(2);
    expect(declared.record.replicas).toEqual({ min: 2, max: 2 });
  });
});

describe("a web service is asked how it is, and ends without dropping anybody (B-06, B-20)", () => {
  test("three different probes ask over HTTP at its port", () => {
    const { container } = web({ port: 9000, health: { ready: "/ready", live: "/live", startupSeconds: 60 } });
    const http = (path: string) => ({ path, port: 9000, scheme: "HTTP" });
    expect(container.readinessProbe).toMatchObject({
      httpGet: http("/ready"),
      periodSeconds: 5,
      failureThreshold: 2,
    });
    expect(container.livenessProbe).toMatchObject({
      httpGet: http("/live"),
      periodSeconds: 5,
      failureThreshold: 12,
    });
    expect(container.startupProbe).toMatchObject({
      httpGet: http("/live"),
      periodSeconds: 5,
      failureThreshold: 12,
    });
    expect(
      web({ health: { ready: "/r", live: "/l", startup: "/s", port: 9001 } }).container.startupProbe,
    ).toMatchObject({
      httpGet: { path: "/s", port: 9001 },
      failureThreshold: 24,
    });
  });

  test("a port where nothing but health is asked is told, and no Service has it", () => {
    const declared = web({ health: { ready: "/ready", live: "/live", port: 9001 } });
    const ports = [
      { name: "http", containerPort: 8080, protocol: "TCP" },
      { name: "health-checks", containerPort: 9001, protocol: "TCP" },
    ];
    expect(declared.container.ports).toEqual(ports);
    expect(declared.one("Service").spec.ports).toHaveLength(1);
    expect(declared.record.ports).toHaveLength(1);
    expect(web({ health: { ready: "/ready", live: "/live", port: 8080 } }).container.ports).toHaveLength(1);
  });

  test("a command may be asked instead", () => {
    const { container } = web({ health: { ready: ["bin/ready", "--fast"], live: "/live" } });
    expect(container.readinessProbe.exec).toEqual({ command: ["bin/ready", "--fast"] });
    expect(container.readinessProbe).not.toHaveProperty("httpGet");
  });

  test("it waits until nobody sends it anything, and has its own time after that", () => {
    const usual = web();
    expect(usual.container.lifecycle).toEqual({ preStop: { exec: { command: ["sleep", "10"] } } });
    expect(usual.template.spec.terminationGracePeriodSeconds).toBe(40);
    const own = web({ grace: 90, drain: { seconds: 20, path: "/drain" } });
    expect(own.container.lifecycle).toEqual({
      preStop: { httpGet: { path: "/drain", port: 8080, scheme: "HTTP" } },
    });
    expect(own.template.spec.terminationGracePeriodSeconds).toBe(110);
  });

  test("an image that waits by itself opts out, and keeps the time", () => {
    const { container, template } = web({ optOut: { drain: "it answers for ten seconds after SIGTERM" } });
    expect(container).not.toHaveProperty("lifecycle");
    expect(template.spec.terminationGracePeriodSeconds).toBe(40);
  });

  test("what is not asked is opted out of, with the reason on the object", () => {
    const declared = web({ health: { ready: "/ready" }, optOut: { liveness: "it ends when it hangs" } });
    expect(declared.container).not.toHaveProperty("livenessProbe");
    expect(declared.container).not.toHaveProperty("startupProbe");
    const { annotations } = declared.one("Deployment").metadata;
    expect(annotations).toEqual({ "straat/opt-out.liveness": "it ends when it hangs" });
  });
});

describe("a web service answers within the cluster under its name", () => {
  test("at the port it listens on, called http, to nobody outside", () => {
    const declared = web({ port: 9000 });
    expect(declared.one("Service").spec).toMatchObject({
      type: "ClusterIP",
      selector: NAME,
      ports: [{ name: "http", port: 9000, targetPort: "http", protocol: "TCP" }],
    });
    expect(declared.container.ports).toEqual([{ name: "http", containerPort: 9000, protocol: "TCP" }]);
    expect(declared.record).toMatchObject({
      path: "verne/production/apps/web",
      kind: "web-service",
      namespace: "verne-production",
      labels: NAME,
      front: [],
      ports: [{ name: "http", port: 9000, target: 9000 }],
      data: false,
    });
    expect(declared.record.pods).toHaveLength(1);
  });
});

describe("a web service is shown to those it is for (H-06)", () => {
  test("under a host name, by a gateway in front of it", () => {
    const records: unknown[] = [];
    const view = tenantOf((tenant, environment) => {
      const service = new WebService(tenant, "web", PROPS);
      service.expose(environment.audience, {
        hostname: `${environment.stage.name}.verne.example.nl`,
        why: "the shop",
      });
      records.push(...tenant.record.exposures);
    });
    expect(view.complaint).toBe("");
    expect(records).toContainEqual(
      expect.objectContaining({
        hostname: "production.verne.example.nl",
        service: "verne/production/apps/web",
      }),
    );
  });
});

describe("a web service that would not stay up is refused", () => {
  test.each([
    [{ replicas: { min: 1, max: 3 } }, "replicas.min", "1", "production needs at least 2 pods"],
    [
      { replicas: { production: { min: 1, max: 3 } } },
      "replicas.production.min",
      "1",
      "production needs at least 2",
    ],
    [{ replicas: { min: 2.5, max: 3 } }, "replicas.min", "2.5", "1 to 50"],
    [{ replicas: { min: 2, max: 51 } }, "replicas.max", "51", "1 to 50"],
    [{ replicas: { min: 2 } as never }, "replicas.max", "(missing)", "1 to 50"],
    [{ replicas: { min: 2, max: 2 } }, "replicas", "2 to 2", "leaves nothing to add at a peak"],
    [{ replicas: { min: 4, max: 3 } }, "replicas", "4 to 3", "leaves nothing to add at a peak"],
    [
      { replicas: { staging: { min: 2, max: 3 } } as never },
      "replicas.staging",
      '"staging"',
      "is not a stage",
    ],
    [
      { replicas: { min: 2, max: 3 }, optOut: { scaling: "no" } },
      "replicas",
      "2 to 3",
      "scaling is opted out of",
    ],
    [{ targetCpu: 95 }, "targetCpu", "95", "share of processor time"],
    [{ targetCpu: 0.7 }, "targetCpu", "0.7", "share of processor time"],
    [{ port: 80 }, "port", "80", "without privileges"],
    [{ port: "8080" as never }, "port", '"8080"', "without privileges"],
    [{ health: undefined as never }, "health.ready", "(missing)", "nothing asks whether a pod works"],
    [{ health: { ready: "/ready" } }, "health.live", "(missing)", "nothing asks whether a pod works"],
    [{ health: { ready: "/up", live: "/up" } }, "health", '"/up"', "both for ready and for live"],
    [{ health: { ready: "ready", live: "/live" } }, "health.ready", '"ready"', "is not a path"],
    [{ health: { ready: [], live: "/live" } }, "health.ready", "[]", "is not a command"],
    [{ health: { ready: "/r", live: "/l", port: 80 } }, "health.port", "80", "without privileges"],
    [
      { health: { ready: "/r", live: "/l", startupSeconds: 0 } },
      "health.startupSeconds",
      "0",
      "no time to start in",
    ],
    [{ optOut: { liveness: "none" } }, "health.live", '"/live"', "although liveness is opted out of"],
    [{ grace: 0 }, "grace", "0", "is not a time to end in"],
    [{ grace: 601 }, "grace", "601", "is not a time to end in"],
    [{ drain: { seconds: 61 } }, "drain.seconds", "61", "is not a time to end in"],
    [{ drain: { path: "drain" } }, "drain.path", '"drain"', "is not a path"],
    [{ drain: { seconds: 5 }, optOut: { drain: "it waits" } }, "drain", "drain", "drain is declared"],
  ] as const)("%j", (changes, property, value, problem) => {
    const mistake = refused(changes as Partial<WebServiceProps>, property);
    expect(mistake).toMatchObject({ value, problem: expect.stringContaining(problem) });
    expect(mistake.remedy).not.toBe("");
  });

  test("one pod is enough in development and test", () => {
    const view = tenantOf(
      (tenant) => new WebService(tenant, "web", { ...PROPS, replicas: { min: 1, max: 2 } }),
    );
    const paths = view.mistakes.map(({ path }) => path);
    expect(paths).toEqual(["verne/acceptance/apps/web", "verne/production/apps/web"]);
  });

  test("all that is wrong is told in one run", () => {
    const view = tenantOf((tenant) => {
      new WebService(tenant, "web", { ...PROPS, image: "web", port: 80, user: 0, grace: 0 });
      new WebService(tenant, "Web", PROPS);
    });
    const ofProduction = view.mistakes.filter(({ path }) => path.startsWith("verne/production/"));
    expect(ofProduction.map(({ path, property }) => `${path} ${property}`.trim())).toEqual(
      expect.arrayContaining([
        "verne/production/apps/web image",
        "verne/production/apps/web port",
        "verne/production/apps/web user",
        "verne/production/apps/web grace",
        "verne/production/apps/Web",
      ]),
    );
  });
});
