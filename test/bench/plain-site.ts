import { DataVsphereComputeCluster } from "@cdktf/provider-vsphere/lib/data-vsphere-compute-cluster";
import { DataVsphereDatacenter } from "@cdktf/provider-vsphere/lib/data-vsphere-datacenter";
import { DataVsphereDatastoreCluster } from "@cdktf/provider-vsphere/lib/data-vsphere-datastore-cluster";
import { DataVsphereDistributedVirtualSwitch } from "@cdktf/provider-vsphere/lib/data-vsphere-distributed-virtual-switch";
import { DataVsphereNetwork } from "@cdktf/provider-vsphere/lib/data-vsphere-network";
import { DataVsphereTag } from "@cdktf/provider-vsphere/lib/data-vsphere-tag";
import { DataVsphereTagCategory } from "@cdktf/provider-vsphere/lib/data-vsphere-tag-category";
import { DataVsphereVirtualMachine } from "@cdktf/provider-vsphere/lib/data-vsphere-virtual-machine";
import { VsphereProvider, type VsphereProviderConfig } from "@cdktf/provider-vsphere/lib/provider";
import { type App, LocalBackend, TerraformStack } from "cdktf";
import type { SiteProps } from "../../lib";

/** A stack with its backend and provider, and what every stack looks up on its site. */
export class SiteStack extends TerraformStack {
  readonly datacenter: DataVsphereDatacenter;
  readonly cluster: DataVsphereComputeCluster;
  readonly storage: DataVsphereDatastoreCluster;
  readonly switch: DataVsphereDistributedVirtualSwitch;
  readonly template: DataVsphereVirtualMachine;

  constructor(
    app: App,
    name: string,
    readonly site: SiteProps,
  ) {
    super(app, name);
    new LocalBackend(this, { path: `../../../terraform.${name}.tfstate` });
    // Address and credentials come from the environment; the binding's types do not know that.
    new VsphereProvider(this, "vsphere", {} as VsphereProviderConfig);
    this.datacenter = new DataVsphereDatacenter(this, "datacenter", { name: site.datacenter });
    const datacenterId = this.datacenter.id;
    this.cluster = new DataVsphereComputeCluster(this, "cluster", { name: site.cluster, datacenterId });
    this.storage = new DataVsphereDatastoreCluster(this, "storage", {
      name: "datastoreCluster" in site.storage ? site.storage.datastoreCluster : "",
      datacenterId,
    });
    this.switch = new DataVsphereDistributedVirtualSwitch(this, "switch", {
      name: site.distributedSwitch,
      datacenterId,
    });
    this.template = new DataVsphereVirtualMachine(this, "template", { name: site.template, datacenterId });
  }

  portGroup(name: string): DataVsphereNetwork {
    return new DataVsphereNetwork(this, `network-${name}`, {
      name,
      datacenterId: this.datacenter.id,
      distributedVirtualSwitchUuid: this.switch.id,
    });
  }

  tagCategory(category: string): DataVsphereTagCategory {
    return new DataVsphereTagCategory(this, `tags-${category}`, {
      name: `straat-${this.site.name}-${category}`,
    });
  }

  tag(category: string, name: string): DataVsphereTag {
    const { id } = this.tagCategory(category);
    return new DataVsphereTag(this, `tag-${category}`, { name, categoryId: id });
  }
}

/** The address at an offset from that of a network of at most a /16: 257 in 172.20.0.0/19 is 172.20.1.1. */
export function ipv4At(network: string, offset: number): string {
  const [a = 0, b = 0, c = 0, d = 0] = network.split(/[./]/).map(Number);
  const value = c * 256 + d + offset;
  return `${a}.${b}.${value >> 8}.${value & 255}`;
}

/** The same for a network that ends in `::`. */
export function ipv6At(network: string, offset: number): string {
  return `${network.split("/")[0]}${offset.toString(16)}`;
}
