import type { KubernetesObject } from "../../kubernetes/kubernetes-object";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { RESOURCES, type ResourceName } from "../../subjects/kubernetes/demand";
import { amountIn, inner } from "../../subjects/kubernetes/fields";
import { optOutOf } from "../../subjects/kubernetes/opt-outs";
import {
  containerName,
  containersOf,
  type PodMaker,
  podMakers,
  proxyMakers,
} from "../../subjects/kubernetes/pods";
import type { Fields } from "../../terraform/fields";

/** B-06, B-21: a pod is placed by what it asks for, and stopped when it takes more than it may. */
export const requestsAndLimits = stackRule<PodMaker>({
  id: "requests-and-limits",
  info: "every container says how much processor, memory and disk it asks for and may use, and asks for no more than it may use",
  explanation:
    "A pod that asks for nothing is put on a full node and is the first to be stopped there, a scaler has nothing to measure it against, and one that is not limited fills the disk under all others.",
  remedy:
    "write requests and limits for cpu, memory and ephemeral-storage; a processor that is not limited says why in straat/opt-out.cpuLimit",
  promises: ["B-06", "B-21"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => [...podMakers(stack), ...proxyMakers(stack)],
  judge: ({ pod, object }) =>
    containersOf(pod).flatMap((container) => RESOURCES.flatMap((name) => wrong(container, name, object))),
});

function wrong(container: Fields, name: ResourceName, object: KubernetesObject): readonly string[] {
  const resources = inner(container, "resources");
  const asked = amountIn(inner(resources, "requests"), name);
  const most = amountIn(inner(resources, "limits"), name);
  const whose = containerName(container);
  const isExcused = name === "cpu" && optOutOf(object, "cpuLimit") !== undefined;
  return [
    ...(asked === undefined ? [`${whose} asks for no ${name}`] : []),
    ...(most === undefined && !isExcused ? [`${whose} has no limit of ${name}`] : []),
    ...(asked !== undefined && most !== undefined && asked > most
      ? [`${whose} asks for more ${name} than it may use`]
      : []),
  ];
}
