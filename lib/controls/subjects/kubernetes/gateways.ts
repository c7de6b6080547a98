import { Cidr } from "../../../model/cidr";
import type { ExposureRecord, WorkloadRecord } from "../../../model/kubernetes-record";
import type { ModelFile } from "../../../model/model-file";
import { Addresses } from "../../../network/addresses";
import type { Fields } from "../../terraform/fields";
import type { StackOutput } from "../../terraform/stack-output";
import { Unreadable } from "../../unreadable";
import { memberAddresses } from "../walls/networks-of";
import { outsideAddresses } from "../walls/peer-addresses";
import { inner, textIn, textsIn } from "./fields";
import { GROUPS, type MadeObject, objectNamed, ofKind, recordOf } from "./objects";

/** Labels by which the controller marks the proxies of a Gateway. */
const OWNER = {
  name: "gateway.envoyproxy.io/owning-gateway-name",
  namespace: "gateway.envoyproxy.io/owning-gateway-namespace",
} as const;

/** The gateways of a stack, as its model knows them. */
export function gatewaysIn({ model }: Pick<StackOutput, "model">): readonly WorkloadRecord[] {
  return (model.kubernetes?.workloads ?? []).filter(({ kind }) => kind === "gateway");
}

/** The Gateway that a gateway of the model is. @throws Unreadable when the stack does not make it */
export function gatewayObject({ labels, path }: WorkloadRecord, stack: StackOutput): MadeObject {
  const [name = "", namespace] = [labels[OWNER.name], labels[OWNER.namespace]];
  const found = objectNamed(stack, GROUPS.gateway, "Gateway", { namespace, name });
  if (found !== undefined) return found;
  throw new Unreadable(`${path} is no Gateway of ${stack.name}`);
}

/** How its proxies are set up. @throws Unreadable when the Gateway does not say */
export function proxyOf({ object, spec }: MadeObject, stack: StackOutput): MadeObject {
  const reference = inner(spec, "infrastructure", "parametersRef");
  const name = textIn(reference, "name") ?? "";
  const found = objectNamed(stack, GROUPS.envoy, "EnvoyProxy", { namespace: object.namespace, name });
  if (found !== undefined) return found;
  throw new Unreadable(`${object.address} names no EnvoyProxy of its own, so nobody knows how it answers`);
}

/** The routes of a stack that hang on a Gateway. */
export function routesOf(gateway: MadeObject, stack: StackOutput): readonly MadeObject[] {
  return ofKind(stack, GROUPS.gateway, "HTTPRoute").filter((route) =>
    parentsOf(route).some((parent) => isParent(parent, route, gateway)),
  );
}

export function parentsOf({ spec }: MadeObject): readonly Fields[] {
  return spec.blocks("parentRefs");
}

export function isParent(parent: Fields, route: MadeObject, { object }: MadeObject): boolean {
  return (
    parent.text("name") === object.name &&
    (textIn(parent, "namespace") ?? route.object.namespace) === object.namespace &&
    (textIn(parent, "kind") ?? "Gateway") === "Gateway"
  );
}

export function hostnamesOf({ spec }: MadeObject): readonly string[] {
  return textsIn(spec, "hostnames");
}

/** First parts of the paths that a route is about: all of them, where a rule or a match says nothing of it. */
export function prefixesOf({ spec }: MadeObject): readonly string[] {
  return spec.blocks("rules").flatMap((rule) => {
    const matches = rule.has("matches") ? rule.blocks("matches") : [];
    const prefixes = matches.map((match) =>
      match.has("path") ? textIn(inner(match, "path"), "value") : undefined,
    );
    return prefixes.length === 0 ? ["/"] : prefixes.map((prefix) => prefix ?? "/");
  });
}

/** Whether a route does nothing but send visitors on to HTTPS. */
export function isRedirect({ spec }: MadeObject): boolean {
  const rules = spec.blocks("rules");
  return (
    rules.length > 0 &&
    rules.every((rule) => {
      const redirects = rule.blocks("filters").filter((filter) => filter.text("type") === "RequestRedirect");
      const isToTls = redirects.some(
        (filter) => textIn(inner(filter, "requestRedirect"), "scheme") === "https",
      );
      return isToTls && rule.blocks("backendRefs").length === 0;
    })
  );
}

/** Names of the Services behind a route. */
export function backendsOf({ spec }: MadeObject): readonly string[] {
  const backends = spec.blocks("rules").flatMap((rule) => rule.blocks("backendRefs"));
  return [...new Set(backends.map((backend) => backend.text("name")))];
}

/** Policies of Envoy Gateway that are about an object, by its name. */
export function policiesFor(
  kind: "ClientTrafficPolicy" | "SecurityPolicy",
  { object }: MadeObject,
  stack: StackOutput,
): readonly MadeObject[] {
  return ofKind(stack, GROUPS.envoy, kind).filter(
    (policy) =>
      policy.object.namespace === object.namespace &&
      [...policy.spec.blocks("targetRefs"), ...policy.spec.blocks("targetRef")].some(
        (target) =>
          target.text("kind") === object.kind &&
          target.text("name") === object.name &&
          !target.has("sectionName"),
      ),
  );
}

/** Who may come by some exposures; "everyone" where one of them is for all, or for a country, which the edge alone knows. */
export function audienceOf(exposures: readonly ExposureRecord[], stack: StackOutput): Addresses | "everyone" {
  const parts = exposures.map(({ from }) => {
    if (from.kind === "internet" || from.kind === "country") return "everyone";
    if (from.kind === "workload") return Addresses.NONE;
    if (from.kind !== "group") return outsideAddresses(from, stack.model);
    const group = stack.model.groups.find(({ path }) => path === from.path);
    return group === undefined ? Addresses.NONE : memberAddresses(group);
  });
  return parts.reduce<Addresses | "everyone">(
    (all, part) => (all === "everyone" || part === "everyone" ? "everyone" : all.union(part)),
    Addresses.NONE,
  );
}

/** The exposures behind a gateway. */
export function exposuresAt({ path }: WorkloadRecord, stack: StackOutput): readonly ExposureRecord[] {
  return recordOf(stack).exposures.filter(({ gateway }) => gateway === path);
}

/** Networks as they are written in a list. @throws InvalidError for what is none */
export function networksIn(fields: Fields, key: string): Addresses {
  return Addresses.of(...textsIn(fields, key).map(Cidr.parse));
}

/** Of a client's block, cut in eight: the sixth part is for pods, the seventh for gateways, a quarter for each stage. */
const PARTS = { pods: 5, fronts: 6 } as const;

/** The network of a stage's pods, or of the addresses its gateways answer at. @throws Unreadable outside an environment */
export function stageNetwork({ client, stage, stack }: ModelFile, use: keyof typeof PARTS): Cidr {
  const block = client?.networks.find(({ family }) => family === 4);
  if (block === undefined || stage === undefined) throw new Unreadable(`${stack} is of no client's stage`);
  return block.part(block.prefix + 3, PARTS[use]).part(block.prefix + 5, stage.index);
}
