import type { Client } from "../../../model/client";
import type { PeerRecord } from "../../../model/peer";
import { Addresses } from "../../../network/addresses";
import { networksOf } from "../../../network/range-networks";
import {
  type EnvironmentFacts,
  isOutside,
  memberAddresses,
  outsideAddresses,
} from "../../../network/street-facts";

/** Every IPv4 address, said in full: an allow-list that is left out would mean the same without anybody's saying so. */
const EVERYWHERE = "0.0.0.0/0";

/**
 * An audience as addresses, for allow-lists in the cluster; IPv4, for a cluster has no other. Of visitors and of countries
 * everyone: which countries' addresses are whose the edge knows, and it filters them (H-06).
 */
export function audienceNetworks(
  peer: PeerRecord,
  { groups, zone }: EnvironmentFacts,
  client: Client,
): Addresses | "everyone" {
  if (peer.kind === "internet" || peer.kind === "country") return "everyone";
  if (isOutside(peer)) return outsideAddresses(peer, client);
  const group = groups.find(({ path }) => path === peer.path);
  return group === undefined ? Addresses.NONE : memberAddresses(group, zone.name);
}

/**
 * The fewest networks that hold all of these audiences and nobody else, in CIDR notation, in their order.
 *
 * @throws Error when that is nobody: an empty allow-list is read as none
 */
export function networksOfAudiences(
  peers: readonly PeerRecord[],
  environment: EnvironmentFacts,
  client: Client,
): readonly string[] {
  const audiences = peers.map((peer) => audienceNetworks(peer, environment, client));
  if (audiences.includes("everyone")) return [EVERYWHERE];
  const all = audiences
    .filter((audience) => audience !== "everyone")
    .reduce((some, others) => some.union(others), Addresses.NONE);
  const networks = networksOf(4, all.in(4));
  if (networks.length === 0) throw new Error(`${JSON.stringify(peers)} have no IPv4 address`);
  return networks;
}
