import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { canonical, inner } from "../../subjects/kubernetes/fields";
import { type PodMaker, podMakers, proxyMakers } from "../../subjects/kubernetes/pods";
import type { Fields } from "../../terraform/fields";

/** What of a pod decides by whom it is placed and where, whom it displaces, and whom it finds under a name. */
const OF_ITS_OWN: Readonly<Record<string, string>> = {
  nodeName: "are put on a node past the scheduler",
  nodeSelector: "choose their nodes",
  tolerations: "go to nodes that keep pods away",
  schedulerName: "are placed by a scheduler of their own",
  priorityClassName: "displace pods of others",
  priority: "displace pods of others",
  runtimeClassName: "run in another way than the pods beside them",
  hostAliases: "find addresses of their own under names",
  dnsConfig: "ask resolvers of their own",
  dnsPolicy: "ask resolvers of their own",
};

/** What it is where nothing is written. */
const USUAL: Readonly<Record<string, unknown>> = {
  schedulerName: "default-scheduler",
  dnsPolicy: "ClusterFirst",
};

/**
 * Of what is written `no-unknown-fields` finds these too. A plan has the provider's own values beside them, of which that rule knows
 * nothing, and there this one looks.
 *
 * B-06, H-03, B-09: one client's pods are where the cluster puts them, beside those of others and never before them.
 */
export const podsArePlacedLikeOthers = stackRule<PodMaker>({
  id: "pods-are-placed-like-others",
  info: "no pod of a client chooses its node, goes where others may not, displaces others, or has names and resolvers of its own",
  explanation:
    "Pods that choose their nodes are all lost with them, and may end up beside what runs the cluster. A pod that displaces others takes what their quota promises them. Under a name of its own an application finds somebody else.",
  remedy:
    "take it out: the library's workloads spread by themselves, and find everybody by the cluster's names",
  promises: ["B-06", "H-03", "B-09", "B-21"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => (stack.model.kind === "platform" ? [] : [...podMakers(stack), ...proxyMakers(stack)]),
  judge: ({ pod }) => [
    ...Object.entries(OF_ITS_OWN).flatMap(([key, what]) => (isSaid(pod, key) ? [`its pods ${what}`] : [])),
    ...(isSaid(inner(pod, "affinity"), "nodeAffinity") ? ["its pods choose their nodes"] : []),
  ],
});

/** Whether anything is written that is not nothing, nor what holds anyhow. */
function isSaid(fields: Fields, key: string): boolean {
  const value = fields.values[key];
  return fields.has(key) && value !== USUAL[key] && !["[]", "{}", '""'].includes(canonical(value));
}
