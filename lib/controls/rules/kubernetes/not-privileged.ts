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
    "leave out privileged, host namespaces and hostPath; write run_as_user from 10001 and allow_privilege_escalation false, with all capabilities dropped",
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
    ...containersOf(pod).flatMap((container) => wrongContainer(container, contextsOf(pod))),
  ];
}

function wrongContainer(container: Fields, ofPod: readonly Fields[]): readonly string[] {
  const name = container.has("name") ? container.text("name") : "a container";
  const own = contextsOf(container);
  const added = own
    .flatMap((context) => context.blocks("capabilities"))
    .flatMap((capabilities) => listOf(capabilities.values.add));
  return [
    ...(isOn(said(own, "privileged")) ? [`${name} is privileged`] : []),
    // On where nothing is said, and a pod cannot say it for its containers.
    ...(isOff(said(own, "allow_privilege_escalation", "allowPrivilegeEscalation"))
      ? []
      : [`${name} may become more than it is: nothing says it may not`]),
    ...wrongUser(name, own, ofPod),
    ...added.filter((right) => STRONG.includes(right)).map((right) => `${name} has the right ${right}`),
  ];
}

/** What a container says of its user goes before what its pod says; an image that says nothing runs as root. */
function wrongUser(name: string, own: readonly Fields[], ofPod: readonly Fields[]): readonly string[] {
  const ask = (...names: readonly string[]) => said(own, ...names) ?? said(ofPod, ...names);
  const user = ask("run_as_user", "runAsUser");
  if (user !== undefined) return isUser(user) ? [] : [`${name} runs as root`];
  const isRefused = ask("run_as_non_root", "runAsNonRoot");
  return isRefused === true || isRefused === "true" ? [] : [`${name} runs as root where its image says so`];
}

function contextsOf(fields: Fields): readonly Fields[] {
  return ["security_context", "securityContext"].flatMap((key) => fields.blocks(key));
}

/** What the first block that says it says; a plan has an empty text for what is not said. */
function said(contexts: readonly Fields[], ...names: readonly string[]): unknown {
  return contexts
    .map((context) => either(context, ...names))
    .find((value) => value !== undefined && value !== "");
}

/** The number of a user that is not root. What is only known at apply may be root. */
function isUser(value: unknown): boolean {
  return /^[1-9]\d*$/.test(
    typeof value === "number" ? String(value) : typeof value === "string" ? value : "",
  );
}

function isOff(value: unknown): boolean {
  return value === false || value === "false";
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
