import { ComputeClusterVmAntiAffinityRule } from "@cdktf/provider-vsphere/lib/compute-cluster-vm-anti-affinity-rule";
import { DatastoreClusterVmAntiAffinityRule } from "@cdktf/provider-vsphere/lib/datastore-cluster-vm-anti-affinity-rule";
import { HaVmOverride } from "@cdktf/provider-vsphere/lib/ha-vm-override";
import { VirtualMachine } from "@cdktf/provider-vsphere/lib/virtual-machine";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { type DocumentName, documentKey, encodeDocument } from "../guest/documents/live-document";
import type { PatchPlan } from "../guest/patching/patch-plan";
import { documentsOf, partsOf, type ServerProfile } from "../guest/roles";
import type { Cidr } from "../model/cidr";
import type { IpAddress } from "../model/ip";
import { Mistakes } from "../model/mistake";
import type { GroupRecord, InterfaceRecord, ServerRecord, ServerRole, WallRecord } from "../model/model-file";
import type { PromiseId } from "../model/promises";
import type { Software } from "../model/software";
import type { Stage } from "../model/stage";
import type { GroupAddresses, ZoneName } from "../model/street-plan";
import type { VmSize } from "../model/vm-size";
import type { HostWall } from "../network/compile";
import { type FlowRule, toRuleRecord } from "../network/flow-rule";
import { commonPayloads, type GroupGuest, type Payloads } from "./documents";
import { type House, houseOf } from "./house";
import { describeMachine, hostName } from "./machine";
import { pathOf } from "./path";
import { realisedByServers } from "./realised-promises";
import { restartPriority } from "./restart-priority";
import { StorageDealer } from "./storage-dealer";
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
  /** What Straat sets up on them beside the operating system. */
  readonly runs: Software | undefined;
  readonly size: VmSize;
  /** Size of the data disk in GiB; undefined for a group without data. */
  readonly dataGib: number | undefined;
  /** The servers vote. @default false */
  readonly quorum?: boolean;
  /** Numbers of the members, from 1. */
  readonly members: readonly number[];
  /** How often each member has been replaced on purpose, plus one. */
  readonly generationOf: (member: number) => number;
  /** Matched by position in vSphere, so a card is only ever added at the end. */
  readonly interfaces: readonly GroupInterface[];
  readonly placement: Placement;
  /** What they are told of themselves. */
  readonly guest: GroupGuest;
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
  private readonly guest: GroupGuest;
  private payloads: Payloads | undefined;

  constructor(stack: StraatStack, id: string, props: VmGroupProps) {
    super(stack, id);
    this.guest = props.guest;
    const { site, lookups } = stack;
    const storage = new StorageDealer(stack, props.hostNamePrefix);
    const profile = profileOf(props);
    const documents = this.liveDocuments(profile);
    const parts = partsOf(profile, { site, otherSites: stack.otherSites.filter((other) => other !== site) });

    const machines: VirtualMachine[] = [];
    const servers = props.members.map((member): ServerRecord => {
      const previous = machines.at(-1);
      const machine = new VirtualMachine(this, String(member), {
        ...describeMachine(stack, props, member, { parts, documents }),
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
      runs: props.runs,
      data: props.dataGib !== undefined,
      dataGib: props.dataGib,
      logs: props.guest.logFiles.map(({ dataset, path, kind }) => ({ dataset, path, kind })),
      quorum: props.quorum ?? false,
      virtual: props.interfaces.filter(({ hasVirtual }) => hasVirtual).map(virtualRecord),
      servers,
    };
  }

  /** When each member is patched. */
  get patches(): PatchPlan {
    return this.guest.patches;
  }

  /** Promises of the sheet that these servers realise. Complete once the client file has been read. */
  get realises(): readonly PromiseId[] {
    const { site } = this.node.scope as StraatStack;
    const house = houseOf(this, site);
    return [...realisedByServers(this.record, site, house), ...this.ownPromises(house)];
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

  /** What documents say that not every server has. Asked once, when the client file has been read. */
  protected abstract ownPayloads(house: House): Payloads;

  /** Promises beside those of every server. */
  protected ownPromises(_house: House): readonly PromiseId[] {
    return [];
  }

  /**
   * What changes during a server's life: written into `guestinfo` without a restart, and read by the server itself.
   * The same for all members, and made once, at synth.
   */
  private liveDocuments(profile: ServerProfile): Readonly<Record<string, string>> {
    const entries = documentsOf(profile).map((name) => {
      let encoded: string | undefined;
      const produce = () => {
        encoded ??= this.encode(name);
        // What is not there is left out: the server reports that it misses it, and keeps what it has.
        return encoded as string;
      };
      return [documentKey(name), Lazy.stringValue({ produce })] as const;
    });
    return Object.fromEntries(entries);
  }

  private encode(name: DocumentName): string | undefined {
    const { site } = this.node.scope as StraatStack;
    const house = houseOf(this, site);
    const check = new Mistakes(this.record.path);
    const encoded = check.attempt("", () => {
      this.payloads ??= {
        ...commonPayloads(this.record, this.guest, house, site),
        firewall: this.renderFirewall(),
        ...this.ownPayloads(house),
      };
      const payload = this.payloads[name];
      return payload === undefined ? undefined : encodeDocument({ name, payload, revision: house.revision });
    });
    check.throwIfAny();
    return encoded;
  }
}

/** What decides which parts a server has. */
function profileOf({ role, runs, dataGib, interfaces }: VmGroupProps): ServerProfile {
  return {
    role,
    runs,
    data: dataGib !== undefined,
    virtual: interfaces.some(({ hasVirtual }) => hasVirtual),
  };
}

function virtualRecord({ zone, addresses }: GroupInterface): InterfaceRecord {
  return { zone, addresses: addresses.virtual };
}
