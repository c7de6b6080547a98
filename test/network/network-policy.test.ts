import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Cidr } from "../../lib/model/cidr";
import { ADDRESS_BITS, IpAddress, type IpFamily } from "../../lib/model/ip";
import { Port } from "../../lib/model/port";
import { Addresses } from "../../lib/network/addresses";
import type { HostWall } from "../../lib/network/compile";
import { type FlowRule, spaceOf } from "../../lib/network/flow-rule";
import {
  FLOWS_ANNOTATION,
  type NetworkPolicy,
  type PodWall,
  renderNetworkPolicy,
} from "../../lib/network/network-policy";
import { FAMILIES, type Packet } from "../../lib/network/packet-space";
import { RangeSet } from "../../lib/network/range-set";
import { mistakeOf, mistakesOf } from "../support/errors";
import { numbers } from "./tiny-universe";

/** What the API's documentation lets a NetworkPolicy be: nearly everything may be missing. */
type ApiPeer = { readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] } };
type ApiPort = { readonly protocol?: string; readonly port?: number; readonly endPort?: number };
interface ApiItem {
  readonly from?: readonly ApiPeer[];
  readonly to?: readonly ApiPeer[];
  readonly ports?: readonly {
    readonly protocol?: string;
    readonly port?: number;
    readonly endPort?: number;
  }[];
}
interface ApiSpec {
  readonly policyTypes?: readonly string[];
  readonly ingress?: readonly ApiItem[];
  readonly egress?: readonly ApiItem[];
}

type Way = "Ingress" | "Egress";

/** Whether a policy lets a pod's packet pass, judged from the API's documentation alone. */
function evaluator(policy: NetworkPolicy): (way: Way, packet: Packet) => boolean {
  const { spec } = JSON.parse(JSON.stringify(policy)) as { readonly spec: ApiSpec };
  const judged: readonly string[] = spec.policyTypes ?? ["Ingress", ...(spec.egress ? ["Egress"] : [])];
  const cidrs = new Map<string, Cidr>();
  const holds = (text: string, address: IpAddress) => {
    const cidr = cidrs.get(text) ?? Cidr.parse(text);
    cidrs.set(text, cidr);
    return cidr.contains(address);
  };
  const isPeer = ({ ipBlock }: ApiPeer, address: IpAddress) =>
    ipBlock !== undefined &&
    holds(ipBlock.cidr, address) &&
    !ipBlock.except?.some((network) => holds(network, address));
  return (way, { family, protocol, source, destination, port }) => {
    if (!judged.includes(way)) return true;
    const address = IpAddress.of(family, way === "Ingress" ? source : destination);
    return ((way === "Ingress" ? spec.ingress : spec.egress) ?? []).some((item) => {
      const peers = (way === "Ingress" ? item.from : item.to) ?? [];
      const ports = item.ports ?? [];
      return (
        (peers.length === 0 || peers.some((peer) => isPeer(peer, address))) &&
        (ports.length === 0 || ports.some((allowed) => isPort(allowed, protocol, port)))
      );
    });
  };
}

function isPort({ protocol = "TCP", port, endPort = port }: ApiPort, asked: string, number: number): boolean {
  if (protocol !== asked.toUpperCase()) return false;
  return port === undefined || endPort === undefined || (port <= number && number <= endPort);
}

const OWN = Addresses.of(Cidr.parse("10.20.0.0/30"), Cidr.parse("fd00::/126"));
const OFFICE = Addresses.of(Cidr.parse("198.51.100.0/24"));
const PARTNER = Addresses.of(Cidr.parse("203.0.113.7/32"), Cidr.parse("2001:db8::/32"));

const inward = (id: string, from: Addresses, port: Port): FlowRule => ({ id, why: "x", from, to: OWN, port });
const outward = (id: string, to: Addresses, port: Port): FlowRule => ({ id, why: "x", from: OWN, to, port });

function render(wall: Partial<HostWall>, changes: Partial<PodWall> = {}) {
  const place = { name: "verne-web", namespace: "verne", podLabels: { app: "web" } };
  return renderNetworkPolicy({ ...place, wall: { input: [], output: [], ...wall }, ...changes });
}

const specOf = (wall: Partial<HostWall>, changes: Partial<PodWall> = {}) => render(wall, changes).policy.spec;

/** Random walls of a pod with few addresses, and peers with addresses below 8, or near the last there is. */
const lastOf = (family: IpFamily) => (1n << BigInt(ADDRESS_BITS[family])) - 1n;
const few = fc.subarray([0, 1, 2, 3, 4, 5, 6, 7]).map((chosen) => numbers(...chosen));
const fewOrLast = (family: IpFamily) =>
  fc.tuple(few, fc.constantFrom(-1n, 1n, 5n)).map(([low, more]) => {
    const last = lastOf(family);
    return more < 0n ? low : low.union(RangeSet.of({ first: last - more, last }));
  });
const some = fc.tuple(fewOrLast(4), fewOrLast(6)).map(([v4, v6]) => Addresses.ofRanges(v4, v6));
const peerSets = fc.oneof({ arbitrary: some, weight: 9 }, fc.constant(Addresses.ALL));
const portsOfRules = fc.constantFrom(
  ...[Port.tcp(1), Port.tcp(3), Port.tcpRange(2, 4), Port.udp(2), Port.udpRange(1, 65_535), Port.PING],
);
const ownSets = fc.constantFrom(
  Addresses.ofRanges(numbers(1, 2), numbers(6)),
  Addresses.ofRanges(numbers(3), RangeSet.EMPTY),
  Addresses.ofRanges(RangeSet.EMPTY, numbers(0, 4)),
);

const pods = ownSets.chain((own) => {
  const halves = [
    own,
    Addresses.ofRanges(own.in(4), RangeSet.EMPTY),
    Addresses.ofRanges(RangeSet.EMPTY, own.in(6)),
  ];
  const ends = fc.record({ self: fc.constantFrom(...halves), peer: peerSets, port: portsOfRules });
  const rules = (way: Way) =>
    fc.array(
      ends.map(({ self, peer, port }): FlowRule => {
        const sides = way === "Ingress" ? { from: peer, to: self } : { from: self, to: peer };
        return { id: `${way} ${port}`, why: "x", ...sides, port };
      }),
      { maxLength: 5 },
    );
  const wall = fc.record({ input: rules("Ingress"), output: rules("Egress") });
  return fc.record({ own: fc.constant(own), wall });
});

/** Every packet of interest between a pod and others; those just beside what rules hold among them. */
function packetsOf(own: Addresses, way: Way): readonly Packet[] {
  return FAMILIES.flatMap((family) => {
    const last = lastOf(family);
    const others = [0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, last >> 1n, last - 6n, last - 5n, last - 2n, last];
    const selves = own.in(family).ranges.flatMap((range) => [range.first, range.last]);
    return selves.flatMap((self) =>
      others.flatMap((other) => {
        const [source, destination] = way === "Ingress" ? [other, self] : [self, other];
        return (["tcp", "udp"] as const).flatMap((protocol) =>
          [1, 2, 3, 4, 5, 65_535].map((port) => ({ family, protocol, source, destination, port })),
        );
      }),
    );
  });
}

describe("the wall of a pod as a NetworkPolicy", () => {
  test("accepts the TCP and UDP packets the rules accept, and no others", () => {
    fc.assert(
      fc.property(pods, ({ own, wall }) => {
        const accepts = evaluator(render(wall).policy);
        const wrong = (["Ingress", "Egress"] as const).flatMap((way) => {
          const spaces = (way === "Ingress" ? wall.input : wall.output).map(spaceOf);
          return packetsOf(own, way).filter(
            (packet) => accepts(way, packet) !== spaces.some((space) => space.has(packet)),
          );
        });
        expect(wrong).toEqual([]);
      }),
    );
  });

  test("has no item without peers or ports, and no empty list of items", () => {
    fc.assert(
      fc.property(pods, ({ wall }) => {
        const { ingress, egress, policyTypes } = specOf(wall);
        expect(policyTypes).toEqual(["Ingress", "Egress"]);
        for (const items of [ingress, egress]) expect(items?.length).not.toBe(0);
        for (const { from, ports } of ingress ?? []) expect(from.length * ports.length).toBeGreaterThan(0);
        for (const { to, ports } of egress ?? []) expect(to.length * ports.length).toBeGreaterThan(0);
      }),
    );
  });

  test("reports the rules for ICMP, which it cannot say, and only those", () => {
    const ping = inward("ping", OFFICE, Port.PING);
    const wall = {
      input: [inward("web", OFFICE, Port.HTTPS), ping],
      output: [outward("out", OFFICE, Port.PING)],
    };
    const { policy, leftOut } = render(wall);
    expect(leftOut).toEqual([ping, wall.output[0]]);
    expect(policy.spec.ingress?.length).toBe(1);
    expect(policy.spec.egress).toBeUndefined();
    expect(policy.metadata.annotations).toEqual({ [FLOWS_ANNOTATION]: "web" });
  });

  test("closes both directions when there are no rules, and says no more than that", () => {
    expect(render({})).toEqual({
      policy: {
        apiVersion: "networking.k8s.io/v1",
        kind: "NetworkPolicy",
        metadata: { name: "verne-web", namespace: "verne" },
        spec: { podSelector: { matchLabels: { app: "web" } }, policyTypes: ["Ingress", "Egress"] },
      },
      leftOut: [],
    });
  });

  test("leaves out a rule whose sides share no family", () => {
    const only6 = Addresses.of(Cidr.parse("2001:db8::/32"));
    const rule = { ...inward("none", OFFICE, Port.HTTPS), to: only6 };
    expect(render({ input: [rule, { ...rule, port: Port.PING }] })).toEqual(render({}));
  });

  test("names the fewest networks, a port or a range of them, and rules with the same peers once", () => {
    const someOfOffice = Addresses.ofRanges(RangeSet.of({ first: 1n, last: 6n }), RangeSet.EMPTY);
    const { ingress } = specOf({
      input: [
        inward("a", PARTNER, Port.HTTPS),
        inward("b", someOfOffice, Port.udpRange(60_000, 61_000)),
        inward("c", PARTNER, Port.HTTP),
        inward("a", PARTNER, Port.HTTPS),
      ],
    });
    const blocks = (...networks: readonly string[]) => networks.map((cidr) => ({ ipBlock: { cidr } }));
    expect(ingress).toEqual([
      {
        from: blocks("203.0.113.7/32", "2001:db8::/32"),
        ports: [
          { protocol: "TCP", port: 443 },
          { protocol: "TCP", port: 80 },
        ],
      },
      {
        from: blocks("0.0.0.1/32", "0.0.0.2/31", "0.0.0.4/31", "0.0.0.6/32"),
        ports: [{ protocol: "UDP", port: 60_000, endPort: 61_000 }],
      },
    ]);
  });

  test("names peers that are pods by their labels, and others by their networks", () => {
    const dns = {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
      podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
    };
    const wall = { output: [outward("dns", PARTNER, Port.DNS_UDP), outward("web", OFFICE, Port.HTTPS)] };
    const { egress } = specOf(wall, { pods: (peers) => (peers.equals(PARTNER) ? [dns, dns] : undefined) });
    expect(egress).toEqual([
      { to: [dns], ports: [{ protocol: "UDP", port: 53 }] },
      { to: [{ ipBlock: { cidr: "198.51.100.0/24" } }], ports: [{ protocol: "TCP", port: 443 }] },
    ]);
  });

  test("lists the flows it comes from, as many as Kubernetes takes", () => {
    const id = (n: number) => `${1000 + n}${"é".repeat(20)}`;
    const rules = Array.from({ length: 7000 }, (_, n) => inward(id(n), OFFICE, Port.HTTP));
    const listed = (wall: Partial<HostWall>) =>
      render(wall).policy.metadata.annotations?.[FLOWS_ANNOTATION] ?? "";
    const output = [outward("out", OFFICE, Port.HTTP)];
    expect(listed({ input: rules.slice(0, 2), output })).toBe(`${id(0)}\n${id(1)}\nout`);
    const text = listed({ input: rules });
    const [lines, bytes] = [text.split("\n"), Buffer.byteLength(FLOWS_ANNOTATION + text)];
    expect(bytes <= 262_144 && bytes > 262_144 - 200).toBe(true);
    expect(lines.at(-1)).toBe(`(and ${7000 - (lines.length - 1)} more)`);
  });
});

describe("a NetworkPolicy is refused", () => {
  test.each(["", "Web", "web_1", "-web", "web-", "web..a", "a\n", "a".repeat(254)])(
    "with the name %j",
    (name) => {
      expect(mistakeOf(() => render({}, { name })).property).toBe("name");
    },
  );

  test.each(["", "Verne", "verne.production", "-", "a".repeat(64)])("in the namespace %j", (namespace) => {
    expect(mistakeOf(() => render({}, { namespace })).property).toBe("namespace");
  });

  test("not with a name that Kubernetes takes", () => {
    for (const name of ["a", "1", "a--b", "a.b-1.c", "a".repeat(253)]) {
      expect(render({}, { name, namespace: "b--1" }).policy.metadata.name).toBe(name);
    }
  });

  test("when it would select every pod of the namespace, with all other mistakes at once", () => {
    const found = mistakesOf(() => render({}, { podLabels: {}, name: "", namespace: "" }));
    expect(found.map(({ property }) => property)).toEqual(["name", "namespace", "podLabels"]);
  });

  test("when peers that are pods are none, or all there are", () => {
    const wall = { input: [inward("web", OFFICE, Port.HTTPS)] };
    const all = { matchLabels: {} };
    expect(mistakeOf(() => render(wall, { pods: () => [] })).problem).toContain("everyone");
    const everyone = () => [{ namespaceSelector: all, podSelector: all }];
    const properties = mistakesOf(() => render(wall, { pods: everyone })).map(({ property }) => property);
    expect(properties).toEqual(["pods.namespaceSelector", "pods.podSelector"]);
  });

  const beyond = [{ countries: ["NL"] }, { inInterface: "ens192" }, { outInterface: "ens192" }];
  test.each(beyond)("for a rule that asks for more than a policy can: %j", (more) => {
    const input = [{ ...inward("web#1", OFFICE, Port.HTTPS), ...more }];
    expect(mistakeOf(() => render({ input }))).toMatchObject({ property: "wall.input", value: "web#1" });
  });

  test("when rules are for different addresses of the pod, which a policy cannot tell apart", () => {
    const other = { ...outward("b", OFFICE, Port.HTTP), from: Addresses.of(Cidr.parse("10.20.0.1/32")) };
    const output = [outward("a", OFFICE, Port.HTTP), other];
    expect(mistakeOf(() => render({ output }))).toMatchObject({ property: "wall.output", value: "b" });
  });
});
