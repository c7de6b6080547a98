import type { Fields } from "../../terraform/fields";
import type { StackOutput } from "../../terraform/stack-output";
import { Unreadable } from "../../unreadable";
import { amountIn, inner, numberIn, textIn } from "./fields";
import { type PodMaker, podMakers, runningContainers } from "./pods";
import { ceilingOf, replicated, surgeOf } from "./replicas";

/** What a pod may ask for and use, by the names of resources. */
export const RESOURCES = ["cpu", "memory", "ephemeral-storage"] as const;
export type ResourceName = (typeof RESOURCES)[number];

export type Part = "requests" | "limits";

/** What the pods of one object take at their most. */
export interface Demand {
  readonly maker: PodMaker;
  /** As many pods as there can be at once, those of an update among them. */
  readonly pods: bigint;
}

/**
 * What everything in a namespace can come to, each at its ceiling.
 *
 * @throws Unreadable for what has no ceiling, such as a pod on every node
 */
export function demandsIn(stack: StackOutput, namespace: string): readonly Demand[] {
  const counted = replicated(stack);
  return podMakers(stack)
    .filter(({ object }) => object.namespace === namespace)
    .map((maker) => {
      const pods = counted.find(({ id }) => id === maker.id);
      if (pods === undefined) return { maker, pods: BigInt(podsOfOthers(maker)) };
      const ceiling = ceilingOf(pods);
      return { maker, pods: BigInt(ceiling + surgeOf(pods, ceiling)) };
    });
}

function podsOfOthers({ object: { kind, name }, spec }: PodMaker): number {
  switch (kind) {
    case "Pod":
      return 1;
    case "Job":
      return numberIn(spec, "parallelism") ?? 1;
    case "CronJob":
      if ((textIn(spec, "concurrencyPolicy") ?? "Allow") === "Allow") break;
      return numberIn(inner(spec, "jobTemplate", "spec"), "parallelism") ?? 1;
  }
  throw new Unreadable(`how many pods ${kind} ${name} comes to cannot be told`);
}

/** What one pod asks for, or may use: all its containers, or the greediest of its start. In thousandths; undefined for without bound. */
export function amountOfPod(pod: Fields, part: Part, name: ResourceName): bigint | undefined {
  const of = (container: Fields) => amountIn(inner(container, "resources", part), name);
  const running = runningContainers(pod).map(of);
  const starting = pod.blocks("initContainers").map(of);
  if ([...running, ...starting].includes(undefined)) return undefined;
  const sum = running.reduce<bigint>((all, amount) => all + (amount as bigint), 0n);
  return starting.reduce<bigint>(
    (most, amount) => ((amount as bigint) > most ? (amount as bigint) : most),
    sum,
  );
}
