import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { numberIn } from "../../subjects/kubernetes/fields";
import { floorOf, type Replicated, replicated } from "../../subjects/kubernetes/replicas";
import { isSelected, selectsEverything } from "../../subjects/kubernetes/selectors";

/** What may fail as one, and the label by which a node says in which it is. */
const FAILING = [
  ["topology.kubernetes.io/zone", "zone"],
  ["kubernetes.io/hostname", "host"],
] as const;

/** B-06, H-03: what one failure takes is never all of a workload. */
export const replicasAreSpread = stackRule<Replicated>({
  id: "replicas-are-spread",
  info: "the pods of every workload that has several are spread over zones and over hosts",
  explanation:
    "The scheduler puts pods where there is room, and may well put all of them on one node. Losing that node, or its zone, is then losing the application, however many pods it had.",
  remedy:
    "write a topologySpreadConstraint for topology.kubernetes.io/zone and one for kubernetes.io/hostname, with the labels of the pods",
  promises: ["B-06", "H-03"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => replicated(stack).filter((workload) => floorOf(workload) > 1),
  judge: ({ pod, podLabels }) =>
    FAILING.flatMap(([key, place]) => {
      const spread = pod
        .blocks("topologySpreadConstraints")
        .filter((constraint) => constraint.text("topologyKey") === key);
      if (spread.length === 0) return [`its pods may all be in one ${place}`];
      return spread.flatMap((constraint) => [
        ...(isSelected(constraint, "labelSelector", podLabels) &&
        !selectsEverything(constraint, "labelSelector")
          ? []
          : [`its spread over each ${place} counts other pods than its own`]),
        ...((numberIn(constraint, "maxSkew") ?? 1) === 1
          ? []
          : [`its spread over each ${place} lets more than one pod differ`]),
      ]);
    }),
});
