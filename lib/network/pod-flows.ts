import type { Flow } from "../model/flow";

/** A flow with the id that rules carry. */
interface KnownFlow extends Pick<Flow, "from"> {
  readonly id: string;
}

/**
 * Whether a rule is for one workload, and each of those that take all of its packets is for another. Workloads of a tenant
 * have the same addresses: outside the cluster their rules are one, and only policies tell them apart.
 */
export function isOfOtherPods(
  rule: string,
  takers: readonly string[],
  declared: readonly KnownFlow[],
): boolean {
  const podsOf = (id: string) => {
    const from = declared.find((flow) => flow.id === id)?.from;
    return from?.kind === "workload" ? from.path : undefined;
  };
  const own = podsOf(rule);
  const others = takers.map(podsOf);
  return own !== undefined && !others.includes(undefined) && !others.includes(own);
}
