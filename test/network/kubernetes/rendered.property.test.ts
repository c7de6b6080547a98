import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Cidr } from "../../../lib/model/cidr";
import { Port } from "../../../lib/model/port";
import { Addresses } from "../../../lib/network/addresses";
import type { HostWall } from "../../../lib/network/compile";
import { type FlowRule, spaceOf } from "../../../lib/network/flow-rule";
import { Cluster, type Pod } from "../../../lib/network/kubernetes/cluster";
import { reachBetween } from "../../../lib/network/kubernetes/pod-reach";
import { readNetworkPolicy } from "../../../lib/network/kubernetes/read-network-policy";
import { renderNetworkPolicy } from "../../../lib/network/network-policy";
import { type Box, PacketSpace } from "../../../lib/network/packet-space";
import { RangeSet } from "../../../lib/network/range-set";
import { numbers, range } from "../tiny-universe";

// What is rendered, read back as the API server would hold it, is the wall it was rendered from. Every packet between
// the pod and everyone else is compared, as a set.

/** Kept out of the numbers peers have: a pod is never met by its address. */
const OWN = Addresses.ofRanges(numbers(100, 101), numbers(200));
const WEB: Pod = { namespace: "verne", name: "web", labels: { app: "web" }, addresses: OWN, ports: [] };
const DNS: Pod = {
  namespace: "kube-system",
  name: "dns",
  labels: { app: "dns" },
  addresses: Addresses.of(Cidr.parse("10.9.0.10/32")),
  ports: [],
};
const EVERYONE = { name: "everyone", addresses: Addresses.ALL };
const DNS_PEER = {
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
  podSelector: { matchLabels: { app: "dns" } },
};

const few = fc.subarray([0, 1, 2, 3, 4, 5, 6, 7]).map((chosen) => numbers(...chosen));
const sets = fc.oneof(few, fc.constantFrom(range(0, 2n ** 32n - 1n), range(6, 300), RangeSet.EMPTY));
const peers = fc.tuple(sets, sets).map(([v4, v6]) => Addresses.ofRanges(v4, v6));
const ports = fc.constantFrom(
  ...[Port.tcp(1), Port.tcp(3), Port.tcpRange(2, 4), Port.udp(2), Port.udpRange(1, 65_535), Port.PING],
);

const walls: fc.Arbitrary<HostWall> = fc.record({
  input: fc.array(
    fc
      .record({ from: peers, port: ports })
      .map((rule): FlowRule => ({ ...rule, id: "in", why: "x", to: OWN })),
    { maxLength: 5 },
  ),
  output: fc.array(
    fc
      .record({ to: peers, port: ports })
      .map((rule): FlowRule => ({ ...rule, id: "out", why: "x", from: OWN })),
    { maxLength: 5 },
  ),
});

/** The cluster with the policy of a wall, as JSON has it. */
function clusterOf(wall: HostWall): Cluster {
  const { policy } = renderNetworkPolicy({
    name: "web",
    namespace: "verne",
    podLabels: WEB.labels,
    wall,
    pods: (addresses) => (addresses.equals(DNS.addresses) ? [DNS_PEER] : undefined),
  });
  return Cluster.of({
    namespaces: [
      { name: "verne", labels: {} },
      { name: "kube-system", labels: {} },
    ],
    pods: [WEB, DNS],
    policies: [readNetworkPolicy(JSON.parse(JSON.stringify(policy)))],
  });
}

/** What rules accept of TCP and UDP, without packets from and to the addresses of pods. */
function outsideOf(rules: readonly FlowRule[], { podAddresses }: Cluster): PacketSpace {
  const spaces = rules
    .filter(({ port }) => port.protocol !== "icmp")
    .map((rule) =>
      rule.id === "in"
        ? spaceOf({ ...rule, from: rule.from.minus(podAddresses) })
        : spaceOf({ ...rule, to: rule.to.minus(podAddresses) }),
    );
  return spaces.reduce((all, space) => all.union(space), PacketSpace.EMPTY);
}

describe("a wall rendered as a NetworkPolicy", () => {
  test("lets through what it lets through, and nothing else", () => {
    fc.assert(
      fc.property(walls, (wall) => {
        const cluster = clusterOf(wall);
        const [inward, outward] = [
          reachBetween(EVERYONE, WEB, cluster),
          reachBetween(WEB, EVERYONE, cluster),
        ];
        expect(inward.space.equals(outsideOf(wall.input, cluster))).toBe(true);
        expect(outward.space.equals(outsideOf(wall.output, cluster))).toBe(true);
        expect(inward.sctpAsTcp.isEmpty && outward.sctpAsTcp.isEmpty).toBe(true);
      }),
    );
  });

  test("bites: a wall with a rule more is another", () => {
    const office = Addresses.of(Cidr.parse("198.51.100.0/24"));
    const rule = (port: Port): FlowRule => ({ id: "in", why: "x", from: office, to: OWN, port });
    const cluster = clusterOf({ input: [rule(Port.HTTPS)], output: [] });
    const { space } = reachBetween(EVERYONE, WEB, cluster);
    expect(space.equals(outsideOf([rule(Port.HTTPS)], cluster))).toBe(true);
    expect(space.equals(outsideOf([rule(Port.HTTPS), rule(Port.HTTP)], cluster))).toBe(false);
  });

  test("means pods by their labels where they are named so, and nobody else at their addresses", () => {
    const output = [{ id: "out", why: "x", from: OWN, to: DNS.addresses, port: Port.DNS_UDP }];
    const cluster = clusterOf({ input: [], output });
    const [box, ...more] = reachBetween(WEB, DNS, cluster).space.boxes;
    expect(more).toEqual([]);
    expect(box as Box).toMatchObject({ protocol: "udp", ports: numbers(53) });
    expect(reachBetween(DNS, WEB, cluster).space.isEmpty).toBe(true);
    expect(reachBetween(WEB, EVERYONE, cluster).space.isEmpty).toBe(true);
  });
});
