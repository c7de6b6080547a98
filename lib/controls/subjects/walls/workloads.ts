import type { Cidr } from "../../../model/cidr";
import type { WorkloadRecord } from "../../../model/kubernetes-record";
import type { ModelFile } from "../../../model/model-file";
import type { PeerRecord } from "../../../model/peer";
import type { Stage } from "../../../model/stage";
import { clusterNetworks } from "../../../model/street-plan";
import { Addresses } from "../../../network/addresses";
import { memoized } from "../../../network/memo";

/** What a stack has in the cluster of its site. */
export function workloadsOf({ kubernetes }: ModelFile): readonly WorkloadRecord[] {
  return kubernetes?.workloads ?? [];
}

/** The workload that is an end of a flow; undefined where it is none of this stack. */
export function workloadAt(peer: PeerRecord, model: ModelFile): WorkloadRecord | undefined {
  return peer.kind === "workload" ? workloadsOf(model).find(({ path }) => path === peer.path) : undefined;
}

/** Addresses from which pods of a workload open connections. */
export function podAddresses({ pods }: WorkloadRecord): Addresses {
  return Addresses.of(...pods);
}

/** Where connections to a workload end: at a gateway in front of it, and at its pods for any other. */
export function answeringPods({ front, pods }: WorkloadRecord): Addresses {
  return Addresses.of(...(front.length > 0 ? front : pods));
}

/** The client's addresses of a workload: those of its pods, or in front of a gateway, whose proxies have the cluster's. */
export function inClusterOf(workload: WorkloadRecord): Addresses {
  return workload.kind === "gateway" ? answeringPods(workload) : podAddresses(workload);
}

/** A stage's networks in the cluster of its site, whether anything stands there or not. */
export const clusterAddresses = memoized(({ client, stage }: ModelFile): Addresses => {
  const block = client?.networks.find(({ family }) => family === 4);
  return block === undefined || stage === undefined ? Addresses.NONE : stageInCluster(block, stage);
});

export function stageInCluster(block: Cidr, stage: Stage): Addresses {
  const { pods, fronts } = clusterNetworks(block, stage);
  return Addresses.of(pods, fronts);
}
