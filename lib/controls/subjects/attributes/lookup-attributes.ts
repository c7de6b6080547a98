import { type Attributes, judgedBy } from "./attribute";

const OF_THE_SITE = judgedBy("looks-at-its-own-site", "name", "datacenter_id");

/** What is looked up is found by its name: a uuid beside it would be another thing under the name that rules read. */
export const LOOKUPS: Readonly<Record<string, Attributes>> = {
  vsphere_compute_cluster: OF_THE_SITE,
  vsphere_datacenter: judgedBy("looks-at-its-own-site", "name"),
  vsphere_datastore: OF_THE_SITE,
  vsphere_datastore_cluster: OF_THE_SITE,
  vsphere_distributed_virtual_switch: OF_THE_SITE,
  vsphere_host: OF_THE_SITE,
  vsphere_network: judgedBy(
    "cards-in-own-network",
    "name",
    "datacenter_id",
    "distributed_virtual_switch_uuid",
  ),
  vsphere_tag: judgedBy("client-and-stage-tags", "name", "category_id"),
  vsphere_tag_category: judgedBy("client-and-stage-tags", "name"),
  vsphere_virtual_machine: OF_THE_SITE,
};
