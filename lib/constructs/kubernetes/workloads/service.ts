import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import type { WorkloadPort } from "../../../model/kubernetes-record";
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
