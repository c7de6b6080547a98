import type { KubernetesObject } from "../../kubernetes/kubernetes-object";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { canonical, inner } from "../../subjects/kubernetes/fields";
import { optOutOf } from "../../subjects/kubernetes/opt-outs";
import { containerName, type PodMaker, podMakers, runningContainers } from "../../subjects/kubernetes/pods";
import type { Fields } from "../../terraform/fields";

/** What runs until it is told to stop; a job ends by itself. */
const ENDLESS = ["Deployment", "StatefulSet", "DaemonSet", "Pod"];

/** How a container is asked, and without what nothing is. */
const HANDLERS = [
  ["httpGet", "port"],
  ["tcpSocket", "port"],
  ["grpc", "port"],
  ["exec", "command"],
] as const;

const PROBES = ["readinessProbe", "livenessProbe", "startupProbe"];

/** B-06, B-20: whether an application answers is asked all the time, and what does not is replaced. */
export const probesOfEveryContainer = stackRule<PodMaker>({
  id: "probes-of-every-container",
  info: "every container that keeps running is asked whether it is ready and whether it lives, and these are two questions",
  explanation:
    "A pod that is not asked gets visitors before it can answer them, and one that hangs is never started again. One question for both restarts, at a peak, every pod that is only busy.",
  remedy:
    "write a readiness and a liveness probe that differ; what cannot be asked says why in straat/opt-out.readiness or straat/opt-out.liveness",
  promises: ["B-06", "B-20"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => podMakers(stack).filter(({ object }) => ENDLESS.includes(object.kind)),
  judge: ({ pod, object }) => runningContainers(pod).flatMap((container) => wrong(container, object)),
});

function wrong(container: Fields, object: KubernetesObject): readonly string[] {
  const name = containerName(container);
  const lacks = (question: string) =>
    !isAsked(container, `${question}Probe`) && optOutOf(object, question) === undefined;
  const [ready, live] = [container.values.readinessProbe, container.values.livenessProbe];
  const isOneQuestion = ready !== undefined && live !== undefined && canonical(ready) === canonical(live);
  return [
    ...(lacks("readiness") ? [`${name} is not asked whether it is ready`] : []),
    ...(lacks("liveness") ? [`${name} is not asked whether it lives`] : []),
    ...PROBES.filter((probe) => container.has(probe) && !isAsked(container, probe)).map(
      (probe) => `${name} has a ${probe} that asks nothing`,
    ),
    ...(isOneQuestion ? [`${name} is asked the same to be ready and to live`] : []),
  ];
}

/** A probe that asks nothing is none. */
function isAsked(container: Fields, probe: string): boolean {
  return container
    .blocks(probe)
    .some((one) => HANDLERS.some(([handler, key]) => inner(one, handler).has(key)));
}
