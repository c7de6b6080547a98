import type { Client } from "../model/client";
import type { WorkloadRecord } from "../model/kubernetes-record";
import { compileWorkload } from "./compile-workload";
import { type LabelSelector, type NetworkPolicy, renderNetworkPolicy } from "./network-policy";
import type { EnvironmentFacts } from "./street-facts";
import { DNS_LABELS, DNS_NAMESPACE, NAMESPACE_NAME } from "./workload-facts";

/** Every pod of the namespace. */
const ALL_PODS: LabelSelector = { matchLabels: {} };

/** Closes a namespace both ways: what no other policy allows does not pass (V-09, H-05). */
export function defaultDeny(namespace: string): NetworkPolicy {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "default-deny", namespace },
    spec: { podSelector: ALL_PODS, policyTypes: ["Ingress", "Egress"] },
  };
}

/** Lets every pod of a namespace ask the cluster's resolvers: without names nothing starts. */
export function allowDns(namespace: string): NetworkPolicy {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "allow-dns", namespace },
    spec: {
      podSelector: ALL_PODS,
      policyTypes: ["Ingress", "Egress"],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: DNS_NAMESPACE } },
              podSelector: { matchLabels: DNS_LABELS },
            },
          ],
          ports: [
            { protocol: "UDP", port: 53 },
            { protocol: "TCP", port: 53 },
          ],
        },
      ],
    },
  };
}

/** The wall of one workload's pods, with the flows it is made of. */
export function workloadPolicy(
  workload: WorkloadRecord,
  name: string,
  environment: EnvironmentFacts,
  client: Client,
): NetworkPolicy {
  const { pods, ...wall } = compileWorkload(workload, environment, client);
  const { namespace, labels } = workload;
  return renderNetworkPolicy({ name, namespace, podLabels: labels, wall, pods }).policy;
}
