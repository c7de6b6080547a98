import { describe, expect, test } from "@jest/globals";
import { IpAddress } from "../../../lib/model/ip";
import { Addresses } from "../../../lib/network/addresses";
import { Cluster, type Pod } from "../../../lib/network/kubernetes/cluster";
import { type Endpoint, reachBetween } from "../../../lib/network/kubernetes/pod-reach";
import { readNetworkPolicy } from "../../../lib/network/kubernetes/read-network-policy";

// The examples of the documentation's page "Network Policies", and those everybody gets wrong, on one cluster:
// who reaches the database, and whom it reaches, written as words.

const at = (...ips: readonly string[]) => Addresses.of(...ips.map((ip) => IpAddress.parse(ip)));
const pod = (namespace: string, name: string, role: string, ip: string): Pod => ({
  namespace,
  name,
  labels: { role },
  addresses: at(ip),
  ports: [],
});

const DB: Pod = {
  ...pod("default", "db", "db", "10.0.0.1"),
  ports: [{ name: "redis", protocol: "TCP", number: 6379 }],
};
const ENDS: Readonly<Record<string, Endpoint>> = {
  frontend: pod("default", "frontend", "frontend", "10.0.0.2"),
  other: pod("default", "other", "other", "10.0.0.3"),
  "alice's client": pod("alice", "client", "client", "10.0.1.1"),
  "alice's other": pod("alice", "other", "other", "10.0.1.2"),
  "bob's client": pod("bob", "client", "client", "10.0.2.1"),
  "172.17.0.9": { name: "172.17.0.9", addresses: at("172.17.0.9") },
  "172.17.1.9": { name: "172.17.1.9", addresses: at("172.17.1.9") },
  "192.0.2.9": { name: "192.0.2.9", addresses: at("192.0.2.9") },
};
const EVERYONE = Object.keys(ENDS);
const LOCAL = ["frontend", "other"];
const BEYOND = EVERYONE.filter((name) => !LOCAL.includes(name));

function clusterWith(...specs: readonly object[]): Cluster {
  return Cluster.of({
    namespaces: [
      { name: "default", labels: {} },
      { name: "alice", labels: { user: "alice" } },
      { name: "bob", labels: { user: "bob" } },
    ],
    pods: [DB, ...Object.values(ENDS).filter((end): end is Pod => "namespace" in end)],
    policies: specs.map((spec, index) =>
      readNetworkPolicy({
        apiVersion: "networking.k8s.io/v1",
        kind: "NetworkPolicy",
        metadata: { name: `policy-${index}`, namespace: "default" },
        spec,
      }),
    ),
  });
}

/** Who gets something through to the database on one port of TCP, and to whom it gets something. */
function whoPasses(cluster: Cluster, port: number) {
  const isOpen = (from: Endpoint, to: Endpoint) =>
    reachBetween(from, to, cluster).space.boxes.some(
      ({ protocol, ports }) => protocol === "tcp" && ports.has(BigInt(port)),
    );
  const names = Object.entries(ENDS);
  return {
    in: names.filter(([, end]) => isOpen(end, DB)).map(([name]) => name),
    out: names.filter(([, end]) => isOpen(DB, end)).map(([name]) => name),
  };
}

const all = { podSelector: {} };
const db = { podSelector: { matchLabels: { role: "db" } } };
const alice = { matchLabels: { user: "alice" } };
const client = { matchLabels: { role: "client" } };
const block = { cidr: "172.17.0.0/16", except: ["172.17.1.0/24"] };

interface Example {
  readonly specs: readonly object[];
  readonly in: readonly string[];
  readonly out: readonly string[];
}

const EXAMPLES: Readonly<Record<string, Example>> = {
  "no policy: everything": { specs: [], in: EVERYONE, out: EVERYONE },
  // A policy that selects every pod of the namespace closes the database's neighbours too.
  "default deny of all ingress": {
    specs: [{ ...all, policyTypes: ["Ingress"] }],
    in: [],
    out: BEYOND,
  },
  "default allow of all ingress": {
    specs: [
      { ...all, policyTypes: ["Ingress"] },
      { ...all, ingress: [{}], policyTypes: ["Ingress"] },
    ],
    in: EVERYONE,
    out: EVERYONE,
  },
  "default deny of all egress": {
    specs: [{ ...all, policyTypes: ["Egress"] }],
    in: BEYOND,
    out: [],
  },
  "default allow of all egress": {
    specs: [
      { ...all, policyTypes: ["Egress"] },
      { ...all, egress: [{}], policyTypes: ["Egress"] },
    ],
    in: EVERYONE,
    out: EVERYONE,
  },
  "default deny of both": { specs: [{ ...all, policyTypes: ["Ingress", "Egress"] }], in: [], out: [] },
  "a policy of another pod": {
    specs: [{ podSelector: { matchLabels: { role: "web" } }, policyTypes: ["Ingress", "Egress"] }],
    in: EVERYONE,
    out: EVERYONE,
  },
  "the whole example of the page": {
    specs: [
      {
        ...db,
        policyTypes: ["Ingress", "Egress"],
        ingress: [
          {
            from: [
              { ipBlock: block },
              { namespaceSelector: alice },
              { podSelector: { matchLabels: { role: "frontend" } } },
            ],
            ports: [{ protocol: "TCP", port: 6379 }],
          },
        ],
        egress: [{ to: [{ ipBlock: { cidr: "192.0.2.0/24" } }], ports: [{ protocol: "TCP", port: 6379 }] }],
      },
    ],
    in: ["frontend", "alice's client", "alice's other", "172.17.0.9"],
    out: ["192.0.2.9"],
  },
  "both selectors in one item: and": {
    specs: [{ ...db, ingress: [{ from: [{ namespaceSelector: alice, podSelector: client }] }] }],
    in: ["alice's client"],
    out: EVERYONE,
  },
  "the selectors in two items: or": {
    specs: [
      {
        ...db,
        ingress: [
          { from: [{ namespaceSelector: alice }, { podSelector: { matchLabels: { role: "other" } } }] },
        ],
      },
    ],
    in: ["other", "alice's client", "alice's other"],
    out: EVERYONE,
  },
  "a podSelector alone: of the own namespace": {
    specs: [{ ...db, ingress: [{ from: [{ podSelector: client }] }] }],
    in: [],
    out: EVERYONE,
  },
  "an empty podSelector alone: all of the own namespace": {
    specs: [{ ...db, ingress: [{ from: [{ podSelector: {} }] }] }],
    in: LOCAL,
    out: EVERYONE,
  },
  "an empty namespaceSelector with a podSelector: of every namespace": {
    specs: [{ ...db, ingress: [{ from: [{ namespaceSelector: {}, podSelector: client }] }] }],
    in: ["alice's client", "bob's client"],
    out: EVERYONE,
  },
  "an empty namespaceSelector alone: every pod, and nobody outside": {
    specs: [{ ...db, ingress: [{ from: [{ namespaceSelector: {} }] }] }],
    in: EVERYONE.slice(0, 5),
    out: EVERYONE,
  },
  "a namespace by its name, which the API server labels": {
    specs: [
      {
        ...db,
        ingress: [
          {
            from: [
              {
                namespaceSelector: {
                  matchExpressions: [
                    { key: "kubernetes.io/metadata.name", operator: "In", values: ["alice", "bob"] },
                  ],
                },
              },
            ],
          },
        ],
      },
    ],
    in: EVERYONE.slice(2, 5),
    out: EVERYONE,
  },
  "ingress missing: nobody": { specs: [{ ...db }], in: [], out: EVERYONE },
  "ingress empty: nobody": { specs: [{ ...db, ingress: [] }], in: [], out: EVERYONE },
  "an empty list of peers: everyone": {
    specs: [{ ...db, ingress: [{ from: [] }] }],
    in: EVERYONE,
    out: EVERYONE,
  },
  "egress empty without policyTypes: not judged": {
    specs: [{ ...db, egress: [] }],
    in: [],
    out: EVERYONE,
  },
  "egress rules without policyTypes: both judged": {
    specs: [{ ...db, egress: [{ to: [{ podSelector: {} }] }] }],
    in: [],
    out: LOCAL,
  },
  "egress rules when only Ingress is named: not judged": {
    specs: [{ ...db, policyTypes: ["Ingress"], ingress: [{}], egress: [{ to: [{ podSelector: {} }] }] }],
    in: EVERYONE,
    out: EVERYONE,
  },
  "every address: nobody's pods": {
    specs: [{ ...db, ingress: [{ from: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }] }],
    in: EVERYONE.slice(5),
    out: EVERYONE,
  },
  "the union of two policies": {
    specs: [
      { ...db, ingress: [{ from: [{ podSelector: { matchLabels: { role: "frontend" } } }] }] },
      { ...all, ingress: [{ from: [{ namespaceSelector: alice, podSelector: client }] }] },
    ],
    in: ["frontend", "alice's client"],
    out: BEYOND,
  },
};

describe("a policy of the documentation", () => {
  test.each(Object.entries(EXAMPLES))("%s", (_, example) => {
    const passes = whoPasses(clusterWith(...example.specs), 6379);
    expect(passes).toEqual({ in: example.in, out: example.out });
  });
});

const PORTS: readonly (readonly [string, readonly object[] | undefined, readonly number[]])[] = [
  ["missing: all", undefined, [1, 80, 6379, 65_535]],
  ["empty: all", [], [1, 80, 6379, 65_535]],
  ["one without anything: all of TCP", [{}], [1, 80, 6379, 65_535]],
  ["one of UDP: none of TCP", [{ protocol: "UDP" }], []],
  ["one of SCTP: none of TCP", [{ protocol: "SCTP", port: 80 }], []],
  ["a number: that, of TCP", [{ port: 80 }], [80]],
  ["a range: both ends of it", [{ port: 80, endPort: 6379 }], [80, 6379]],
  ["a name: what the destination calls so", [{ port: "redis" }], [6379]],
  ["a name of another protocol: none", [{ port: "redis", protocol: "UDP" }], []],
  ["a name nobody has: none", [{ port: "mysql" }], []],
];

test.each(PORTS)("ports %s", (_, ports, open) => {
  const cluster = clusterWith({ ...db, ingress: [{ from: [{ podSelector: {} }], ...(ports && { ports }) }] });
  const passing = [1, 80, 6379, 65_535].filter((port) => whoPasses(cluster, port).in.includes("frontend"));
  expect(passing).toEqual(open);
});

test("a named port of egress is what each destination calls so", () => {
  const cluster = clusterWith({
    podSelector: { matchLabels: { role: "frontend" } },
    policyTypes: ["Egress"],
    egress: [{ ports: [{ port: "redis" }] }],
  });
  const frontend = ENDS["frontend"] as Pod;
  const [rule, ...more] = reachBetween(frontend, DB, cluster).space.boxes;
  expect(more).toEqual([]);
  expect(rule?.ports.ranges).toEqual([{ first: 6379n, last: 6379n }]);
  for (const name of ["other", "192.0.2.9"]) {
    expect(reachBetween(frontend, ENDS[name] as Endpoint, cluster).space.isEmpty).toBe(true);
  }
});
