import { Admin } from "../model/admin";
import type { Client } from "../model/client";
import type { Flow } from "../model/flow";
import type { WorkloadRecord } from "../model/kubernetes-record";
import type { GroupRecord } from "../model/model-file";
import type { PeerRecord } from "../model/peer";
import { Port } from "../model/port";
import type { Site } from "../model/site";
import type { Zone } from "../model/street-plan";
import { Addresses } from "./addresses";
import { INTERNET } from "./internet";
import { memoized } from "./memo";

/** An environment as far as packets see it. */
export interface EnvironmentFacts {
  readonly zone: Zone;
  readonly groups: readonly GroupRecord[];
  /** What stands in the cluster of the site instead of in the zone. */
  readonly workloads: readonly WorkloadRecord[];
  readonly flows: readonly Flow[];
}

/** What every server of a site uses, and on which ports. */
export interface ServiceFlow {
  readonly name: string;
  readonly addresses: Addresses;
  readonly ports: readonly Port[];
}

/** Every address that is somebody's in this house, as far as a client's two sites know. */
export function houseAddresses({ site, backupSite, plan, publicAddresses }: Client): Addresses {
  const own = Addresses.of(
    ...publicAddresses.values(),
    plan.block,
    ...(plan.block6 === undefined ? [] : [plan.block6]),
  );
  return [site, backupSite].map(siteAddresses).reduce((all, some) => all.union(some), own);
}

function siteAddresses({ streets, streets6, uplink, vpn, kubernetes }: Site): Addresses {
  const networks = [
    ...[streets, streets6, uplink.network, uplink.network6],
    ...[vpn.pool, vpn.pool6, kubernetes?.pods],
  ];
  return Addresses.of(...networks.filter((network) => network !== undefined));
}

/** The address pools of administrators at a site (V-07). */
export function vpnPools({ vpn }: Site): Addresses {
  return Addresses.of(...(vpn.pool6 ? [vpn.pool, vpn.pool6] : [vpn.pool]));
}

/** The address pools of administrators at both of a client's sites: either gateway may be the one that is left. */
export const vpnAddresses = memoized(({ site, backupSite }: Client) =>
  vpnPools(site).union(vpnPools(backupSite)),
);

/** What servers use without a client file saying so: names, time, logs, packages, and the other site's backups. */
export const serviceFlows = memoized(
  ({ site, backupSite }: Pick<Client, "site" | "backupSite">): readonly ServiceFlow[] => [
    { name: "dns", addresses: Addresses.of(...site.dns), ports: [Port.DNS_UDP, Port.DNS_TCP] },
    { name: "ntp", addresses: Addresses.of(...site.ntp), ports: [Port.NTP] },
    { name: "logs", addresses: Addresses.of(...site.services.logs), ports: [Port.LOGSTASH] },
    { name: "packages", addresses: Addresses.of(...site.services.packages), ports: [Port.HTTPS] },
    { name: "backup", addresses: Addresses.of(...backupSite.services.backup), ports: [Port.BACKUP] },
  ],
);

/** The addresses from which a group opens connections: its members'. */
export const memberAddresses = memoized(({ servers }: GroupRecord, zone: string): Addresses => {
  const cards = servers.flatMap(({ interfaces }) => interfaces).filter((card) => card.zone === zone);
  return Addresses.of(...cards.flatMap(({ addresses }) => addresses));
});

/** The addresses at which a group answers: its members' and the one that moves between them. */
export const groupAddresses = memoized((group: GroupRecord, zone: string): Addresses => {
  const moving = group.virtual.filter((card) => card.zone === zone).flatMap(({ addresses }) => addresses);
  return memberAddresses(group, zone).union(Addresses.of(...moving));
});

/** Everyone who is nobody of this house. */
export const everyoneOutside = memoized((client: Client) => INTERNET.minus(houseAddresses(client)));

/** Somebody who is neither on the servers of a street nor in its part of the cluster. */
export type OutsidePeer = Exclude<PeerRecord, { readonly kind: "group" | "workload" }>;

/** Whether a peer is outside its street. */
export function isOutside(peer: PeerRecord): peer is OutsidePeer {
  return peer.kind !== "group" && peer.kind !== "workload";
}

/** Who a peer outside an environment is, as addresses. */
export function outsideAddresses(peer: OutsidePeer, client: Client): Addresses {
  const pools = [client.site, client.backupSite].flatMap(({ vpn }) =>
    vpn.pool6 ? [vpn.pool, vpn.pool6] : [vpn.pool],
  );
  switch (peer.kind) {
    case "internet":
      return everyoneOutside(client);
    case "vpn":
      return vpnAddresses(client);
    case "whitelist":
      return Addresses.of(...peer.entries.map(({ network }) => network));
    case "networks":
      return Addresses.of(...peer.networks);
    case "checkpoints":
    case "scanners":
      return Addresses.of(...peer.list.networks);
    case "admins":
      return Addresses.of(
        ...peer.logins.flatMap((login) => pools.map((pool) => Admin.addressIn(pool, login))),
      );
    case "country":
      // Everyone outside at the most; which of them, the edge's country sets say.
      return everyoneOutside(client);
    case "service":
      return serviceFlows(client).find(({ name }) => name === peer.name)?.addresses ?? Addresses.NONE;
  }
}
