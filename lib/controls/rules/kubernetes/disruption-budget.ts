import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { textIn } from "../../subjects/kubernetes/fields";
import { GROUPS, type MadeObject, ofKind } from "../../subjects/kubernetes/objects";
import { floorOf, type Replicated, replicated, shareOf } from "../../subjects/kubernetes/replicas";
import { isSelected, selectsEverything } from "../../subjects/kubernetes/selectors";
import { problemsOf, unless } from "../../subjects/problems";
import type { StackOutput } from "../../terraform/stack-output";

/** B-06, H-18: a node is emptied for maintenance without taking all of a workload, and without waiting for ever. */
export const disruptionBudget = stackRule<MadeObject>({
  id: "disruption-budget",
  info: "every workload of more than one pod has one disruption budget, which lets a node be drained at any time",
  explanation:
    "Without a budget the monthly round takes all pods of a workload at once. With one that leaves no room, or that waits for a pod that never gets well, the round stops at that node and its leaks stay open.",
  remedy:
    "write maxUnavailable 1 and unhealthyPodEvictionPolicy AlwaysAllow, with the selector of the workload's pods",
  promises: ["B-06", "H-18"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => [...replicated(stack).filter((one) => floorOf(one) > 1), ...budgetsIn(stack)],
  judge: (made, stack) =>
    made.object.kind === "PodDisruptionBudget" ? wrongBudget(made, stack) : wrongWorkload(made, stack),
});

function budgetsIn(stack: StackOutput): readonly MadeObject[] {
  return ofKind(stack, GROUPS.policy, "PodDisruptionBudget");
}

function isAbout({ object, spec }: MadeObject, workload: Replicated): boolean {
  return object.namespace === workload.object.namespace && isSelected(spec, "selector", workload.podLabels);
}

function wrongWorkload({ id }: MadeObject, stack: StackOutput): readonly string[] {
  const workload = replicated(stack).find((one) => one.id === id) as Replicated;
  const budgets = budgetsIn(stack).filter((budget) => isAbout(budget, workload));
  // Of two, neither is looked at: the API server then refuses to evict the pod at all.
  return problemsOf(
    unless(budgets.length === 1, `${budgets.length} disruption budgets are about its pods, not one`),
  );
}

function wrongBudget(budget: MadeObject, stack: StackOutput): readonly string[] {
  const { spec } = budget;
  const workloads = replicated(stack).filter((workload) => isAbout(budget, workload));
  const policy = textIn(spec, "unhealthyPodEvictionPolicy");
  return problemsOf(
    unless(workloads.length === 1, `its selector is about ${workloads.length} workloads, not one`),
    unless(!selectsEverything(spec, "selector"), "its selector is about all pods of its namespace"),
    unless(
      policy === "AlwaysAllow",
      "a pod that is not well keeps its node from being drained (unhealthyPodEvictionPolicy)",
    ),
    unless(
      spec.has("maxUnavailable") || spec.has("minAvailable"),
      "it says neither how many pods may be missing nor how many have to be there",
    ),
    ...workloads.map((workload) =>
      unless(
        floorOf(workload) < 2 || roomIn(budget, floorOf(workload)) < floorOf(workload),
        `with ${floorOf(workload)} pods it lets all of them go at once`,
      ),
    ),
    ...workloads.map((workload) =>
      unless(roomIn(budget, floorOf(workload)) >= 1, `with ${floorOf(workload)} pods it lets none go`),
    ),
  );
}

/** How many pods may be missing of so many. */
function roomIn({ spec }: MadeObject, pods: number): number {
  if (spec.has("maxUnavailable")) return shareOf(spec.values.maxUnavailable, pods, "up");
  return pods - shareOf(spec.values.minAvailable ?? 0, pods, "up");
}
