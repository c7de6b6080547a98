import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { type KubernetesResource, namespaced } from "../../subjects/pods";
import { Fields, isObject } from "../../terraform/fields";
import { Unreadable } from "../../unreadable";

const SHARED = ["default", "kube-system", "kube-public", "kube-node-lease"];

/** B-09, V-09: a client's stage stands in a namespace of its own, to which its walls and its rights belong. */
export const namespaceNotDefault = stackRule<KubernetesResource>({
  id: "namespace-not-default",
  info: "everything in Kubernetes stands in a namespace that is named, and is not the cluster's",
  explanation:
    "Rights, quotas and network policies hold by namespace. In the one that everybody shares, clients and stages see each other.",
  remedy: "give metadata a namespace, one for each client and stage",
  promises: ["B-09", "V-09"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "clients and stages would see each other" },
  subjects: namespaced,
  judge({ resource }) {
    const namespace = namespaceOf(resource);
    if (namespace === undefined) return "it names no namespace, and lands in default";
    return SHARED.includes(namespace) ? `it stands in ${namespace}, which is everybody's` : undefined;
  },
});

function namespaceOf(resource: Fields): string | undefined {
  const { manifest } = resource.values;
  const holder = isObject(manifest) ? new Fields(manifest, `${resource.where}.manifest`) : resource;
  if (holder.has("namespace")) return holder.text("namespace");
  const [metadata] = holder.blocks("metadata");
  if (metadata === undefined) throw new Unreadable(`${resource.where} has no metadata that can be read`);
  return metadata.has("namespace") ? metadata.text("namespace") : undefined;
}
