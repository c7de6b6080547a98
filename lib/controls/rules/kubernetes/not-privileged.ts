import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { flagIn, inner, numberIn, textsIn } from "../../subjects/kubernetes/fields";
import { isExempt } from "../../subjects/kubernetes/namespaces";
import { optOutOf, optOutsOf } from "../../subjects/kubernetes/opt-outs";
import { containerName, containersOf, type PodMaker, podMakers } from "../../subjects/kubernetes/pods";
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
  subjects: podMakers,
  judge(maker, stack) {
    const wrong = wrongPod(maker.pod);
    if (wrong.length === 0 || !isExempt(maker, stack)) return wrong;
    const isSaid = optOutsOf(maker.object).some((name) => optOutOf(maker.object, name) !== undefined);
    return isSaid
      ? []
      : [`it may do what others may not, and no annotation straat/opt-out.… says why: ${wrong[0]}`];
  },
});

function wrongPod(pod: Fields): readonly string[] {
  const host = OF_HOST.filter(([key]) => flagIn(pod, key) === true).map(([, problem]) => `a pod ${problem}`);
  const mounted = pod.blocks("volumes").filter((volume) => volume.has("hostPath"));
  return [
    ...host,
    ...mounted.map(() => "a pod has a folder of its node (host path)"),
    ...containersOf(pod).flatMap((container) => wrongContainer(container, inner(pod, "securityContext"))),
  ];
}

function wrongContainer(container: Fields, ofPod: Fields): readonly string[] {
  const name = containerName(container);
  const own = inner(container, "securityContext");
  return [
    ...(flagIn(own, "privileged") === true ? [`${name} is privileged`] : []),
    // On where nothing is said, and a pod cannot say it for its containers.
    ...(flagIn(own, "allowPrivilegeEscalation") === false
      ? []
      : [`${name} may become more than it is: nothing says it may not`]),
    ...wrongUser(name, own, ofPod),
    ...textsIn(inner(own, "capabilities"), "add")
      .filter((right) => STRONG.includes(right.replace(/^CAP_/, "")))
      .map((right) => `${name} has the right ${right}`),
  ];
}

/** What a container says of its user goes before what its pod says; an image that says nothing runs as root. */
function wrongUser(name: string, own: Fields, ofPod: Fields): readonly string[] {
  const user = numberIn(own, "runAsUser") ?? numberIn(ofPod, "runAsUser");
  if (user !== undefined) return user > 0 ? [] : [`${name} runs as root`];
  const isRefused = flagIn(own, "runAsNonRoot") ?? flagIn(ofPod, "runAsNonRoot");
  return isRefused === true ? [] : [`${name} runs as root where its image says so`];
}
