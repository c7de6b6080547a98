import { Cidr } from "../../../lib/model/cidr";
import { IpAddress, type IpFamily } from "../../../lib/model/ip";
import type { Addresses } from "../../../lib/network/addresses";
import type { Speaker } from "./speaker";

/** Which address of a network somebody outside has, and a visitor who is known to be of some country. */
export const SAMPLE_OFFSET = 10;
export const COUNTRY_OFFSET = 11;

/** Networks of the internet, as examples call it. */
export const WORLD = ["192.0.2.0/24", "2001:db8:fe::/48"].map(Cidr.parse);

/** One address of a place: of a preferred network where the place has one, so that the lab knows whose it is. */
export function sampleOf(
  addresses: Addresses,
  family: IpFamily,
  preferred: readonly Cidr[],
  offset = SAMPLE_OFFSET,
): readonly string[] {
  const ranges = addresses.in(family);
  const candidates = preferred.filter((network) => network.family === family);
  const chosen = candidates.map((network) => network.at(offset)).find(({ value }) => ranges.has(value));
  if (chosen !== undefined) return [chosen.toString()];
  const first = ranges.ranges[0]?.first;
  return first === undefined ? [] : [IpAddress.of(family, first).toString()];
}

/** The addresses of speakers, each as a network of its own. */
export function single(speakers: readonly Speaker[]): readonly string[] {
  const all = new Set(speakers.flatMap(({ sources }) => sources));
  return [...all].map(alone);
}

/** An address with the prefix length of the network that it is in; alone where it is in none of them. */
export function withPrefix(address: string, networks: readonly Cidr[]): string {
  const parsed = IpAddress.parse(address);
  const network = networks.find((candidate) => candidate.contains(parsed));
  return network === undefined ? alone(address) : `${address}/${network.prefix}`;
}

export function alone(address: string): string {
  return `${address}/${address.includes(":") ? 128 : 32}`;
}
