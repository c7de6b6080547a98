import type { Evaluate } from "./evaluate";
import type {
  NaivePacket,
  World,
  WrittenPeer,
  WrittenPolicy,
  WrittenPort,
  WrittenRule,
  WrittenSelector,
} from "./naive";

// Evaluators that are wrong in one way each. A property that takes one of them for right proves nothing.

type Spec = WrittenPolicy["spec"];

const withSpecs =
  (change: (spec: Spec) => Spec) =>
  (right: Evaluate): Evaluate =>
  (world) =>
    right({ ...world, policies: world.policies.map((policy) => ({ ...policy, spec: change(policy.spec) })) });

const withRules = (change: (rule: WrittenRule) => readonly WrittenRule[]) =>
  withSpecs((spec) => ({
    ...spec,
    ...(spec.ingress && { ingress: spec.ingress.flatMap(change) }),
    ...(spec.egress && { egress: spec.egress.flatMap(change) }),
  }));

const withPeers = (change: (peer: WrittenPeer) => readonly WrittenPeer[]) =>
  withRules((rule) => [
    {
      ...rule,
      ...(rule.from && { from: rule.from.flatMap(change) }),
      ...(rule.to && { to: rule.to.flatMap(change) }),
    },
  ]);

const withPorts = (change: (port: WrittenPort) => WrittenPort) =>
  withRules((rule) => [{ ...rule, ...(rule.ports && { ports: rule.ports.map(change) }) }]);

const withSelectors = (change: (selector: WrittenSelector) => WrittenSelector) => (right: Evaluate) =>
  withSpecs((spec) => ({ ...spec, podSelector: change(spec.podSelector ?? {}) }))(
    withPeers((peer) => [
      {
        ...peer,
        ...(peer.podSelector && { podSelector: change(peer.podSelector) }),
        ...(peer.namespaceSelector && { namespaceSelector: change(peer.namespaceSelector) }),
      },
    ])(right),
  );

const withWorld =
  (change: (world: World) => World) =>
  (right: Evaluate): Evaluate =>
  (world) =>
    right(change(world));

const withPods = (change: (pod: World["pods"][number]) => World["pods"][number]) =>
  withWorld((world) => ({ ...world, pods: world.pods.map(change) }));

const withPackets =
  (change: (passes: (packet: NaivePacket) => boolean, packet: NaivePacket, world: World) => boolean) =>
  (right: Evaluate): Evaluate =>
  (world) => {
    const passes = right(world);
    return (packet) => change(passes, packet, world);
  };

const hasTypes = ({ policyTypes = [] }: Spec) => policyTypes.length > 0;
const isEmpty = (list: readonly unknown[] | undefined) => list !== undefined && list.length === 0;
const without = <T extends object, K extends keyof T>(whole: T, key: K): Omit<T, K> => {
  const { [key]: _, ...rest } = whole;
  return rest;
};

export const MUTANTS: readonly (readonly [string, (right: Evaluate) => Evaluate])[] = [
  [
    "an absent namespaceSelector for an empty one",
    withPeers((peer) => [peer.podSelector ? { namespaceSelector: {}, ...peer } : peer]),
  ],
  [
    "an empty namespaceSelector for an absent one",
    withPeers((peer) =>
      peer.podSelector && JSON.stringify(peer.namespaceSelector) === "{}"
        ? [without(peer, "namespaceSelector")]
        : [peer],
    ),
  ],
  [
    "both selectors of one peer for either",
    withPeers(({ ipBlock, namespaceSelector, podSelector }) => [
      ...(ipBlock ? [{ ipBlock }] : []),
      ...(namespaceSelector ? [{ namespaceSelector }] : []),
      ...(podSelector ? [{ podSelector }] : []),
    ]),
  ],
  [
    "an empty list of peers for nobody",
    withRules((rule) => (isEmpty(rule.from) || isEmpty(rule.to) ? [] : [rule])),
  ],
  [
    "a missing list of peers for nobody",
    withRules((rule) => (rule.from === undefined && rule.to === undefined ? [] : [rule])),
  ],
  ["an empty list of ports for none", withRules((rule) => (isEmpty(rule.ports) ? [] : [rule]))],
  [
    "ports without a number for all protocols",
    withRules((rule) => [rule.ports?.some(({ port }) => port === undefined) ? without(rule, "ports") : rule]),
  ],
  [
    "missing policyTypes for both",
    withSpecs((spec) => (hasTypes(spec) ? spec : { ...spec, policyTypes: ["Ingress", "Egress"] })),
  ],
  [
    "missing policyTypes for Ingress alone",
    withSpecs((spec) => (hasTypes(spec) ? spec : { ...spec, policyTypes: ["Ingress"] })),
  ],
  [
    "an empty list of egress for a closed one",
    withSpecs((spec) =>
      !hasTypes(spec) && isEmpty(spec.egress) ? { ...spec, policyTypes: ["Ingress", "Egress"] } : spec,
    ),
  ],
  [
    "missing ingress for everything",
    withSpecs((spec) => (spec.ingress === undefined ? { ...spec, ingress: [{}] } : spec)),
  ],
  [
    "rules of a type that is not named for rules",
    withSpecs((spec) =>
      hasTypes(spec) && spec.ingress?.length
        ? { ...spec, policyTypes: [...new Set(["Ingress", ...(spec.policyTypes ?? [])])] }
        : spec,
    ),
  ],
  [
    "a network for a network with its exceptions",
    withPeers((peer) => [peer.ipBlock ? { ipBlock: { cidr: peer.ipBlock.cidr } } : peer]),
  ],
  ["a range of ports for its first", withPorts((port) => without(port, "endPort"))],
  ["UDP for the protocol by default", withPorts((port) => ({ protocol: "UDP", ...port }))],
  [
    "NotIn for a condition that needs the label",
    withSelectors((selector) => ({
      ...selector,
      matchExpressions: (selector.matchExpressions ?? []).flatMap((one) =>
        one.operator === "NotIn" ? [one, { key: one.key, operator: "Exists" }] : [one],
      ),
    })),
  ],
  ["matchLabels for the whole selector", withSelectors((selector) => without(selector, "matchExpressions"))],
  ["matchExpressions for the whole selector", withSelectors((selector) => without(selector, "matchLabels"))],
  [
    "a policy for one of every namespace",
    withWorld((world) => ({
      ...world,
      policies: world.policies.flatMap((policy) =>
        world.namespaces.map(({ name: namespace }) => ({
          ...policy,
          metadata: { ...policy.metadata, namespace },
        })),
      ),
    })),
  ],
  [
    "the first policy for all of them",
    withWorld((world) => ({ ...world, policies: world.policies.slice(0, 1) })),
  ],
  ["a pod on its node's network for any pod", withPods((pod) => ({ ...pod, hostNetwork: false }))],
  [
    "a named port for its number in all protocols",
    withPods((pod) => ({
      ...pod,
      ports: pod.ports.flatMap((port) =>
        (["TCP", "UDP", "SCTP"] as const).map((protocol) => ({ ...port, protocol })),
      ),
    })),
  ],
  [
    "a named port for all ports",
    withPorts((port) => (typeof port.port === "string" ? without(port, "port") : port)),
  ],
  ["one pod for several", withPods((pod) => ({ ...pod, isSeveral: true }))],
  ["several pods for one", withPods((pod) => ({ ...pod, isSeveral: false }))],
  ["ingress for all there is to judge", withSpecs((spec) => ({ ...spec, policyTypes: ["Ingress"] }))],
  [
    "ICMP for something policies never stop",
    withPackets((passes, packet) => packet.protocol === "ICMP" || passes(packet)),
  ],
  [
    "ICMP for something that never passes",
    withPackets((passes, packet) => packet.protocol !== "ICMP" && passes(packet)),
  ],
  [
    "SCTP for TCP",
    withPackets((passes, packet) =>
      passes(packet.protocol === "SCTP" ? { ...packet, protocol: "TCP" } : packet),
    ),
  ],
  [
    "a pod for an address in a network",
    (right) => (world) => {
      const marked = world.pods.map((pod) => ({ ...pod, labels: { ...pod.labels, marked: "pod" } }));
      const anyPod = { namespaceSelector: {}, podSelector: { matchLabels: { marked: "pod" } } };
      const isAll = ({ ipBlock }: WrittenPeer) =>
        ipBlock?.cidr === "0.0.0.0/0" && ipBlock.except === undefined;
      const meansPods = withPeers((peer) => (isAll(peer) ? [peer, anyPod] : [peer]));
      return meansPods(right)({ ...world, pods: marked });
    },
  ],
];
