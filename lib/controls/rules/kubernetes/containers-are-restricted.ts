import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { flagIn, inner, numberIn, textIn, textsIn } from "../../subjects/kubernetes/fields";
import { isExempt } from "../../subjects/kubernetes/namespaces";
import { optOutOf } from "../../subjects/kubernetes/opt-outs";
import {
  containerName,
  containersOf,
  type PodMaker,
  podMakers,
  proxyMakers,
} from "../../subjects/kubernetes/pods";
import { problemsOf, unless } from "../../subjects/problems";
import type { Fields } from "../../terraform/fields";

/** Least number of a user: nobody on a node has it. */
const USER_MIN = 10_001;

/** What volumes a pod may have by the Pod Security Standard `restricted`. */
const VOLUMES = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

/** H-22: the Pod Security Standard `restricted`, and what CIS asks beside it. */
export const containersAreRestricted = stackRule<PodMaker>({
  id: "containers-are-restricted",
  info: "every container runs as a user and a group of its own, without rights, behind a seccomp profile and on a root file system it cannot write",
  explanation:
    "Each of these is a step between a leak in an application and the node under it. The API server refuses a pod that lacks one of the standard's; the rest nobody but this rule sees.",
  remedy:
    "use the library's workloads; what has to write its root file system, or to run as another user, says why in straat/opt-out.readOnlyRootFilesystem or straat/opt-out.highUser, and what of a platform has to be root in straat/opt-out.runAsNonRoot",
  promises: ["H-22"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => [...podMakers(stack), ...proxyMakers(stack)],
  judge: (maker, stack) => {
    const { pod } = maker;
    return [
      ...pod.blocks("volumes").flatMap((volume) => wrongVolume(volume, isExempt(maker, stack))),
      ...problemsOf(unless(pod.blocks("containers").length > 0, "it makes pods without a container")),
      ...containersOf(pod).flatMap((container) =>
        wrongContainer(container, inner(pod, "securityContext"), maker, isExempt(maker, stack)),
      ),
    ];
  },
});

/** Folders of a node are for `not-privileged` to judge where the API server lets a platform have them. */
function wrongVolume(volume: Fields, isExempted: boolean): readonly string[] {
  const kinds = Object.keys(volume.values).filter(
    (key) => key !== "name" && !(isExempted && key === "hostPath"),
  );
  return kinds
    .filter((kind) => !VOLUMES.includes(kind))
    .map((kind) => `the volume ${volume.text("name")} is of kind ${kind}, which restricted refuses`);
}

function wrongContainer(
  container: Fields,
  ofPod: Fields,
  { object }: PodMaker,
  isExempted: boolean,
): readonly string[] {
  const name = containerName(container);
  const own = inner(container, "securityContext");
  const capabilities = inner(own, "capabilities");
  const seccomp =
    textIn(inner(own, "seccompProfile"), "type") ?? textIn(inner(ofPod, "seccompProfile"), "type");
  const isRootSaid = isExempted && optOutOf(object, "runAsNonRoot") !== undefined;
  const isReadOnly = flagIn(own, "readOnlyRootFilesystem") === true;
  return problemsOf(
    ...(isRootSaid ? [] : wrongUser(name, own, ofPod, object)),
    unless(
      flagIn(own, "allowPrivilegeEscalation") === false,
      `${name} may gain privileges (allowPrivilegeEscalation)`,
    ),
    unless(textsIn(capabilities, "drop").includes("ALL"), `${name} does not drop all capabilities`),
    unless(
      isExempted || textsIn(capabilities, "add").every((right) => right === "NET_BIND_SERVICE"),
      `${name} is given capabilities that restricted refuses`,
    ),
    unless(seccomp === "RuntimeDefault" || seccomp === "Localhost", `${name} has no seccomp profile`),
    unless(
      isReadOnly || optOutOf(object, "readOnlyRootFilesystem") !== undefined,
      `${name} may write its root file system`,
    ),
  );
}

function wrongUser(name: string, own: Fields, ofPod: Fields, object: PodMaker["object"]): readonly string[] {
  const user = numberIn(own, "runAsUser") ?? numberIn(ofPod, "runAsUser");
  const group = numberIn(own, "runAsGroup") ?? numberIn(ofPod, "runAsGroup");
  const least = optOutOf(object, "highUser") === undefined ? USER_MIN : 1;
  return problemsOf(
    unless(
      (flagIn(own, "runAsNonRoot") ?? flagIn(ofPod, "runAsNonRoot")) === true,
      `${name} is not told to refuse root (runAsNonRoot)`,
    ),
    unless(
      user !== undefined && user >= least,
      `${name} runs as user ${user ?? "of its image"}, not one from ${USER_MIN} on`,
    ),
    // Where nothing says it, it is the image's, and most have files that are for root's group to write.
    unless(
      group !== undefined && group > 0,
      `${name} is of the group ${group ?? "that its image says"}, which may be root's`,
    ),
  );
}
