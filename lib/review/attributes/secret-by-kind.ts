import { isObject } from "../../controls/terraform/fields";

/** Attributes of `kubernetes_secret_v1` and its like that hold what it keeps. */
const OF_SECRETS = new Set(["data", "binary_data", "data_wo", "binary_data_wo"]);
/** And of a Secret as the API server knows it. */
const OF_MANIFESTS = new Set(["data", "stringData"]);

/**
 * Whether an attribute holds what Kubernetes calls a Secret, of which a synth or a manifest says nothing.
 *
 * @param type of the resource
 * @param owner the object that has the attribute, before or after
 * @param isTop whether that is the resource itself
 */
export function isKubernetesSecret(type: string, owner: unknown, key: string, isTop: boolean): boolean {
  if (isTop) return type.startsWith("kubernetes_secret") && OF_SECRETS.has(key);
  return OF_MANIFESTS.has(key) && isObject(owner) && owner.kind === "Secret";
}
