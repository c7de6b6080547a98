import { Cidr } from "../model/cidr";
import { ADDRESS_BITS, IpAddress, type IpFamily } from "../model/ip";
import { canonicalBoxes } from "./canonical-boxes";
import type { Box, PacketSpace } from "./packet-space";
import type { Range, RangeSet } from "./range-set";

/** What a change does to what may pass. */
export interface Difference {
  /** The packets that pass after and did not before. */
  readonly opened: PacketSpace;
  /** The packets that passed before and do not after. */
  readonly closed: PacketSpace;
}

/** So many ranges are written out; the rest is counted. */
const ITEMS_SHOWN = 3;

/** What may pass after a change and not before, and the reverse. Both are empty when the change means nothing. */
export function difference(before: PacketSpace, after: PacketSpace): Difference {
  return { opened: after.minus(before), closed: before.minus(after) };
}

/**
 * The packets of a space for people, none for the empty space. A line is for example
 * `tcp/443 from 198.51.100.16/28 to 10.20.0.10`. No packet is in two lines, and equal spaces have equal lines.
 */
export function describeSpace(space: PacketSpace): string[] {
  return canonicalBoxes(space).map(describeBox);
}

/**
 * Addresses of one family for people: each range as one address, as a network when it is one, otherwise as
 * `first-last`; after three `and N more`. `none` for the empty set.
 *
 * @throws RangeError when an address does not fit in the family
 */
export function describeAddresses(family: IpFamily, addresses: RangeSet): string {
  return describeRanges(addresses, (range) => describeAddressRange(family, range));
}

function describeBox({ family, protocol, source, destination, ports }: Box): string {
  const service = protocol === "icmp" ? protocol : `${protocol}/${describeRanges(ports, describePortRange)}`;
  return `${service} from ${describeAddresses(family, source)} to ${describeAddresses(family, destination)}`;
}

function describeRanges({ ranges }: RangeSet, describe: (range: Range) => string): string {
  if (ranges.length === 0) return "none";
  const shown = ranges.slice(0, ITEMS_SHOWN).map(describe).join(", ");
  return ranges.length > ITEMS_SHOWN ? `${shown} and ${ranges.length - ITEMS_SHOWN} more` : shown;
}

function describePortRange({ first, last }: Range): string {
  return first === last ? `${first}` : `${first}-${last}`;
}

function describeAddressRange(family: IpFamily, { first, last }: Range): string {
  const [start, end] = [IpAddress.of(family, first), IpAddress.of(family, last)];
  if (first === last) return `${start}`;
  // The bits in which the two differ are the host bits of the smallest network that holds both.
  const network = Cidr.around(start, ADDRESS_BITS[family] - (first ^ last).toString(2).length);
  return network.first.equals(start) && network.last.equals(end) ? `${network}` : `${start}-${end}`;
}
