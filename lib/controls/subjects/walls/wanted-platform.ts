import type { GroupRecord, ModelFile, SiteRecord } from "../../../model/model-file";
import { PORT_MAX, Port } from "../../../model/port";
import { UPLINK_OFFSET } from "../../../model/site";
import { Addresses } from "../../../network/addresses";
import { VPN_CARD } from "../../../network/compile-platform";
import { INTERNET } from "../../../network/internet";
import { answeringAddresses, cardOf, poolsOf, streetsOf, union, uplinkOf } from "./networks-of";
import { BACKUP_PORT } from "./peer-addresses";
import type { WantedRule } from "./wanted-rule";
import { administration, peers, services } from "./wanted-server";

const EVERY_PORT = [Port.tcpRange(1, PORT_MAX), Port.udpRange(1, PORT_MAX), Port.PING];

/**
 * What a gateway passes on: every port, of administrators alone, to the servers of all sites alone. It knows no server;
 * the edge and the server say what of them is open.
 */
export function gatewayForward(
  gateway: GroupRecord,
  { site }: ModelFile,
  sites: readonly SiteRecord[],
): readonly WantedRule[] {
  const servers = union(sites.flatMap((one) => [streetsOf(one), uplinkOf(one)]));
  const cards = { inInterface: VPN_CARD, outInterface: cardOf(gateway, "uplink") };
  return EVERY_PORT.map((port) => ({
    kind: "administration",
    what: "administrators",
    from: poolsOf(site),
    to: servers,
    port,
    ...cards,
  }));
}

/** What a gateway lets in itself: tunnels from anywhere, administrators, and the other gateways' pings. */
export function gatewayInput(
  gateway: GroupRecord,
  { site }: ModelFile,
  sites: readonly SiteRecord[],
): readonly WantedRule[] {
  const own = answeringAddresses(gateway);
  const { pool, pool6 } = site.vpn;
  const ends = Addresses.of(...[pool, pool6].flatMap((network) => network?.at(1) ?? []));
  return [
    {
      kind: "administration",
      what: "administrators' tunnels",
      from: INTERNET,
      to: own,
      port: Port.WIREGUARD,
    },
    ...administration(union(sites.map((one) => poolsOf(one))), own.union(ends)),
    ...peers(union(sites.map(gatewayOf)), own),
  ];
}

/** What a gateway sends itself. */
export function gatewayOutput(
  gateway: GroupRecord,
  model: ModelFile,
  sites: readonly SiteRecord[],
): readonly WantedRule[] {
  const own = answeringAddresses(gateway);
  return [...services(model, own), ...peers(own, union(sites.map(gatewayOf)))];
}

/** What a repository lets in: administrators, and the backups of the other sites' streets (B-16). */
export function repositoryInput(
  repository: GroupRecord,
  { site }: ModelFile,
  sites: readonly SiteRecord[],
): readonly WantedRule[] {
  const own = answeringAddresses(repository);
  const others = sites.filter(({ name }) => name !== site.name);
  const backups = union(others.map((one) => streetsOf(one)));
  return [
    ...administration(union(sites.map((one) => poolsOf(one))), own),
    { kind: "service", what: "backups of other sites", from: backups, to: own, port: BACKUP_PORT },
  ];
}

/** Where a site's gateway is. */
function gatewayOf({ uplink }: SiteRecord): Addresses {
  const networks = [uplink.network, uplink.network6].filter((network) => network !== undefined);
  return Addresses.of(...networks.map((network) => network.at(UPLINK_OFFSET.vpnGateway + 1)));
}
