import { stageNetwork } from "../controls/subjects/kubernetes/gateways";
import { containersOf, type PodMaker } from "../controls/subjects/kubernetes/pods";
import type { Fields } from "../controls/terraform/fields";
import { Unreadable } from "../controls/unreadable";
import type { WorkloadKind, WorkloadPort, WorkloadRecord } from "../model/kubernetes-record";
import type { ModelFile } from "../model/model-file";
import { stackPath } from "../model/stack-path";

const KIND: Readonly<Record<string, WorkloadKind>> = {
  Deployment: "worker",
  StatefulSet: "stateful-service",
  CronJob: "scheduled-job",
  Job: "scheduled-job",
};

/** Whether the pods of a workload are those that an object makes. */
export function isMadeBy({ namespace, labels }: WorkloadRecord, { object, podLabels }: PodMaker): boolean {
  return (
    object.namespace === namespace &&
    Object.entries(labels).every(([name, value]) => podLabels[name] === value)
  );
}

/**
 * A workload that a plan takes away, and of which no model tells any more: by what made its pods. It is called as its neighbours are,
 * and had addresses where they have theirs.
 *
 * @returns undefined where nobody can say from which addresses its pods came, or what they were
 */
export function goneWorkload(maker: PodMaker, model: ModelFile): WorkloadRecord | undefined {
  const { namespace, name, kind } = maker.object;
  if (namespace === undefined) return undefined;
  const neighbour = model.kubernetes?.workloads.find(
    (workload) => workload.namespace === namespace && workload.kind !== "gateway",
  );
  const tenant = neighbour?.path.slice(0, neighbour.path.lastIndexOf("/")) ?? stackPath(model);
  try {
    return {
      path: `${tenant}/${name}`,
      kind: KIND[kind] ?? "platform",
      namespace,
      labels: maker.podLabels,
      pods: neighbour?.pods ?? [stageNetwork(model, "pods")],
      front: [],
      ports: containersOf(maker.pod).flatMap((container) => portsOf(container)),
      replicas: undefined,
      data: kind === "StatefulSet" || hasClaims(maker.pod),
    };
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

function hasClaims(pod: Fields): boolean {
  return pod.blocks("volumes").some((volume) => volume.has("persistentVolumeClaim"));
}

function portsOf(container: Fields): readonly WorkloadPort[] {
  return container.blocks("ports").map((port) => {
    const number = port.number("containerPort");
    return { name: port.has("name") ? port.text("name") : `${number}`, port: number, target: number };
  });
}
