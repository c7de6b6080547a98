import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { inner, numberIn, textIn, textsIn } from "../../subjects/kubernetes/fields";
import { containerName, type PodMaker, podMakers, runningContainers } from "../../subjects/kubernetes/pods";
import { shareOf } from "../../subjects/kubernetes/replicas";
import { problemsOf, unless } from "../../subjects/problems";
import type { Fields } from "../../terraform/fields";

/** What a pod has to stop in where nothing is written, in seconds. */
const GRACE = 30;

/** B-06: an update, and the end of a pod, cost no visitor an answer. */
export const stopsGracefully = stackRule<PodMaker>({
  id: "stops-gracefully",
  info: "an update starts a new pod before it stops an old one, and a pod has time to finish what it does",
  explanation:
    "An update that may take pods away first leaves fewer of them than were counted on, on every release. A pod that is killed while it still waits for the last visitors breaks off their requests.",
  remedy:
    "write RollingUpdate with maxUnavailable 0 and maxSurge 1 or more, and a terminationGracePeriodSeconds above what preStop waits",
  promises: ["B-06"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: podMakers,
  judge: ({ pod, object: { kind }, spec }, { model }) => {
    const grace = numberIn(pod, "terminationGracePeriodSeconds") ?? GRACE;
    return [
      ...(kind === "Deployment" && model.kind !== "platform" ? wrongUpdate(spec) : []),
      ...problemsOf(unless(grace > 0, "its pods are killed without being told")),
      ...runningContainers(pod).flatMap((container) => wrongWait(container, grace)),
    ];
  },
});

function wrongUpdate(spec: Fields): readonly string[] {
  const strategy = inner(spec, "strategy");
  const rolling = inner(strategy, "rollingUpdate");
  if ((textIn(strategy, "type") ?? "RollingUpdate") !== "RollingUpdate") {
    return ["an update stops all its pods before it starts one"];
  }
  return problemsOf(
    unless(
      shareOf(rolling.values.maxUnavailable ?? "25%", 100, "up") === 0,
      "an update may stop a pod before the new one answers (maxUnavailable)",
    ),
    unless(shareOf(rolling.values.maxSurge ?? "25%", 100, "up") > 0, "an update may start no pod (maxSurge)"),
  );
}

function wrongWait(container: Fields, grace: number): readonly string[] {
  const preStop = inner(container, "lifecycle", "preStop");
  const waits =
    numberIn(inner(preStop, "sleep"), "seconds") ?? slept(textsIn(inner(preStop, "exec"), "command"));
  return waits < grace
    ? []
    : [`${containerName(container)} waits ${waits} seconds before it stops, and is killed after ${grace}`];
}

/** How long a command such as `sleep 5` takes; nothing where it is another one. */
function slept(command: readonly string[]): number {
  const [, seconds = "0"] = /\bsleep (\d+)\b/.exec(command.join(" ")) ?? [];
  return Number(seconds);
}
