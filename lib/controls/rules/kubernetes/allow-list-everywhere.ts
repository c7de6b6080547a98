import type { ExposureRecord, WorkloadRecord } from "../../../model/kubernetes-record";
import { Addresses } from "../../../network/addresses";
import { networksOf } from "../../../network/range-networks";
import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { inner, textIn } from "../../subjects/kubernetes/fields";
import {
  audienceOf,
  backendsOf,
  exposuresAt,
  gatewayObject,
  gatewaysIn,
  hostnamesOf,
  isRedirect,
  networksIn,
  policiesFor,
  prefixesOf,
  proxyOf,
  routesOf,
} from "../../subjects/kubernetes/gateways";
import type { MadeObject } from "../../subjects/kubernetes/objects";
import type { StackOutput } from "../../terraform/stack-output";

interface Guarded extends Subject {
  readonly gateway: WorkloadRecord;
  /** Exposures of one host name, path and service at the gateway; undefined for the gateway as a whole. */
  readonly exposures?: readonly ExposureRecord[];
}

/** H-06, V-09: who may not come is turned away at every layer that can tell who it is. */
export const allowListEverywhere = stackRule<Guarded>({
  id: "allow-list-everywhere",
  info: "what is not for everyone is for just its audience in front of the gateway and behind it, at the load balancer and at the route",
  explanation:
    "One allow-list is one mistake away from none. Those in front know the gateway and not the host name, so what is for one partner is held apart from what is for another at the route alone.",
  remedy:
    "expose the service with service.expose(…), which writes loadBalancerSourceRanges and a SecurityPolicy for each route",
  promises: ["H-06", "V-09"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "a service would be open to whom nobody named" },
  subjects: (stack) => gatewaysIn(stack).flatMap((gateway) => guarded(gateway, stack)),
  judge: ({ gateway, exposures }, stack) =>
    exposures === undefined ? wrongGateway(gateway, stack) : wrongRoutes(gateway, exposures, stack),
});

function guarded(gateway: WorkloadRecord, stack: StackOutput): readonly Guarded[] {
  const groups = new Map<string, ExposureRecord[]>();
  for (const exposure of exposuresAt(gateway, stack)) {
    const prefix = exposure.path === "/" ? "" : exposure.path;
    const key = `${exposure.hostname}${prefix}/${exposure.service}`;
    groups.set(key, [...(groups.get(key) ?? []), exposure]);
  }
  return [
    { id: gateway.path, gateway },
    ...[...groups].map(([key, exposures]) => ({ id: `${gateway.path}/${key}`, gateway, exposures })),
  ];
}

function wrongGateway(gateway: WorkloadRecord, stack: StackOutput): readonly string[] {
  const proxy = proxyOf(gatewayObject(gateway, stack), stack);
  const service = inner(proxy.spec, "provider", "kubernetes", "envoyService");
  const ranges = networksIn(service, "loadBalancerSourceRanges");
  if (ranges.isEmpty) return ["its load balancer lets everybody in, since nobody is named"];
  const exposures = exposuresAt(gateway, stack);
  const audience = audienceOf(exposures, stack);
  if (audience !== "everyone") {
    return [
      ...differences(ranges, audience, "its load balancer"),
      ...wrongDefault(gateway, stack),
      ...routesOf(gatewayObject(gateway, stack), stack)
        .filter(isRedirect)
        .flatMap((route) => wrongRedirect(route, exposures, stack)),
    ];
  }
  // What is for everyone takes the list in front away from all that is behind the same gateway.
  return exposures
    .filter((exposure) => exposure.exposure !== "public")
    .map(({ hostname, exposure }) => `${hostname} is ${exposure}, at a gateway that is for everyone`);
}

/** What sends visitors on answers just those for whom something of its host name is. */
function wrongRedirect(
  route: MadeObject,
  exposures: readonly ExposureRecord[],
  stack: StackOutput,
): readonly string[] {
  const own = exposures.filter(({ hostname }) => hostnamesOf(route).includes(hostname));
  const audience = audienceOf(own, stack);
  return audience === "everyone" ? [] : wrongRoute(route, audience, stack);
}

/** A route that nobody guards yet is for nobody. */
function wrongDefault(gateway: WorkloadRecord, stack: StackOutput): readonly string[] {
  const policies = policiesFor("SecurityPolicy", gatewayObject(gateway, stack), stack);
  const isClosed = policies.some(({ spec }) => {
    const authorization = inner(spec, "authorization");
    return textIn(authorization, "defaultAction") === "Deny" && authorization.blocks("rules").length === 0;
  });
  return isClosed ? [] : ["a route of it that no policy guards is for everybody"];
}

function wrongRoutes(
  gateway: WorkloadRecord,
  exposures: readonly ExposureRecord[],
  stack: StackOutput,
): readonly string[] {
  const audience = audienceOf(exposures, stack);
  if (audience === "everyone") return [];
  const [{ hostname, path, service } = { hostname: "", path: "", service: "" }] = exposures;
  const routes = routesOf(gatewayObject(gateway, stack), stack).filter(
    (route) =>
      !isRedirect(route) &&
      hostnamesOf(route).includes(hostname) &&
      prefixesOf(route).includes(path) &&
      backendsOf(route).includes(service.slice(service.lastIndexOf("/") + 1)),
  );
  if (routes.length === 0) return ["there is no route to guard"];
  return routes.flatMap((route) => wrongRoute(route, audience, stack));
}

function wrongRoute(route: MadeObject, audience: Addresses, stack: StackOutput): readonly string[] {
  const policies = policiesFor("SecurityPolicy", route, stack);
  const [policy] = policies;
  if (policy === undefined || policies.length > 1) {
    return [`${policies.length} policies say who may come to ${route.object.name}, not one`];
  }
  const authorization = inner(policy.spec, "authorization");
  const rules = authorization.blocks("rules");
  const allowed = rules
    .filter((rule) => rule.text("action") === "Allow")
    .map((rule) => inner(rule, "principal"));
  const listed = allowed.reduce((all, principal) => all.union(addressesOf(principal)), Addresses.NONE);
  return [
    // Allow is not what Envoy Gateway does where nothing is written, but nobody should have to know.
    ...(textIn(authorization, "defaultAction") === "Deny" ? [] : ["who is not named may come to its route"]),
    ...(allowed.some((principal) => addressesOf(principal).isEmpty)
      ? ["a rule of its policy lets somebody in who is not named by address"]
      : []),
    ...differences(listed, audience, "its route"),
  ];
}

function addressesOf(principal: Parameters<typeof networksIn>[0]): Addresses {
  return networksIn(principal, "clientCIDRs").union(networksIn(principal, "sourceCIDRs"));
}

/** A cluster has no IPv6, so what is listed of it may be left out, and must not be more. */
function differences(listed: Addresses, audience: Addresses, where: string): readonly string[] {
  const [more, less] = [listed.minus(audience), audience.minus(listed).in(4)];
  return [
    ...(more.isEmpty ? [] : [`${where} lets ${shown(more)} in, for whom it is not`]),
    ...(less.isEmpty ? [] : [`${where} turns ${networksOf(4, less)[0]} away, for whom it is`]),
  ];
}

function shown(addresses: Addresses): string {
  const networks = [...networksOf(4, addresses.in(4)), ...networksOf(6, addresses.in(6))];
  return networks.length > 1 ? `${networks[0]} and others` : `${networks[0]}`;
}
