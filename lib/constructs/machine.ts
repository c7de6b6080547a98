import type { VirtualMachineDisk } from "@cdktf/provider-vsphere/lib/virtual-machine";
import { FIRST_BOOT_KEYS, firstBoot, type GuestInterface } from "../guest/boot/first-boot";
import type { GuestPart } from "../guest/guest-part";
import { GUEST_ISOLATION } from "./hardening";
import type { StraatStack } from "./straat-stack";
import type { GroupInterface, VmGroupProps } from "./vm-group";

/** What a server reads: the parts it is made of on its first boot, and its live documents by their key. */
export interface MachineGuest {
  readonly parts: readonly GuestPart[];
  readonly documents: Readonly<Record<string, string>>;
}

export function hostName(props: Pick<VmGroupProps, "hostNamePrefix">, member: number): string {
  return `${props.hostNamePrefix}-${member}`;
}

/** One member of a group as a virtual machine, but for where its disks are. */
export function describeMachine(
  { lookups, site }: StraatStack,
  props: VmGroupProps,
  member: number,
  { parts, documents }: MachineGuest,
) {
  const { size, placement, interfaces } = props;
  const { template } = lookups;
  const guest = firstBoot({
    hostName: hostName(props, member),
    generation: props.generationOf(member),
    interfaces: interfaces.map((card) => guestInterface(card, member)),
    dns: site.dns.map(String),
    parts,
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
