import { GROUPS, type MadeObject, ofKind } from "../controls/subjects/kubernetes/objects";
import { MAKING_PODS } from "../controls/subjects/kubernetes/pods";
import { policyObjects } from "../controls/subjects/kubernetes/policies";
import type { StackOutput } from "../controls/terraform/stack-output";
import type { KubernetesRecord, NamespaceRecord, WorkloadRecord } from "../model/kubernetes-record";
import { InvalidError } from "../model/mistake";
import type { ModelFile } from "../model/model-file";
import { readNetworkPolicy } from "../network/kubernetes/read-network-policy";
import { unreadObjects } from "./meaning/unread-objects";

const NOTHING: KubernetesRecord = { namespaces: [], workloads: [], exposures: [], policies: [] };

/** Why policies of a stack, or what they select by, cannot be told; empty where all can. */
export function whyWallsUnread(stack: StackOutput): readonly string[] {
  const policies = policyObjects(stack);
  const names = policies.map(({ object: { namespace, name } }) => `${namespace}/${name}`);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...unreadObjects(stack, ["NetworkPolicy", "Namespace"]).map(({ why }) => why),
    ...policies.flatMap(whyRefused),
    ...twice.map((name) => `there are two policies ${name}, of which the cluster holds one`),
  ];
}

/** Why nobody can tell which pods come or go. Those that stay are known by the model, however much is written of them. */
export function whyPodsUnread(stack: StackOutput, changing: ReadonlySet<string>): readonly string[] {
  const unread = unreadObjects(stack, [...MAKING_PODS, "Gateway"]);
  return unread.filter(({ address }) => changing.has(address)).map(({ why }) => why);
}

function whyRefused({ object }: MadeObject): readonly string[] {
  try {
    readNetworkPolicy(object.body);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error;
    return error.mistakes.map(({ value, problem }) => `${object.address}: ${value} ${problem}`);
  }
}

/** The cluster of a stack by what is written for it: its policies and labels of namespaces, with these pods. */
export function writtenCluster(
  { kubernetes }: ModelFile,
  stack: StackOutput,
  workloads: readonly WorkloadRecord[],
): KubernetesRecord | undefined {
  const policies = policyObjects(stack).map(({ object }) => object.body);
  if (kubernetes === undefined && workloads.length + policies.length === 0) return undefined;
  const declared = kubernetes ?? NOTHING;
  return { ...declared, namespaces: namespacesIn(declared, stack), workloads, policies };
}

/** With the labels they are given; those that are made elsewhere as they are declared. */
export function namespacesIn(
  { namespaces }: Pick<KubernetesRecord, "namespaces">,
  stack: StackOutput,
): readonly NamespaceRecord[] {
  const made = ofKind(stack, GROUPS.core, "Namespace").map(({ object: { name, labels } }) => ({
    name,
    labels,
  }));
  return [...new Map([...namespaces, ...made].map((one) => [one.name, one])).values()];
}
