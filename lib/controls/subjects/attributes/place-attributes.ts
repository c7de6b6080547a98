import { type Attributes, fixed, judgedBy } from "./attribute";

const RESERVED = "it takes room for good that other stages and clients need";
const WORDS = { anything: "a note for people" } as const;

/** `vsphere_folder` */
export const FOLDER: Attributes = judgedBy("own-folder", "path", "datacenter_id", "type");

/** `vsphere_resource_pool` */
export const POOL: Attributes = {
  ...judgedBy("own-resource-pool", "name", "parent_resource_pool_id"),
  ...judgedBy("own-resource-pool", "cpu_share_level", "memory_share_level", "cpu_limit", "memory_limit"),
  ...fixed(0, RESERVED, "cpu_reservation", "memory_reservation"),
  ...fixed(
    true,
    "its servers do not start when its own room is taken",
    "cpu_expandable",
    "memory_expandable",
  ),
  scale_descendants_shares: { is: "disabled", otherwise: "its shares grow with what is in it" },
};

/** `vsphere_tag` */
export const TAG: Attributes = {
  ...judgedBy("only-what-a-stack-needs", "name", "category_id"),
  description: WORDS,
};

/** `vsphere_tag_category` */
export const TAG_CATEGORY: Attributes = {
  ...judgedBy("tags-tell-apart", "name", "cardinality", "associable_types"),
  description: WORDS,
};

/** `vsphere_compute_cluster_vm_anti_affinity_rule` */
export const APART_BY_HOST: Attributes = {
  ...judgedBy("members-on-different-hosts", "compute_cluster_id", "enabled", "mandatory"),
  virtual_machine_ids: { judgedBy: "only-what-a-stack-needs" },
  name: { judgedBy: "names-say-whose" },
};

/** `vsphere_datastore_cluster_vm_anti_affinity_rule` */
export const APART_BY_DATASTORE: Attributes = {
  ...judgedBy("members-on-different-datastores", "datastore_cluster_id", "enabled", "mandatory"),
  virtual_machine_ids: { judgedBy: "only-what-a-stack-needs" },
  name: { judgedBy: "names-say-whose" },
};

const CLUSTER_DECIDES = "what happens when a host or its storage is lost is another thing for this server";

/** `vsphere_ha_vm_override` */
export const RESTART: Attributes = {
  ...judgedBy("restart-priority", "compute_cluster_id", "virtual_machine_id", "ha_vm_restart_priority"),
  ha_vm_restart_timeout: { is: -1, otherwise: CLUSTER_DECIDES },
  ha_host_isolation_response: { is: "clusterIsolationResponse", otherwise: CLUSTER_DECIDES },
  ha_datastore_apd_recovery_action: { is: "useClusterDefault", otherwise: CLUSTER_DECIDES },
  ha_datastore_apd_response_delay: { is: -1, otherwise: CLUSTER_DECIDES },
  ...fixed("clusterDefault", CLUSTER_DECIDES, "ha_datastore_pdl_response", "ha_datastore_apd_response"),
  ha_vm_monitoring_use_cluster_defaults: { is: true, otherwise: CLUSTER_DECIDES },
};

const OPENED = "a single port differs from its group";

/** `vsphere_distributed_port_group` */
export const PORT_GROUP: Attributes = {
  ...judgedBy(
    "port-group-is-closed",
    "allow_promiscuous",
    "allow_forged_transmits",
    "allow_mac_changes",
    "security_policy_override_allowed",
    "vlan_override_allowed",
    "block_override_allowed",
    "traffic_filter_override_allowed",
    "uplink_teaming_override_allowed",
    "directpath_gen2_allowed",
    "block_all_ports",
    "type",
    "port_config_reset_at_disconnect",
    "vlan_range",
    "port_private_secondary_vlan_id",
  ),
  ...judgedBy("port-group-of-every-zone", "vlan_id", "distributed_virtual_switch_uuid"),
  name: { judgedBy: "port-groups-are-declared" },
  description: WORDS,
  number_of_ports: { anything: "how many ports there are to begin with" },
  port_name_format: { anything: "what ports are called" },
  auto_expand: { is: true, otherwise: "a server finds no port left" },
  netflow_enabled: { is: false, otherwise: "who talks to whom is sent to whoever the switch tells" },
  ...fixed(false, "it is held back", "egress_shaping_enabled", "ingress_shaping_enabled"),
  ...fixed(false, OPENED, "netflow_override_allowed", "shaping_override_allowed"),
  ...fixed(false, OPENED, "network_resource_pool_override_allowed", "live_port_moving_allowed"),
  ...fixed(false, "its uplinks are bundled as the switch does not know", "lacp_enabled"),
};
