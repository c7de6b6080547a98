import type { GroupRecord } from "../model/model-file";
import { PORT_MAX, Port } from "../model/port";
import { type Site, UPLINK_OFFSET } from "../model/site";
import { GroupAddresses } from "../model/street-plan";
import { Addresses } from "./addresses";
import { administration, join, made, peers, services } from "./baseline-rules";
import { EDGE_UPLINK, type HostWall } from "./compile";
import { INTERNET } from "./internet";
import { groupAddresses, type ServiceFlow, vpnPools } from "./street-facts";

/** The tunnel interface of a VPN gateway. */
export const VPN_CARD = "wg0";

/** All there is to forward for an administrator. */
const EVERY_PORT = [Port.tcpRange(1, PORT_MAX), Port.udpRange(1, PORT_MAX), Port.PING];

/**
 * What a site's VPN gateway accepts, needs, and lets administrators' tunnels reach (V-07, H-15): the servers of all
 * sites, and nobody else. It knows no client; what of a server is open to the VPN is decided at that server.
 */
export function compileVpnGateway(gateway: GroupRecord, site: Site, otherSites: readonly Site[]) {
  const { path } = gateway;
  const own = groupAddresses(gateway, "uplink");
  const pool = vpnPools(site);
  const tunnels = { path, from: "internet", to: "gateway", why: "administrators' tunnels" };
  const reach = { path, from: "vpn", to: "site", why: "administrators; each server decides itself" };
  const sites = [site, ...otherSites];
  const servers = sites.map(serverAddresses).reduce(join);
  const gateways = sites.map(gatewayAddresses).reduce(join);
  // Its own end of the tunnel: with the other site lost there is no other way to it.
  const inTunnel = Addresses.of(...[site.vpn.pool, site.vpn.pool6].flatMap((pool) => pool?.at(1) ?? []));
  // Which of these is open the edge and the server say; a flow from the VPN is declared on the server it is to.
  const forward = EVERY_PORT.flatMap((port) => made(reach, pool, servers, port));
  return {
    forward: forward.map((rule) => ({ ...rule, inInterface: VPN_CARD, outInterface: EDGE_UPLINK })),
    self: {
      input: [
        ...made(tunnels, INTERNET, own, Port.WIREGUARD),
        ...administration(path, sites.map(vpnPools).reduce(join), own.union(inTunnel)),
        ...peers(path, gateways, own),
      ],
      output: [...services(path, { site, backupSite: site }, own, isNoBackup), ...peers(path, own, gateways)],
    },
  };
}

/**
 * What a site's backup repository accepts: backups of the servers of the other sites (B-16), and administrators. It
 * asks nobody for anything but names, time, packages and a place for its logs.
 */
export function compileBackupRepository(
  repository: GroupRecord,
  site: Site,
  otherSites: readonly Site[],
): HostWall {
  const { path } = repository;
  const own = groupAddresses(repository, "uplink");
  const servers = otherSites.map(streetAddresses).reduce(join, Addresses.NONE);
  const backups = { path, from: "other sites", to: "repository", why: "backups of the other sites' servers" };
  const vpn = [site, ...otherSites].map(vpnPools).reduce(join);
  return {
    input: [...administration(path, vpn, own), ...made(backups, servers, own, Port.BACKUP)],
    output: services(path, { site, backupSite: site }, own, isNoBackup),
  };
}

/** Servers of the platform hold nothing that a new one would not make or get again. */
function isNoBackup({ name }: ServiceFlow): boolean {
  return name !== "backup";
}

function streetAddresses({ streets, streets6 }: Site): Addresses {
  return Addresses.of(...(streets6 === undefined ? [streets] : [streets, streets6]));
}

function serverAddresses({ streets, streets6, uplink }: Site): Addresses {
  const networks = [streets, streets6, uplink.network, uplink.network6];
  return Addresses.of(...networks.filter((network) => network !== undefined));
}

/** Where a site's VPN gateway is; see `UPLINK_OFFSET`. */
function gatewayAddresses({ uplink }: Site): Addresses {
  const networks = [uplink.network, uplink.network6].filter((network) => network !== undefined);
  return Addresses.of(...new GroupAddresses(networks, UPLINK_OFFSET.vpnGateway).member(1));
}
