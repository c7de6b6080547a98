import type { Subject } from "../rule";
import { Fields, isObject } from "../terraform/fields";
import type { Resource } from "../terraform/resource";
import type { StackOutput } from "../terraform/stack-output";
import { Unreadable } from "../unreadable";

/** A resource of Kubernetes. */
export interface KubernetesResource extends Subject {
  readonly resource: Resource;
}

/** Kinds that stand in no namespace. */
const OF_NO_NAMESPACE =
  /^kubernetes_(namespace|cluster_role|cluster_role_binding|storage_class|persistent_volume|priority_class|validating_webhook_configuration|mutating_webhook_configuration|api_service|csi_driver|ingress_class|runtime_class|certificate_signing_request|node_taint|labels|annotations|env|config_map_v1_data)(_v\d\w*)?$/;

/** Every resource of Kubernetes that a stack makes. */
export function kubernetesResources(stack: StackOutput): readonly KubernetesResource[] {
  return stack.resources
    .filter(({ type, isData }) => !isData && type.startsWith("kubernetes_"))
    .map((resource) => ({ id: stack.subjectId(resource.address), resource }));
}

/** Those that stand in a namespace. */
export function namespaced(stack: StackOutput): readonly KubernetesResource[] {
  return kubernetesResources(stack).filter(({ resource }) => !OF_NO_NAMESPACE.test(resource.type));
}

/** Manifests are written as Kubernetes itself writes them, everything else as Terraform does. */
const PODS = ["spec", "template", "job_template", "jobTemplate", "manifest", "pod_template"];
const CONTAINERS = ["container", "containers", "init_container", "initContainers", "ephemeralContainers"];

/** What a resource says of pods: each block that has containers in it. */
export function podsOf(resource: Resource): readonly Fields[] {
  return podsIn(resource);
}

function podsIn(fields: Fields): readonly Fields[] {
  const own = CONTAINERS.some((key) => fields.has(key)) ? [fields] : [];
  const inner = PODS.filter((key) => fields.has(key)).flatMap((key) => blocksOf(fields, key).flatMap(podsIn));
  return [...own, ...inner];
}

/** Containers of a pod, those of its start among them. */
export function containersOf(pod: Fields): readonly Fields[] {
  return CONTAINERS.flatMap((key) => blocksOf(pod, key));
}

/** A block as an object, a list of them, or a manifest as a text of JSON. @throws Unreadable for another text */
function blocksOf(fields: Fields, key: string): readonly Fields[] {
  const value = fields.values[key];
  if (typeof value !== "string") return fields.blocks(key);
  const where = `${fields.where}.${key}`;
  try {
    const parsed: unknown = JSON.parse(value);
    if (isObject(parsed)) return [new Fields(parsed, where)];
  } catch {
    // Told below, as what is no object.
  }
  throw new Unreadable(`${where} is a text in which no pod can be found`);
}

/** A setting by either of its names, as `hostNetwork` and `host_network`. */
export function either(fields: Fields, ...names: readonly string[]): unknown {
  return names.map((name) => fields.values[name]).find((value) => value !== undefined && value !== null);
}
