import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { stackRule } from "../../rule";
import { amountIn, inner, numberIn, textIn } from "../../subjects/kubernetes/fields";
import { type MadeObject, shownObject } from "../../subjects/kubernetes/objects";
import { optOutOf } from "../../subjects/kubernetes/opt-outs";
import { runningContainers } from "../../subjects/kubernetes/pods";
import { type Replicated, replicated, scalersIn } from "../../subjects/kubernetes/replicas";
import { problemsOf, unless } from "../../subjects/problems";
import type { Fields } from "../../terraform/fields";
import type { StackOutput } from "../../terraform/stack-output";

/** B-21: at a peak an application gets more pods by itself. */
export const scales = stackRule<MadeObject>({
  id: "scales",
  info: "every application that is more than one program's state has a scaler with room upwards, which measures what its containers ask for",
  explanation:
    "At a peak nobody is quick enough to add pods by hand. A scaler whose ceiling is its floor, or that measures against a request nobody made, never adds one, and one without its workload scales nothing.",
  remedy:
    "give the workload min and max with max above min; what must not be scaled says why in straat/opt-out.scaling",
  promises: ["B-21", "B-22"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: (stack) => [...scalersIn(stack), ...scalable(stack)],
  judge(made, stack) {
    if (made.object.kind !== "HorizontalPodAutoscaler") {
      const { scalers, object } = replicated(stack).find(({ id }) => id === made.id) as Replicated;
      const isExcused = scalers.length > 0 || optOutOf(object, "scaling") !== undefined;
      return isExcused ? undefined : `nothing scales ${shownObject(made)} at a peak`;
    }
    const targets = replicated(stack).filter(({ scalers }) => scalers.some(({ id }) => id === made.id));
    return [...targets.flatMap((target) => wrongMeasure(made, target)), ...wrongScaler(made, targets)];
  },
});

/** Programs of a tenant that keep no state of their own. A platform's are as large as its cluster is, and no peak of a client moves them. */
function scalable(stack: StackOutput): readonly MadeObject[] {
  if (stack.model.kind === "platform") return [];
  return replicated(stack).filter(({ object }) => object.kind === "Deployment");
}

function wrongScaler({ spec }: MadeObject, targets: readonly Replicated[]): readonly string[] {
  const [least, most] = [numberIn(spec, "minReplicas") ?? 1, spec.number("maxReplicas")];
  return problemsOf(
    unless(targets.length === 1, "it scales nothing that is in the stack"),
    unless(most > least, `its ceiling is ${most} and its floor ${least}, which leaves no room`),
    unless(spec.blocks("metrics").length > 0, "it measures nothing"),
    unless(
      textIn(spec.map("scaleTargetRef"), "apiVersion") !== undefined,
      "it says of no API what it scales",
    ),
    ...spec
      .blocks("metrics")
      .filter((metric) => metric.text("type") === "Resource")
      .map((metric) => unless(hasAim(inner(metric, "resource", "target")), "it measures against nothing")),
  );
}

function hasAim(target: Fields): boolean {
  return (numberIn(target, "averageUtilization") ?? 0) > 0 || amountIn(target, "averageValue") !== undefined;
}

/** A share of what was asked for is a share of nothing where one container asks for nothing. */
function wrongMeasure({ spec }: MadeObject, target: Replicated): readonly string[] {
  const measured = spec
    .blocks("metrics")
    .filter((metric) => metric.text("type") === "Resource")
    .map((metric) => metric.map("resource").text("name"));
  return measured.flatMap((name) =>
    runningContainers(target.pod)
      .filter((container) => amountIn(inner(container, "resources", "requests"), name) === undefined)
      .map(
        (container) => `it measures ${name}, of which the container ${container.text("name")} asks for none`,
      ),
  );
}
