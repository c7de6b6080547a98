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
