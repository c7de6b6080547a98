import type { WorkloadRecord } from "../../../model/kubernetes-record";
import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { mapIn } from "../../subjects/kubernetes/fields";
import { GROUPS, ofKind } from "../../subjects/kubernetes/objects";
import { type PodMaker, podMakers, runningContainers } from "../../subjects/kubernetes/pods";
import { ceilingOf, floorOf, replicated } from "../../subjects/kubernetes/replicas";
import { problemsOf, unless } from "../../subjects/problems";
import type { StackOutput } from "../../terraform/stack-output";

interface Modelled extends Subject {
  readonly workload: WorkloadRecord;
}

const NAME = "app.kubernetes.io/name";

/** B-06, V-02: what flows, pictures and reviews speak of is what runs. */
export const workloadsAsModelled = stackRule<Modelled>({
  id: "workloads-as-modelled",
  info: "every workload of the model runs: one object makes its pods, as many as the model says, and a Service under its name leads to its ports",
  explanation:
    "Flows and reviews are read from the model. A job that is in it and is not made never deletes what has to go, and peers that ask for a workload by its name find nobody where no Service bears it.",
  remedy: "use the library's workloads, which write the model and the objects from one place",
  promises: ["B-06", "V-02"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  // What runs of a gateway its controller makes.
  subjects: ({ model }) =>
    (model.kubernetes?.workloads ?? [])
      .filter(({ kind }) => kind !== "gateway")
      .map((workload) => ({ id: workload.path, workload })),
  judge({ workload }, stack) {
    const makers = podMakers(stack).filter(
      (maker) => maker.object.namespace === workload.namespace && isOf(workload, maker.podLabels),
    );
    const [maker] = makers;
    if (maker === undefined || makers.length > 1) {
      return `${makers.length} objects make its pods, not one`;
    }
    return [...wrongNumber(workload, maker, stack), ...wrongPorts(workload, maker, stack)];
  },
});

function isOf({ labels }: WorkloadRecord, others: Readonly<Record<string, string>>): boolean {
  return Object.entries(labels).every(([key, value]) => others[key] === value);
}

function wrongNumber({ replicas }: WorkloadRecord, { id }: PodMaker, stack: StackOutput): readonly string[] {
  const made = replicated(stack).find((one) => one.id === id);
  if (replicas === undefined || made === undefined) return [];
  const [least, most] = [floorOf(made), ceilingOf(made)];
  return problemsOf(
    unless(least === replicas.min, `it has ${least} pods at the least, and ${replicas.min} by the model`),
    unless(most === replicas.max, `it has ${most} pods at the most, and ${replicas.max} by the model`),
  );
}

/** Programs of every node are asked there, each for itself. */
function wrongPorts(workload: WorkloadRecord, maker: PodMaker, stack: StackOutput): readonly string[] {
  if (maker.object.kind === "DaemonSet") {
    const listening = runningContainers(maker.pod)
      .flatMap((container) => container.blocks("ports"))
      .map((port) => port.values.containerPort);
    return workload.ports
      .filter(({ target }) => !listening.includes(target))
      .map(({ target }) => `it does not answer at ${target}`);
  }
  const services = ofKind(stack, GROUPS.core, "Service").filter(
    ({ object, spec }) =>
      object.namespace === workload.namespace &&
      object.name === workload.labels[NAME] &&
      Object.entries(mapIn(spec, "selector")).every(([key, value]) => maker.podLabels[key] === value),
  );
  const ports = services.flatMap(({ spec }) => spec.blocks("ports")).map((port) => port.number("port"));
  return workload.ports
    .filter(({ port }) => !ports.includes(port))
    .map(({ port }) => `no Service under its name leads to its port ${port}`);
}
