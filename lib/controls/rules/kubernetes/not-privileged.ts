import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import {
  containersOf,
  either,
  type KubernetesResource,
  kubernetesResources,
  podsOf,
} from "../../subjects/pods";
import { type Fields, isObject } from "../../terraform/fields";

/** Settings of a pod by which it is on its node as its node is. */
const OF_HOST: readonly (readonly [readonly string[], string])[] = [
  [["host_network", "hostNetwork"], "shares its node's network"],
  [["host_pid", "hostPID"], "sees its node's processes"],
  [["host_ipc", "hostIPC"], "shares its node's memory"],
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
export const notPrivileged = stackRule<KubernetesResource>({
  id: "not-privileged",
  info: "no container is privileged, root, or on its node as the node itself is",
  explanation:
    "Whoever breaks into an application in such a container has the node, and with it every other client's containers and secrets on it.",
  remedy:
    "leave out privileged, host namespaces and hostPath; run as a user from 10001, with all capabilities dropped",
  promises: ["H-22", "B-09"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: kubernetesResources,
  judge: ({ resource }) => podsOf(resource).flatMap(wrongPod),
});

function wrongPod(pod: Fields): readonly string[] {
  const host = OF_HOST.filter(([names]) => isOn(either(pod, ...names))).map(
    ([, problem]) => `a pod ${problem}`,
  );
  const volumes = ["volume", "volumes"].flatMap((key) => pod.blocks(key));
  const mounted = volumes.filter((volume) => isOn(either(volume, "host_path", "hostPath")));
  return [
    ...host,
    ...mounted.map(() => "a pod has a folder of its node (host path)"),
    ...containersOf(pod).flatMap(wrongContainer),
  ];
}

function wrongContainer(container: Fields): readonly string[] {
  const name = container.has("name") ? container.text("name") : "a container";
  const contexts = ["security_context", "securityContext"].flatMap((key) => container.blocks(key));
  return contexts.flatMap((context) => {
    const added = ["capabilities"]
      .flatMap((key) => context.blocks(key))
      .flatMap((one) => listOf(one.values.add));
    const user = either(context, "run_as_user", "runAsUser");
    return [
      ...(isOn(either(context, "privileged")) ? [`${name} is privileged`] : []),
      ...(isOn(either(context, "allow_privilege_escalation", "allowPrivilegeEscalation"))
        ? [`${name} may become more than it is`]
        : []),
      ...(user !== undefined && Number(user) === 0 ? [`${name} runs as root`] : []),
      ...added.filter((right) => STRONG.includes(right)).map((right) => `${name} has the right ${right}`),
    ];
  });
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Whether a setting is given: anything but false and nothing counts, also what is only known at apply. */
function isOn(value: unknown): boolean {
  const isEmpty =
    (Array.isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);
  return value !== undefined && value !== false && value !== "false" && !isEmpty;
}
