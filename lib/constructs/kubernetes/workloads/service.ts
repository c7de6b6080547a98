import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import type { WorkloadPort } from "../../../model/kubernetes-record";
import { InvalidError } from "../../../model/mistake";
import type { Workload } from "../workload";
import { metadataOf, ownAddress } from "./naming";

/** One name for all pods of a workload that are ready, within the cluster alone (H-05). */
export function addService(workload: Workload, { name, port }: WorkloadPort): ServiceV1 {
  const service = new ServiceV1(workload, "service", {
    metadata: metadataOf(workload),
    spec: {
      type: "ClusterIP",
      selector: { ...workload.podLabels },
      sessionAffinity: "None",
      port: [{ name, port, targetPort: name, protocol: "TCP" }],
    },
  });
  return ownAddress(workload, service);
}

/** A name for each pod of its own: `db-0.db-members`. Also of those that are not ready, which have to find each other first. */
export function addMembersService(workload: Workload, { name, port }: WorkloadPort): ServiceV1 {
  return new ServiceV1(workload, "members", {
    metadata: metadataOf(workload, membersName(workload)),
    spec: {
      type: "ClusterIP",
      clusterIp: "None",
      publishNotReadyAddresses: true,
      selector: { ...workload.podLabels },
      port: [{ name, port, targetPort: name, protocol: "TCP" }],
    },
  });
}

export function membersName({ node }: Workload): string {
  return `${node.id}-members`;
}

/** Refuses a name that is another's already: a service `db-members` beside `db`, whose members have it. @throws InvalidError */
export function checkServiceNames(workload: Workload, names: readonly string[]): void {
  for (const other of workload.tenant.workloads) {
    const taken = other === workload ? undefined : servicesOf(other).find((name) => names.includes(name));
    if (taken === undefined) continue;
    throw new InvalidError({
      value: taken,
      problem: `is the name of a Service of ${other.node.id} already`,
      remedy: "choose another name for one of them",
    });
  }
}

function servicesOf(workload: Workload): readonly string[] {
  const { kind } = workload.record;
  if (kind === "web-service") return [workload.node.id];
  return kind === "stateful-service" ? [workload.node.id, membersName(workload)] : [];
}
