import type { Client } from "../model/client";
import type { IpAddress } from "../model/ip";
import type { WorkloadRecord } from "../model/kubernetes-record";
import type { GroupRecord } from "../model/model-file";
import type { Port } from "../model/port";
import { Addresses } from "./addresses";
import { join } from "./baseline-rules";
import { type EnvironmentFacts, everyoneOutside, isOutside, outsideAddresses } from "./street-facts";
import { podAddresses } from "./workload-facts";

/** A public address ends at the edge: what comes for this port goes on to a group's virtual address, or to a gateway's. */
export interface Inward {
  /** Path of the group or the gateway. */
  readonly group: string;
  readonly address: IpAddress;
  readonly port: Port;
  readonly to: IpAddress;
}

/** What servers of a network open to the internet carries an address that can be answered. */
export interface Outward {
  readonly from: Addresses;
  readonly to: Addresses;
  readonly address: IpAddress;
}

/** A public port that two groups are behind. */
export interface NatClash {
  readonly one: Inward;
  readonly other: Inward;
}

/**
 * The translations of an environment's public IPv4 address: one for every service that is open to somebody outside.
 * IPv6 needs none; its addresses are everyone's to route. Whether a packet may pass is the walls' to say.
 */
export function inwardOf(
  { zone, groups, workloads, flows }: EnvironmentFacts,
  client: Client,
): readonly Inward[] {
  const address = client.publicAddresses.get(zone.name);
  if (address === undefined) return [];
  const all = flows.flatMap(({ from, to, port }): readonly Inward[] => {
    if (!isOutside(from) || isOutside(to) || port.protocol === "icmp") return [];
    if (from.kind === "vpn" || from.kind === "admins") return [];
    if (outsideAddresses(from, client).in(4).isEmpty) return [];
    const virtual = to.kind === "group" ? virtualOf(groups, to.path) : frontOf(workloads, to.path);
    return virtual === undefined ? [] : [{ group: to.path, address, port, to: virtual }];
  });
  const byText = new Map(all.map((inward) => [`${inward.port} ${inward.group}`, inward]));
  return [...byText.values()];
}

/** How an environment's servers and pods are seen outside: by its public address, or else by the edge's own. */
export function outwardOf({ zone, workloads }: EnvironmentFacts, client: Client): Outward {
  const [uplink] = client.plan.uplink.virtual;
  return {
    // Proxies of gateways have addresses of the cluster's, and open no connections to the outside.
    from: workloads
      .filter(({ kind }) => kind !== "gateway")
      .map(podAddresses)
      .reduce(join, Addresses.of(zone.network)),
    to: everyoneOutside(client),
    address: client.publicAddresses.get(zone.name) ?? (uplink as IpAddress),
  };
}

/** Pairs of translations that want the same port of the same address for different groups. */
export function natClashes(inward: readonly Inward[]): readonly NatClash[] {
  return inward.flatMap((one, index) =>
    inward
      .slice(index + 1)
      .filter((other) => other.group !== one.group && overlap(one.port, other.port))
      .map((other) => ({ one, other })),
  );
}

function overlap(one: Port, other: Port): boolean {
  return one.protocol === other.protocol && one.first <= other.last && other.first <= one.last;
}

function virtualOf(groups: readonly GroupRecord[], path: string): IpAddress | undefined {
  const addresses = groups.find((group) => group.path === path)?.virtual.flatMap((card) => card.addresses);
  return addresses?.find(({ family }) => family === 4);
}

function frontOf(workloads: readonly WorkloadRecord[], path: string): IpAddress | undefined {
  return workloads.find((workload) => workload.path === path)?.front.find(({ family }) => family === 4);
}
