import type { IpFamily } from "../model/ip";
import { Mistakes } from "../model/mistake";
import type { Addresses } from "./addresses";
import type { HostWall } from "./compile";
import { type FlowRule, familiesOf } from "./flow-rule";
import { FAMILIES } from "./packet-space";
import { networksOf } from "./range-networks";

/** Which pods, or which namespaces, by their labels. One without labels would be all there are. */
export interface LabelSelector {
  readonly matchLabels: Readonly<Record<string, string>>;
}

/** The pods with these labels in the namespaces with those labels. */
export interface PodPeer {
  readonly namespaceSelector: LabelSelector;
  readonly podSelector: LabelSelector;
}

export interface NetworkPeer {
  readonly ipBlock: { readonly cidr: string };
}

export interface PolicyPort {
  readonly protocol: "TCP" | "UDP";
  readonly port: number;
  /** Last port of a range, inclusive. */
  readonly endPort?: number;
}

export interface IngressRule {
  readonly from: readonly (NetworkPeer | PodPeer)[];
  readonly ports: readonly PolicyPort[];
}

export interface EgressRule {
  readonly to: readonly (NetworkPeer | PodPeer)[];
  readonly ports: readonly PolicyPort[];
}

/** As much of a `networking.k8s.io/v1` NetworkPolicy as is written here. */
export interface NetworkPolicy {
  readonly apiVersion: "networking.k8s.io/v1";
  readonly kind: "NetworkPolicy";
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly podSelector: LabelSelector;
    readonly policyTypes: readonly ["Ingress", "Egress"];
    readonly ingress?: readonly IngressRule[];
    readonly egress?: readonly EgressRule[];
  };
}

/** Names peers of a rule that are pods themselves, and nobody but those meant; undefined to have networks named. */
export type FindPods = (addresses: Addresses, rule: FlowRule) => readonly PodPeer[] | undefined;

export interface PodWall {
  readonly name: string;
  readonly namespace: string;
  /** The pods this is the wall of. */
  readonly podLabels: Readonly<Record<string, string>>;
  readonly wall: HostWall;
  readonly pods?: FindPods;
}

export interface RenderedNetworkPolicy {
  readonly policy: NetworkPolicy;
  /** The rules a NetworkPolicy cannot say: those for ICMP, which the cluster's network allows or drops by itself. */
  readonly leftOut: readonly FlowRule[];
}

/** The annotation that leads back to the flows, an id a line. */
export const FLOWS_ANNOTATION = "straat.flows";

/** Kubernetes takes this many bytes of annotations with an object, keys and values together. */
const ANNOTATIONS_MAX = 256 * 1024;
/** Kept free for the line that tells how many ids did not fit. */
const MORE_MAX = 32;

/** The end of a rule that is the pod's own, and the end that is its peer. */
type Direction =
  | { readonly own: "to"; readonly peer: "from" }
  | { readonly own: "from"; readonly peer: "to" };
const INWARD: Direction = { own: "to", peer: "from" };
const OUTWARD: Direction = { own: "from", peer: "to" };

interface Allowance {
  readonly peers: readonly (NetworkPeer | PodPeer)[];
  readonly ports: readonly PolicyPort[];
}

/**
 * The wall of an endpoint in Kubernetes, as one NetworkPolicy that closes both directions but for these rules. It
 * never lets in or out more than they do; a pod's own node reaches it whatever a policy says. Nothing is added,
 * so a wall without a rule for DNS has none.
 *
 * @throws InvalidError for a name Kubernetes refuses, and for what would make the policy wider than the wall
 */
export function renderNetworkPolicy({
  name,
  namespace,
  podLabels,
  wall,
  pods = () => undefined,
}: PodWall): RenderedNetworkPolicy {
  const mistakes = new Mistakes();
  checkDnsName(mistakes, "name", name, SUBDOMAIN);
  checkDnsName(mistakes, "namespace", namespace, LABEL);
  checkSelects(mistakes, "podLabels", { matchLabels: podLabels });
  const input = sayable(wall.input);
  const output = sayable(wall.output);
  checkRules(mistakes, "wall.input", input, INWARD);
  checkRules(mistakes, "wall.output", output, OUTWARD);
  const inward = allowances(mistakes, input, INWARD, pods);
  const outward = allowances(mistakes, output, OUTWARD, pods);
  mistakes.throwIfAny();

  const ids = new Set([...input, ...output].map(({ id }) => id));
  const policy: NetworkPolicy = {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: {
      name,
      namespace,
      ...(ids.size > 0 && { annotations: { [FLOWS_ANNOTATION]: flowList([...ids]) } }),
    },
    spec: {
      podSelector: { matchLabels: { ...podLabels } },
      policyTypes: ["Ingress", "Egress"],
      // An empty list means the same as none, but Terraform's provider keeps finding a difference between them.
      ...(inward.length > 0 && { ingress: inward.map(({ peers, ports }) => ({ from: peers, ports })) }),
      ...(outward.length > 0 && { egress: outward.map(({ peers, ports }) => ({ to: peers, ports })) }),
    },
  };
  return {
    policy,
    leftOut: [...wall.input, ...wall.output].filter((rule) => !isSayable(rule) && exists(rule)),
  };
}

function sayable(rules: readonly FlowRule[]): readonly FlowRule[] {
  return rules.filter((rule) => isSayable(rule) && exists(rule));
}

function isSayable({ port }: FlowRule): boolean {
  return port.protocol !== "icmp";
}

function exists(rule: FlowRule): boolean {
  return familiesOf(rule).length > 0;
}

/** What is allowed in one direction, in the order of the rules; rules with the same peers share one item. */
function allowances(
  mistakes: Mistakes,
  rules: readonly FlowRule[],
  { peer }: Direction,
  pods: FindPods,
): readonly Allowance[] {
  const items = new Map<string, { readonly peers: Allowance["peers"]; readonly ports: PolicyPort[] }>();
  for (const rule of rules) {
    const peers = podPeers(mistakes, pods(rule[peer], rule)) ?? networkPeers(rule, peer);
    const key = JSON.stringify(peers);
    const item = items.get(key) ?? { peers, ports: [] };
    item.ports.push(portOf(rule));
    items.set(key, item);
  }
  return [...items.values()].map(({ peers, ports }) => ({ peers, ports: distinct(ports) }));
}

function networkPeers(rule: FlowRule, peer: Direction["peer"]): readonly NetworkPeer[] {
  return familiesOf(rule)
    .flatMap((family) => networksOf(family, rule[peer].in(family)))
    .map((cidr) => ({ ipBlock: { cidr } }));
}

function podPeers(mistakes: Mistakes, peers: readonly PodPeer[] | undefined): readonly PodPeer[] | undefined {
  if (peers === undefined) return undefined;
  if (peers.length === 0) {
    mistakes.add({
      property: "pods",
      value: "[]",
      problem: "names no pods as peers, and a rule without peers lets everyone pass",
      remedy: "answer undefined to have the addresses named, or leave the rule out of the wall",
    });
  }
  for (const { namespaceSelector, podSelector } of peers) {
    checkSelects(mistakes, "pods.namespaceSelector", namespaceSelector);
    checkSelects(mistakes, "pods.podSelector", podSelector);
  }
  return distinct(peers.map(({ namespaceSelector, podSelector }) => ({ namespaceSelector, podSelector })));
}

function portOf({ port: { protocol, first, last } }: FlowRule): PolicyPort {
  const start: PolicyPort = { protocol: protocol === "tcp" ? "TCP" : "UDP", port: first };
  return first === last ? start : { ...start, endPort: last };
}

function distinct<T>(parts: readonly T[]): readonly T[] {
  return [...new Map(parts.map((part) => [JSON.stringify(part), part])).values()];
}

/** As many ids as fit, and in the last line how many did not. */
function flowList(ids: readonly string[]): string {
  const room = ANNOTATIONS_MAX - FLOWS_ANNOTATION.length;
  if (Buffer.byteLength(ids.join("\n")) <= room) return ids.join("\n");
  let bytes = 0;
  const tooMany = ids.findIndex((id) => {
    bytes += Buffer.byteLength(id) + 1;
    return bytes > room - MORE_MAX;
  });
  return [...ids.slice(0, tooMany), `(and ${ids.length - tooMany} more)`].join("\n");
}

/** A policy stands for the pod, whichever of its addresses is asked, and knows neither countries nor cards. */
function checkRules(
  mistakes: Mistakes,
  property: string,
  rules: readonly FlowRule[],
  { own }: Direction,
): void {
  for (const { id } of rules.filter((rule) => rule.countries ?? rule.inInterface ?? rule.outInterface)) {
    mistakes.add({
      property,
      value: id,
      problem: "is bound to countries or a network card; a NetworkPolicy would accept it without that",
      remedy: "leave that to the edge, and give the pod the rule as the pod sees it",
    });
  }
  for (const { id } of new Set(FAMILIES.flatMap((family) => strangers(rules, own, family)))) {
    mistakes.add({
      property,
      value: id,
      problem: `is ${own} other addresses of the pod than the rules before it; a NetworkPolicy holds for all of them`,
      remedy: "give all rules of the wall the same addresses of the pod",
    });
  }
}

/** The rules whose own addresses in a family are not those of the first rule that has any. */
function strangers(rules: readonly FlowRule[], own: Direction["own"], family: IpFamily): readonly FlowRule[] {
  const within = rules.filter((rule) => familiesOf(rule).includes(family));
  const first = within[0];
  return first === undefined
    ? []
    : within.filter((rule) => !rule[own].in(family).equals(first[own].in(family)));
}

function checkSelects(mistakes: Mistakes, property: string, { matchLabels }: LabelSelector): void {
  if (Object.keys(matchLabels).length > 0) return;
  mistakes.add({
    property,
    value: "{}",
    problem: "has no labels, and so selects everything",
    remedy: "write the labels that only those meant have",
  });
}

interface DnsName {
  readonly kind: string;
  readonly pattern: RegExp;
  readonly max: number;
}

const LABEL: DnsName = { kind: "a DNS label", pattern: /^[a-z0-9]+(-+[a-z0-9]+)*$/, max: 63 };
const SUBDOMAIN: DnsName = {
  kind: "DNS labels with dots between them",
  pattern: /^[a-z0-9]+((-+|\.)[a-z0-9]+)*$/,
  max: 253,
};

/** RFC 1123, as Kubernetes has it. */
function checkDnsName(
  mistakes: Mistakes,
  property: string,
  text: string,
  { kind, pattern, max }: DnsName,
): void {
  if (text.length <= max && pattern.test(text)) return;
  mistakes.add({
    property,
    value: JSON.stringify(text),
    problem: `is not ${kind} (RFC 1123): lower-case letters, digits and hyphens, at most ${max} characters`,
    remedy: "write a name like verne-production-web",
  });
}
