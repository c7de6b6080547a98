import { Mistakes } from "../../model/mistake";
import { PORT_MAX } from "../../model/port";
import { Addresses } from "../addresses";
import { NAMESPACE_NAME } from "../workload-facts";
import type { NetworkPolicy, Transport } from "./policy";
import type { Labels } from "./selector";

export interface Namespace {
  readonly name: string;
  readonly labels: Labels;
}

/** A port a container gives a name. */
export interface NamedPort {
  readonly name: string;
  readonly protocol: Transport;
  /** 1-65535. */
  readonly number: number;
}

export interface Pod {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Labels;
  /** Those it has, or may get. Pods may share them: who is who goes by name. Never empty. */
  readonly addresses: Addresses;
  readonly ports: readonly NamedPort[];
  /** Whether it stands in its node's network, under the node's addresses. Default: false. */
  readonly hostNetwork?: boolean;
  /** Whether it stands for several pods alike, between which policies decide; one pod always reaches itself. Default: false. */
  readonly isSeveral?: boolean;
}

export interface ClusterProps {
  readonly namespaces: readonly Namespace[];
  readonly pods: readonly Pod[];
  readonly policies: readonly NetworkPolicy[];
}

/** What is on a cluster, as far as its network policies look. */
export class Cluster {
  /** The addresses of pods that are not their node's. Nobody outside has them. */
  readonly podAddresses: Addresses;
  private readonly labels: ReadonlyMap<string, Labels>;

  private constructor(
    readonly pods: readonly Pod[],
    private readonly policies: readonly NetworkPolicy[],
    namespaces: readonly Namespace[],
  ) {
    this.labels = new Map(
      namespaces.map(({ name, labels }) => [name, { ...labels, [NAMESPACE_NAME]: name }]),
    );
    this.podAddresses = pods
      .filter(({ hostNetwork }) => hostNetwork !== true)
      .reduce((all, { addresses }) => all.union(addresses), Addresses.NONE);
  }

  /** @throws InvalidError for two of one name, a pod in a namespace that is not there, and a pod without addresses */
  static of({ namespaces, pods, policies }: ClusterProps): Cluster {
    const mistakes = new Mistakes();
    const known = new Set(namespaces.map(({ name }) => name));
    checkOnce(
      mistakes,
      "namespaces",
      namespaces.map(({ name }) => name),
    );
    checkOnce(mistakes, "pods", pods.map(nameOf));
    checkOnce(mistakes, "policies", policies.map(nameOf));
    for (const [index, pod] of pods.entries()) checkPod(mistakes, `pods[${index}]`, pod, known);
    mistakes.throwIfAny();
    return new Cluster(pods, policies, namespaces);
  }

  /** The policies of a namespace: those that may be about its pods. */
  policiesIn(namespace: string): readonly NetworkPolicy[] {
    return this.policies.filter((policy) => policy.namespace === namespace);
  }

  /** The labels of the namespace a pod is in, with the one the API server adds. */
  namespaceLabels({ namespace }: Pod): Labels {
    return this.labels.get(namespace) ?? {};
  }
}

/** What people call it: `verne-production/web`. */
export function nameOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

function checkOnce(mistakes: Mistakes, property: string, names: readonly string[]): void {
  for (const name of new Set(names.filter((one, index) => names.indexOf(one) !== index))) {
    mistakes.add({
      property,
      value: name,
      problem: "is there more than once; a cluster holds one of a name",
      remedy: "leave out all but the one that is meant",
    });
  }
}

function checkPod(mistakes: Mistakes, property: string, pod: Pod, namespaces: ReadonlySet<string>): void {
  if (!namespaces.has(pod.namespace)) {
    mistakes.add({
      property,
      value: nameOf(pod),
      problem: "is in a namespace that is not there, so that its labels are not known",
      remedy: `add the namespace ${pod.namespace} with its labels`,
    });
  }
  if (pod.addresses.isEmpty) {
    mistakes.add({
      property,
      value: nameOf(pod),
      problem: "has no addresses, and would seem to reach nobody",
      remedy: "write those it has, or all that pods may get",
    });
  }
  for (const { name, number } of pod.ports) {
    if (Number.isInteger(number) && number >= 1 && number <= PORT_MAX) continue;
    mistakes.add({
      property: `${property}.ports`,
      value: `${name} = ${number}`,
      problem: "is not a port",
      remedy: `write a whole number from 1 to ${PORT_MAX}`,
    });
  }
}
