import { describe, expect, test } from "@jest/globals";
import { Exposure, Peer, Secret, type Tenant, WebService, type WebServiceProps } from "../../../lib";
import type { Environment } from "../../../lib/constructs/environment";
import { tenantOf } from "../../support/cluster-site";

const PROPS: WebServiceProps = {
  image: `registry.example.nl/verne/web:1.0@sha256:${"a1".repeat(32)}`,
  resources: { cpu: "100m", memory: "128Mi", ephemeralStorage: "128Mi" },
  health: { ready: "/ready", live: "/live" },
};

const stages = { stages: ["development"] } as const;

describe("what is half made", () => {
  test("a number where a range belongs is told, and nothing breaks", () => {
    const app = tenantOf((tenant) => {
      new WebService(tenant, "web", { ...PROPS, replicas: 3 as never });
    }, stages);
    expect(app.complaint).toMatch(
      /apps\/web {2}replicas = 3\n.*floor and a ceiling.*\n.*\{ min: 2, max: 6 \}/,
    );
  });

  test("a workload whose code stops is one mistake, whatever it was", () => {
    const app = tenantOf((tenant) => {
      new WebService(tenant, "web", {
        ...PROPS,
        get image(): string {
          throw new Error("no release yet");
        },
      });
    }, stages);
    expect(app.mistakes).toHaveLength(1);
    expect(app.complaint).toContain("no release yet");
  });

  test("a variable has no name that Terraform keeps for itself", () => {
    const app = tenantOf((tenant) => {
      new WebService(tenant, "web", { ...PROPS, secrets: { key: Secret.fromVariable("for-each") } });
    }, stages);
    expect(app.complaint).toMatch(/secrets\.key = "for-each"\n.*keeps for itself/);
  });
});

test("pods wait for what closes them", () => {
  const app = tenantOf((tenant) => void new WebService(tenant, "web", PROPS), stages);
  const { depends_on: waits } =
    app.stack("verne/development").resources("kubernetes_deployment_v1")["apps_web"] ?? {};
  expect(waits).toEqual(
    expect.arrayContaining([
      "kubernetes_network_policy_v1.apps_default-deny",
      "kubernetes_network_policy_v1.apps_allow-dns",
      "kubernetes_network_policy_v1.apps_web_wall",
    ]),
  );
});

describe("countries at a gateway", () => {
  const both = (one: Peer, other: Peer) =>
    tenantOf(
      (tenant: Tenant, { stage }: Environment) => {
        if (stage.name !== "production") return;
        for (const [id, audience] of [
          ["one", one],
          ["other", other],
        ] as const) {
          new WebService(tenant, id, PROPS).expose(audience, {
            hostname: `${id}.example.nl`,
            why: "visitors",
          });
        }
      },
      { exposure: Exposure.PUBLIC },
    ).complaint;

  test("are alike for all that is public, since the edge knows no host names (H-06)", () => {
    expect(both(Peer.country("NL"), Peer.country("NL"))).toBe("");
    expect(both(Peer.internet(), Peer.internet())).toBe("");
    expect(both(Peer.country("NL"), Peer.vpn())).toBe("");
    expect(both(Peer.country("NL"), Peer.internet())).toMatch(
      /internet\n.*stands beside country NL at one gateway/,
    );
    expect(both(Peer.internet(), Peer.country("NL"))).toMatch(/country NL\n.*stands beside internet/);
    expect(both(Peer.country("NL"), Peer.country("BE"))).toMatch(/country BE\n.*stands beside country NL/);
  });
});

test("a namespace with somebody's data in it is never taken away by a plan, and one without is (B-15)", () => {
  const app = tenantOf((tenant) => void new WebService(tenant, "web", PROPS));
  const keeps = (stage: string) =>
    app.stack(`verne/${stage}`).resources("kubernetes_namespace_v1")["apps_namespace"]?.lifecycle
      ?.prevent_destroy;
  expect(["development", "test", "acceptance", "production"].map(keeps)).toEqual([
    undefined,
    undefined,
    true,
    true,
  ]);
});
