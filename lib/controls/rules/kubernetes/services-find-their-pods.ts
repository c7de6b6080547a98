import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { flagIn, mapIn, textIn } from "../../subjects/kubernetes/fields";
import { GROUPS, type MadeObject, ofKind } from "../../subjects/kubernetes/objects";
import { type PodMaker, podMakers, runningContainers } from "../../subjects/kubernetes/pods";
import type { Fields } from "../../terraform/fields";
import type { StackOutput } from "../../terraform/stack-output";

/** B-06, V-09: who asks for a Service gets an answer, and from nobody else. */
export const servicesFindTheirPods = stackRule<MadeObject>({
  id: "services-find-their-pods",
  info: "every Service leads to the pods of one workload, at ports that they have and that the model knows",
  explanation:
    "A Service that selects nobody answers nothing, and one that selects two workloads sends what is for one to the other. Flows and walls are about the ports of the model.",
  remedy: "use the library's workloads, which make the Service with its pods",
  promises: ["B-06", "V-09"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => ofKind(stack, GROUPS.core, "Service"),
  judge(service, stack) {
    const makers = selectedBy(service, stack);
    const [maker] = makers;
    if (maker === undefined || makers.length > 1) return `it leads to ${makers.length} workloads, not one`;
    const ports = service.spec.blocks("ports");
    if (ports.length === 0) return "it has no ports";
    return [
      ...ports.flatMap((port) => wrongPort(port, maker, service, stack)),
      ...wrongReadiness(service, maker),
    ];
  },
});

/** Members of a set have to find each other before they are ready; visitors have nothing to find there. */
function wrongReadiness({ object, spec }: MadeObject, { spec: set }: PodMaker): readonly string[] {
  const isOfMembers = textIn(set, "serviceName") === object.name;
  return flagIn(spec, "publishNotReadyAddresses") === true && !isOfMembers
    ? ["it leads to pods that are not ready (publishNotReadyAddresses)"]
    : [];
}

function selectedBy({ object, spec }: MadeObject, stack: StackOutput): readonly PodMaker[] {
  const selector = Object.entries(mapIn(spec, "selector"));
  if (selector.length === 0) return [];
  return podMakers(stack).filter(
    (maker) =>
      maker.object.namespace === object.namespace &&
      selector.every(([key, value]) => maker.podLabels[key] === value),
  );
}

function wrongPort(
  port: Fields,
  maker: PodMaker,
  { object }: MadeObject,
  stack: StackOutput,
): readonly string[] {
  const number = port.number("port");
  const target = port.values.targetPort ?? number;
  const found = runningContainers(maker.pod)
    .flatMap((container) => container.blocks("ports"))
    .find((one) => textIn(one, "name") === target || one.number("containerPort") === Number(target));
  if (found === undefined) return [`its port ${number} leads to ${target}, at which no container listens`];
  const workload = stack.model.kubernetes?.workloads.find(
    (one) =>
      one.namespace === object.namespace &&
      Object.entries(one.labels).every(([key, value]) => maker.podLabels[key] === value),
  );
  if (workload === undefined) return ["it leads to pods that the model does not know"];
  const isKnown = workload.ports.some(
    (one) => one.port === number && one.target === found.number("containerPort"),
  );
  return isKnown ? [] : [`the model knows no port ${number} of ${workload.path}`];
}
