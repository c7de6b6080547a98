import { describe, expect, test } from "@jest/globals";
import { Exposure, Peer, RedundantVms, VmSize } from "../../../../lib";
import { exposeService } from "../../../../lib/constructs/kubernetes/exposure/expose";
import { Cidr } from "../../../../lib/model/cidr";
import { IpAddress } from "../../../../lib/model/ip";
import { judgedBySchemas } from "../../../support/kubernetes-schemas";
import { Answering, inProduction, namesOf, objectOf, objectsIn, whitelisted } from "./answering";

const HOST = "www.example.nl";
const NAME = "www-example-nl";

/** A service that everyone may come to. */
const open = inProduction(
  (service) => exposeService(service, Peer.internet(), { hostname: HOST, why: "visitors" }),
  { exposure: Exposure.PUBLIC },
);

describe("what is exposed", () => {
  const objects = objectsIn(open);

  test("is objects that the schemas of their APIs take, with no field they do not know", () => {
    const kinds = [
      "Gateway",
      "HTTPRoute",
      "Certificate",
      "ClientTrafficPolicy",
      "SecurityPolicy",
      "EnvoyProxy",
    ];
    const own = objects.filter(({ kind }) => kinds.includes(kind));
    expect(new Set(own.map(({ kind }) => kind))).toEqual(new Set(kinds));
    // What a patch holds is for another API to know: that of a disruption budget.
    expect(judgedBySchemas(own.map(({ body }) => body)).flat()).toEqual([
      "/spec/provider/kubernetes/envoyPDB/patch/value/spec is no field of the API",
    ]);
    for (const { namespace, labels } of own) {
      expect(namespace).toBe("verne-production");
      expect(labels).toMatchObject({ "app.kubernetes.io/managed-by": "straat", "straat/client": "verne" });
    }
  });

  test("has a listener for its name with its own certificate, and one of HTTP", () => {
    const { spec } = objectOf(objects, "Gateway", "gateway-public");
    expect(spec.gatewayClassName).toBe("envoy");
    expect(spec.infrastructure.parametersRef).toEqual({
      group: "gateway.envoyproxy.io",
      kind: "EnvoyProxy",
      name: "gateway-public",
    });
    const inside = { namespaces: { from: "Same" } };
    expect(spec.listeners).toEqual([
      { name: "http", port: 80, protocol: "HTTP", allowedRoutes: inside },
      {
        name: NAME,
        port: 443,
        protocol: "HTTPS",
        hostname: HOST,
        tls: { mode: "Terminate", certificateRefs: [{ group: "", kind: "Secret", name: `${NAME}-tls` }] },
        allowedRoutes: inside,
      },
    ]);
  });

  test("has a certificate on P-256, with a new key each time, renewed a month before its end (V-10)", () => {
    const { spec } = objectOf(objects, "Certificate", NAME);
    expect(spec).toMatchObject({
      secretName: `${NAME}-tls`,
      dnsNames: [HOST],
      issuerRef: { kind: "ClusterIssuer", name: "public-ov" },
      privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
      duration: "2160h0m0s",
      renewBefore: "720h0m0s",
    });
  });

  test("is answered by its service over HTTPS, and browsers are told to stay there", () => {
    const { spec } = objectOf(objects, "HTTPRoute", NAME);
    expect(spec.parentRefs).toEqual([
      {
        group: "gateway.networking.k8s.io",
        kind: "Gateway",
        name: "gateway-public",
        sectionName: NAME,
      },
    ]);
    expect(spec.hostnames).toEqual([HOST]);
    const [rule] = spec.rules;
    expect(rule.matches).toEqual([{ path: { type: "PathPrefix", value: "/" } }]);
    expect(rule.backendRefs).toEqual([{ group: "", kind: "Service", name: "web", port: 8080, weight: 1 }]);
    expect(rule.filters[0].responseHeaderModifier.set).toEqual([
      { name: "Strict-Transport-Security", value: "max-age=31536000" },
    ]);
    expect(rule.timeouts).toEqual({ request: "60s", backendRequest: "60s" });
  });

  test("is answered over HTTP with nothing but the way to HTTPS", () => {
    const { spec } = objectOf(objects, "HTTPRoute", `${NAME}---redirect`);
    expect(spec.parentRefs[0].sectionName).toBe("http");
    expect(spec.hostnames).toEqual([HOST]);
    expect(spec.rules).toEqual([
      { filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }] },
    ]);
  });

  test("says everyone where everyone is meant, and nobody for the rest of the gateway", () => {
    const everyone = { defaultAction: "Deny", rules: [allowing("0.0.0.0/0")] };
    expect(objectOf(objects, "SecurityPolicy", NAME).spec.authorization).toEqual(everyone);
    expect(objectOf(objects, "SecurityPolicy", `${NAME}---redirect`).spec.authorization).toEqual(everyone);
    const { spec } = objectOf(objects, "SecurityPolicy", "gateway-public");
    expect(spec.targetRefs).toEqual([
      { group: "gateway.networking.k8s.io", kind: "Gateway", name: "gateway-public" },
    ]);
    expect(spec.authorization).toEqual({ defaultAction: "Deny" });
  });

  test("waits for the namespace", () => {
    const { json } = open.stack("verne/production");
    const manifests = Object.entries<{ depends_on?: string[] }>(json.resource.kubernetes_manifest);
    const own = manifests.filter(([name]) => name.startsWith("apps_gateway-public_"));
    expect(own.length).toBeGreaterThan(6);
    for (const [, { depends_on }] of own) {
      expect(depends_on).toContain("kubernetes_namespace_v1.apps_namespace");
    }
  });

  test("has an address in Terraform that can be read", () => {
    const { json } = open.stack("verne/production");
    expect(Object.keys(json.resource.kubernetes_manifest)).toContain(
      `apps_gateway-public_${NAME}_route_http`,
    );
  });
});

describe("allow-lists hold just those who are let in", () => {
  test("a whitelist, at the Service of the gateway and at the route", () => {
    const app = inProduction(
      (service, environment) =>
        exposeService(service, environment.audience, { hostname: HOST, why: "the client" }),
      { exposure: Exposure.RESTRICTED, whitelist: whitelisted("198.51.100.0/25", "198.51.100.128/25") },
    );
    const objects = objectsIn(app);
    expect(sourcesOf(objects, "restricted")).toEqual(["198.51.100.0/24"]);
    expect(objectOf(objects, "SecurityPolicy", NAME).spec.authorization).toEqual({
      defaultAction: "Deny",
      rules: [allowing("198.51.100.0/24")],
    });
    expect(namesOf(objects, "Gateway")).toEqual(["gateway-restricted"]);
  });

  test("of both families only what the cluster has", () => {
    const app = inProduction((service) =>
      exposeService(service, Peer.networks("203.0.113.0/24", "2a00:1450::/32"), {
        hostname: HOST,
        why: "a partner",
      }),
    );
    expect(sourcesOf(objectsIn(app), "restricted")).toEqual(["203.0.113.0/24"]);
  });

  test("administrators, at the addresses the VPN gives them", () => {
    const app = inProduction((service) =>
      exposeService(service, Peer.vpn(), { hostname: HOST, why: "administrators" }),
    );
    expect(sourcesOf(objectsIn(app), "closed")).toEqual(["10.99.1.0/24", "10.99.2.0/24"]);
  });

  test("servers of the environment, at their own addresses", () => {
    const app = inProduction((service, environment) => {
      const batch = new RedundantVms(environment, "batch", { size: VmSize.SMALL });
      exposeService(service, batch, { hostname: HOST, why: "reports" });
    });
    const cards = app
      .stack("verne/production")
      .group("batch")
      .servers.flatMap(({ interfaces }) => interfaces.flatMap(({ addresses }) => addresses));
    const sources = sourcesOf(objectsIn(app), "restricted");
    expect(cards.length).toBe(2);
    const networks = sources.map(Cidr.parse);
    const outside = cards.filter(
      (card) => !networks.some((network) => network.contains(IpAddress.parse(`${card}`))),
    );
    expect(outside).toEqual([]);
    expect(networks.reduce((sum, { size }) => sum + size, 0n)).toBe(2n);
  });

  test("several audiences of one name together, and each path its own", () => {
    const app = inProduction((service, _, tenant) => {
      const admin = new Answering(tenant, "admin");
      exposeService(service, Peer.networks("203.0.113.0/24"), { hostname: HOST, why: "a partner" });
      exposeService(service, Peer.vpn(), { hostname: HOST, why: "administrators" });
      exposeService(admin, Peer.vpn(), { hostname: HOST, path: "/admin", why: "administrators" });
    });
    const objects = objectsIn(app);
    const vpn = ["10.99.1.0/24", "10.99.2.0/24"];
    const both = [...vpn, "203.0.113.0/24"];
    expect(sourcesOf(objects, "restricted")).toEqual(both);
    const [first, redirect, second] = namesOf(objects, "HTTPRoute").toSorted(
      (one, other) => order(one) - order(other),
    );
    expect([first, redirect]).toEqual([NAME, `${NAME}---redirect`]);
    expect(networksIn(objects, NAME)).toEqual(both);
    expect(networksIn(objects, `${NAME}---redirect`)).toEqual(both);
    expect(networksIn(objects, `${second}`)).toEqual(vpn);
    const { spec } = objectOf(objects, "HTTPRoute", `${second}`);
    expect(spec.rules[0].matches[0].path.value).toBe("/admin");
    expect(spec.rules[0].backendRefs[0].name).toBe("admin");
    expect(namesOf(objects, "Certificate")).toEqual([NAME]);
  });

  test("a country, which only the edge can tell, is everyone at the gateway", () => {
    const app = inProduction((service) =>
      exposeService(service, Peer.country("NL"), { hostname: HOST, why: "visitors from here" }),
    );
    const objects = objectsIn(app);
    expect(sourcesOf(objects, "public")).toEqual(["0.0.0.0/0"]);
    const { flows } = app.stack("verne/production").model;
    expect(flows).toContainEqual(
      expect.objectContaining({ from: { kind: "country", codes: ["NL"] }, port: "tcp/443" }),
    );
  });
});

type Objects = ReturnType<typeof objectsIn>;

function sourcesOf(objects: Objects, exposure: string): readonly string[] {
  const { spec } = objectOf(objects, "EnvoyProxy", `gateway-${exposure}`);
  return spec.provider.kubernetes.envoyService.loadBalancerSourceRanges;
}

function networksIn(objects: Objects, route: string): readonly string[] {
  return objectOf(objects, "SecurityPolicy", route).spec.authorization.rules[0].principal.clientCIDRs;
}

function allowing(...clientCIDRs: readonly string[]) {
  return { name: "audience", action: "Allow", principal: { clientCIDRs } };
}

/** The name itself, then its redirect, then its paths. */
function order(name: string): number {
  if (name === NAME) return 0;
  return name.endsWith("-redirect") ? 1 : 2;
}
