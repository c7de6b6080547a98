/**
 * Names Debian gives to the network cards of a virtual machine, in the order of Terraform's `network_interface`
 * blocks: systemd's slot names for the PCI slots in which vSphere puts vmxnet3 cards.
 */
export const INTERFACE_NAMES = ["ens192", "ens224", "ens256", "ens161", "ens193", "ens225"] as const;

/** The card at a position, from 0. @throws RangeError past the last. */
export function interfaceName(position: number): string {
  const name = INTERFACE_NAMES[position];
  if (name === undefined)
    throw new RangeError(`a server has at most ${INTERFACE_NAMES.length} network cards`);
  return name;
}
