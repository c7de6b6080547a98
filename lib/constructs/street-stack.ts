import { DistributedPortGroup } from "@cdktf/provider-vsphere/lib/distributed-port-group";
import { Folder } from "@cdktf/provider-vsphere/lib/folder";
import { ResourcePool } from "@cdktf/provider-vsphere/lib/resource-pool";
import { Tag } from "@cdktf/provider-vsphere/lib/tag";
import { Construct } from "constructs";
import type { Client } from "../model/client";
import { MODEL_FILE_VERSION, type ModelFile, siteRecord } from "../model/model-file";
import type { Site } from "../model/site";
import type { Zone, ZoneName } from "../model/street-plan";
import type { EnvironmentFacts } from "../network/street-facts";
import { clientRecord } from "./client-record";
import { dayOf } from "./declared-day";
import { EdgeFirewall, type EdgeFirewallProps } from "./edge-firewall";
import { pathOf } from "./path";
import { sortedPromises } from "./realised-promises";
import { StraatStack } from "./straat-stack";
import type { Placement } from "./vm-group";

/** What a client's environments share: its networks, its edge, its folder and its tag. */
export class StreetStack extends StraatStack {
  /** Where the edge is put. */
  readonly placement: Placement;
  /** The front door of the street. */
  readonly edge: EdgeFirewall;
  private served: readonly { readonly facts: EnvironmentFacts }[] = [];
  private readonly portGroups: ReadonlyMap<ZoneName, DistributedPortGroup>;

  constructor(
    scope: Construct,
    readonly client: Client,
    edge: EdgeFirewallProps,
  ) {
    super(scope, `${client.name}-street`, client.site);
    this.placement = this.place();
    const networks = new Construct(this, "network");
    this.portGroups = new Map(
      client.plan.zones.map((zone) => [zone.name, this.addPortGroup(networks, zone)]),
    );
    this.edge = new EdgeFirewall(this, "edge", edge);
  }

  get path(): string {
    return pathOf(this);
  }

  override get otherSites(): readonly Site[] {
    return [this.client.backupSite];
  }

  /** The environments whose flows the edge forwards. */
  get environments(): readonly EnvironmentFacts[] {
    return this.served.map(({ facts }) => facts);
  }

  /** Tells the edge which environments it serves. */
  serve(environments: readonly { readonly facts: EnvironmentFacts }[]): void {
    this.served = environments;
  }

  /** Id of the port group of one of the street's networks. */
  portGroupId(zone: ZoneName): string {
    return (this.portGroups.get(zone) as DistributedPortGroup).id;
  }

  toModel(): ModelFile {
    return {
      version: MODEL_FILE_VERSION,
      stack: this.node.id,
      kind: "street",
      site: siteRecord(this.site),
      backupSite: siteRecord(this.client.backupSite),
      client: clientRecord(this.client, dayOf(this)),
      stage: undefined,
      audience: undefined,
      zones: this.client.plan.zones,
      groups: [this.edge.record],
      flows: [],
      walls: this.edge.wallRecords,
      admins: [],
      kubernetes: undefined,
      trust: undefined,
      waivers: this.client.waivers,
      realises: sortedPromises(["B-09", "V-02", ...this.edge.realises]),
    };
  }

  /**
   * One network on the site's switch. A server in it can neither read another's frames, nor send under another's
   * hardware address, nor change its own, and no port may say otherwise (H-22). VRRP does without: it is unicast.
   */
  private addPortGroup(scope: Construct, zone: Zone): DistributedPortGroup {
    return new DistributedPortGroup(scope, zone.name, {
      name: `${this.client.name}-${zone.name}`,
      description: zone.networks.join(" "),
      distributedVirtualSwitchUuid: this.lookups.switchUuid,
      type: "earlyBinding",
      vlanId: zone.vlan,
      allowForgedTransmits: false,
      allowMacChanges: false,
      allowPromiscuous: false,
      securityPolicyOverrideAllowed: false,
      vlanOverrideAllowed: false,
      blockOverrideAllowed: false,
      portConfigResetAtDisconnect: true,
    });
  }

  private place(): Placement {
    const place = new Construct(this, "place");
    const { name } = this.client;
    const { lookups } = this;
    const tag = new Tag(place, "tag", {
      name,
      categoryId: lookups.tagCategoryId("client"),
      description: `Client of ${this.client.team}`,
    });
    const folder = new Folder(place, "folder", {
      path: `straat/${name}`,
      type: "vm",
      datacenterId: lookups.datacenterId,
    });
    const pool = new ResourcePool(place, "pool", {
      name: `${name}-edge`,
      parentResourcePoolId: lookups.rootPoolId,
      cpuShareLevel: "high",
      memoryShareLevel: "high",
    });
    const classTag = lookups.tagId("class", this.client.classification.name);
    return { folder: folder.path, resourcePoolId: pool.id, tagIds: [tag.id, classTag] };
  }
}
