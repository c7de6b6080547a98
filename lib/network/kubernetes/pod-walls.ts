import type { WorkloadRecord } from "../../model/kubernetes-record";
import type { ModelFile } from "../../model/model-file";
import { type Box, PacketSpace } from "../packet-space";
import type { Place } from "../places";
import { RangeSet } from "../range-set";
import type { WallAnswer } from "../reachability";
import type { Rule } from "../wall";
import { answeringAddresses } from "../workload-facts";
import { type ClusterView, clusterOf } from "./cluster-of";
import { type Endpoint, NO_POLICY, reachBetween } from "./pod-reach";

/** What the policies at either end of a connection say to it; undefined for an end that is no pod. */
export interface PodAnswers {
  readonly egress: WallAnswer | undefined;
  readonly ingress: WallAnswer | undefined;
}

const NO_ANSWERS: PodAnswers = { egress: undefined, ingress: undefined };

/** The walls of pods: the NetworkPolicies of a client's stacks and of its site's platform, as the API means them. */
export class PodWalls {
  private readonly view: ClusterView | undefined;

  constructor(models: readonly ModelFile[]) {
    this.view = clusterOf(models);
  }

  /** What the policies of both ends let through from one place to another. */
  between(from: Place, to: Place): PodAnswers {
    const { view } = this;
    if (view === undefined || (from.inCluster !== true && to.inCluster !== true)) return NO_ANSWERS;
    const sources = view.pods.get(from.name) ?? [asOutside(from, from.sources)];
    const targets = view.pods.get(to.name) ?? [asOutside(to, to.destinations)];
    const gateway = view.workloads.find(({ path, front }) => path === to.name && front.length > 0);
    const reaches = sources.flatMap((source) =>
      targets.map((target) => reachBetween(source, target, view.cluster)),
    );
    const answer = (direction: "egress" | "ingress", { name }: Place): WallAnswer | undefined => {
      const walls = reaches.flatMap((reach) =>
        reach.walls.filter(({ wall }) => wall.endsWith(` ${direction}`)),
      );
      if (walls.length === 0) return undefined;
      return {
        wall: `${name} ${direction}`,
        space: walls.reduce((all, { space }) => all.union(asPeersSee(space, gateway)), PacketSpace.EMPTY),
        rules: walls.flatMap(({ rules }) => rules.map(named)),
      };
    };
    return { egress: answer("egress", from), ingress: answer("ingress", to) };
  }
}

/** Beside rules of firewalls, that of a policy says what it is and where it stands. */
function named(rule: Rule): Rule {
  return rule.id === NO_POLICY ? rule : { ...rule, id: "NetworkPolicy", comment: rule.id };
}

function asOutside({ name }: Place, addresses: Place["sources"]): Endpoint {
  return { name, addresses };
}

/**
 * Policies judge after a load balancer has put the pod's address and port in a packet; who connects to a gateway writes
 * those in front of it.
 */
function asPeersSee(space: PacketSpace, gateway: WorkloadRecord | undefined): PacketSpace {
  if (gateway === undefined) return space;
  const front = answeringAddresses(gateway);
  const boxes = space.boxes.flatMap((box) =>
    gateway.ports
      .filter(({ target }) => box.protocol === "tcp" && box.ports.has(BigInt(target)))
      .map(({ port }): Box => {
        const ports = RangeSet.of({ first: BigInt(port), last: BigInt(port) });
        return { ...box, destination: front.in(box.family), ports };
      }),
  );
  return PacketSpace.of(...boxes);
}
