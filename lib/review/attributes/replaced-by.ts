import { isWithin } from "./path";

/**
 * Attributes whose change makes a provider replace a thing, by the type of it: a plan tells, a synth does not, and neither do the
 * bindings. Read in the providers' own sources (vsphere 2.15, kubernetes 2.38): what their schemas force, and what they force while
 * they plan. Every type that Straat makes is here, also where nothing forces it.
 *
 * Places in a list are left out: `disk.label` is that of any disk. Of objects in a cluster both spellings stand, the API's and the
 * provider's, since either may be what is compared.
 */
const REPLACED_BY: Readonly<Record<string, readonly string[]>> = {
  terraform_data: ["triggers_replace"],
  vsphere_compute_cluster_vm_anti_affinity_rule: ["compute_cluster_id"],
  vsphere_datastore_cluster_vm_anti_affinity_rule: ["datastore_cluster_id"],
  vsphere_distributed_port_group: ["distributed_virtual_switch_uuid"],
  vsphere_folder: ["type", "datacenter_id"],
  vsphere_ha_vm_override: ["compute_cluster_id", "virtual_machine_id"],
  vsphere_resource_pool: [],
  vsphere_tag: ["category_id"],
  vsphere_tag_category: ["cardinality"],
  vsphere_virtual_machine: ["replace_trigger", "clone", "ovf_deploy", "network_interface.ovf_mapping"],
  ...inCluster({
    kubernetes_cluster_role_binding_v1: ["roleRef", "role_ref"],
    kubernetes_cluster_role_v1: [],
    kubernetes_config_map_v1: [],
    kubernetes_cron_job_v1: [
      ...namesIn("spec.jobTemplate.metadata"),
      ...namesIn("spec.job_template.metadata"),
      ...namesIn("spec.jobTemplate.spec.template.metadata"),
      ...namesIn("spec.job_template.spec.template.metadata"),
    ],
    kubernetes_daemon_set_v1: ["spec.selector", ...namesIn("spec.template.metadata")],
    kubernetes_default_service_account_v1: [],
    kubernetes_deployment_v1: ["spec.selector", ...namesIn("spec.template.metadata")],
    kubernetes_horizontal_pod_autoscaler_v2: [],
    kubernetes_limit_range_v1: [],
    kubernetes_manifest: [
      ...["kind", "apiVersion", "manifest.kind", "manifest.apiVersion"],
      ...namesIn("manifest.metadata"),
    ],
    kubernetes_namespace_v1: [],
    kubernetes_network_policy_v1: [],
    kubernetes_resource_quota_v1: ["spec.scopes"],
    kubernetes_role_binding_v1: ["roleRef", "role_ref"],
    kubernetes_role_v1: [],
    kubernetes_secret_v1: ["type"],
    kubernetes_service_account_v1: [],
    kubernetes_service_v1: [
      ...["spec.clusterIP", "spec.clusterIPs", "spec.healthCheckNodePort", "spec.loadBalancerClass"],
      ...["spec.cluster_ip", "spec.cluster_ips", "spec.health_check_node_port", "spec.load_balancer_class"],
    ],
    kubernetes_stateful_set_v1: [
      ...["spec.selector", ...namesIn("spec.template.metadata")],
      ...["spec.serviceName", "spec.podManagementPolicy", "spec.revisionHistoryLimit"],
      ...["spec.service_name", "spec.pod_management_policy", "spec.revision_history_limit"],
      ...["spec.volumeClaimTemplates", "spec.volume_claim_template"],
    ],
  }),
};

/** What lies below one of those and forces nothing: how long to wait for a copy. */
const HARMLESS: Readonly<Record<string, readonly string[]>> = {
  vsphere_virtual_machine: ["clone.timeout"],
};

/** Whether what forces a type is known here, and be it nothing. */
export function isKnownType(type: string): boolean {
  return Object.hasOwn(REPLACED_BY, type);
}

/**
 * Whether a provider replaces a thing when this attribute of it changes. What is not known here is taken to change in place, until
 * Terraform says otherwise; but no object in a cluster gets another name.
 *
 * @param path as `AttributeChange` has it: `spec[0].selector[0].match_labels`
 */
export function forcesReplacement(type: string, path: string): boolean {
  const place = path.replace(/\[\d+\]/g, "");
  const isIn = (paths: readonly string[]) => paths.some((own) => isWithin(place, own));
  return isIn(deciding(type)) && !isIn(listed(HARMLESS, type));
}

function deciding(type: string): readonly string[] {
  // The provider has older names for the same: `kubernetes_deployment`.
  const known = isKnownType(type) ? type : `${type}_v1`;
  if (isKnownType(known)) return listed(REPLACED_BY, known);
  return type.startsWith("kubernetes_") ? namesIn("metadata") : [];
}

function listed(table: typeof REPLACED_BY, type: string): readonly string[] {
  return Object.hasOwn(table, type) ? (table[type] ?? []) : [];
}

function inCluster(types: typeof REPLACED_BY): typeof REPLACED_BY {
  return Object.fromEntries(
    Object.entries(types).map(([type, own]) => [type, [...namesIn("metadata"), ...own]]),
  );
}

/** What an object is called, which the provider forces of the objects in a template too. */
function namesIn(metadata: string): readonly string[] {
  return ["name", "namespace", "generateName", "generate_name"].map((key) => `${metadata}.${key}`);
}
