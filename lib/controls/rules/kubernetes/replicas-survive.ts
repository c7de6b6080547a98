import { FIGURES } from "../../../model/promises/figures";
import { Stage } from "../../../model/stage";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { optOutOf } from "../../subjects/kubernetes/opt-outs";
import { floorOf, type Replicated, replicated } from "../../subjects/kubernetes/replicas";
import { problemsOf, unless } from "../../subjects/problems";
import type { StackOutput } from "../../terraform/stack-output";

/** B-06, B-22, H-03: one pod fewer is noticed by nobody. */
export const replicasSurvive = stackRule<Replicated>({
  id: "replicas-survive",
  info: "in acceptance and production, and on the platform, every workload has two pods or more at its quietest, and one place that says how many",
  explanation:
    "A node is drained every month and may be lost on any day; a workload of one pod is away as long as the next one takes to start. Where both a scaler and the workload say how many, every apply undoes what the scaler did.",
  remedy:
    "write min 2 or more; leave spec.replicas out where a scaler says it; of a platform's program of which there may be one alone, say why in straat/opt-out.replicas",
  promises: ["B-06", "B-22", "H-03"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: replicated,
  judge(workload, stack) {
    const { scalers, replicas, object } = workload;
    const floor = floorOf(workload);
    const least = leastOf(stack);
    const isExcused = stack.model.kind === "platform" && optOutOf(object, "replicas") !== undefined;
    return problemsOf(
      unless(floor >= least || isExcused, `it has ${floor} pods at its quietest, fewer than ${least}`),
      unless(floor >= 1, "it may have no pods at all"),
      unless(scalers.length <= 1, `${scalers.length} scalers say how many pods it has`),
      unless(
        scalers.length === 0 || replicas === undefined,
        `it says ${replicas} pods itself, and its scaler says something else`,
      ),
      unless(
        scalers.length > 0 || replicas !== undefined,
        "neither it nor a scaler says how many pods there are",
      ),
    );
  },
});

function leastOf({ model: { kind }, stage }: StackOutput): number {
  if (kind === "platform") return FIGURES.redundantMembers;
  return stage === undefined ? 1 : Stage.of(stage).minimumMembers;
}
