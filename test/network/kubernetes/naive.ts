import { BlockList, isIPv6 } from "node:net";

// The oracle: whether one packet passes, written from the API documentation of networking.k8s.io/v1 and the page
// "Network Policies", one packet at a time, in booleans. It shares no code with lib, and reads policies as written.

export interface WrittenSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

export interface WrittenPeer {
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
  readonly namespaceSelector?: WrittenSelector;
  readonly podSelector?: WrittenSelector;
}

export interface WrittenPort {
  readonly protocol?: string;
  readonly port?: number | string;
  readonly endPort?: number;
}

export interface WrittenRule {
  readonly from?: readonly WrittenPeer[];
  readonly to?: readonly WrittenPeer[];
  readonly ports?: readonly WrittenPort[];
}

export interface WrittenPolicy {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly podSelector?: WrittenSelector;
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly WrittenRule[];
    readonly egress?: readonly WrittenRule[];
  };
}

export interface NaivePod {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ips: readonly string[];
  readonly ports: readonly {
    readonly name: string;
    readonly protocol: "TCP" | "UDP" | "SCTP";
    readonly number: number;
  }[];
  readonly hostNetwork: boolean;
  readonly isSeveral: boolean;
}

export interface World {
  readonly namespaces: readonly {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
  }[];
  readonly pods: readonly NaivePod[];
  readonly policies: readonly WrittenPolicy[];
}

/** One end of a packet: a pod by its place in the world, or nobody of the cluster; and the address it has there. */
export interface End {
  readonly pod?: number;
  readonly ip: string;
}

export interface NaivePacket {
  readonly protocol: "TCP" | "UDP" | "SCTP" | "ICMP";
  readonly from: End;
  readonly to: End;
  /** 0 for ICMP. */
  readonly port: number;
}

export function passes(world: World, packet: NaivePacket): boolean {
  const source = podAt(world, packet.from);
  const target = podAt(world, packet.to);
  // "A Pod cannot block access to itself."
  if (source && source === target && !source.isSeveral) return true;
  return letsThrough(world, packet, "Egress") && letsThrough(world, packet, "Ingress");
}

/** Pods in the network of their node are "treated the same as all other traffic to or from the node IP". */
function podAt(world: World, end: End): NaivePod | undefined {
  if (end.pod === undefined) return undefined;
  const pod = world.pods[end.pod];
  if (!pod) throw new Error("no such pod");
  return pod.hostNetwork ? undefined : pod;
}

function letsThrough(world: World, packet: NaivePacket, type: "Ingress" | "Egress"): boolean {
  const [own, far] = type === "Ingress" ? [packet.to, packet.from] : [packet.from, packet.to];
  const subject = podAt(world, own);
  // Nobody's policies are about addresses outside, or about nodes.
  if (!subject) return true;
  const policies = world.policies.filter((policy) => isAbout(policy, subject, type));
  if (policies.length === 0) return true;
  return policies.some(({ metadata, spec }) => {
    const rules = (type === "Ingress" ? spec.ingress : spec.egress) ?? [];
    return rules.some((rule) => {
      const peers = (type === "Ingress" ? rule.from : rule.to) ?? [];
      return (
        isAnyOf(world, peers, metadata.namespace, far) && isOverPort(rule, packet, podAt(world, packet.to))
      );
    });
  });
}

function isAnyOf(world: World, peers: readonly WrittenPeer[], namespace: string, far: End): boolean {
  // "If this field is empty or missing, this rule matches all sources."
  return peers.length === 0 || peers.some((peer) => isMeant(world, peer, namespace, far));
}

/** Whether a policy isolates a pod in a direction. */
function isAbout({ metadata, spec }: WrittenPolicy, pod: NaivePod, type: "Ingress" | "Egress"): boolean {
  let types = spec.policyTypes ?? [];
  // "Ingress will always be set and Egress will be set if the NetworkPolicy has any egress rules."
  if (types.length === 0) types = (spec.egress ?? []).length > 0 ? ["Ingress", "Egress"] : ["Ingress"];
  return (
    metadata.namespace === pod.namespace &&
    matches(spec.podSelector ?? {}, pod.labels) &&
    types.includes(type)
  );
}

function isOverPort(
  { ports = [] }: WrittenRule,
  packet: NaivePacket,
  destination: NaivePod | undefined,
): boolean {
  // For ICMP "the behaviour is undefined": not counted once a policy isolates the pod.
  if (packet.protocol === "ICMP") return false;
  return ports.length === 0 || ports.some((port) => isPort(port, packet, destination));
}

function isMeant(world: World, peer: WrittenPeer, namespace: string, far: End): boolean {
  const farPod = podAt(world, far);
  if (peer.ipBlock) {
    // "These should be cluster-external IPs": a pod is never met by its address.
    if (farPod) return false;
    return isIn(peer.ipBlock.cidr, far.ip) && !(peer.ipBlock.except ?? []).some((cidr) => isIn(cidr, far.ip));
  }
  if (!farPod) return false;
  if (peer.podSelector && !matches(peer.podSelector, farPod.labels)) return false;
  if (!peer.namespaceSelector) return farPod.namespace === namespace;
  const space = world.namespaces.find(({ name }) => name === farPod.namespace);
  // "The Kubernetes control plane sets an immutable label kubernetes.io/metadata.name on all namespaces."
  return matches(peer.namespaceSelector, {
    ...space?.labels,
    "kubernetes.io/metadata.name": farPod.namespace,
  });
}

function matches(
  { matchLabels = {}, matchExpressions = [] }: WrittenSelector,
  labels: Readonly<Record<string, string>>,
): boolean {
  for (const [key, value] of Object.entries(matchLabels)) {
    if (labels[key] !== value) return false;
  }
  return matchExpressions.every(({ key, operator, values = [] }) => {
    const has = Object.keys(labels).includes(key);
    const isListed = has && values.includes(labels[key] as string);
    if (operator === "In") return isListed;
    if (operator === "NotIn") return !isListed;
    return operator === "Exists" ? has : !has;
  });
}

function isPort(
  { protocol = "TCP", port, endPort }: WrittenPort,
  packet: NaivePacket,
  destination: NaivePod | undefined,
): boolean {
  if (protocol !== packet.protocol) return false;
  if (port === undefined) return true;
  if (typeof port === "number") {
    return endPort === undefined ? packet.port === port : packet.port >= port && packet.port <= endPort;
  }
  for (const named of destination?.ports ?? []) {
    if (named.name === port && named.protocol === protocol && named.number === packet.port) return true;
  }
  return false;
}

function isIn(cidr: string, ip: string): boolean {
  const [network = "", prefix] = cidr.split("/");
  const [ours, theirs] = [isIPv6(network), isIPv6(ip)];
  if (ours !== theirs) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(prefix), ours ? "ipv6" : "ipv4");
  return list.check(ip, ours ? "ipv6" : "ipv4");
}
