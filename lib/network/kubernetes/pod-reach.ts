import { InvalidError } from "../../model/mistake";
import { Addresses } from "../addresses";
import { PacketSpace } from "../packet-space";
import type { WallAnswer } from "../reachability";
import type { Unspecified } from "./assumptions";
import { type Cluster, nameOf, type Pod } from "./cluster";
import type { Direction } from "./policy";
import {
  everythingBetween,
  type FarEnd,
  meantBy,
  namesAddressesOf,
  type Packets,
  packetsOf,
  type Sides,
} from "./rule-space";
import { selects } from "./selector";

/** Somebody who is no pod of the cluster. Addresses of its pods are taken out: those are the pods'. */
export interface Outside {
  readonly name: string;
  readonly addresses: Addresses;
}

export type Endpoint = Pod | Outside;

/** What the policies about a pod let through in one direction, and why. */
export interface PodWallAnswer extends WallAnswer, Packets {
  /** The rules that let something through, also where that is SCTP alone and their `space` is empty. */
  readonly rules: WallAnswer["rules"];
  /** The policies that govern the pod in this direction, whatever they let through; none where everything passes. */
  readonly policies: readonly string[];
}

/** Who may open which connections to whom: egress of the one and ingress of the other have to let them. */
export interface PodReach extends Packets {
  readonly from: string;
  readonly to: string;
  /** The packets that were asked about: all between the two. */
  readonly asked: PacketSpace;
  /** Egress of the source, ingress of the destination; each only where that end is a pod with a network of its own. */
  readonly walls: readonly PodWallAnswer[];
  /** What the answer rests on that upstream leaves undefined: see `ASSUMPTIONS`. */
  readonly unspecified: readonly Unspecified[];
}

/** What stands for a rule where no policy governs a pod. */
export const NO_POLICY = "no policy";

/** Everyone who is no pod of the cluster. */
const ELSEWHERE: Outside = { name: "outside the cluster", addresses: Addresses.ALL };

/** What one rule of a policy that governs a pod has to say. */
interface Opinion extends Packets {
  readonly id: string;
  /** Whether it names networks the far end's pod stands in, which upstream leaves undefined, and means it no other way. */
  readonly isUnsure: boolean;
}

/** One end's wall, and where the answer rests on an assumption. */
interface Judgement {
  readonly wall: PodWallAnswer;
  readonly unspecified: readonly Unspecified[];
}

/**
 * What gets from one end to the other by the NetworkPolicies of a cluster, with the API's own semantics.
 *
 * @throws InvalidError for a pod that is not on the cluster
 */
export function reachBetween(from: Endpoint, to: Endpoint, cluster: Cluster): PodReach {
  const ends = [recordOf(from, cluster), recordOf(to, cluster)] as const;
  const [source, target] = [farEnd(ends[0], cluster), farEnd(ends[1], cluster)];
  const judgements = isItself(source, target)
    ? []
    : [
        ...(source.pod ? [judge(source.pod, "egress", target, cluster)] : []),
        ...(target.pod ? [judge(target.pod, "ingress", source, cluster)] : []),
      ];
  const all = everythingBetween({ from: source.addresses, to: target.addresses });
  const walls = judgements.map(({ wall }) => wall);
  return {
    from: labelOf(from),
    to: labelOf(to),
    asked: all.space,
    space: walls.reduce((left, { space }) => left.intersect(space), all.space),
    sctpAsTcp: walls.reduce((left, { sctpAsTcp }) => left.intersect(sctpAsTcp), all.sctpAsTcp),
    walls,
    unspecified: [
      ...ends
        .filter(isOfNode)
        .map((end): Unspecified => ({ assumption: "host-network", subject: labelOf(end) })),
      ...judgements.flatMap(({ unspecified }) => unspecified),
    ],
  };
}

/**
 * Who may open which connections to a pod: every other pod in the order of the cluster, and at last everyone outside;
 * the pod itself too where it stands for several. Those who reach nothing are among them, with an empty space.
 */
export function allowedTo(pod: Pod, cluster: Cluster): readonly PodReach[] {
  return othersThan(pod, cluster).map((other) => reachBetween(other, pod, cluster));
}

/** To whom a pod may open which connections, in the order of {@link allowedTo}. */
export function allowedFrom(pod: Pod, cluster: Cluster): readonly PodReach[] {
  return othersThan(pod, cluster).map((other) => reachBetween(pod, other, cluster));
}

function othersThan(pod: Pod, { pods }: Cluster): readonly Endpoint[] {
  return [...pods.filter((other) => nameOf(other) !== nameOf(pod) || other.isSeveral === true), ELSEWHERE];
}

function judge(pod: Pod, direction: Direction, far: FarEnd, cluster: Cluster): Judgement {
  const sides = (others: Addresses): Sides =>
    direction === "ingress" ? { from: others, to: pod.addresses } : { from: pod.addresses, to: others };
  const wall = `${nameOf(pod)} ${direction}`;
  const policies = cluster
    .policiesIn(pod.namespace)
    .filter((policy) => policy[direction] !== undefined && selects(policy.pods, pod.labels));
  if (policies.length === 0) {
    return { wall: open(wall, everythingBetween(sides(far.addresses))), unspecified: [] };
  }
  const opinions = policies.flatMap((policy) =>
    (policy[direction] ?? []).map((rule): Opinion => {
      const meant = meantBy(rule, policy.namespace, far, cluster);
      const packets = packetsOf(rule, sides(meant), direction === "ingress" ? pod : far.pod);
      const isUnsure = meant.isEmpty && far.pod !== undefined && namesAddressesOf(rule, far.pod);
      return { id: `${nameOf(policy)} ${rule.path}`, ...packets, isUnsure };
    }),
  );
  return {
    wall: closedBut(wall, policies.map(nameOf), opinions),
    unspecified: [
      { assumption: "icmp", subject: wall },
      ...opinions
        .filter(({ isUnsure }) => isUnsure)
        .map(({ id }): Unspecified => ({ assumption: "ip-block-of-pod", subject: id })),
    ],
  };
}

function closedBut(wall: string, policies: readonly string[], opinions: readonly Opinion[]): PodWallAnswer {
  const rules = opinions.filter(({ space, sctpAsTcp }) => !space.isEmpty || !sctpAsTcp.isEmpty);
  return {
    wall,
    policies,
    space: rules.reduce((sum, { space }) => sum.union(space), PacketSpace.EMPTY),
    sctpAsTcp: rules.reduce((sum, { sctpAsTcp }) => sum.union(sctpAsTcp), PacketSpace.EMPTY),
    rules: rules.map(({ id, space }) => ({ id, action: "accept", space, comment: `NetworkPolicy ${id}` })),
  };
}

function open(wall: string, { space, sctpAsTcp }: Packets): PodWallAnswer {
  const comment = "no NetworkPolicy governs the pod in this direction, so that everything passes";
  return {
    wall,
    policies: [],
    space,
    sctpAsTcp,
    rules: [{ id: NO_POLICY, action: "accept", space, comment }],
  };
}

/** Of a pod the cluster's own record: policies judge what is there, not what somebody says of it. */
function recordOf(end: Endpoint, { pods }: Cluster): Endpoint {
  if (!isPod(end)) return end;
  const pod = pods.find((other) => nameOf(other) === nameOf(end));
  if (pod !== undefined) return pod;
  throw new InvalidError({
    value: nameOf(end),
    problem: "is no pod of this cluster",
    remedy: `write one of ${pods.map(nameOf).join(", ")}`,
  });
}

function farEnd(end: Endpoint, { podAddresses }: Cluster): FarEnd {
  if (!isPod(end)) return { addresses: end.addresses.minus(podAddresses), pod: undefined };
  return { addresses: end.addresses, pod: isOfNode(end) ? undefined : end };
}

function isItself({ pod }: FarEnd, other: FarEnd): boolean {
  return pod !== undefined && pod === other.pod && pod.isSeveral !== true;
}

function isPod(end: Endpoint): end is Pod {
  return "namespace" in end;
}

function isOfNode(end: Endpoint): boolean {
  return isPod(end) && end.hostNetwork === true;
}

function labelOf(end: Endpoint): string {
  return isPod(end) ? nameOf(end) : end.name;
}
