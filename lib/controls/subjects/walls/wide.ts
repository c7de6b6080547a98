import { PORT_MAX, type Port } from "../../../model/port";
import type { Addresses } from "../../../network/addresses";
import { FAMILIES } from "../../../network/packet-space";
import type { RangeSet } from "../../../network/range-set";

/** More addresses than anybody has: registries gave nobody more than a /8 in IPv4, or a /19 in IPv6. */
const MOST = { 4: 1n << 24n, 6: 1n << 109n } as const;

/** Whether some addresses are more than one holder's: everyone, or half of everyone. */
export function isWide(addresses: Addresses): boolean {
  return FAMILIES.some((family) => widest(addresses.in(family)) > MOST[family]);
}

function widest({ ranges }: RangeSet): bigint {
  return ranges.reduce((most, { first, last }) => (last - first + 1n > most ? last - first + 1n : most), 0n);
}

/** How many ports a rule opens; one for a ping. */
export function portCount({ first, last }: Port): number {
  return last - first + 1;
}

/** Whether it is all ports there are. */
export function isEveryPort(port: Port): boolean {
  return portCount(port) >= PORT_MAX;
}
