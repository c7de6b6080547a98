import type { AttributeChange } from "../stack-review";
import { isLeftAlone, isWithin } from "./frozen";

/**
 * Attributes whose change makes a provider replace the thing, of the types this house makes: a synth does not tell, and a plan
 * does. What is not known here shows as an update until Terraform says otherwise.
 */
const REPLACED_BY: Readonly<Record<string, readonly string[]>> = {
  vsphere_virtual_machine: ["replace_trigger", "clone", "datacenter_id"],
  vsphere_folder: ["type", "datacenter_id"],
  vsphere_tag: ["category_id"],
  vsphere_tag_category: ["cardinality"],
  vsphere_distributed_port_group: ["distributed_virtual_switch_uuid"],
  vsphere_compute_cluster_vm_anti_affinity_rule: ["compute_cluster_id"],
  vsphere_datastore_cluster_vm_anti_affinity_rule: ["datastore_cluster_id"],
  vsphere_ha_vm_override: ["compute_cluster_id", "virtual_machine_id"],
  terraform_data: ["triggers_replace"],
};

/** Of any object of Kubernetes, as the API has it and as the provider does. */
const OF_OBJECTS = ["metadata", "metadata[0]", "manifest.metadata"].flatMap((metadata) => [
  `${metadata}.name`,
  `${metadata}.namespace`,
]);
const OF_MANIFESTS = ["kind", "apiVersion", "manifest.kind", "manifest.apiVersion"];

/** What the API server refuses to change, by what the type's name begins with. */
const OF_KINDS: readonly (readonly [string, readonly string[]])[] = [
  ["kubernetes_deployment", ["spec.selector"]],
  ["kubernetes_daemon_set", ["spec.selector"]],
  ["kubernetes_stateful_set", ["spec.selector", "spec.serviceName", "spec.volumeClaimTemplates"]],
  ["kubernetes_role_binding", ["roleRef"]],
  ["kubernetes_cluster_role_binding", ["roleRef"]],
  ["kubernetes_secret", ["type"]],
  ["kubernetes_manifest", OF_MANIFESTS],
];

function deciding(type: string): readonly string[] {
  const own = REPLACED_BY[type];
  if (own !== undefined) return own;
  if (!type.startsWith("kubernetes_")) return [];
  return [...OF_OBJECTS, ...OF_KINDS.flatMap(([start, paths]) => (type.startsWith(start) ? paths : []))];
}

/** Paths among the changes that make a provider replace a resource; none where it can be changed in place. */
export function replacePathsOf(
  type: string,
  changes: readonly AttributeChange[],
  ignored: readonly string[],
): readonly string[] {
  const own = deciding(type);
  const isDeciding = (path: string) => own.some((attribute) => isWithin(path, attribute));
  return changes
    .filter(({ path, isCosmetic }) => !isCosmetic && !isLeftAlone(path, ignored) && isDeciding(path))
    .map(({ path }) => path);
}
