import { onceFor } from "../../once-for";
import { Fields } from "../../terraform/fields";
import type { StackOutput } from "../../terraform/stack-output";
import { inner, mapIn } from "./fields";
import { GROUPS, type MadeObject, madeObjects, ofKind } from "./objects";

/** An object that makes pods, and what it says of them. */
export interface PodMaker extends MadeObject {
  /** The specification of its pods. */
  readonly pod: Fields;
  readonly podLabels: Readonly<Record<string, string>>;
}

/** Where the template of its pods stands in an object of a kind. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  [`${GROUPS.apps}/Deployment`]: ["template"],
  [`${GROUPS.apps}/StatefulSet`]: ["template"],
  [`${GROUPS.apps}/DaemonSet`]: ["template"],
  [`${GROUPS.batch}/Job`]: ["template"],
  [`${GROUPS.batch}/CronJob`]: ["jobTemplate", "spec", "template"],
};

/** Kinds that make pods, and the pod itself. */
export const MAKING_PODS = [...Object.keys(TEMPLATES).map((key) => key.slice(key.indexOf("/") + 1)), "Pod"];

/** Everything in a stack that makes pods. */
export const podMakers = onceFor((stack: StackOutput): readonly PodMaker[] =>
  madeObjects(stack).flatMap((made) => podsOf(made) ?? []),
);

function podsOf(made: MadeObject): PodMaker | undefined {
  const { kind, apiVersion, labels } = made.object;
  if (kind === "Pod" && apiVersion === "v1") return { ...made, pod: made.spec, podLabels: labels };
  const path = TEMPLATES[`${groupOf(made)}/${kind}`];
  if (path === undefined) return undefined;
  const template = inner(made.spec, ...path);
  const podLabels = mapIn(inner(template, "metadata"), "labels");
  return { ...made, pod: inner(template, "spec"), podLabels };
}

/**
 * The proxies of gateways, as their controller makes pods of what their set-up says. It gives them probes, an account and a name
 * itself, so rules about those do not look here.
 */
export function proxyMakers(stack: StackOutput): readonly PodMaker[] {
  return ofKind(stack, GROUPS.envoy, "EnvoyProxy").map((made) => {
    const deployment = inner(made.spec, "provider", "kubernetes", "envoyDeployment");
    const container = { name: "envoy", ...inner(deployment, "container").values };
    const others = deployment.has("initContainers")
      ? { initContainers: deployment.values.initContainers }
      : {};
    const pod = { ...inner(deployment, "pod").values, ...others, containers: [container] };
    return { ...made, pod: new Fields(pod, deployment.where), podLabels: {} };
  });
}

/** The group of an object's API; empty for the core's. */
export function groupOf({ object: { apiVersion } }: MadeObject): string {
  const slash = apiVersion.indexOf("/");
  return slash < 0 ? "" : apiVersion.slice(0, slash);
}

const STARTING = ["initContainers", "ephemeralContainers"];

/** Containers that run as long as their pod does. */
export function runningContainers(pod: Fields): readonly Fields[] {
  return pod.blocks("containers");
}

/** All containers of a pod, those of its start among them. */
export function containersOf(pod: Fields): readonly Fields[] {
  return [...runningContainers(pod), ...STARTING.flatMap((key) => pod.blocks(key))];
}

/** What people call a container. */
export function containerName(container: Fields): string {
  return container.has("name") ? container.text("name") : "a container";
}
