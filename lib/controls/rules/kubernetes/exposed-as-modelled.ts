import type { ExposureRecord } from "../../../model/kubernetes-record";
import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { numberIn } from "../../subjects/kubernetes/fields";
import {
  backendsOf,
  gatewayObject,
  gatewaysIn,
  hostnamesOf,
  isRedirect,
  routesOf,
} from "../../subjects/kubernetes/gateways";
import { GROUPS, type MadeObject, ofKind } from "../../subjects/kubernetes/objects";
import type { Fields } from "../../terraform/fields";
import type { StackOutput } from "../../terraform/stack-output";
import { Unreadable } from "../../unreadable";

interface Exposed extends Subject {
  readonly exposure?: ExposureRecord;
  readonly route?: MadeObject;
  readonly gateway?: MadeObject;
}

/** H-06, V-09: what visitors find on a cluster is what somebody exposed, under the name and at the gateway they said. */
export const exposedAsModelled = stackRule<Exposed>({
  id: "exposed-as-modelled",
  info: "every exposure has its route at its gateway, and every route and gateway is there for an exposure",
  explanation:
    "A route that nobody exposed shows a service to whoever the gateway is for, past the audience that was thought about. An exposure without its route is a name that does not answer.",
  remedy: "expose the service with service.expose(…), which makes the route, the certificate and the gateway",
  promises: ["H-06", "V-09"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => [
    ...exposuresIn(stack).map((exposure) => ({ id: `${exposure.gateway}/${exposure.hostname}`, exposure })),
    ...ofKind(stack, GROUPS.gateway, "HTTPRoute").map((route) => ({ id: route.id, route })),
    ...ofKind(stack, GROUPS.gateway, "Gateway").map((gateway) => ({ id: gateway.id, gateway })),
  ],
  judge({ exposure, route, gateway }, stack) {
    if (exposure !== undefined) return wrongExposure(exposure, stack);
    if (route !== undefined) return wrongRoute(route, stack);
    return gateway === undefined ? [] : wrongGateway(gateway, stack);
  },
});

function exposuresIn({ model }: StackOutput): readonly ExposureRecord[] {
  return model.kubernetes?.exposures ?? [];
}

function wrongExposure({ gateway: path, hostname, service }: ExposureRecord, stack: StackOutput) {
  const gateway = gatewaysIn(stack).find((one) => one.path === path);
  if (gateway === undefined) return [`there is no gateway ${path}`];
  const routes = routesOf(gatewayObject(gateway, stack), stack).filter((route) => !isRedirect(route));
  const own = routes.filter((route) => hostnamesOf(route).includes(hostname));
  return own.some((route) => backendsOf(route).includes(lastOf(service)))
    ? []
    : [`no route brings ${hostname} to ${service}`];
}

function wrongRoute(route: MadeObject, stack: StackOutput): readonly string[] {
  const hostnames = hostnamesOf(route);
  if (hostnames.length === 0) return ["it is for every host name"];
  const behind = exposuresIn(stack).filter(({ gateway }) => isOf(gateway, route, stack));
  const known = (hostname: string) => behind.filter((exposure) => exposure.hostname === hostname);
  return hostnames.flatMap((hostname) => {
    if (known(hostname).length === 0) return [`it shows ${hostname}, which nobody exposed there`];
    const services = known(hostname).map(({ service }) => lastOf(service));
    const strange = backendsOf(route)
      .filter((backend) => !services.includes(backend))
      .map((backend) => `it brings ${hostname} to ${backend}, which nobody exposed under that name`);
    const deaf = route.spec
      .blocks("rules")
      .flatMap((rule) => rule.blocks("backendRefs"))
      .filter((backend) => services.includes(backend.text("name")) && !answers(backend, stack))
      .map((backend) => `it brings ${hostname} where ${backend.text("name")} does not answer`);
    return [...strange, ...deaf];
  });
}

/** A share of none of the visitors is as good as no way to them. */
function answers(backend: Fields, { model }: StackOutput): boolean {
  const workloads = (model.kubernetes?.workloads ?? []).filter(
    ({ path, kind }) => kind !== "gateway" && lastOf(path) === backend.text("name"),
  );
  const ports = workloads.flatMap((workload) => workload.ports).map(({ port }) => port);
  return ports.includes(backend.number("port")) && (numberIn(backend, "weight") ?? 1) > 0;
}

function isOf(path: string, route: MadeObject, stack: StackOutput): boolean {
  const gateway = gatewaysIn(stack).find((one) => one.path === path);
  if (gateway === undefined) return false;
  return routesOf(gatewayObject(gateway, stack), stack).some(({ id }) => id === route.id);
}

function wrongGateway(made: MadeObject, stack: StackOutput): readonly string[] {
  const isKnown = gatewaysIn(stack).some((gateway) => isSame(() => gatewayObject(gateway, stack), made));
  return isKnown ? [] : ["it is no gateway of the model, so no wall and no allow-list is about it"];
}

function isSame(find: () => MadeObject, made: MadeObject): boolean {
  try {
    return find().id === made.id;
  } catch (error) {
    if (error instanceof Unreadable) return false;
    throw error;
  }
}

/** A Service is called like its workload. */
function lastOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
