/**
 * What a cluster's network makes of NetworkPolicies, for the lab: the walls of one pod as rules of its own host. Written
 * from the documentation of the API alone, so that it says something about lib/network/kubernetes, which it knows nothing
 * of. Only what that documentation defines is let through: TCP, UDP and SCTP.
 */

type Labels = Readonly<Record<string, string>>;

/** A pod of the lab, as policies see it and as its peers do. */
export interface LabPod {
  readonly namespace: string;
  readonly labels: Labels;
  /** Addresses it sends from. */
  readonly sources: readonly string[];
  /** Addresses at which its peers connect. */
  readonly destinations: readonly string[];
  /** TCP ports by name: where peers connect, and what the container listens on, of which policies speak. */
  readonly ports: readonly { readonly name: string; readonly port: number; readonly target: number }[];
}

export interface LabCluster {
  readonly namespaces: readonly { readonly name: string; readonly labels: Labels }[];
  readonly pods: readonly LabPod[];
  /** NetworkPolicies as the API is given them. */
  readonly policies: readonly object[];
}

interface Expression {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  readonly values?: readonly string[];
}

interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly Expression[];
}

interface ApiPeer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

interface ApiPort {
  readonly protocol?: "TCP" | "UDP" | "SCTP";
  readonly port?: number | string;
  readonly endPort?: number;
}

interface ApiRule {
  readonly from?: readonly ApiPeer[];
  readonly to?: readonly ApiPeer[];
  readonly ports?: readonly ApiPort[];
}

interface ApiPolicy {
  readonly metadata: { readonly namespace: string };
  readonly spec: {
    readonly podSelector?: Selector;
    readonly policyTypes?: readonly ("Ingress" | "Egress")[];
    readonly ingress?: readonly ApiRule[];
    readonly egress?: readonly ApiRule[];
  };
}

type Direction = "Ingress" | "Egress";

/** The table that holds a pod's policies. */
export const POLICY_TABLE = "policies";

/** The policies of one pod as a ruleset for nft; a direction that no policy governs is open. */
export function policyRuleset(pod: LabPod, cluster: LabCluster): string {
  return [
    `table inet ${POLICY_TABLE}`,
    `delete table inet ${POLICY_TABLE}`,
    `table inet ${POLICY_TABLE} {`,
    ...chainLines("Ingress", pod, cluster),
    ...chainLines("Egress", pod, cluster),
    "}",
    "",
  ].join("\n");
}

function chainLines(direction: Direction, pod: LabPod, cluster: LabCluster): readonly string[] {
  const policies = (cluster.policies as readonly ApiPolicy[]).filter(
    ({ metadata, spec }) =>
      metadata.namespace === pod.namespace &&
      selects(spec.podSelector ?? {}, pod.labels) &&
      typesOf(spec).includes(direction),
  );
  const hook = direction === "Ingress" ? "input" : "output";
  const rules = policies.flatMap(({ metadata, spec }) =>
    ((direction === "Ingress" ? spec.ingress : spec.egress) ?? []).flatMap((rule) =>
      direction === "Ingress"
        ? ingressLines(rule, metadata.namespace, pod, cluster)
        : egressLines(rule, metadata.namespace, cluster),
    ),
  );
  return [
    `\tchain ${direction.toLowerCase()} {`,
    `\t\ttype filter hook ${hook} priority filter; policy ${policies.length === 0 ? "accept" : "drop"};`,
    // A pod always reaches itself, and answers pass.
    `\t\tmeta ${direction === "Ingress" ? "iifname" : "oifname"} lo accept`,
    "\t\tct state { established, related } accept",
    ...rules.map((rule) => `\t\t${rule} accept`),
    "\t}",
  ];
}

/** Without types a policy is about what comes in, and about what goes out where it has a rule for that. */
function typesOf({ policyTypes, egress = [] }: ApiPolicy["spec"]): readonly Direction[] {
  if (policyTypes !== undefined && policyTypes.length > 0) return policyTypes;
  return egress.length > 0 ? ["Ingress", "Egress"] : ["Ingress"];
}

function ingressLines(
  { from = [], ports = [] }: ApiRule,
  namespace: string,
  pod: LabPod,
  cluster: LabCluster,
): readonly string[] {
  const sources =
    from.length === 0 ? [""] : from.flatMap((peer) => matchesOf("saddr", peer, namespace, cluster));
  return sources.flatMap((source) => portMatches(ports, pod).map((match) => `${source} ${match}`.trim()));
}

/** Which port a name is, and which of a gateway's ports is meant, hangs on the pod at the other end. */
function egressLines(
  { to = [], ports = [] }: ApiRule,
  namespace: string,
  cluster: LabCluster,
): readonly string[] {
  const peers = to.length === 0 ? EVERYBODY : to;
  return peers.flatMap((peer) => {
    if (peer.ipBlock !== undefined) {
      const blocks = matchesOf("daddr", peer, namespace, cluster);
      return blocks.flatMap((block) => portMatches(ports, undefined).map((match) => `${block} ${match}`));
    }
    return podsOf(peer, namespace, cluster).flatMap((pod) =>
      addressMatches("daddr", pod.destinations).flatMap((destination) =>
        portMatches(ports, pod).map((match) => `${destination} ${match}`),
      ),
    );
  });
}

/** Whom a rule without peers means. Pods are named as well: they are whose ports have names. */
const EVERYBODY: readonly ApiPeer[] = [
  { ipBlock: { cidr: "0.0.0.0/0" } },
  { ipBlock: { cidr: "::/0" } },
  { namespaceSelector: {} },
];

function matchesOf(
  side: "saddr" | "daddr",
  peer: ApiPeer,
  namespace: string,
  cluster: LabCluster,
): readonly string[] {
  if (peer.ipBlock === undefined) {
    const pods = podsOf(peer, namespace, cluster);
    return addressMatches(
      side,
      pods.flatMap(({ sources }) => sources),
    );
  }
  const { cidr, except = [] } = peer.ipBlock;
  const but = except.length === 0 ? "" : ` ${ip(cidr)} ${side} != { ${except.join(", ")} }`;
  return [`${ip(cidr)} ${side} ${cidr}${but}`];
}

function podsOf(
  { podSelector, namespaceSelector }: ApiPeer,
  namespace: string,
  { pods, namespaces }: LabCluster,
): readonly LabPod[] {
  const labelsOf = (name: string) => ({
    ...namespaces.find((one) => one.name === name)?.labels,
    "kubernetes.io/metadata.name": name,
  });
  return pods.filter(
    (pod) =>
      selects(podSelector ?? {}, pod.labels) &&
      (namespaceSelector === undefined
        ? pod.namespace === namespace
        : selects(namespaceSelector, labelsOf(pod.namespace))),
  );
}

function addressMatches(side: "saddr" | "daddr", addresses: readonly string[]): readonly string[] {
  const families = [
    addresses.filter((one) => !one.includes(":")),
    addresses.filter((one) => one.includes(":")),
  ];
  return families
    .filter((own) => own.length > 0)
    .map((own) => `${ip(own[0] as string)} ${side} { ${[...new Set(own)].join(", ")} }`);
}

/**
 * @param pod whose port it is; undefined for somebody who is no pod, of whom no port has a name
 */
function portMatches(ports: readonly ApiPort[], pod: LabPod | undefined): readonly string[] {
  if (ports.length === 0) return ["meta l4proto { tcp, udp, sctp }"];
  return ports.flatMap(({ protocol = "TCP", port, endPort }) => {
    const transport = protocol.toLowerCase();
    if (port === undefined) return [`meta l4proto ${transport}`];
    if (typeof port === "string") {
      const named = transport === "tcp" ? (pod?.ports ?? []).filter(({ name }) => name === port) : [];
      return named.map((one) => `tcp dport ${one.port}`);
    }
    return inFront(port, endPort ?? port, pod).map((text) => `${transport} dport ${text}`);
  });
}

/**
 * The lab has no load balancer that writes another port in a packet before policies judge it: where a pod listens on other
 * ports than its peers connect to, as a gateway does, its policies are about those in front.
 */
function inFront(first: number, last: number, pod: LabPod | undefined): readonly string[] {
  if (pod === undefined || pod.ports.every(({ port, target }) => port === target)) {
    return [first === last ? `${first}` : `${first}-${last}`];
  }
  return pod.ports.filter(({ target }) => target >= first && target <= last).map(({ port }) => `${port}`);
}

function selects({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every((expression) => holds(expression, labels))
  );
}

function holds({ key, operator, values = [] }: Expression, labels: Labels): boolean {
  const value = labels[key];
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    default:
      return value === undefined;
  }
}

const ip = (address: string) => (address.includes(":") ? "ip6" : "ip");
