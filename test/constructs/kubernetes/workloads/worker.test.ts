import { describe, expect, test } from "@jest/globals";
import { Worker, type WorkerProps } from "../../../../lib/constructs/kubernetes/workloads/worker";
import { tenantOf } from "../../../support/cluster-site";
import { declaredIn, mistakeIn, POD } from "./declared";

const PROPS: WorkerProps = { ...POD, health: { ready: ["bin/ready"], live: ["bin/live"] } };

const worker = (changes: Partial<WorkerProps> = {}) =>
  declaredIn((tenant) => new Worker(tenant, "web", { ...PROPS, ...changes }));

const refused = (changes: Partial<WorkerProps>, property: string) =>
  mistakeIn(
    tenantOf((tenant) => new Worker(tenant, "web", { ...PROPS, ...changes })),
    property,
  );

describe("a worker is a Deployment that nobody connects to", () => {
  test("it has no Service and no ports, and all else that keeps it up", () => {
    const declared = worker();
    expect(declared.kinds).toEqual([
      "Deployment",
      "HorizontalPodAutoscaler",
      "NetworkPolicy",
      "PodDisruptionBudget",
      "ServiceAccount",
    ]);
    expect(declared.container).not.toHaveProperty("ports");
    expect(declared.record).toMatchObject({
      kind: "worker",
      ports: [],
      front: [],
      replicas: { min: 2, max: 4 },
    });
  });

  test("it is asked by commands", () => {
    const { container } = worker();
    expect(container["readinessProbe"].exec.command).toEqual(["bin/ready"]);
    expect(container["livenessProbe"].exec.command).toEqual(["bin/live"]);
    expect(container["startupProbe"].exec.command).toEqual(["bin/live"]);
  });

  test("it is asked over HTTP where it says at which port", () => {
    const { container } = worker({ health: { ready: "/ready", live: "/live", port: 9090 } });
    expect(container["livenessProbe"].httpGet).toMatchObject({ path: "/live", port: 9090 });
    expect(container["ports"]).toEqual([{ name: "health-checks", containerPort: 9090, protocol: "TCP" }]);
  });

  test("it is told to end at once, for nobody sends it anything", () => {
    const { container, template } = worker({ grace: 120 });
    expect(container).not.toHaveProperty("lifecycle");
    expect(template["spec"].terminationGracePeriodSeconds).toBe(120);
  });

  test("it may have no probes at all, where both reasons are given", () => {
    const { container } = worker({
      health: undefined as never,
      optOut: { readiness: "it takes work when it is ready", liveness: "it ends when it hangs" },
    });
    for (const probe of ["readinessProbe", "livenessProbe", "startupProbe"])
      expect(container).not.toHaveProperty(probe);
  });

  test.each([
    [{ health: undefined as never }, "health.ready", "(missing)", "nothing asks whether a pod works"],
    [{ health: undefined as never }, "health.live", "(missing)", "nothing asks whether a pod works"],
    [
      { health: { ready: "/ready", live: ["bin/live"] } },
      "health.ready",
      "/ready",
      "the workload has no port",
    ],
    [{ health: { ready: ["bin/x"], live: ["bin/x"] } }, "health", '["bin/x"]', "both for ready and for live"],
    [
      { health: { ready: ["bin/x", "--token=hunter2"], live: ["y"] } },
      "health.ready",
      "(not shown)",
      "is a secret",
    ],
    [
      { health: { ready: ["bin/x", "--token=hunter2"], live: ["bin/x", "--token=hunter2"] } },
      "health",
      "(not shown)",
      "both for ready and for live",
    ],
    [
      { health: { ready: "/ready?token=hunter2", live: "/live", port: 8080 } },
      "health.ready",
      "(not shown)",
      "holds a secret",
    ],
    [{ optOut: { drain: "no" } }, "optOut.drain", "drain", "is no default that can be left here"],
    [
      { replicas: { min: 1, max: 1 }, optOut: { scaling: "one" } },
      "replicas.min",
      "1",
      "production needs at least 2",
    ],
  ] as const)("refuses %j", (changes, property, value, problem) => {
    const mistake = refused(changes as Partial<WorkerProps>, property);
    expect(mistake).toMatchObject({ value, problem: expect.stringContaining(problem) });
  });
});
