import type { Resource } from "../../terraform/resource";
import type { Attributes } from "./attribute";
import { LOOKUPS } from "./lookup-attributes";
import { MACHINE } from "./machine-attributes";
import {
  APART_BY_DATASTORE,
  APART_BY_HOST,
  FOLDER,
  POOL,
  PORT_GROUP,
  RESTART,
  TAG,
  TAG_CATEGORY,
} from "./place-attributes";

const RESOURCES: Readonly<Record<string, Attributes>> = {
  vsphere_compute_cluster_vm_anti_affinity_rule: APART_BY_HOST,
  vsphere_datastore_cluster_vm_anti_affinity_rule: APART_BY_DATASTORE,
  vsphere_ha_vm_override: RESTART,
  vsphere_distributed_port_group: PORT_GROUP,
  vsphere_folder: FOLDER,
  vsphere_resource_pool: POOL,
  vsphere_tag: TAG,
  vsphere_tag_category: TAG_CATEGORY,
  vsphere_virtual_machine: MACHINE,
};

/** What is known of a type's attributes; undefined for a type that no rule knows, which is a finding of its own. */
export function attributesOf({ type, isData }: Pick<Resource, "type" | "isData">): Attributes | undefined {
  const known = isData ? LOOKUPS : RESOURCES;
  return Object.hasOwn(known, type) ? known[type] : undefined;
}
