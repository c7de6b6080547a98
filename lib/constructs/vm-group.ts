import { createHash } from "node:crypto";
import { ComputeClusterVmAntiAffinityRule } from "@cdktf/provider-vsphere/lib/compute-cluster-vm-anti-affinity-rule";
import { DatastoreClusterVmAntiAffinityRule } from "@cdktf/provider-vsphere/lib/datastore-cluster-vm-anti-affinity-rule";
import { HaVmOverride } from "@cdktf/provider-vsphere/lib/ha-vm-override";
import { VirtualMachine, type VirtualMachineDisk } from "@cdktf/provider-vsphere/lib/virtual-machine";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { FIRST_BOOT_KEYS, firstBoot, type GuestInterface } from "../guest/first-boot";
import { encodeGuestinfo } from "../guest/guestinfo";
import type { Cidr } from "../model/cidr";
import type { IpAddress } from "../model/ip";
import type { GroupRecord, InterfaceRecord, ServerRecord, ServerRole, WallRecord } from "../model/model-file";
import type { Stage } from "../model/stage";
import type { GroupAddresses, ZoneName } from "../model/street-plan";
import type { VmSize } from "../model/vm-size";
import type { HostWall } from "../network/compile";
import { type FlowRule, toRuleRecord } from "../network/flow-rule";
import { GUEST_ISOLATION } from "./hardening";
import { pathOf } from "./path";
import { restartPriority } from "./restart-priority";
import type { StraatStack } from "./straat-stack";

/** One network card of every member of a group. */
export interface GroupInterface {
  readonly zone: ZoneName | "uplink";
  readonly portGroupId: string;
  /** Networks the addresses are in, for their prefix length. */
  readonly networks: readonly Cidr[];
  readonly addresses: GroupAddresses;
  /** Whether the group has an address here that moves between its members. */
  readonly hasVirtual: boolean;
  /** Default gateways, where this network is the way out. */
  readonly gateways: readonly IpAddress[];
}

/** Where servers are put in vSphere, and how they are labelled. */
export interface Placement {
  /** Folder, relative to the datacenter's. */
  readonly folder: string;
  readonly resourcePoolId: string;
  readonly tagIds: readonly string[];
}

/** The rules of a group's servers: what they accept and send themselves, and what they pass on. */
export interface GroupWalls extends HostWall {
  /** Only of servers between networks. */
  readonly forward?: readonly FlowRule[];
}

export interface VmGroupProps {
  /** Name of every server, followed by its number. */
  readonly hostNamePrefix: string;
  readonly role: ServerRole;
  /** Undefined for servers that serve all stages. */
  readonly stage: Stage | undefined;
  readonly size: VmSize;
  /** Size of the data disk in GiB; undefined for a group without data. */
  readonly dataGib: number | undefined;
  /** Numbers of the members, from 1. */
  readonly members: readonly number[];
  /** How often each member has been replaced on purpose, plus one. */
  readonly generationOf: (member: number) => number;
  /** Matched by position in vSphere, so a card is only ever added at the end. */
  readonly interfaces: readonly GroupInterface[];
  readonly placement: Placement;
}

/**
 * Servers that stand in for each other (H-03, H-04): on different hosts, on different datastores, restarted in order
 * of importance, and changed one after the other.
 *
 * A member is replaced by raising its own generation and by nothing else: first-boot data and the template may
 * change without touching a server that runs.
 */
export abstract class VmGroup extends Construct {
  /** For flows, rules and reports. */
  readonly record: GroupRecord;
  /** Promises this construct realises. */
  readonly realises: readonly string[] = ["H-02", "H-03", "H-04", "H-22"];

  constructor(stack: StraatStack, id: string, props: VmGroupProps) {
    super(stack, id);
    const { site, lookups } = stack;
    const storage = new StorageDealer(stack, props.hostNamePrefix);
    const documents = this.liveDocuments();

    const machines: VirtualMachine[] = [];
    const servers = props.members.map((member): ServerRecord => {
      const previous = machines.at(-1);
      const machine = new VirtualMachine(this, String(member), {
        ...describeMachine(stack, props, member, documents),
        ...storage.placeOf(member),
        // One after the other: a change that restarts members never has two of them down at once.
        ...(previous === undefined ? {} : { dependsOn: [previous] }),
      });
      machines.push(machine);
      new HaVmOverride(this, `${member}-restart`, {
        computeClusterId: lookups.clusterId,
        virtualMachineId: machine.id,
        haVmRestartPriority: restartPriority(props.role, props.stage, props.dataGib !== undefined),
      });
      return {
        name: hostName(props, member),
        member,
        generation: props.generationOf(member),
        address: `${machine.terraformResourceType}.${machine.friendlyUniqueId}`,
        datastore: storage.datastoreOf(member),
        interfaces: props.interfaces.map(({ zone, addresses }) => ({
          zone,
          addresses: addresses.member(member),
        })),
      };
    });

    if (machines.length > 1) {
      const rule = {
        name: props.hostNamePrefix,
        enabled: true,
        mandatory: true,
        virtualMachineIds: machines.map((machine) => machine.id),
      };
      new ComputeClusterVmAntiAffinityRule(this, "apart-hosts", {
        ...rule,
        computeClusterId: lookups.clusterId,
      });
      if (site.storage.kind === "datastore-cluster") {
        const datastoreClusterId = lookups.datastoreClusterId(site.storage.name);
        new DatastoreClusterVmAntiAffinityRule(this, "apart-datastores", { ...rule, datastoreClusterId });
      }
    }

    this.record = {
      path: pathOf(this),
      role: props.role,
      size: props.size,
      data: props.dataGib !== undefined,
      virtual: props.interfaces.filter(({ hasVirtual }) => hasVirtual).map(virtualRecord),
      servers,
    };
  }

  /** The firewalls every member is. Complete once the client file has been read. */
  abstract get walls(): GroupWalls;

  /** What the model file says of them. */
  get wallRecords(): readonly WallRecord[] {
    const { forward, input, output } = this.walls;
    const hooks = { ...(forward === undefined ? {} : { forward }), input, output };
    return Object.entries(hooks).map(([hook, rules]) => ({
      at: this.record.path,
      hook: hook as WallRecord["hook"],
      rules: rules.map(toRuleRecord),
    }));
  }

  /** The ruleset of every member, from its walls. */
  protected abstract renderFirewall(): string;

  /**
   * What changes during a server's life: written into `guestinfo` without a restart, and read by the server itself.
   * The same for all members, and made once, at synth.
   */
  private liveDocuments(): Readonly<Record<string, string>> {
    let firewall: string | undefined;
    const produce = () => {
      firewall ??= encodeGuestinfo("firewall", this.renderFirewall());
      return firewall;
    };
    return { "guestinfo.straat.firewall": Lazy.stringValue({ produce }) };
  }
}

function virtualRecord({ zone, addresses }: GroupInterface): InterfaceRecord {
  return { zone, addresses: addresses.virtual };
}

function hostName(props: VmGroupProps, member: number): string {
  return `${props.hostNamePrefix}-${member}`;
}

function describeMachine(
  { lookups, site }: StraatStack,
  props: VmGroupProps,
  member: number,
  documents: Readonly<Record<string, string>>,
) {
  const { size, placement, interfaces } = props;
  const { template } = lookups;
  const guest = firstBoot({
    hostName: hostName(props, member),
    generation: props.generationOf(member),
    interfaces: interfaces.map((card) => guestInterface(card, member)),
    dns: site.dns.map(String),
  });
  return {
    name: hostName(props, member),
    annotation: "Declared in version control; a change made here is undone by the next apply.",
    folder: placement.folder,
    resourcePoolId: placement.resourcePoolId,
    tags: [...placement.tagIds],
    numCpus: size.cpus,
    memory: size.memoryGib * 1024,
    cpuHotAddEnabled: true,
    memoryHotAddEnabled: true,
    guestId: template.guestId,
    scsiType: template.scsiType,
    firmware: "efi",
    efiSecureBootEnabled: true,
    ...(site.virtualTpm ? { vtpm: { version: "2.0" } } : {}),
    enableDiskUuid: true,
    syncTimeWithHost: false,
    // A first boot that outlasts the provider's patience would taint a healthy server, and the next apply replace it.
    waitForGuestNetTimeout: 0,
    // Minutes for a clean stop before the power is cut; the provider's most.
    shutdownWaitTimeout: 10,
    networkInterface: interfaces.map(({ portGroupId }) => ({
      networkId: portGroupId,
      adapterType: "vmxnet3",
    })),
    disk: disks(props, template.disks.get(0)),
    clone: { templateUuid: template.id },
    extraConfig: { ...GUEST_ISOLATION, ...guest, ...documents },
    extraConfigRebootRequired: false,
    replaceTrigger: `generation ${props.generationOf(member)}`,
    lifecycle: { ignoreChanges: ["clone", ...FIRST_BOOT_KEYS.map((key) => `extra_config["${key}"]`)] },
  };
}

function disks(
  { size, dataGib }: VmGroupProps,
  ofTemplate: { readonly thinProvisioned: VirtualMachineDisk["thinProvisioned"] },
): VirtualMachineDisk[] {
  // A clone keeps the provisioning of its template; saying otherwise shows as a change that cannot be made.
  const thinProvisioned = ofTemplate.thinProvisioned as NonNullable<VirtualMachineDisk["thinProvisioned"]>;
  const system: VirtualMachineDisk = { label: "system", unitNumber: 0, size: size.diskGib, thinProvisioned };
  if (dataGib === undefined) return [system];
  return [
    system,
    // When a member is removed or replaced its data disk is detached and stays on the datastore.
    { label: "data", unitNumber: 1, size: dataGib, thinProvisioned: true, keepOnRemove: true },
  ];
}

function guestInterface({ networks, addresses, gateways }: GroupInterface, member: number): GuestInterface {
  return {
    addresses: addresses.member(member).map((address, index) => `${address}/${networks[index]?.prefix}`),
    gateways: gateways.map(String),
  };
}

/** Deals members out over a site's storage, so that no two of a group share a datastore. */
class StorageDealer {
  private readonly offset: number;

  constructor(
    private readonly stack: StraatStack,
    groupName: string,
  ) {
    // A group starts at a datastore of its own, or all first members of the house would share one.
    this.offset = createHash("sha256").update(groupName).digest().readUInt32BE(0);
  }

  /** Undefined where vSphere chooses inside a datastore cluster. */
  datastoreOf(member: number): string | undefined {
    const { storage } = this.stack.site;
    if (storage.kind === "datastore-cluster") return undefined;
    return storage.names[(this.offset + member) % storage.names.length];
  }

  placeOf(member: number): { readonly datastoreId: string } | { readonly datastoreClusterId: string } {
    const { site, lookups } = this.stack;
    if (site.storage.kind === "datastore-cluster") {
      return { datastoreClusterId: lookups.datastoreClusterId(site.storage.name) };
    }
    return { datastoreId: lookups.datastoreId(this.datastoreOf(member) as string) };
  }
}
