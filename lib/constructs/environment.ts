import { Folder } from "@cdktf/provider-vsphere/lib/folder";
import { ResourcePool } from "@cdktf/provider-vsphere/lib/resource-pool";
import { Construct } from "constructs";
import type { Cidr } from "../model/cidr";
import { type Client, checkExposure } from "../model/client";
import { Exposure } from "../model/exposure";
import type { Flow } from "../model/flow";
import type { IpFamily } from "../model/ip";
import { InvalidError, type Mistakes } from "../model/mistake";
import { MODEL_FILE_VERSION, type ModelFile, siteRecord } from "../model/model-file";
import { Peer } from "../model/peer";
import type { Site } from "../model/site";
import type { Software } from "../model/software";
import { Stage } from "../model/stage";
import type { GroupAddresses, Zone } from "../model/street-plan";
import { idOfFlow } from "../network/compile";
import type { EnvironmentFacts } from "../network/street-facts";
import { clientRecord, whitelistToday } from "./client-record";
import type { FlowRegister } from "./connections";
import { dayOf } from "./declared-day";
import { Expectations } from "./expectations";
import { Tenant } from "./kubernetes/tenant";
import type { Workload } from "./kubernetes/workload";
import { pathOf } from "./path";
import { sortedPromises } from "./realised-promises";
import { StraatStack } from "./straat-stack";
import { type Placement, VmGroup } from "./vm-group";

/** Weight of an environment's servers when a host is short of processor or memory time. */
const SHARES = { development: "low", test: "low", acceptance: "normal", production: "high" } as const;

/**
 * One stage of a client's street: its own stack and state, folder, resource pool, tags and network (B-09). What
 * one stage's stack makes, no other stage's can name.
 */
export class Environment extends StraatStack implements FlowRegister {
  /** The environment's network. */
  readonly zone: Zone;
  /** Where its servers are put. */
  readonly placement: Placement;
  /** What has to be open and what has to be closed here, checked at every synth. */
  readonly expect = new Expectations();
  private readonly flows: Flow[] = [];
  private readonly takenSlots = new Map<number, string>();

  constructor(
    scope: Construct,
    readonly client: Client,
    readonly stage: Stage,
  ) {
    super(scope, `${client.name}-${stage.name}`, client.site);
    this.zone = client.plan.zone(stage.name);
    this.placement = this.place();
  }

  get path(): string {
    return pathOf(this);
  }

  override get otherSites(): readonly Site[] {
    return [this.client.backupSite];
  }

  get countrySource(): string | undefined {
    return this.site.countrySource;
  }

  get house(): readonly Cidr[] {
    const networks = [this.client.site, this.client.backupSite].flatMap(
      ({ streets, streets6, uplink, vpn, kubernetes }) => [
        ...[streets, streets6, uplink.network, uplink.network6],
        ...[vpn.pool, vpn.pool6, kubernetes?.pods],
      ],
    );
    return networks.filter((network) => network !== undefined);
  }

  get families(): readonly IpFamily[] {
    return this.zone.networks.map(({ family }) => family);
  }

  /**
   * Who an application of this stage is for: the VPN in development and test, the client's whitelist in acceptance,
   * and what its exposure says in production (H-06). Without a whitelist entry that still holds, the VPN.
   */
  get audience(): Peer {
    return this.audienceOf(this.client.exposure);
  }

  /**
   * The audience of one application whose exposure is not the client's. See {@link audience}.
   *
   * @throws InvalidError for what is no exposure
   */
  audienceOf(exposure: Exposure): Peer {
    checkExposure(exposure);
    const entries = whitelistToday(this.client, dayOf(this));
    const whitelist = entries.length > 0 ? Peer.whitelist(entries) : Peer.vpn();
    if (this.stage === Stage.ACCEPTANCE) return whitelist;
    if (this.stage !== Stage.PRODUCTION || exposure === Exposure.CLOSED) return Peer.vpn();
    return exposure === Exposure.PUBLIC ? Peer.internet() : whitelist;
  }

  /** Id of this environment's port group, which the street's stack makes. */
  get portGroupId(): string {
    return this.lookups.portGroupId(this.node.id);
  }

  /** The environment as far as packets see it; complete once the client file has been read. */
  get facts(): EnvironmentFacts {
    const groups = this.node.children.filter((construct) => construct instanceof VmGroup);
    return {
      zone: this.zone,
      groups: groups.map(({ record }) => record),
      workloads: this.workloads.map(({ record }) => record),
      flows: this.flows,
    };
  }

  /** What it has on the cluster of its site, where it has anything. */
  get tenant(): Tenant | undefined {
    const tenants = this.node.children.filter((construct) => construct instanceof Tenant);
    // One whose author's code stopped half-way is a mistake already, and has nothing to tell.
    return tenants.find(({ exposures }) => exposures !== undefined);
  }

  /** Whether a path is that of a gateway, where connections from outside may end. */
  isGateway(path: string): boolean {
    return this.workloads.some(({ record }) => record.kind === "gateway" && record.path === path);
  }

  portsOf(path: string): readonly number[] | undefined {
    const found = this.workloads.find(({ record }) => record.path === path);
    return found?.record.ports.map(({ port }) => port);
  }

  softwareOf(path: string): Software | undefined {
    const groups = this.node.children.filter((construct) => construct instanceof VmGroup);
    // Of one that is still being made nothing is known.
    return groups.find(({ record }) => record?.path === path)?.record.runs;
  }

  private get workloads(): readonly Workload[] {
    return this.tenant?.workloads ?? [];
  }

  /** Notes a flow; called through `connections` of what stands here. */
  add(flow: Flow): void {
    this.flows.push(flow);
  }

  /** Gives a group its addresses, by its name or by the slot it declares. */
  addressesFor(groupName: string, declared: number | undefined, check: Mistakes): GroupAddresses {
    const byName = this.zone.slotOf(groupName);
    const slot = declared ?? byName;
    const addresses = check.attempt("slot", () => this.zone.slot(slot));
    check.attempt("slot", () => this.checkFree(slot));
    this.takenSlots.set(slot, groupName);
    return addresses ?? this.zone.slot(byName);
  }

  toModel(): ModelFile {
    const groups = this.node.findAll().filter((construct) => construct instanceof VmGroup);
    return {
      version: MODEL_FILE_VERSION,
      stack: this.node.id,
      kind: "environment",
      site: siteRecord(this.site),
      backupSite: siteRecord(this.client.backupSite),
      client: clientRecord(this.client, dayOf(this)),
      stage: this.stage,
      audience: this.audience.record,
      zones: [this.zone],
      groups: groups.map((group) => group.record),
      flows: this.flows.map((flow) => ({ id: idOfFlow(flow), ...flow })),
      walls: groups.flatMap((group) => group.wallRecords),
      admins: [],
      kubernetes: this.tenant?.record,
      trust: undefined,
      waivers: this.client.waivers,
      realises: sortedPromises([
        ...(["B-09", "H-06", "V-02"] as const),
        ...groups.flatMap((group) => group.realises),
        ...(this.tenant?.realises ?? []),
      ]),
    };
  }

  private checkFree(slot: number): void {
    const holder = this.takenSlots.get(slot);
    if (holder === undefined) return;
    const free = Array.from({ length: this.zone.slots }, (_, index) => index).slice(1);
    const nearest = free.find((candidate) => !this.takenSlots.has(candidate));
    throw new InvalidError({
      value: String(slot),
      problem: `its addresses are those of ${holder}: a group's place follows from its name, and these two names meet`,
      remedy: `write slot: ${nearest} on the group that is not yet deployed; it stays there for good`,
    });
  }

  private place(): Placement {
    const place = new Construct(this, "place");
    const name = this.node.id;
    const folder = new Folder(place, "folder", {
      path: `straat/${this.client.name}/${this.stage.name}`,
      type: "vm",
      datacenterId: this.lookups.datacenterId,
    });
    const pool = new ResourcePool(place, "pool", {
      name,
      parentResourcePoolId: this.lookups.rootPoolId,
      cpuShareLevel: SHARES[this.stage.name],
      memoryShareLevel: SHARES[this.stage.name],
    });
    return {
      folder: folder.path,
      resourcePoolId: pool.id,
      tagIds: [
        this.lookups.tagId("client", this.client.name),
        this.lookups.tagId("stage", this.stage.name),
        this.lookups.tagId("class", this.client.classification.name),
      ],
    };
  }
}
