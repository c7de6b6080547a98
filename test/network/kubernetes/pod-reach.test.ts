import { describe, expect, test } from "@jest/globals";
import { Cidr } from "../../../lib/model/cidr";
import { Addresses } from "../../../lib/network/addresses";
import { ASSUMPTIONS } from "../../../lib/network/kubernetes/assumptions";
import { Cluster, type ClusterProps, type Pod } from "../../../lib/network/kubernetes/cluster";
import { allowedFrom, allowedTo, reachBetween } from "../../../lib/network/kubernetes/pod-reach";
import { readNetworkPolicy } from "../../../lib/network/kubernetes/read-network-policy";
import { mistakeOf, mistakesOf } from "../../support/errors";

const networks = (...texts: readonly string[]) => Addresses.of(...texts.map(Cidr.parse));

const WEB: Pod = {
  namespace: "verne",
  name: "web",
  labels: { app: "web" },
  addresses: networks("10.0.0.1/32"),
  ports: [],
};
const DB: Pod = { ...WEB, name: "db", labels: { app: "db" }, addresses: networks("10.0.0.2/32") };
const AGENT: Pod = { ...WEB, name: "agent", addresses: networks("192.0.2.1/32"), hostNetwork: true };
const OFFICE = { name: "office", addresses: networks("198.51.100.0/24") };

function policy(name: string, spec: object) {
  const metadata = { name, namespace: "verne" };
  return readNetworkPolicy({ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata, spec });
}

function cluster(changes: Partial<ClusterProps> = {}): Cluster {
  return Cluster.of({
    namespaces: [{ name: "verne", labels: {} }],
    pods: [WEB, DB, AGENT],
    policies: [],
    ...changes,
  });
}

const DENY = policy("deny", { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
const TO_DB = policy("to-db", {
  podSelector: { matchLabels: { app: "web" } },
  policyTypes: ["Egress"],
  egress: [{ to: [{ podSelector: { matchLabels: { app: "db" } } }], ports: [{ port: 5432 }] }],
});
const DB_IN = policy("db-in", {
  podSelector: { matchLabels: { app: "db" } },
  ingress: [
    { from: [{ ipBlock: { cidr: "10.0.0.0/8" } }] },
    { from: [{ podSelector: { matchLabels: { app: "web" } } }], ports: [{ port: 5000, endPort: 6000 }] },
  ],
});

describe("the way between two ends", () => {
  const reach = reachBetween(WEB, DB, cluster({ policies: [DENY, TO_DB, DB_IN] }));

  test("is open where egress of the one and ingress of the other let through", () => {
    expect(reach.space.sample()).toMatchObject({ protocol: "tcp", port: 5432 });
    expect(reach.space.size).toBe(1n);
    expect(reachBetween(WEB, DB, cluster({ policies: [DENY, TO_DB] })).space.isEmpty).toBe(true);
    expect(reachBetween(WEB, DB, cluster({ policies: [DENY, DB_IN] })).space.isEmpty).toBe(true);
  });

  test("has its why: the walls, the policies that govern there, and the rules that let through", () => {
    expect(reach).toMatchObject({ from: "verne/web", to: "verne/db" });
    expect(
      reach.walls.map(({ wall, policies, rules }) => [wall, policies, rules.map(({ id }) => id)]),
    ).toEqual([
      ["verne/web egress", ["verne/deny", "verne/to-db"], ["verne/to-db spec.egress[0]"]],
      ["verne/db ingress", ["verne/deny", "verne/db-in"], ["verne/db-in spec.ingress[1]"]],
    ]);
    expect(reach.walls.map(({ space }) => space.size)).toEqual([1n, 1001n]);
  });

  test("says where it rests on what upstream leaves open", () => {
    expect(reach.unspecified).toEqual([
      { assumption: "icmp", subject: "verne/web egress" },
      { assumption: "icmp", subject: "verne/db ingress" },
      { assumption: "ip-block-of-pod", subject: "verne/db-in spec.ingress[0]" },
    ]);
    for (const { assumption } of reach.unspecified) expect(ASSUMPTIONS[assumption]).toContain(".");
    expect(reachBetween(WEB, DB, cluster()).unspecified).toEqual([]);
  });

  test("is all there is, ICMP and SCTP too, where no policy governs", () => {
    const { space, sctpAsTcp, asked, walls } = reachBetween(OFFICE, WEB, cluster());
    expect(space.equals(asked)).toBe(true);
    expect(space.size).toBe(256n * (2n * 65_535n + 1n));
    expect(sctpAsTcp.size).toBe(256n * 65_535n);
    expect(walls.map(({ rules, policies }) => [rules.map(({ id }) => id), policies])).toEqual([
      [["no policy"], []],
    ]);
  });

  test("keeps SCTP apart from TCP", () => {
    const sctp = policy("sctp", { podSelector: {}, ingress: [{ ports: [{ protocol: "SCTP", port: 7 }] }] });
    const { space, sctpAsTcp, walls } = reachBetween(OFFICE, WEB, cluster({ policies: [sctp] }));
    expect(space.isEmpty).toBe(true);
    expect(sctpAsTcp.sample()).toMatchObject({ port: 7 });
    expect(walls[0]?.rules.map(({ id }) => id)).toEqual(["verne/sctp spec.ingress[0]"]);
  });

  test("holds addresses outside without those of pods", () => {
    const everyone = { name: "everyone", addresses: Addresses.ALL };
    const [box] = reachBetween(everyone, WEB, cluster()).space.boxes;
    expect(box?.source.has(0x0a000002n)).toBe(false);
    expect(box?.source.has(0x0a000003n)).toBe(true);
    // A pod in its node's network has the node's address.
    expect(box?.source.has(0xc0000201n)).toBe(true);
  });

  test("is open from a pod to itself, and judged between several that stand as one", () => {
    const several = { ...WEB, isSeveral: true };
    expect(reachBetween(WEB, WEB, cluster({ policies: [DENY] })).space.isEmpty).toBe(false);
    const judged = reachBetween(several, several, cluster({ pods: [several], policies: [DENY] }));
    expect(judged.space.isEmpty).toBe(true);
  });
});

describe("a pod in its node's network", () => {
  test("is governed by nothing, and the answer says so", () => {
    const { space, walls, unspecified } = reachBetween(OFFICE, AGENT, cluster({ policies: [DENY] }));
    expect(space.isEmpty).toBe(false);
    expect(walls).toEqual([]);
    expect(unspecified).toEqual([{ assumption: "host-network", subject: "verne/agent" }]);
  });

  test("is met by its address, never by its labels", () => {
    const byLabel = policy("l", { podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] });
    const byAddress = policy("a", {
      podSelector: {},
      ingress: [{ from: [{ ipBlock: { cidr: "192.0.2.0/24" } }] }],
    });
    expect(reachBetween(AGENT, DB, cluster({ policies: [byLabel] })).space.isEmpty).toBe(true);
    expect(reachBetween(AGENT, DB, cluster({ policies: [byAddress] })).space.isEmpty).toBe(false);
  });
});

describe("who reaches a pod", () => {
  test("is told for every other pod and everyone outside, also where nothing gets through", () => {
    const everyone = cluster({ policies: [DENY, TO_DB, DB_IN] });
    const open = (reaches: ReturnType<typeof allowedTo>) =>
      reaches.map(({ from, to, space }) => [from, to, !space.isEmpty]);
    expect(open(allowedTo(DB, everyone))).toEqual([
      ["verne/web", "verne/db", true],
      ["verne/agent", "verne/db", false],
      ["outside the cluster", "verne/db", true],
    ]);
    expect(open(allowedFrom(WEB, everyone))).toEqual([
      ["verne/web", "verne/db", true],
      ["verne/web", "verne/agent", false],
      ["verne/web", "outside the cluster", false],
    ]);
  });

  test("holds the pod itself only where it stands for several", () => {
    const several = { ...WEB, isSeveral: true };
    const names = allowedTo(several, cluster({ pods: [several, DB] })).map(({ from }) => from);
    expect(names).toEqual(["verne/web", "verne/db", "outside the cluster"]);
  });

  test("is not told of a pod that is not there", () => {
    const stranger = { ...WEB, name: "stranger" };
    expect(mistakeOf(() => allowedTo(stranger, cluster()))).toMatchObject({ value: "verne/stranger" });
  });
});

describe("a cluster is refused", () => {
  test("for two of one name, a pod in no namespace, one without addresses, and a port that is none", () => {
    const lost = { ...DB, namespace: "nowhere", addresses: Addresses.NONE };
    const port = { ...AGENT, name: "port", ports: [{ name: "zero", protocol: "TCP" as const, number: 0 }] };
    const found = mistakesOf(() => cluster({ pods: [WEB, WEB, lost, port], policies: [DENY, DENY] }));
    expect(found.map(({ property, value }) => `${property} ${value}`)).toEqual([
      "pods verne/web",
      "policies verne/deny",
      "pods[2] nowhere/db",
      "pods[2] nowhere/db",
      "pods[3].ports zero = 0",
    ]);
    const namespaces = [
      { name: "verne", labels: {} },
      { name: "verne", labels: { a: "b" } },
    ];
    expect(mistakeOf(() => cluster({ namespaces }))).toMatchObject({ property: "namespaces" });
  });
});
