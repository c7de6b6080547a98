import { ComputeClusterVmAntiAffinityRule } from "@cdktf/provider-vsphere/lib/compute-cluster-vm-anti-affinity-rule";
import { DatastoreClusterVmAntiAffinityRule } from "@cdktf/provider-vsphere/lib/datastore-cluster-vm-anti-affinity-rule";
import type { Folder } from "@cdktf/provider-vsphere/lib/folder";
import { HaVmOverride } from "@cdktf/provider-vsphere/lib/ha-vm-override";
import type { ResourcePool } from "@cdktf/provider-vsphere/lib/resource-pool";
import { VirtualMachine, type VirtualMachineDisk } from "@cdktf/provider-vsphere/lib/virtual-machine";
import { type Card, guestTexts, metadata } from "./plain-guest";
import type { SiteStack } from "./plain-site";

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
  /** Network cards of one member. */
  readonly cards: (member: number) => readonly Card[];
}

/** Servers with what they read, and the rules that keep them apart. */
export function addServers(stack: SiteStack, group: ServerGroup): void {
  const { id, name } = group;
  const texts = guestTexts(stack, name);
  const machines: VirtualMachine[] = [];
  for (let member = 1; member <= group.members; member++) {
    const machine = addServer(stack, group, member, texts, machines.at(-1));
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
  texts: Readonly<Record<string, string>>,
  previous: VirtualMachine | undefined,
): VirtualMachine {
  const { template } = stack;
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
      "guest_rpc.rpci.auth.cmd.info-set": "TRUE",
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
      ...metadata(stack, name, group.cards(member)),
      ...texts,
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
        'extra_config["guestinfo.straat-files.1"]',
        'extra_config["guestinfo.straat-files.2"]',
        'extra_config["guestinfo.straat-files.3"]',
        'extra_config["guestinfo.straat-files.4"]',
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
