import * as fc from "fast-check";
import type {
  End,
  NaivePacket,
  NaivePod,
  World,
  WrittenPeer,
  WrittenPolicy,
  WrittenPort,
  WrittenRule,
  WrittenSelector,
} from "./naive";

// Random clusters with so few names, labels, addresses and ports that policies meet pods and packets all the time.

const NAMESPACES = ["alpha", "beta", "gamma"];
const VALUES = ["web", "db"];
const PORTS = [1, 2, 3, 4, 80];
/** Addresses outside the cluster; nodes stand among them. */
const OUTSIDE = [
  "192.0.2.1",
  "192.0.2.2",
  "192.0.2.4",
  "192.0.2.5",
  "10.0.0.200",
  "2001:db8::1",
  "2001:db8::9",
];
const NETWORKS: readonly (readonly [string, readonly string[]])[] = [
  ["0.0.0.0/0", ["10.0.0.0/8", "192.0.2.0/24", "192.0.2.2/32"]],
  ["192.0.2.0/24", ["192.0.2.0/30", "192.0.2.5/32"]],
  ["192.0.2.0/30", ["192.0.2.1/32"]],
  ["10.0.0.0/8", ["10.0.0.0/25", "10.0.0.200/32"]],
  ["::/0", ["2001:db8::/126", "fd00::/8"]],
  ["2001:db8::/64", ["2001:db8::8/125"]],
];

/** Left out one time in three. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary, weight: 2 }, { arbitrary: fc.constant(undefined), weight: 1 });

/** The JSON of an object: what is undefined is not there. */
const written = <T>(arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<T> =>
  arbitrary.map((value) => JSON.parse(JSON.stringify(value)) as T);

const labels = fc.dictionary(fc.constantFrom("app", "tier"), fc.constantFrom(...VALUES), { maxKeys: 2 });

const valued = fc.record({
  key: fc.constantFrom("app", "tier", "kubernetes.io/metadata.name"),
  operator: fc.constantFrom("In", "NotIn"),
  values: fc.subarray([...VALUES, ...NAMESPACES], { minLength: 1 }),
});
const unvalued = fc.record({
  key: fc.constantFrom("app", "tier"),
  operator: fc.constantFrom("Exists", "DoesNotExist"),
  values: maybe(fc.constant([])),
});

const selectors: fc.Arbitrary<WrittenSelector> = fc.oneof(
  { arbitrary: fc.constant({}), weight: 2 },
  {
    arbitrary: written<WrittenSelector>(
      fc.record({
        matchLabels: maybe(labels),
        matchExpressions: maybe(fc.array(fc.oneof(valued, unvalued), { maxLength: 2 })),
      }),
    ),
    weight: 3,
  },
);

const blocks = fc
  .constantFrom(...NETWORKS)
  .chain(([cidr, inside]) => fc.record({ cidr: fc.constant(cidr), except: maybe(fc.subarray([...inside])) }));

const peers: fc.Arbitrary<WrittenPeer> = fc.oneof(
  written<WrittenPeer>(fc.record({ ipBlock: blocks })),
  written<WrittenPeer>(fc.record({ podSelector: selectors })),
  written<WrittenPeer>(fc.record({ namespaceSelector: selectors })),
  written<WrittenPeer>(fc.record({ namespaceSelector: selectors, podSelector: selectors })),
);

const protocols = fc.constantFrom("TCP", "UDP", "SCTP");

const ports: fc.Arbitrary<WrittenPort> = fc.oneof(
  written<WrittenPort>(fc.record({ protocol: maybe(protocols) })),
  written<WrittenPort>(
    fc.record({
      protocol: maybe(protocols),
      port: fc.constantFrom<number | string>(...PORTS, "http", "dns"),
    }),
  ),
  written<WrittenPort>(
    fc.record({
      protocol: maybe(protocols),
      port: fc.constantFrom(1, 2, 3),
      endPort: fc.constantFrom(3, 4, 65_535),
    }),
  ),
);

const rules = (key: "from" | "to") =>
  written<WrittenRule>(
    fc.record({
      [key]: maybe(fc.array(peers, { maxLength: 3 })),
      ports: maybe(fc.array(ports, { maxLength: 3 })),
    }),
  );

const policies: fc.Arbitrary<WrittenPolicy> = written(
  fc.record({
    apiVersion: fc.constant("networking.k8s.io/v1"),
    kind: fc.constant("NetworkPolicy"),
    metadata: fc.record({ namespace: fc.constantFrom(...NAMESPACES) }),
    spec: fc.record({
      podSelector: maybe(selectors),
      policyTypes: maybe(fc.subarray(["Ingress", "Egress"])),
      ingress: maybe(fc.array(rules("from"), { maxLength: 2 })),
      egress: maybe(fc.array(rules("to"), { maxLength: 2 })),
    }),
  }),
);

const pods = fc.record({
  namespace: fc.constantFrom(...NAMESPACES),
  labels,
  ports: fc.uniqueArray(
    fc.record({
      name: fc.constantFrom("http", "dns"),
      protocol: fc.constantFrom("TCP" as const, "UDP" as const, "SCTP" as const),
      number: fc.constantFrom(...PORTS),
    }),
    { selector: ({ name, protocol }) => `${name}/${protocol}`, maxLength: 3 },
  ),
  hostNetwork: fc.nat(5).map((number) => number === 0),
  isSeveral: fc.boolean(),
});

export const worlds: fc.Arbitrary<World> = fc.record({
  namespaces: fc.tuple(...NAMESPACES.map((name) => fc.record({ name: fc.constant(name), labels }))),
  pods: fc.array(pods, { minLength: 2, maxLength: 4 }).map((list) =>
    list.map((pod, index): NaivePod => {
      const ips = pod.hostNetwork
        ? [OUTSIDE[1] as string, OUTSIDE[5] as string]
        : [`10.0.0.${index + 1}`, `fd00::${index + 1}`];
      return { ...pod, name: `pod-${index}`, ips };
    }),
  ),
  policies: fc
    .array(policies, { maxLength: 4 })
    .map((list) =>
      list.map((policy, index) => ({ ...policy, metadata: { ...policy.metadata, name: `policy-${index}` } })),
    ),
});

/** Packets between the ends of a world: pods, and addresses outside. Both ends have the same family. */
export function packetsIn(world: World): fc.Arbitrary<NaivePacket> {
  const inPods = world.pods.flatMap(({ ips }, pod) => ips.map((ip): End => ({ pod, ip })));
  const ends = (family: "4" | "6") => {
    const isOf = (ip: string) => ip.includes(":") === (family === "6");
    const others = OUTSIDE.map((ip): End => ({ ip }));
    return fc.oneof(
      { arbitrary: fc.constantFrom(...inPods.filter(({ ip }) => isOf(ip))), weight: 3 },
      { arbitrary: fc.constantFrom(...others.filter(({ ip }) => isOf(ip))), weight: 1 },
    );
  };
  return fc.constantFrom("4" as const, "4" as const, "6" as const).chain((family) =>
    fc
      .record({
        protocol: fc.constantFrom(
          "TCP" as const,
          "TCP" as const,
          "UDP" as const,
          "SCTP" as const,
          "ICMP" as const,
        ),
        from: ends(family),
        to: ends(family),
        port: fc.constantFrom(...PORTS, 5, 65_535),
      })
      .map((packet) => (packet.protocol === "ICMP" ? { ...packet, port: 0 } : packet)),
  );
}

/** A world, and many packets in it. */
export const scenes: fc.Arbitrary<{ readonly world: World; readonly packets: readonly NaivePacket[] }> =
  worlds.chain((world) =>
    fc.record({
      world: fc.constant(world),
      packets: fc.array(packetsIn(world), { minLength: 30, maxLength: 60 }),
    }),
  );
