import { describe, expect, test } from "@jest/globals";
import { Exposure, Peer } from "../../../../lib";
import { exposeService } from "../../../../lib/constructs/kubernetes/exposure/expose";
import { TLS_PROFILE } from "../../../../lib/model/tls-profile";
import type { AppView } from "../../../support/app";
import { Answering, everywhere, inProduction, namesOf, objectOf, objectsIn } from "./answering";

const HOST = "www.example.nl";
const GATEWAY = "verne/production/apps/gateway-public";

/** A service for visitors, one for a partner and one for administrators. */
const three = inProduction(
  (service, _, tenant) => {
    exposeService(service, Peer.internet(), { hostname: HOST, why: "visitors" });
    exposeService(new Answering(tenant, "api"), Peer.networks("203.0.113.0/24"), {
      hostname: "api.example.nl",
      why: "a partner",
    });
    exposeService(new Answering(tenant, "admin"), Peer.vpn(), {
      hostname: "admin.example.nl",
      why: "administrators",
    });
  },
  { exposure: Exposure.PUBLIC },
);

describe("a gateway", () => {
  test("stands for each class of audiences, with an address of its own in the network of its stage", () => {
    expect(namesOf(objectsIn(three), "Gateway").toSorted()).toEqual([
      "gateway-closed",
      "gateway-public",
      "gateway-restricted",
    ]);
    const fronts = workloadsOf(three).map(({ path, front }) => `${path.split("/").at(-1)} ${front}`);
    expect(fronts.toSorted()).toEqual([
      "gateway-closed 10.0.13.131",
      "gateway-public 10.0.13.129",
      "gateway-restricted 10.0.13.130",
    ]);
  });

  test("is known to flows by its proxies' labels, in the namespace of their controller, on the ports they listen on", () => {
    const gateway = workloadsOf(three).find(({ path }) => path === GATEWAY);
    expect(gateway).toMatchObject({
      kind: "gateway",
      namespace: "envoy-gateway-system",
      labels: {
        "gateway.envoyproxy.io/owning-gateway-namespace": "verne-production",
        "gateway.envoyproxy.io/owning-gateway-name": "gateway-public",
      },
      pods: ["10.64.0.0/16"],
      ports: [
        { name: "https", port: 443, target: 10_443 },
        { name: "http", port: 80, target: 10_080 },
      ],
      data: false,
    });
  });

  test("takes nothing of the tenant's quota", () => {
    inProduction((service, _, tenant) => {
      exposeService(service, Peer.vpn(), { hostname: HOST, why: "administrators" });
      for (const { demand } of tenant.exposures.gateways) {
        expect(demand).toEqual({ pods: 0, cpu: 0n, memory: 0n, ephemeralStorage: 0n, storage: 0n });
      }
      expect(tenant.exposures.gateways).toHaveLength(1);
    });
  });

  test("is not there where nothing is exposed", () => {
    const app = inProduction(() => undefined);
    expect(namesOf(objectsIn(app), "Gateway")).toEqual([]);
    expect(workloadsOf(app)).toEqual([]);
  });

  test("has two proxies or more where one failure would stop it, and grows (B-06, B-21)", () => {
    const app = everywhere((service, { stage }) =>
      exposeService(service, Peer.vpn(), { hostname: `${stage.name}.example.nl`, why: "administrators" }),
    );
    const replicas = ["development", "test", "acceptance", "production"].map((stage) => {
      const { spec } = objectOf(objectsIn(app, stage), "EnvoyProxy", "gateway-closed");
      const { minReplicas, maxReplicas } = spec.provider.kubernetes.envoyHpa;
      expect(app.stack(`verne/${stage}`).model.kubernetes?.workloads).toContainEqual(
        expect.objectContaining({ kind: "gateway", replicas: { min: minReplicas, max: maxReplicas } }),
      );
      return [minReplicas, maxReplicas];
    });
    expect(replicas).toEqual([
      [1, 3],
      [1, 3],
      [2, 6],
      [2, 6],
    ]);
  });
});

describe("the flows of what is exposed", () => {
  test("are the audience to the gateway over HTTP and HTTPS, and the gateway to the service", () => {
    const { flows } = three.stack("verne/production").model;
    const said = flows.map(({ from, to, port, why }) => `${shown(from)} > ${shown(to)} ${port} ${why}`);
    expect(said).toEqual([
      "internet > gateway-public tcp/443 visitors",
      "internet > gateway-public tcp/80 visitors",
      "gateway-public > web tcp/8080 visitors",
      "networks > gateway-restricted tcp/443 a partner",
      "networks > gateway-restricted tcp/80 a partner",
      "gateway-restricted > api tcp/8080 a partner",
      "vpn > gateway-closed tcp/443 administrators",
      "vpn > gateway-closed tcp/80 administrators",
      "gateway-closed > admin tcp/8080 administrators",
    ]);
  });

  test("are said once, however many names there are for the same", () => {
    const app = inProduction((service) => {
      exposeService(service, Peer.vpn(), { hostname: HOST, why: "administrators" });
      exposeService(service, Peer.vpn(), { hostname: "two.example.nl", why: "administrators" });
      exposeService(service, Peer.networks("203.0.113.0/24"), {
        hostname: "three.example.nl",
        why: "a partner",
      });
    });
    const { flows, kubernetes } = app.stack("verne/production").model;
    expect(flows).toHaveLength(6);
    expect(kubernetes?.exposures).toHaveLength(3);
  });

  test("are in the model with who may come where, and why", () => {
    const { kubernetes } = three.stack("verne/production").model;
    expect(kubernetes?.exposures[0]).toEqual({
      hostname: HOST,
      path: "/",
      service: "verne/production/apps/web",
      gateway: GATEWAY,
      exposure: "public",
      issuer: "public-ov",
      from: { kind: "internet" },
      why: "visitors",
    });
  });
});

describe("the proxies of a gateway", () => {
  const { spec } = objectOf(objectsIn(three), "EnvoyProxy", "gateway-public");
  const { envoyDeployment, envoyService, envoyPDB } = spec.provider.kubernetes;

  test("are what Pod Security's restricted asks for, and cannot write to their image (H-22)", () => {
    expect(envoyDeployment.container.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 65_532,
      runAsGroup: 65_532,
      privileged: false,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    });
    expect(envoyDeployment.pod.securityContext).toMatchObject({ runAsNonRoot: true, fsGroup: 65_532 });
    expect(envoyDeployment.container.volumeMounts).toEqual([{ name: "scratch", mountPath: "/tmp" }]);
  });

  test("have requests and limits of all three", () => {
    const { requests, limits } = envoyDeployment.container.resources;
    expect(Object.keys(requests)).toEqual(["cpu", "memory", "ephemeral-storage"]);
    expect(Object.keys(limits)).toEqual(Object.keys(requests));
  });

  test("have no number where a scaler gives one, and stand apart", () => {
    expect(envoyDeployment).not.toHaveProperty("replicas");
    const [zones, hosts] = envoyDeployment.pod.topologySpreadConstraints;
    const { labels } = workloadsOf(three).find(({ path }) => path === GATEWAY) ?? {};
    expect(zones).toMatchObject({ topologyKey: "topology.kubernetes.io/zone", nodeTaintsPolicy: "Honor" });
    expect(hosts).toMatchObject({ topologyKey: "kubernetes.io/hostname" });
    for (const { labelSelector } of [zones, hosts]) expect(labelSelector.matchLabels).toEqual(labels);
  });

  test("never keep a host from being emptied", () => {
    expect(envoyPDB.maxUnavailable).toBe(1);
    expect(envoyPDB.patch.value.spec).toEqual({ unhealthyPodEvictionPolicy: "AlwaysAllow" });
  });

  test("keep Kubernetes' own labels, and are known as the client's", () => {
    expect(Object.keys(envoyDeployment.pod.labels)).toEqual([
      "straat/client",
      "straat/stage",
      "straat/class",
      "straat/owner",
    ]);
  });

  test("are reached at their front address alone, by addresses that are really those of visitors", () => {
    expect(envoyService).toMatchObject({
      type: "LoadBalancer",
      loadBalancerClass: "calico",
      externalTrafficPolicy: "Local",
      allocateLoadBalancerNodePorts: false,
      annotations: { "projectcalico.org/loadBalancerIPs": '["10.0.13.129"]' },
    });
  });

  test("log each request, without what may be a secret", () => {
    const [{ format, sinks }] = spec.telemetry.accessLog.settings;
    expect(sinks).toEqual([{ type: "File", file: { path: "/dev/stdout" } }]);
    const said = JSON.stringify(format.json);
    expect(format.json.client).toBe("%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%");
    expect(said).toContain("REQ_WITHOUT_QUERY");
    expect(said).not.toMatch(/REQ\((:PATH|COOKIE|AUTHORIZATION|REFERER)/i);
    // Terraform would take these for its own.
    expect(said).not.toMatch(/[$%]\{/);
  });
});

describe("visitors", () => {
  test.each(["public", "restricted", "closed"])(
    "of gateway-%s are spoken to as the profile says (V-10)",
    (name) => {
      const { spec } = objectOf(objectsIn(three), "ClientTrafficPolicy", `gateway-${name}`);
      expect(spec.targetRefs).toEqual([
        { group: "gateway.networking.k8s.io", kind: "Gateway", name: `gateway-${name}` },
      ]);
      expect(spec.tls).toMatchObject({
        minVersion: "1.2",
        maxVersion: "1.3",
        ciphers: TLS_PROFILE.ciphers,
        ecdhCurves: TLS_PROFILE.curves,
        signatureAlgorithms: TLS_PROFILE.signatures,
      });
    },
  );

  test("are who their packets come from, whatever they say", () => {
    const { spec } = objectOf(objectsIn(three), "ClientTrafficPolicy", "gateway-restricted");
    expect(spec).not.toHaveProperty("clientIPDetection");
    expect(spec).not.toHaveProperty("proxyProtocol");
    expect(spec.headers.earlyRequestHeaders.remove).toContain("X-Forwarded-For");
  });
});

function workloadsOf(app: AppView) {
  const { kubernetes } = app.stack("verne/production").model;
  return kubernetes?.workloads.filter(({ kind }) => kind === "gateway") ?? [];
}

function shown(peer: { readonly kind: string; readonly path?: string }): string {
  return peer.path?.split("/").at(-1) ?? peer.kind;
}
