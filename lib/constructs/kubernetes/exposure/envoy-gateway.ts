import { GATEWAY_NAMESPACE } from "../../../network/workload-facts";
import type { ApiObject } from "./api-object";
import { ENVOY_API } from "./envoy-api";
import { clientTraffic } from "./envoy-client-traffic";
import { envoyProxy } from "./envoy-proxy";
import type { GatewayFacts, GatewayImplementation, GatewayName } from "./gateway-implementation";

/** Of a privileged port the proxies listen on one that is not: this much higher. */
const SHIFT = 10_000;
const PRIVILEGED = 1024;

/** Envoy Gateway 1.10, whose proxies stand in the namespace of its controller. */
export const envoyGateway: GatewayImplementation = {
  namespace: GATEWAY_NAMESPACE,
  proxyLabels,
  targetOf: (port) => (port < PRIVILEGED ? port + SHIFT : port),
  parametersRef: ({ name }) => ({ group: "gateway.envoyproxy.io", kind: "EnvoyProxy", name }),
  objectsOf: (gateway: GatewayFacts) => ({
    proxies: envoyProxy(gateway, proxyLabels(gateway)),
    traffic: clientTraffic(gateway),
    closed: nobody(gateway),
  }),
  access,
};

function proxyLabels({ name, namespace }: GatewayName): Readonly<Record<string, string>> {
  return {
    "app.kubernetes.io/name": "envoy",
    "app.kubernetes.io/component": "proxy",
    "app.kubernetes.io/managed-by": "envoy-gateway",
    "gateway.envoyproxy.io/owning-gateway-namespace": namespace,
    "gateway.envoyproxy.io/owning-gateway-name": name,
  };
}

/** Nobody, unless a policy of the route takes this one's place: a route that somebody adds by hand is closed. */
function nobody({ name }: GatewayName): ApiObject {
  return policy(name, "Gateway", { defaultAction: "Deny" });
}

function access(route: string, networks: string[]): ApiObject {
  return policy(route, "HTTPRoute", {
    defaultAction: "Deny",
    rules: [{ name: "audience", action: "Allow", principal: { clientCIDRs: networks } }],
  });
}

function policy(name: string, kind: "Gateway" | "HTTPRoute", authorization: object): ApiObject {
  return {
    apiVersion: ENVOY_API,
    kind: "SecurityPolicy",
    name,
    spec: { targetRefs: [{ group: "gateway.networking.k8s.io", kind, name }], authorization },
  };
}
