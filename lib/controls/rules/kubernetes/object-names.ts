import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { type MadeObject, madeObjects } from "../../subjects/kubernetes/objects";
import { containersOf, type PodMaker, podMakers } from "../../subjects/kubernetes/pods";
import type { StackOutput } from "../../terraform/stack-output";

/** Kinds whose names become host names, or the start of those of pods. */
const LABELLED = [
  "Namespace",
  "Service",
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "Job",
  "CronJob",
  "Pod",
  "Gateway",
];

/** Eleven characters are added to the name of a scheduled job for each of its runs. */
const JOB_MAX = 52;
const LABEL_MAX = 63;
const SUBDOMAIN_MAX = 253;
const PORT_MAX = 15;

/** B-22, B-07: what the API server would refuse is seen before it is asked. */
export const objectNames = stackRule<MadeObject>({
  id: "object-names",
  info: "every name in the cluster is one that the API server takes, and short enough for what is made of it",
  explanation:
    "A name that is refused breaks off an apply half-way. One that is too long for what is made of it is taken, and the pods of it are not.",
  remedy:
    "write lower-case letters, digits and hyphens: 63 characters at the most, 52 for a scheduled job, 15 for a port",
  promises: ["B-22", "B-07"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: madeObjects,
  judge: (made, stack) => [
    ...wrongName(made.object.kind, made.object.name),
    ...(made.object.namespace === undefined ? [] : wrongName("Namespace", made.object.namespace)),
    ...wrongInPods(made, stack),
  ],
});

function wrongName(kind: string, name: string): readonly string[] {
  // Roles and what is bound to them are named as people like: `system:…` has a colon.
  if (kind.endsWith("Role") || kind.endsWith("RoleBinding")) return [];
  const max = maxOf(kind);
  if (name.length > max) return [`the name ${name} has ${name.length} characters, and ${kind} takes ${max}`];
  const isFit = LABELLED.includes(kind)
    ? /^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(name)
    : /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(name);
  return isFit ? [] : [`${name} is no name for a ${kind}`];
}

function maxOf(kind: string): number {
  if (kind === "CronJob") return JOB_MAX;
  return LABELLED.includes(kind) ? LABEL_MAX : SUBDOMAIN_MAX;
}

function wrongInPods({ id }: MadeObject, stack: StackOutput): readonly string[] {
  const maker = podMakers(stack).find((one: PodMaker) => one.id === id);
  if (maker === undefined) return [];
  const containers = containersOf(maker.pod);
  const ports = containers
    .flatMap((container) => container.blocks("ports"))
    .flatMap((port) => (port.has("name") ? [port.text("name")] : []));
  return [
    ...containers.flatMap((container) => wrongName("Service", container.text("name"))),
    ...ports
      .filter((name) => name.length > PORT_MAX || !/^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/.test(name))
      .map((name) => `${name} is no name for a port`),
  ];
}
