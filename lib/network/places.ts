import type { WorkloadRecord } from "../model/kubernetes-record";
import { InvalidError } from "../model/mistake";
import type { GroupRecord, ModelFile, SiteRecord } from "../model/model-file";
import type { PeerRecord } from "../model/peer";
import { Addresses } from "./addresses";
import { INTERNET } from "./internet";
import { CLUSTER_DNS, OTHER_PODS } from "./kubernetes/strangers";
import { parseAddresses } from "./range-text";
import { networks } from "./written-networks";

/** Somebody packets come from or go to, under the name people use. */
export interface Place {
  /** `internet`, `vpn`, `verne/production/web`, `Reform Club`, … */
  readonly name: string;
  /** Where connections come from. */
  readonly sources: Addresses;
  /** Where it answers. */
  readonly destinations: Addresses;
  /** The stage whose network it stands in; undefined for what is outside the street. */
  readonly stage: string | undefined;
  /** Visitors from these countries; everyone else's country is not known. */
  readonly countries?: readonly string[];
  /** Pods of the site's cluster, between which its policies decide. @default false */
  readonly inCluster?: boolean;
}

/**
 * Everybody there is for a client: its groups of servers, the whole internet, administrators, whoever a whitelist or
 * a flow names, the services of its sites, and other clients. What is named is not also part of the internet.
 */
export function placesOf(models: readonly ModelFile[]): readonly Place[] {
  const groups = models.flatMap(({ groups: records, stage }) =>
    records.filter(({ role }) => role === "server").map((group) => groupPlace(group, String(stage))),
  );
  const pods = clusterPlaces(models);
  const named = namedPeers(models);
  const elsewhere = [...named, ...servicePlaces(models), ...otherClients(models)];
  const known = elsewhere
    .map(({ sources }) => sources)
    .reduce((all, some) => all.union(some), houseOf(models));
  const everyone = INTERNET.minus(known);
  const visitors = countriesNamed(models).map((countries) => visitorsFrom(countries, everyone));
  return [outside("internet", everyone), ...visitors, ...elsewhere, ...groups, ...pods];
}

/** The place people mean. @throws InvalidError with the names there are */
export function placeNamed(places: readonly Place[], name: string): Place {
  const place = places.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  if (place !== undefined) return place;
  throw new InvalidError({
    value: name,
    problem: "is nobody here",
    remedy: `write one of ${places.map((known) => known.name).join(", ")}`,
  });
}

/** A place outside the street: it answers where it asks from. */
export function outside(name: string, addresses: Addresses): Place {
  return { name, sources: addresses, destinations: addresses, stage: undefined };
}

function groupPlace({ path, servers, virtual }: GroupRecord, stage: string): Place {
  const texts = (cards: readonly { readonly addresses: readonly unknown[] }[]) =>
    parseAddresses(cards.flatMap(({ addresses }) => addresses.map(String)));
  const sources = texts(servers.flatMap(({ interfaces }) => interfaces));
  return { name: path, sources, destinations: sources.union(texts(virtual)), stage };
}

/** Pods of the client's tenants, their gateways, and everybody else's pods, from whom nothing may come. */
function clusterPlaces(all: readonly ModelFile[]): readonly Place[] {
  const ofClient = all.filter(({ client }) => client !== undefined);
  // In a client's street what serves all tenants is a stranger, like other clients' pods.
  const models = ofClient.length > 0 ? ofClient : all;
  const pods = models.flatMap(({ kubernetes, stage }) =>
    (kubernetes?.workloads ?? []).map((workload) => workloadPlace(workload, stage && String(stage))),
  );
  if (pods.length === 0) return [];
  const others = networks(...models.flatMap(({ site }) => site.kubernetes?.pods ?? []));
  const strangers = [CLUSTER_DNS, OTHER_PODS].map((name) => ({ ...outside(name, others), inCluster: true }));
  return [...pods, ...strangers];
}

function workloadPlace({ path, pods, front }: WorkloadRecord, stage: string | undefined): Place {
  const sources = networks(...pods);
  const destinations = front.length > 0 ? parseAddresses(front.map(String)) : sources;
  return { name: path, sources, destinations, stage, inCluster: true };
}

/** Names that are somebody's already: an owner who is called the same has to be told apart. */
const RESERVED = new Set([
  ...["internet", "vpn", "other clients", "dns", "ntp", "logs", "packages", "backup"],
  ...[CLUSTER_DNS, OTHER_PODS],
]);

function namedPeers(models: readonly ModelFile[]): readonly Place[] {
  const peers = models.flatMap(({ flows, audience }) => [
    ...flows.flatMap(({ from, to }) => [from, to]),
    ...(audience === undefined ? [] : [audience]),
  ]);
  const byName = new Map<string, Addresses>();
  const add = (name: string, addresses: Addresses) =>
    byName.set(name, addresses.union(byName.get(name) ?? Addresses.NONE));
  const distinct = (name: string) => (RESERVED.has(name.toLowerCase()) ? `${name} (so named)` : name);
  for (const { vpn } of models.flatMap(sitesOf)) add("vpn", networks(vpn.pool, vpn.pool6));
  for (const peer of peers) for (const [name, addresses] of addressesOf(peer)) add(distinct(name), addresses);
  return [...byName].map(([name, addresses]) => outside(name, addresses));
}

function countriesNamed(models: readonly ModelFile[]): readonly (readonly string[])[] {
  const peers = models.flatMap(({ flows }) => flows.flatMap(({ from, to }) => [from, to]));
  const named = peers.flatMap((peer) => (peer.kind === "country" ? [peer.codes] : []));
  return [...new Map(named.map((codes) => [countryPlaceName(codes), codes])).values()];
}

/** Somebody from these countries, at an address that is nobody's here. */
function visitorsFrom(countries: readonly string[], everyone: Addresses): Place {
  return { ...outside(countryPlaceName(countries), everyone), countries };
}

/** The name of visitors from these countries. */
export function countryPlaceName(codes: readonly string[]): string {
  return `country ${codes.join(" ")}`;
}

function addressesOf(peer: PeerRecord): readonly (readonly [string, Addresses])[] {
  if (peer.kind === "whitelist") return peer.entries.map(({ owner, network }) => [owner, networks(network)]);
  if (peer.kind === "checkpoints" || peer.kind === "scanners") {
    return [[peer.list.name, networks(...peer.list.networks)]];
  }
  if (peer.kind === "networks") return peer.networks.map((network) => [String(network), networks(network)]);
  return [];
}

function servicePlaces(models: readonly ModelFile[]): readonly Place[] {
  // The platform's own servers keep their backups elsewhere than a client's do.
  const model = models.find(({ kind }) => kind === "street") ?? models[0];
  if (model === undefined) return [];
  const { site, backupSite } = model;
  const { dns, ntp, services } = site;
  const all = { dns, ntp, ...services, backup: (backupSite ?? site).services.backup };
  return Object.entries(all).map(([name, addresses]) => outside(name, parseAddresses(addresses.map(String))));
}

/** Addresses of this site's other streets, from which nothing may come. */
function otherClients(models: readonly ModelFile[]): readonly Place[] {
  const own = networks(...models.flatMap(({ client }) => client?.networks ?? []));
  const streets = networks(
    ...models.flatMap(sitesOf).flatMap(({ streets: block, streets6 }) => [block, streets6]),
  );
  return [outside("other clients", streets.minus(own))];
}

/** What is this house's own: nothing of it is the internet, whatever its addresses look like. */
function houseOf(models: readonly ModelFile[]): Addresses {
  const uplinks = models.flatMap(sitesOf).flatMap(({ uplink }) => [uplink.network, uplink.network6]);
  const clusters = models.flatMap(sitesOf).map(({ kubernetes }) => kubernetes?.pods);
  const own = networks(...uplinks, ...clusters, ...models.flatMap(({ client }) => client?.networks ?? []));
  const ends = models.flatMap(({ client }) => Object.values(client?.publicAddresses ?? {}).map(String));
  return own.union(parseAddresses(ends));
}

function sitesOf({ site, backupSite }: ModelFile): readonly SiteRecord[] {
  return backupSite === undefined ? [site] : [site, backupSite];
}
