import type { Cidr } from "../model/cidr";
import type { Flow } from "../model/flow";
import type { IpFamily } from "../model/ip";
import { InvalidError } from "../model/mistake";
import type { PeerRecord } from "../model/peer";
import { ADMINISTRATION_PORTS, Port } from "../model/port";
import { type DatabaseEngine, isDatabase, type Software } from "../model/software";
import { isOutside } from "../network/street-facts";

/** What a flow is held against: the environment it is declared in. */
export interface FlowSurroundings {
  /** Path of the environment. */
  readonly path: string;
  /** Address families its network has. */
  readonly families: readonly IpFamily[];
  /** Addresses that are this house's own: streets, uplinks and administrators' pools of the client's sites. */
  readonly house: readonly Cidr[];
  /** Whether a path is that of a gateway in the cluster. */
  isGateway(path: string): boolean;
  /** The TCP ports of a workload, which are all there are; undefined for who is none. */
  portsOf(path: string): readonly number[] | undefined;
  /** What Straat sets up on a group of servers, if anything; an application brings the rest. */
  softwareOf(path: string): Software | undefined;
  /** Where its edge fetches which addresses are which country's, if anywhere. */
  readonly countrySource: string | undefined;
}

/** The cluster has IPv4 alone, whatever the environment has. */
const POD_FAMILIES: readonly IpFamily[] = [4];

/** Everything a flow is refused for, each as a check of its own, so that all of them are told. */
export const FLOW_CHECKS: readonly ((flow: Flow, surroundings: FlowSurroundings) => void)[] = [
  checkAdministration,
  checkScanners,
  checkDestination,
  checkCountrySource,
  checkFamilies,
  checkHouse,
  checkGateway,
  checkPing,
  checkListens,
  checkEngine,
];

/** Administrators come through the VPN and by nothing else (V-07, H-15, H-17). */
function checkAdministration({ from, to, port }: Flow): void {
  const service = ADMINISTRATION_PORTS.find(({ number }) => port.includes("tcp", number));
  // What a server opens elsewhere is that place's to refuse.
  if (isOutside(to) || service === undefined || from.kind === "vpn" || from.kind === "admins") return;
  throw new InvalidError({
    value: `${port} from ${isOutside(from) ? from.kind : from.path}`,
    problem: `opens ${service.name} (${service.number}) to others than administrators in the VPN (V-07)`,
    remedy: "leave it out: the VPN has SSH everywhere; for another service use Peer.vpn()",
  });
}

/** A flow has to have a family that both ends have; a side that is empty must never read as "any". */
function checkFamilies({ from, to }: Flow, surroundings: FlowSurroundings): void {
  const isOfPods = from.kind === "workload" || to.kind === "workload";
  const families = isOfPods ? POD_FAMILIES : surroundings.families;
  for (const peer of [from, to]) {
    const named = networksNamed(peer);
    if (named === undefined || named.some(({ family }) => families.includes(family))) continue;
    throw new InvalidError({
      value: named.join(", "),
      problem: `has no address in IPv${families.join(" or IPv")}, which is all ${isOfPods ? "pods have" : "this environment has"}`,
      remedy: isOfPods ? "name an IPv4 network" : "name an IPv4 network, or give the client a network6",
    });
  }
}

/** The networks by which somebody is named, in whatever way; undefined for who is known by something else. */
function networksNamed(peer: PeerRecord): readonly Cidr[] | undefined {
  switch (peer.kind) {
    case "networks":
      return peer.networks;
    case "whitelist":
      return peer.entries.map(({ network }) => network);
    case "checkpoints":
    case "scanners":
      return peer.list.networks;
    default:
      return undefined;
  }
}

/** A scanner's leave to pass is for what it scans, and never for the way administrators come (V-04). */
function checkScanners({ from, port }: Flow): void {
  const isWeb = port.protocol === "tcp" && port.first === port.last && [80, 443].includes(port.first);
  if (from.kind !== "scanners" || isWeb) return;
  throw new InvalidError({
    value: `${port} from ${from.list.name}`,
    problem: "lets a vulnerability scanner at more than HTTP and HTTPS (V-04)",
    remedy: "write Port.HTTPS or Port.HTTP",
  });
}

/** Some peers only ever come: their addresses are people's and scanners' machines, or a filter on where packets come from. */
function checkDestination({ to }: Flow): void {
  if (!["vpn", "admins", "country", "checkpoints", "scanners"].includes(to.kind)) return;
  throw new InvalidError({
    value: to.kind,
    problem: "is somebody who comes here, and nobody servers connect to",
    remedy: "name the networks that are meant, with Peer.networks(…), or a service with Peer.service(…)",
  });
}

/** A country whose addresses nobody fetches is a set that stays empty: closed, and a surprise. */
function checkCountrySource({ from }: Flow, { countrySource, path }: FlowSurroundings): void {
  if (from.kind !== "country" || countrySource !== undefined) return;
  throw new InvalidError({
    value: from.codes.join(", "),
    problem: `the site of ${path} has no source of which addresses are which country's (H-06)`,
    remedy: "give the site a countrySource",
  });
}

/** Stages and clients are apart by who is named, too: an address of this house is no partner's (B-09). */
function checkHouse({ from, to }: Flow, { house }: FlowSurroundings): void {
  for (const network of [from, to].flatMap((peer) => networksNamed(peer) ?? [])) {
    const own = house.find((candidate) => candidate.overlaps(network));
    if (own === undefined) continue;
    throw new InvalidError({
      value: `${network}`,
      problem: `is of this house (${own}): clients and stages cannot reach each other, whoever is named (B-09)`,
      remedy: "name a network outside; administrators are Peer.vpn(), servers of one environment their group",
    });
  }
}

/** Pods come and go, and so do their addresses: who is not in the cluster finds them through a gateway (V-09, V-10). */
function checkGateway({ from, to }: Flow, surroundings: FlowSurroundings): void {
  if (to.kind !== "workload") return;
  const isOfCluster = from.kind === "workload";
  if (isOfCluster !== surroundings.isGateway(to.path)) return;
  const who = isOutside(from) ? from.kind : from.path;
  throw new InvalidError({
    value: `${who} → ${to.path}`,
    problem: isOfCluster
      ? "goes round through a gateway, which is for those outside the cluster"
      : "leads to pods, which only others of the cluster know; everybody else comes through a gateway (V-09)",
    remedy: isOfCluster
      ? "name the service behind it: service.connections.allowFrom(…)"
      : 'write service.expose(…, { hostname: "www.example.nl", why: "…" })',
  });
}

/** What a NetworkPolicy cannot say is not promised. */
function checkPing({ from, to, port }: Flow): void {
  if (port.protocol !== "icmp" || (from.kind !== "workload" && to.kind !== "workload")) return;
  throw new InvalidError({
    value: `${port}`,
    problem: "is nothing a NetworkPolicy can allow: it knows TCP and UDP",
    remedy: "take the flow away, or ask by a TCP port whether something is there",
  });
}

/**
 * A hole that leads to nothing is a slip of the pen more often than not, and open for whatever listens there one day. Members
 * of one group may find each other on ports that are nobody else's.
 */
function checkListens({ from, to, port }: Flow, surroundings: FlowSurroundings): void {
  if (to.kind !== "workload" || port.protocol === "icmp") return;
  const ports = surroundings.portsOf(to.path);
  if (ports === undefined || isOfMembers(from, to) || isCovered(port, ports)) return;
  const known = ports.map((number) => `${Port.tcp(number)}`).join(", ");
  throw new InvalidError({
    value: `${port} of ${to.path}`,
    problem: `is open for nobody: it listens on ${known === "" ? "no port" : `${known}, and on nothing else`}`,
    remedy: known === "" ? "take the flow away, or make it a WebService" : "name the port it listens on",
  });
}

/** Whether a flow is between pods that stand in for each other. */
function isOfMembers(from: PeerRecord, to: PeerRecord): boolean {
  return from.kind === "workload" && to.kind === "workload" && from.path === to.path;
}

/** Whether each port of a range is one of these. */
function isCovered({ protocol, first, last }: Port, ports: readonly number[]): boolean {
  const within = new Set(ports.filter((number) => number >= first && number <= last));
  return protocol === "tcp" && within.size === last - first + 1;
}

const ENGINE_PORTS: Readonly<Record<DatabaseEngine, Port>> = {
  postgresql: Port.POSTGRES,
  mariadb: Port.MYSQL,
};

/** Beside a database there may be anything, such as a pool of connections; but not the other database. */
function checkEngine({ to, port }: Flow, surroundings: FlowSurroundings): void {
  if (to.kind !== "group") return;
  const runs = surroundings.softwareOf(to.path);
  if (!isDatabase(runs)) return;
  const own = ENGINE_PORTS[runs];
  const other = Object.values(ENGINE_PORTS).find(
    (candidate) => candidate !== own && `${candidate}` === `${port}`,
  );
  if (other === undefined) return;
  throw new InvalidError({
    value: `${port} of ${to.path}`,
    problem: `is open for nobody: ${runs} listens on ${own}`,
    remedy: `write ${runs === "postgresql" ? "Port.POSTGRES" : "Port.MYSQL"}`,
  });
}
