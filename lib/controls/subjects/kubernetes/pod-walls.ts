import { Cidr } from "../../../model/cidr";
import type { WorkloadRecord } from "../../../model/kubernetes-record";
import { Addresses } from "../../../network/addresses";
import { Cluster, type Pod } from "../../../network/kubernetes/cluster";
import { type Endpoint, reachBetween } from "../../../network/kubernetes/pod-reach";
import type { Direction } from "../../../network/kubernetes/policy";
import { PacketSpace } from "../../../network/packet-space";
import { onceFor } from "../../once-for";
import type { StackOutput } from "../../terraform/stack-output";
import { DNS_NAMESPACE, PROXY_NAMESPACE } from "./namespaces";
import { recordOf } from "./objects";
import { policiesOf } from "./policies";
import type { Other } from "./wanted-policies";

/** Somebody at the other end of a pod's wall. */
export interface Far {
  /** For people. */
  readonly name: string;
  readonly other: Other;
}

/** What passes one wall. */
export interface Passing {
  readonly space: PacketSpace;
  readonly hasSctp: boolean;
}

/** The walls of a tenant's pods as its NetworkPolicies are written, and everybody they are held against. */
export interface PodWalls {
  readonly workloads: readonly WorkloadRecord[];
  readonly fars: readonly Far[];
  addressesOf(workload: WorkloadRecord): Addresses;
  /** What passes a workload's wall, whatever the other end's says; of SCTP, of which no flow is made, only whether any does. */
  passing(workload: WorkloadRecord, direction: Direction, far: Far): Passing;
}

/** The address of pods that are nobody's here; no network has it (RFC 1112). */
const NOWHERE = Addresses.of(Cidr.parse("240.0.0.1/32"));

/** A namespace of another client, and one of this client that differs by its stage alone. */
const SOMEBODY = "somebody-else";
const OTHER_STAGE = "another-stage";

/** @throws Unreadable where the model does not know, InvalidError for a policy that nobody understands */
export const podWallsOf = onceFor((stack: StackOutput): PodWalls => {
  const { workloads, namespaces } = recordOf(stack);
  const pods = new Map(workloads.map((workload) => [workload.path, podOf(workload)]));
  const resolvers = pod(DNS_NAMESPACE, "resolvers", { "k8s-app": "kube-dns" });
  const strangers = strangersTo(workloads);
  const own = new Set([
    ...namespaces.map(({ name }) => name),
    ...workloads.map(({ namespace }) => namespace),
    ...[DNS_NAMESPACE, PROXY_NAMESPACE, SOMEBODY],
  ]);
  const likeOurs = {
    ...namespaces[0]?.labels,
    "straat/stage": "another",
    "app.kubernetes.io/instance": OTHER_STAGE,
  };
  const cluster = Cluster.of({
    namespaces: [
      { name: OTHER_STAGE, labels: likeOurs },
      ...[...own].map((name) => ({
        name,
        labels: namespaces.find((one) => one.name === name)?.labels ?? {},
      })),
    ],
    pods: [...pods.values(), resolvers, ...strangers],
    policies: policiesOf(stack),
  });
  const outside = Addresses.ALL.minus(cluster.podAddresses);
  const ends = new Map<string, Endpoint>([
    ...workloads.map(({ path }) => [path, pods.get(path) as Pod] as const),
    ["the cluster's resolvers", resolvers],
    ...strangers.map((stranger) => [stranger.name, stranger] as const),
    ["outside the cluster", { name: "outside the cluster", addresses: outside }],
  ]);
  const fars = [...ends].map(([name, { addresses }]): Far => {
    const workload = workloads.find(({ path }) => path === name);
    if (workload !== undefined) return { name, other: { kind: "workload", workload, addresses } };
    const isOutside = name === "outside the cluster";
    const kind = isOutside ? "outside" : name === "the cluster's resolvers" ? "dns" : "stranger";
    return { name, other: { kind, addresses } };
  });
  return {
    workloads,
    fars,
    addressesOf: ({ path }) => (pods.get(path) as Pod).addresses,
    passing({ path }, direction, { name }) {
      const [self, end] = [pods.get(path) as Pod, ends.get(name) as Endpoint];
      const reach =
        direction === "ingress" ? reachBetween(end, self, cluster) : reachBetween(self, end, cluster);
      const wall = reach.walls.find((one) => one.wall === `${self.namespace}/${self.name} ${direction}`);
      if (wall === undefined) return { space: PacketSpace.EMPTY, hasSctp: false };
      return { space: wall.space, hasSctp: !wall.sctpAsTcp.isEmpty };
    },
  };
});

function podOf({ namespace, path, labels, pods, ports }: WorkloadRecord): Pod {
  return {
    namespace,
    name: path,
    labels,
    addresses: pods.length === 0 ? NOWHERE : Addresses.of(...pods),
    ports: ports.map(({ name, target }) => ({ name, protocol: "TCP", number: target })),
    isSeveral: true,
  };
}

/** Pods that nobody declared a flow with: of another client, though they are called alike, and of the same namespaces. */
function strangersTo(workloads: readonly WorkloadRecord[]): readonly Pod[] {
  const namespaces = [
    ...new Set([...workloads.map(({ namespace }) => namespace), DNS_NAMESPACE, PROXY_NAMESPACE]),
  ];
  return [
    pod(SOMEBODY, "a pod of somebody else", {}),
    ...workloads.flatMap(({ path, labels }) => [
      pod(SOMEBODY, `somebody else's pod with the labels of ${path}`, labels),
      pod(OTHER_STAGE, `a pod of another stage with the labels of ${path}`, labels),
    ]),
    ...namespaces.map((namespace) => pod(namespace, `another pod in ${namespace}`, {})),
  ];
}

function pod(namespace: string, name: string, labels: Pod["labels"]): Pod {
  return { namespace, name, labels, addresses: NOWHERE, ports: [], isSeveral: true };
}
