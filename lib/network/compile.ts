import type { Client } from "../model/client";
import type { Flow } from "../model/flow";
import { interfaceName } from "../model/interface-names";
import type { GroupRecord } from "../model/model-file";
import type { PeerRecord } from "../model/peer";
import { PORT_MAX, Port } from "../model/port";
import { type Site, UPLINK_OFFSET } from "../model/site";
import { Stage } from "../model/stage";
import { GroupAddresses } from "../model/street-plan";
import { Addresses } from "./addresses";
import { type FlowRule, familiesOf, flowId } from "./flow-rule";
import { INTERNET } from "./internet";
import {
  type EnvironmentFacts,
  groupAddresses,
  memberAddresses,
  outsideAddresses,
  type ServiceFlow,
  serviceFlows,
  vpnAddresses,
  vpnPools,
} from "./street-facts";

/** What a server lets in and out by itself: the wall it is. */
export interface HostWall {
  readonly input: readonly FlowRule[];
  readonly output: readonly FlowRule[];
}

/** Position of the edge's cards; its legs follow in the order of the stages, for ever. */
const UPLINK_CARD = 0;
const SYNC_CARD = 1;
const FIRST_LEG_CARD = 2;

/** The tunnel interface of a VPN gateway. */
export const VPN_CARD = "wg0";

/** All there is to forward for an administrator. */
const EVERY_PORT = [Port.tcpRange(1, PORT_MAX), Port.udpRange(1, PORT_MAX), Port.PING];

/** How conntrackd tells the other member of an edge which connections there are. */
export const CONNTRACKD = Port.udp(3780);

/** The card by which an edge is in the uplink. */
export const EDGE_UPLINK = interfaceName(UPLINK_CARD);

/** The card by which an edge is in the network of a stage. */
export function edgeLeg(stage: string): string {
  return interfaceName(FIRST_LEG_CARD + Stage.of(stage).index);
}

/**
 * The wall of every server of a group. A flow between two groups has a wall at either end; one to or from outside
 * has the edge as well.
 */
export function compileHost(group: GroupRecord, environment: EnvironmentFacts, client: Client): HostWall {
  const rules = environment.flows.flatMap((flow) => ruleOf(flow, environment, client));
  const isSelf = (peer: PeerRecord) => peer.kind === "group" && peer.path === group.path;
  const own = groupAddresses(group, environment.zone.name);
  const sources = memberAddresses(group, environment.zone.name);
  const vpn = vpnAddresses(client);
  return {
    input: [
      ...administration(group.path, vpn, own),
      ...peers(group.path, sources, sources),
      ...rules.filter(({ flow }) => isSelf(flow.to)).map(({ rule }) => rule),
    ],
    output: [
      ...services(group.path, client, sources),
      ...peers(group.path, sources, sources),
      ...rules.filter(({ flow }) => isSelf(flow.from)).map(({ rule }) => rule),
    ],
  };
}

/**
 * What a street's edge forwards: the flows of its environments that have one end outside. There is no rule from one
 * leg to another, so stages cannot reach each other, and none without a card, so neither can clients (B-09).
 */
export function compileEdge(environments: readonly EnvironmentFacts[], client: Client): readonly FlowRule[] {
  return environments.flatMap((environment) => {
    const { zone, groups } = environment;
    const inward = { inInterface: EDGE_UPLINK, outInterface: edgeLeg(zone.name) };
    const outward = { inInterface: edgeLeg(zone.name), outInterface: EDGE_UPLINK };
    const all = groups.map((group) => groupAddresses(group, zone.name)).reduce(join, Addresses.NONE);
    const sources = groups.map((group) => memberAddresses(group, zone.name)).reduce(join, Addresses.NONE);
    const path = `${client.name}/${zone.name}`;
    const vpn = vpnAddresses(client);
    const declared = environment.flows.flatMap((flow) => ruleOf(flow, environment, client));
    return [
      ...administration(path, vpn, all).map((rule) => ({ ...rule, ...inward })),
      ...services(path, client, sources).map((rule) => ({ ...rule, ...outward })),
      ...declared
        .filter(({ flow }) => flow.from.kind !== "group")
        .sort(byEvaluation)
        .map(({ flow, rule }) => ({ ...rule, ...countriesOf(flow.from), ...inward })),
      ...declared.filter(({ flow }) => flow.to.kind !== "group").map(({ rule }) => ({ ...rule, ...outward })),
    ];
  });
}

/** What an edge accepts and needs itself, being a server too, and how its members keep each other in step. */
export function compileEdgeItself(edge: GroupRecord, client: Client): HostWall {
  const vpn = vpnAddresses(client);
  const zones = client.plan.zones.map(({ name }) => name);
  const own = ["uplink", ...zones].map((zone) => groupAddresses(edge, zone)).reduce(join);
  const sync = memberAddresses(edge, "sync");
  const step = {
    path: edge.path,
    from: "edge",
    to: "edge",
    why: "connections, kept in step between members",
  };
  const inStep = made(step, sync, sync, CONNTRACKD);
  const card = interfaceName(SYNC_CARD);
  const neighbours = Addresses.of(...client.plan.zones.flatMap(({ networks }) => networks));
  const ping = { path: edge.path, from: "zones", to: "edge", why: "is the gateway there" };
  return {
    input: [
      ...administration(edge.path, vpn, own),
      ...made(ping, neighbours, own, Port.PING),
      // Whoever could tell an edge of connections could open it, so not by any other card.
      ...inStep.map((rule) => ({ ...rule, inInterface: card })),
    ],
    output: [
      ...services(edge.path, client, memberAddresses(edge, "uplink")),
      ...peers(edge.path, sync, sync),
      ...inStep.map((rule) => ({ ...rule, outInterface: card })),
    ],
  };
}

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
  // Which of these is open the edge and the server say; a flow from the VPN is declared on the server it is to.
  const forward = EVERY_PORT.flatMap((port) => made(reach, pool, servers, port));
  return {
    forward: forward.map((rule) => ({ ...rule, inInterface: VPN_CARD, outInterface: EDGE_UPLINK })),
    self: {
      input: [
        ...made(tunnels, INTERNET, own, Port.WIREGUARD),
        ...administration(path, sites.map(vpnPools).reduce(join), own),
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

/** Administrators reach every server through the VPN, over SSH and with a ping, and by nothing else (V-07, H-17). */
function administration(path: string, vpn: Addresses, to: Addresses): readonly FlowRule[] {
  const why = "administrators, through the VPN";
  return [Port.SSH, Port.PING].flatMap((port) =>
    made({ path, from: "vpn", to: "servers", why }, vpn, to, port),
  );
}

/** Servers that may not be down together look whether the others are there before they go down (B-06, H-03). */
function peers(path: string, from: Addresses, to: Addresses): readonly FlowRule[] {
  return made(
    { path, from: "members", to: "members", why: "is the other member there" },
    from,
    to,
    Port.PING,
  );
}

/** What every server needs from its sites. */
function services(
  path: string,
  sites: Pick<Client, "site" | "backupSite">,
  from: Addresses,
  isUsed: (service: ServiceFlow) => boolean = () => true,
): readonly FlowRule[] {
  return serviceFlows(sites)
    .filter(isUsed)
    .flatMap(({ name, addresses, ports }) =>
      ports.flatMap((port) =>
        made({ path, from: "servers", to: name, why: `${name} of the site` }, from, addresses, port),
      ),
    );
}

function ruleOf(flow: Flow, environment: EnvironmentFacts, client: Client) {
  const from = endAddresses(flow.from, environment, client, memberAddresses);
  const to = endAddresses(flow.to, environment, client, groupAddresses);
  const ends = { ...endsOf(flow), why: flow.why };
  // A server takes what the edge lets through; which countries those are is the edge's to know.
  return made(ends, from, to, flow.port).map((rule) => ({ flow, rule }));
}

function endAddresses(
  peer: PeerRecord,
  { groups, zone }: EnvironmentFacts,
  client: Client,
  ofGroup: (group: GroupRecord, zone: string) => Addresses,
): Addresses {
  if (peer.kind !== "group") return outsideAddresses(peer, client);
  const group = groups.find(({ path }) => path === peer.path);
  return group === undefined ? Addresses.NONE : ofGroup(group, zone.name);
}

/** A rule, or none where no family has an address on both sides. */
function made(
  ends: { readonly path: string; readonly from: string; readonly to: string; readonly why: string },
  from: Addresses,
  to: Addresses,
  port: Port,
): readonly FlowRule[] {
  const rule: FlowRule = { id: flowId(ends.path, ends.from, ends.to, port), why: ends.why, from, to, port };
  return familiesOf(rule).length > 0 ? [rule] : [];
}

/** By what the rules made of a flow are known: their comments begin with it, in every wall. */
export function idOfFlow(flow: Flow): string {
  const { path, from, to } = endsOf(flow);
  return flowId(path, from, to, flow.port);
}

function endsOf({ declaredOn, from, to }: Flow) {
  return { path: declaredOn, from: nameOf(from), to: nameOf(to) };
}

function nameOf(peer: PeerRecord): string {
  return peer.kind === "group" ? peer.path : JSON.stringify(peer);
}

function join(one: Addresses, other: Addresses): Addresses {
  return one.union(other);
}

/** Whitelists, checkpoints and scanners come before a country filter (C7), so that none of them hangs on its data. */
function byEvaluation(one: { readonly flow: Flow }, other: { readonly flow: Flow }): number {
  return Number(one.flow.from.kind === "country") - Number(other.flow.from.kind === "country");
}

function countriesOf(peer: PeerRecord): { readonly countries?: readonly string[] } {
  return peer.kind === "country" ? { countries: peer.codes } : {};
}
