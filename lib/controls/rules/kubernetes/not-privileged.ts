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
import type { Fields } from "../../terraform/fields";

/** Settings of a pod by which it is on its node as its node is. */
const OF_HOST: readonly (readonly [string, string])[] = [
  ["hostNetwork", "shares its node's network"],
  ["hostPID", "sees its node's processes"],
  ["hostIPC", "shares its node's memory"],
];

/** Rights of the kernel that are as good as root on the node. */
const STRONG = [
  "ALL",
  "SYS_ADMIN",
  "SYS_PTRACE",
  "SYS_MODULE",
  "NET_ADMIN",
  "NET_RAW",
  "DAC_READ_SEARCH",
  "BPF",
  "SYS_BOOT",
];

/** H-22, B-09: a container is a container: whoever gets into one is nowhere else. */
export const notPrivileged = stackRule<PodMaker>({
  id: "not-privileged",
  info: "no container is privileged, root, or on its node as the node itself is; what of the platform has to be says why",
  explanation:
    "Whoever breaks into an application in such a container has the node, and with it every other client's containers and secrets on it.",
  remedy:
    "leave out privileged, host namespaces and hostPath; write run_as_user from 10001 and allow_privilege_escalation false, with all capabilities dropped",
  promises: ["H-22", "B-09"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => [...podMakers(stack), ...proxyMakers(stack)],
  judge(maker, stack) {
    const isSaid = (optOut: string) => isExempt(maker, stack) && optOutOf(maker.object, optOut) !== undefined;
    return wrongPod(maker.pod)
      .filter(({ optOut }) => !isSaid(optOut))
      .map(({ optOut, problem }) =>
        isExempt(maker, stack) ? `${problem}, and no annotation straat/opt-out.${optOut} says why` : problem,
      );
  },
});

/** What a pod may do that others may not, and the default it does without. */
interface Excess {
  readonly optOut: string;
  readonly problem: string;
}

function wrongPod(pod: Fields): readonly Excess[] {
  const host = OF_HOST.filter(([key]) => flagIn(pod, key) === true).map(([optOut, problem]) => ({
    optOut,
    problem: `a pod ${problem}`,
  }));
  return [
    ...host,
    ...pod
      .blocks("volumes")
      .filter((volume) => volume.has("hostPath"))
      .flatMap((volume) => wrongFolder(volume, pod)),
    ...containersOf(pod).flatMap((container) => wrongContainer(container, inner(pod, "securityContext"))),
  ];
}

/** A folder that is there already is others' too; one of its own a pod makes itself. */
function wrongFolder(volume: Fields, pod: Fields): readonly Excess[] {
  const name = volume.text("name");
  const isOwn = textIn(volume.map("hostPath"), "type") === "DirectoryOrCreate";
  const isWritten = containersOf(pod)
    .flatMap((container) => container.blocks("volumeMounts"))
    .some((mount) => mount.text("name") === name && flagIn(mount, "readOnly") !== true);
  return [
    { optOut: "hostPath", problem: "a pod has a folder of its node (host path)" },
    ...(isWritten && !isOwn
      ? [
          {
            optOut: "writableHostPath",
            problem: `a pod writes a folder of its node that is others' too (${name})`,
          },
        ]
      : []),
  ];
}

function wrongContainer(container: Fields, ofPod: Fields): readonly Excess[] {
  const name = containerName(container);
  const own = inner(container, "securityContext");
  const excess = (optOut: string, problem: string): Excess => ({ optOut, problem });
  return [
    ...(flagIn(own, "privileged") === true ? [excess("privileged", `${name} is privileged`)] : []),
    // On where nothing is said, and a pod cannot say it for its containers.
    ...(flagIn(own, "allowPrivilegeEscalation") === false
      ? []
      : [excess("allowPrivilegeEscalation", `${name} may become more than it is: nothing says it may not`)]),
    ...wrongUser(name, own, ofPod).map((problem) => excess("runAsNonRoot", problem)),
    ...textsIn(inner(own, "capabilities"), "add")
      .filter((right) => STRONG.includes(right.replace(/^CAP_/, "")))
      .map((right) => excess("capabilities", `${name} has the right ${right}`)),
  ];
}

/** What a container says of its user goes before what its pod says; an image that says nothing runs as root. */
function wrongUser(name: string, own: Fields, ofPod: Fields): readonly string[] {
  const user = numberIn(own, "runAsUser") ?? numberIn(ofPod, "runAsUser");
  if (user !== undefined) return user > 0 ? [] : [`${name} runs as root`];
  const isRefused = flagIn(own, "runAsNonRoot") ?? flagIn(ofPod, "runAsNonRoot");
  return isRefused === true ? [] : [`${name} runs as root where its image says so`];
}
