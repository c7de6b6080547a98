import { describe, expect, test } from "@jest/globals";
import { Peer } from "../../../../lib";
import type { Tenant } from "../../../../lib/constructs/kubernetes/tenant";
import { ScheduledJob } from "../../../../lib/constructs/kubernetes/workloads/scheduled-job";
import { Secret } from "../../../../lib/constructs/kubernetes/workloads/secret";
import { StatefulService } from "../../../../lib/constructs/kubernetes/workloads/stateful-service";
import { WebService } from "../../../../lib/constructs/kubernetes/workloads/web-service";
import { Worker } from "../../../../lib/constructs/kubernetes/workloads/worker";
import { clusterSiteWith, tenantOf } from "../../../support/cluster-site";
import { mistakesOf } from "../../../support/errors";
import { POD } from "./declared";

const health = { ready: ["bin/ready"], live: ["bin/live"] };

/** Every kind of workload, with all that it needs and whatever else is said, as JavaScript lets anybody do. */
const KINDS: Readonly<Record<string, (tenant: Tenant, more: object) => unknown>> = {
  "a web service": (tenant, more) => new WebService(tenant, "web", { ...POD, health, ...more }),
  "a worker": (tenant, more) => new Worker(tenant, "web", { ...POD, health, ...more }),
  "a scheduled job": (tenant, more) =>
    new ScheduledJob(tenant, "web", { ...POD, schedule: "0 3 * * *", ...more }),
  "a stateful service": (tenant, more) =>
    new StatefulService(tenant, "web", {
      ...POD,
      health,
      port: 5432,
      why: "it is an index that is built from the database",
      data: { path: "/data", size: "10Gi" },
      ...more,
    }),
};

const told = (kind: string, more: object) => {
  const view = tenantOf((tenant) => KINDS[kind]?.(tenant, more), { stages: ["development"] });
  return view.mistakes.map(({ path, property, remedy }) => ({ path, property, remedy }));
};
const at = (property: string, remedy: string) => [{ path: "verne/development/apps/web", property, remedy }];

describe.each(Object.keys(KINDS))("of %s", (kind) => {
  test("a property that nobody reads is told with the one that was meant, and what is known passes", () => {
    expect(told(kind, { user: 10002, grace: 60 })).toEqual([]);
    expect(told(kind, { scrach: { "/tmp": "1Mi" } })).toEqual(at("scrach", "write scratch, or take it out"));
    expect(told(kind, { hostNetwork: true })).toEqual(
      at("hostNetwork", expect.stringMatching(/^take it out; there are image, resources, config, /) as never),
    );
  });

  test("nor does one of another kind of workload pass", () => {
    const foreign = kind === "a scheduled job" ? "replicas" : "schedule";
    expect(told(kind, { [foreign]: {} })).toMatchObject([{ property: foreign }]);
  });
});

describe("further down too a property that nobody reads is told", () => {
  const amounts = POD.resources;
  test.each([
    [
      "a worker",
      { resources: { ...amounts, hugepages: "1" } },
      "resources.hugepages",
      "there are cpu, memory",
    ],
    [
      "a worker",
      { resources: { ...amounts, cpu: { request: "1m", limit: "1", limits: "2" } } },
      "resources.cpu.limits",
      "write limit",
    ],
    [
      "a worker",
      { health: { ...health, startupSecond: 60 } },
      "health.startupSecond",
      "write startupSeconds",
    ],
    ["a worker", { replicas: { min: 1, max: 3, maximum: 5 } }, "replicas.maximum", "write max"],
    [
      "a worker",
      { replicas: { development: { min: 1, max: 3, step: 1 } } },
      "replicas.development.step",
      "there are min, max",
    ],
    [
      "a worker",
      { secrets: { mail: Secret.fromVariable("mail", { revison: 2 } as object) } },
      "secrets.mail.revison",
      "write revision",
    ],
    [
      "a worker",
      { secrets: { mail: Secret.fromStore("mail", { revision: 2 } as object) } },
      "secrets.mail.revision",
      "there are property",
    ],
    ["a web service", { drain: { second: 5 } }, "drain.second", "write seconds"],
    [
      "a stateful service",
      { data: { path: "/data", size: "1Gi", class: "fast" } },
      "data.class",
      "there are path, size",
    ],
  ])("of %s: %j", (kind, more, property, remedy) => {
    expect(told(kind, more)).toEqual(at(property, expect.stringContaining(remedy) as never));
  });
});

describe("what is no set of properties is told, and nothing of it is repeated", () => {
  test.each([
    ["a worker", { config: new Map([["MODE", "hunter2"]]) }, "config"],
    ["a worker", { secrets: ["hunter2"] }, "secrets"],
    ["a worker", { scratch: ["/tmp"] }, "scratch"],
    ["a worker", { optOut: "liveness" }, "optOut"],
    ["a worker", { replicas: [2, 4] }, "replicas"],
    ["a worker", { replicas: { development: 3 } }, "replicas.development"],
    ["a worker", { secrets: { mail: Secret.fromVariable("mail", "hunter2" as never) } }, "secrets.mail"],
    ["a web service", { drain: 20 }, "drain"],
    ["a stateful service", { quorum: "false" }, "quorum"],
  ])("of %s: %j", (kind, more, property) => {
    const found = told(kind, more);
    expect(found).toEqual(at(property, expect.stringMatching(/^write /) as never));
    expect(JSON.stringify(found)).not.toContain("hunter2");
  });

  test("a workload of which nothing is said at all lacks what it needs", () => {
    const view = tenantOf((tenant) => new Worker(tenant, "web", undefined as never), {
      stages: ["development"],
    });
    expect(view.mistakes.map(({ property }) => property)).toEqual([
      "resources.cpu",
      "resources.memory",
      "resources.ephemeralStorage",
      "image",
      "health.ready",
      "health.live",
    ]);
  });
});

describe("around workloads", () => {
  const complaint = (props: object) => tenantOf(() => {}, { stages: ["development"] }, props).complaint;
  const quota = { pods: 20, cpu: "8", memory: "16Gi", ephemeralStorage: "20Gi" };

  test("a tenant is told by what there is", () => {
    expect(complaint({ quota, access: { view: ["developers"] } })).toBe("");
    expect(complaint({ quota, acces: { view: ["everybody"] } })).toMatch(/apps {2}acces\n.*\n.*write access/);
    expect(complaint({ quota: { ...quota, gpu: "2" } })).toMatch(/apps {2}quota\.gpu\n/);
    expect(complaint({ quota, access: { views: ["developers"] } })).toMatch(
      /access\.views\n.*\n.*write view/,
    );
    expect(complaint({ quota, access: ["developers"] })).toMatch(/access = \(a list\)\n/);
  });

  test("a site's cluster is told by what there is", () => {
    const [mistake] = mistakesOf(() => clusterSiteWith({ storageClas: "fast" } as object));
    expect(mistake).toMatchObject({
      property: "kubernetes.storageClas",
      remedy: "write storageClass, or take it out",
    });
  });

  test("an exposure is told by what there is", () => {
    const exposed = (more: object) =>
      tenantOf(
        (tenant) => {
          const props = { ...POD, health: { ready: "/ready", live: "/live" } };
          const audience = { hostname: "www.example.nl", why: "administrators", ...more };
          new WebService(tenant, "web", props).expose(Peer.vpn(), audience);
        },
        { stages: ["development"] },
      ).complaint;
    expect(exposed({ timeout: 30 })).toBe("");
    expect(exposed({ timeot: 30 })).toMatch(/apps\/web {2}expose\.timeot\n.*\n.*write timeout/);
  });
});
