import { ADDRESS_BITS, IpAddress, type IpFamily } from "../model/ip";
import type { Range, RangeSet } from "./range-set";

/** The fewest networks that hold just these addresses, in CIDR notation, in their order. */
export function networksOf(family: IpFamily, { ranges }: RangeSet): readonly string[] {
  return ranges.flatMap((range) => cidrsOf(family, range));
}

/** The fewest networks that make up a range. */
function cidrsOf(family: IpFamily, { first, last }: Range): readonly string[] {
  const bits = ADDRESS_BITS[family];
  const networks: string[] = [];
  for (let start = first; start <= last; ) {
    let hostBits = 0;
    while (
      hostBits < bits &&
      isAligned(start, hostBits + 1) &&
      start + (1n << BigInt(hostBits + 1)) - 1n <= last
    )
      hostBits++;
    networks.push(`${IpAddress.of(family, start)}/${bits - hostBits}`);
    start += 1n << BigInt(hostBits);
  }
  return networks;
}

function isAligned(value: bigint, hostBits: number): boolean {
  return value % (1n << BigInt(hostBits)) === 0n;
}
