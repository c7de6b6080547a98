import { readFileSync } from "node:fs";
import { ComputeClusterVmAntiAffinityRule } from "@cdktf/provider-vsphere/lib/compute-cluster-vm-anti-affinity-rule";
import { DatastoreClusterVmAntiAffinityRule } from "@cdktf/provider-vsphere/lib/datastore-cluster-vm-anti-affinity-rule";
import type { Folder } from "@cdktf/provider-vsphere/lib/folder";
import { HaVmOverride } from "@cdktf/provider-vsphere/lib/ha-vm-override";
import type { ResourcePool } from "@cdktf/provider-vsphere/lib/resource-pool";
import { VirtualMachine, type VirtualMachineDisk } from "@cdktf/provider-vsphere/lib/virtual-machine";
// Encoding what servers read is the same work in both variants, so both call the same functions.
import { firstBoot, type GuestInterface } from "../../lib/guest/boot/first-boot";
import { encodeGuestinfo } from "../../lib/guest/boot/guestinfo";
import type { SiteStack } from "./plain-site";
import { rulesetFile } from "./rulesets";

export interface ServerGroup {
  /** Id in the stack. */
  readonly id: string;
  /** Name of the servers, followed by a number. */
  readonly name: string;
  readonly members: number;
  readonly cpus: number;
  readonly memoryGib: number;
  readonly dataGib?: number;
  readonly restartPriority: string;
  readonly folder: Folder;
  readonly pool: ResourcePool;
  readonly tagIds: readonly string[];
  /** Ids of port groups, in the order of network cards. */
  readonly networkIds: readonly string[];
  /** Addresses of one member, for each card. */
  readonly addresses: (member: number) => readonly GuestInterface[];
}

/** Servers with their rules. */
export function addServers(stack: SiteStack, group: ServerGroup): void {
  const { id, name } = group;
  const ruleset = readFileSync(rulesetFile(stack.node.getContext("rulesets"), name), "utf8");
  const firewall = encodeGuestinfo("firewall", ruleset);
  const machines: VirtualMachine[] = [];
  for (let member = 1; member <= group.members; member++) {
    const machine = addServer(stack, group, member, firewall, machines.at(-1));
    new HaVmOverride(stack, `${id}-${member}-restart`, {
      computeClusterId: stack.cluster.id,
      virtualMachineId: machine.id,
      haVmRestartPriority: group.restartPriority,
    });
    machines.push(machine);
  }
  if (machines.length === 1) return;
  const virtualMachineIds = machines.map((machine) => machine.id);
  new ComputeClusterVmAntiAffinityRule(stack, `${id}-apart-hosts`, {
    name,
    enabled: true,
    mandatory: true,
    computeClusterId: stack.cluster.id,
    virtualMachineIds,
  });
  new DatastoreClusterVmAntiAffinityRule(stack, `${id}-apart-datastores`, {
    name,
    enabled: true,
    mandatory: true,
    datastoreClusterId: stack.storage.id,
    virtualMachineIds,
  });
}

function addServer(
  stack: SiteStack,
  group: ServerGroup,
  member: number,
  firewall: string,
  previous: VirtualMachine | undefined,
): VirtualMachine {
  const { template, site } = stack;
  const name = `${group.name}-${member}`;
  return new VirtualMachine(stack, `${group.id}-${member}`, {
    name,
    annotation: "Declared in version control; a change made here is undone by the next apply.",
    folder: group.folder.path,
    resourcePoolId: group.pool.id,
    datastoreClusterId: stack.storage.id,
    tags: [...group.tagIds],
    numCpus: group.cpus,
    memory: group.memoryGib * 1024,
    cpuHotAddEnabled: true,
    memoryHotAddEnabled: true,
    guestId: template.guestId,
    scsiType: template.scsiType,
    firmware: "efi",
    efiSecureBootEnabled: true,
    vtpm: { version: "2.0" },
    enableDiskUuid: true,
    syncTimeWithHost: false,
    waitForGuestNetTimeout: 0,
    shutdownWaitTimeout: 10,
    networkInterface: group.networkIds.map((networkId) => ({ networkId, adapterType: "vmxnet3" })),
    disk: disks(stack, group.dataGib),
    clone: { templateUuid: template.id },
    extraConfig: {
      "RemoteDisplay.maxConnections": "1",
      "isolation.device.connectable.disable": "TRUE",
      "isolation.tools.copy.disable": "TRUE",
      "isolation.tools.diskShrink.disable": "TRUE",
      "isolation.tools.diskWiper.disable": "TRUE",
      "isolation.tools.dnd.disable": "TRUE",
      "isolation.tools.paste.disable": "TRUE",
      "isolation.tools.setGUIOptions.enable": "FALSE",
      "log.keepOld": "10",
      "log.rotateSize": "2048000",
      "mks.enable3d": "FALSE",
      "tools.guestlib.enableHostInfo": "FALSE",
      "tools.setInfo.sizeLimit": "1048576",
      ...firstBoot({
        hostName: name,
        generation: 1,
        interfaces: group.addresses(member),
        dns: site.dns,
        parts: [],
      }),
      "guestinfo.straat.firewall": firewall,
    },
    extraConfigRebootRequired: false,
    replaceTrigger: "generation 1",
    lifecycle: {
      ignoreChanges: [
        "clone",
        'extra_config["guestinfo.metadata"]',
        'extra_config["guestinfo.metadata.encoding"]',
        'extra_config["guestinfo.userdata"]',
        'extra_config["guestinfo.userdata.encoding"]',
      ],
    },
    ...(previous === undefined ? {} : { dependsOn: [previous] }),
  });
}

function disks({ template }: SiteStack, dataGib: number | undefined): VirtualMachineDisk[] {
  const ofTemplate = template.disks.get(0).thinProvisioned;
  const thinProvisioned = ofTemplate as NonNullable<VirtualMachineDisk["thinProvisioned"]>;
  const system: VirtualMachineDisk = { label: "system", unitNumber: 0, size: 32, thinProvisioned };
  if (dataGib === undefined) return [system];
  return [system, { label: "data", unitNumber: 1, size: dataGib, thinProvisioned: true, keepOnRemove: true }];
}
