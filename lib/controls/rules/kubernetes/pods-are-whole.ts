import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { inner, textIn } from "../../subjects/kubernetes/fields";
import { GROUPS, objectNamed } from "../../subjects/kubernetes/objects";
import { containerName, containersOf, type PodMaker, podMakers } from "../../subjects/kubernetes/pods";
import { isSelected, selectsEverything } from "../../subjects/kubernetes/selectors";
import { problemsOf, unless } from "../../subjects/problems";
import type { Fields } from "../../terraform/fields";
import type { StackOutput } from "../../terraform/stack-output";

/** Kinds that find the pods they have made by their labels. */
const SELECTING = ["Deployment", "StatefulSet", "DaemonSet"];

/** By which objects of one workload belong together. */
const NAME = "app.kubernetes.io/name";

/** B-06, B-07: what a pod refers to is there, so that an apply that succeeds has made something that runs. */
export const podsAreWhole = stackRule<PodMaker>({
  id: "pods-are-whole",
  info: "every pod has the volumes, the account and the ports that it speaks of, and is found by what makes it",
  explanation:
    "The API server takes a pod whose account or port is not there, and it then never starts or never gets ready. A selector that is about other pods takes those for its own, and stops them.",
  remedy: "use the library's workloads, which write all of these from one place",
  promises: ["B-06", "B-07"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: podMakers,
  judge: (maker, stack) => [
    ...wrongSelector(maker),
    ...wrongAccount(maker, stack),
    ...containersOf(maker.pod).flatMap((container) => wrongContainer(container, maker)),
  ],
});

function wrongSelector({ object, spec, podLabels }: PodMaker): readonly string[] {
  if (!SELECTING.includes(object.kind)) return [];
  return problemsOf(
    unless(isSelected(spec, "selector", podLabels), "its selector does not find its own pods"),
    unless(!selectsEverything(spec, "selector"), "its selector finds all pods of the namespace"),
  );
}

function wrongAccount(
  { pod, object: { namespace, labels } }: PodMaker,
  stack: StackOutput,
): readonly string[] {
  const name = textIn(pod, "serviceAccountName");
  if (name === undefined) return [];
  const account = objectNamed(stack, GROUPS.core, "ServiceAccount", { namespace, name });
  if (account === undefined) return [`its account ${name} is not there`];
  const owner = account.object.labels[NAME];
  return problemsOf(
    unless(owner === labels[NAME], `its account ${name} is ${owner ?? "nobody"}'s, not its own`),
  );
}

function wrongContainer(container: Fields, { pod, spec }: PodMaker): readonly string[] {
  const name = containerName(container);
  const volumes = [
    ...pod.blocks("volumes").map((volume) => volume.text("name")),
    ...spec.blocks("volumeClaimTemplates").map((claim) => inner(claim, "metadata").text("name")),
  ];
  const mounts = container.blocks("volumeMounts");
  const ports = container.blocks("ports");
  return problemsOf(
    ...mounts.map((mount) =>
      unless(
        volumes.includes(mount.text("name")),
        `${name} mounts ${mount.text("name")}, which is no volume of it`,
      ),
    ),
    ...mounts.map((mount) => unless(mount.has("mountPath"), `${name} mounts a volume nowhere`)),
    ...ports.map((port) => unless(port.has("containerPort"), `${name} has a port without a number`)),
    ...container
      .blocks("env")
      .map((one) =>
        unless(
          one.has("value") || one.blocks("valueFrom").length > 0,
          `${name} has ${one.text("name")} without a value`,
        ),
      ),
    ...askedPorts(container)
      .filter((port) => !ports.some((one) => textIn(one, "name") === port))
      .map((port) => `${name} is asked at the port ${port}, which it does not have`),
  );
}

/** Names of the ports at which a container is asked how it is. */
function askedPorts(container: Fields): readonly string[] {
  const probes = ["readinessProbe", "livenessProbe", "startupProbe"].map((key) => inner(container, key));
  return probes
    .flatMap((probe) => [inner(probe, "httpGet"), inner(probe, "tcpSocket")])
    .flatMap(({ values: { port } }) => (typeof port === "string" && !/^\d+$/.test(port) ? [port] : []));
}
