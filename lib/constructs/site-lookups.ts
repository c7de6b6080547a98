import { DataVsphereComputeCluster } from "@cdktf/provider-vsphere/lib/data-vsphere-compute-cluster";
import { DataVsphereDatacenter } from "@cdktf/provider-vsphere/lib/data-vsphere-datacenter";
import { DataVsphereDatastore } from "@cdktf/provider-vsphere/lib/data-vsphere-datastore";
import { DataVsphereDatastoreCluster } from "@cdktf/provider-vsphere/lib/data-vsphere-datastore-cluster";
import { DataVsphereDistributedVirtualSwitch } from "@cdktf/provider-vsphere/lib/data-vsphere-distributed-virtual-switch";
import { DataVsphereHost } from "@cdktf/provider-vsphere/lib/data-vsphere-host";
import { DataVsphereNetwork } from "@cdktf/provider-vsphere/lib/data-vsphere-network";
import { DataVsphereTag } from "@cdktf/provider-vsphere/lib/data-vsphere-tag";
import { DataVsphereTagCategory } from "@cdktf/provider-vsphere/lib/data-vsphere-tag-category";
import { DataVsphereVirtualMachine } from "@cdktf/provider-vsphere/lib/data-vsphere-virtual-machine";
import type { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { Site } from "../model/site";

/**
 * What a stack needs of its site, found by name through data sources and never through another stack's state.
 * Each is looked up once, and only in stacks that use it.
 */
export class SiteLookups extends Construct {
  constructor(
    stack: TerraformStack,
    private readonly site: Site,
  ) {
    super(stack, "site");
  }

  get datacenterId(): string {
    return this.once(
      "datacenter",
      (id) => new DataVsphereDatacenter(this, id, { name: this.site.datacenter }),
    ).id;
  }

  get clusterId(): string {
    return this.cluster.id;
  }

  /** The resource pool at the root of the cluster. */
  get rootPoolId(): string {
    return this.cluster.resourcePoolId;
  }

  get switchUuid(): string {
    const name = this.site.distributedSwitch;
    const { datacenterId } = this;
    return this.once(
      "switch",
      (id) => new DataVsphereDistributedVirtualSwitch(this, id, { name, datacenterId }),
    ).id;
  }

  /** The template servers are cloned from. */
  get template(): DataVsphereVirtualMachine {
    const { datacenterId } = this;
    const name = this.site.template;
    return this.once("template", (id) => new DataVsphereVirtualMachine(this, id, { name, datacenterId }));
  }

  datastoreClusterId(name: string): string {
    const { datacenterId } = this;
    return this.once("storage", (id) => new DataVsphereDatastoreCluster(this, id, { name, datacenterId })).id;
  }

  datastoreId(name: string): string {
    const { datacenterId } = this;
    return this.once(`datastore-${name}`, (id) => new DataVsphereDatastore(this, id, { name, datacenterId }))
      .id;
  }

  /** A port group on the site's switch. */
  portGroupId(name: string): string {
    const { datacenterId, switchUuid } = this;
    const make = (id: string) =>
      new DataVsphereNetwork(this, id, { name, datacenterId, distributedVirtualSwitchUuid: switchUuid });
    return this.once(`network-${name}`, make).id;
  }

  /** A host of the cluster; the look-up fails the plan when it is not there. */
  host(name: string): DataVsphereHost {
    const { datacenterId } = this;
    return this.once(`host-${name}`, (id) => new DataVsphereHost(this, id, { name, datacenterId }));
  }

  tagCategoryId(category: TagCategoryName): string {
    const name = tagCategoryName(this.site, category);
    return this.once(`tags-${category}`, (id) => new DataVsphereTagCategory(this, id, { name })).id;
  }

  tagId(category: TagCategoryName, name: string): string {
    const categoryId = this.tagCategoryId(category);
    return this.once(`tag-${category}-${name}`, (id) => new DataVsphereTag(this, id, { name, categoryId }))
      .id;
  }

  private get cluster(): DataVsphereComputeCluster {
    const name = this.site.cluster;
    const { datacenterId } = this;
    return this.once("cluster", (id) => new DataVsphereComputeCluster(this, id, { name, datacenterId }));
  }

  private once<T extends Construct>(id: string, make: (id: string) => T): T {
    return (this.node.tryFindChild(id) as T | undefined) ?? make(id);
  }
}

/** What servers are tagged with. */
export const TAG_CATEGORIES = ["client", "stage", "class"] as const;
export type TagCategoryName = (typeof TAG_CATEGORIES)[number];

/** Categories carry the site's name: two sites may share a vCenter, and a category is one for the whole of it. */
export function tagCategoryName(site: Site, category: TagCategoryName): string {
  return `straat-${site.name}-${category}`;
}
