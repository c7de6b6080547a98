import { IpAddress } from "../model/ip";
import type { WorkloadRecord } from "../model/kubernetes-record";
import { Addresses } from "./addresses";
import type { PodPeer } from "./network-policy";
import { networks } from "./written-networks";

/** The label the API server puts on every namespace, whatever was written there. */
export const NAMESPACE_NAME = "kubernetes.io/metadata.name";

/** Where the proxies of all gateways stand, and the controller that makes them. */
export const GATEWAY_NAMESPACE = "envoy-gateway-system";

/** Where the cluster's resolvers stand, and by which label they are known. */
export const DNS_NAMESPACE = "kube-system";
export const DNS_LABELS = { "k8s-app": "kube-dns" } as const;

/** The addresses from which a workload opens connections: those of its tenant's pods. */
export function podAddresses({ pods }: WorkloadRecord): Addresses {
  return networks(...pods);
}

/** The addresses at which a workload answers: of a gateway those in front of it, of any other its pods'. */
export function answeringAddresses(workload: WorkloadRecord): Addresses {
  if (workload.front.length === 0) return podAddresses(workload);
  return Addresses.of(...workload.front.map((address) => IpAddress.parse(`${address}`)));
}

/** A workload's addresses that are its client's: of a gateway those in front of it, for its proxies have the cluster's. */
export function addressesBehindUplink(workload: WorkloadRecord): Addresses {
  return workload.kind === "gateway" ? answeringAddresses(workload) : podAddresses(workload);
}

/** A workload as a NetworkPolicy names it. */
export function asPodPeer({ namespace, labels }: WorkloadRecord): PodPeer {
  return {
    namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: namespace } },
    podSelector: { matchLabels: labels },
  };
}
