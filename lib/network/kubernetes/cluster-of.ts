import type { KubernetesRecord, WorkloadRecord } from "../../model/kubernetes-record";
import type { ModelFile } from "../../model/model-file";
import type { Addresses } from "../addresses";
import { DNS_LABELS, DNS_NAMESPACE, GATEWAY_NAMESPACE, podAddresses } from "../workload-facts";
import { networks } from "../written-networks";
import { Cluster, type Pod } from "./cluster";
import { readNetworkPolicy } from "./read-network-policy";
import { CLUSTER_DNS, OTHER_PODS } from "./strangers";

/** The namespace they stand in; a tenant's is always called `<client>-<stage>`. */
const ELSEWHERE = "elsewhere";

/** What stands in a site's cluster, as far as one client's and the platform's model files know. */
export interface ClusterView {
  readonly cluster: Cluster;
  /** By the path of the workload, or the name of who is none; strangers are several. */
  readonly pods: ReadonlyMap<string, readonly Pod[]>;
  readonly workloads: readonly WorkloadRecord[];
}

/**
 * The cluster of a site as its policies see it; undefined where none of these stacks has anything there.
 *
 * @throws InvalidError for policies that cannot be read
 */
export function clusterOf(models: readonly ModelFile[]): ClusterView | undefined {
  const site = (models.find(({ client }) => client !== undefined) ?? models[0])?.site.name;
  const there = models.filter((model) => model.site.name === site);
  const records = there.flatMap(({ kubernetes }) => kubernetes ?? []);
  const workloads = records.flatMap((record) => record.workloads);
  if (workloads.length === 0) return undefined;
  const own = addressesOf(there);
  const pods = new Map<string, readonly Pod[]>(workloads.map((one) => [one.path, [podOf(one)]]));
  const ofPlatform = there
    .filter(({ kind }) => kind === "platform")
    .flatMap(({ kubernetes }) => kubernetes ?? []);
  const serving = ofPlatform.flatMap((record) => record.workloads.map(podOf));
  const resolvers = stranger(DNS_NAMESPACE, DNS_LABELS, own);
  const unknown = stranger(ELSEWHERE, {}, own);
  const cluster = Cluster.of({
    namespaces: namespacesOf(records),
    pods: [...[...pods.values()].flat(), resolvers, unknown],
    policies: records.flatMap(({ policies }) => policies.map(readNetworkPolicy)),
  });
  const strangers: readonly (readonly [string, readonly Pod[]])[] = [
    [CLUSTER_DNS, [resolvers]],
    // What serves all tenants is nobody's of theirs; whatever one of them reaches counts.
    [OTHER_PODS, [unknown, ...serving]],
  ];
  return { cluster, pods: new Map([...pods, ...strangers]), workloads };
}

function stranger(namespace: string, labels: Pod["labels"], addresses: Addresses): Pod {
  return { namespace, name: "somebody", labels, addresses, ports: [], isSeveral: true };
}

function podOf(workload: WorkloadRecord): Pod {
  return {
    namespace: workload.namespace,
    name: workload.path,
    labels: workload.labels,
    addresses: podAddresses(workload),
    ports: workload.ports.map(({ name, target }) => ({ name, protocol: "TCP", number: target })),
    isSeveral: true,
  };
}

function namespacesOf(records: readonly KubernetesRecord[]) {
  const made = records.flatMap(({ namespaces }) => namespaces);
  const needed = [DNS_NAMESPACE, GATEWAY_NAMESPACE, ELSEWHERE].filter(
    (name) => !made.some((known) => known.name === name),
  );
  return [...made, ...needed.map((name) => ({ name, labels: {} }))];
}

/** Where pods that are no client's stand. */
function addressesOf(models: readonly ModelFile[]): Addresses {
  return networks(...models.map(({ site }) => site.kubernetes?.pods));
}
