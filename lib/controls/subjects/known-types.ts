import { KINDS } from "../kubernetes/kinds";
import type { Resource } from "../terraform/resource";

/** Types of resources, and the concern whose rules judge them. */
export const KNOWN_RESOURCES: Readonly<Record<string, string>> = {
  vsphere_compute_cluster_vm_anti_affinity_rule: "redundancy",
  vsphere_datastore_cluster_vm_anti_affinity_rule: "redundancy",
  vsphere_ha_vm_override: "redundancy",
  vsphere_distributed_port_group: "separation",
  vsphere_folder: "separation",
  vsphere_resource_pool: "separation",
  vsphere_tag: "separation",
  vsphere_tag_category: "separation",
  vsphere_virtual_machine: "hardening",
};

/** Types of data sources: what is looked up, by name, in vSphere. */
export const KNOWN_LOOKUPS: Readonly<Record<string, string>> = {
  vsphere_compute_cluster: "redundancy",
  vsphere_datacenter: "separation",
  vsphere_datastore: "redundancy",
  vsphere_datastore_cluster: "redundancy",
  vsphere_distributed_virtual_switch: "separation",
  vsphere_host: "redundancy",
  vsphere_network: "separation",
  vsphere_tag: "separation",
  vsphere_tag_category: "separation",
  vsphere_virtual_machine: "hardening",
};

/** Whatever the cluster is sent as it is written; `objects-are-known` judges of which kind it is. */
const MANIFEST = "kubernetes_manifest";

/** Whether rules judge what is of this type. Of Kubernetes they judge the objects, as the API server would be sent them. */
export function isKnownType({ type, isData }: Pick<Resource, "type" | "isData">): boolean {
  if (isData) return Object.hasOwn(KNOWN_LOOKUPS, type);
  return Object.hasOwn(KNOWN_RESOURCES, type) || Object.hasOwn(KINDS, type) || type === MANIFEST;
}
