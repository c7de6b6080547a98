import type { Cidr } from "../../../model/cidr";
import { interfaceName } from "../../../model/interface-names";
import type { GroupRecord, ModelFile, SiteRecord } from "../../../model/model-file";
import type { Zone } from "../../../model/street-plan";
import { Addresses } from "../../../network/addresses";
import { INTERNET } from "../../../network/internet";
import { memoized } from "../../../network/memo";
import { RangeSet } from "../../../network/range-set";
import type { House } from "../../house";
import { Unreadable } from "../../unreadable";

/** The sites a stack has to do with: where it stands, and where its backups go. */
export function sitesOf({ site, backupSite }: Pick<ModelFile, "site" | "backupSite">): readonly SiteRecord[] {
  return backupSite === undefined ? [site] : [site, backupSite];
}

const sites = new WeakMap<House, readonly SiteRecord[]>();

/** All sites that are known, each once, by name. */
export function sitesOfHouse(house: House): readonly SiteRecord[] {
  const known = sites.get(house);
  if (known !== undefined) return known;
  const byName = new Map(house.models.flatMap(sitesOf).map((site) => [site.name, site]));
  const made = [...byName.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  sites.set(house, made);
  return made;
}

export function networksOf(networks: readonly (Cidr | undefined)[]): Addresses {
  return Addresses.of(...networks.filter((network) => network !== undefined));
}

export function union(parts: readonly Addresses[]): Addresses {
  return parts.reduce((all, some) => all.union(some), Addresses.NONE);
}

/** The administrators' addresses at a site (V-07). */
export const poolsOf = memoized(({ vpn }: SiteRecord) => networksOf([vpn.pool, vpn.pool6]));

/** The block of a site's streets. */
export const streetsOf = memoized(({ streets, streets6 }: SiteRecord) => networksOf([streets, streets6]));

/** The network towards a site's router, where edges, gateways and repositories are. */
export const uplinkOf = memoized(({ uplink }: SiteRecord) => networksOf([uplink.network, uplink.network6]));

/** All that is a site's own. */
const networksOfSite = memoized((site: SiteRecord) =>
  union([streetsOf(site), uplinkOf(site), poolsOf(site)]),
);

/** Both pools of a client: either gateway may be the one that is left. */
export const poolsOfModel = memoized((model: ModelFile) => union(sitesOf(model).map(poolsOf)));

/** All blocks of a stack's client, of which its zones are parts. */
export const clientNetworks = memoized(({ client }: ModelFile) => networksOf(client?.networks ?? []));

/** Public addresses that end at the client's edge. */
export const publicAddresses = memoized(({ client }: ModelFile) =>
  Addresses.of(...Object.values(client?.publicAddresses ?? {})),
);

/** All that is somebody's in this house, as far as a stack tells. */
export const houseOf = memoized((model: ModelFile) =>
  union([clientNetworks(model), publicAddresses(model), ...sitesOf(model).map(networksOfSite)]),
);

/** All that is any site's own. */
export function networksOfHouse(house: House): Addresses {
  return union(sitesOfHouse(house).map(networksOfSite));
}

/**
 * Addresses that are nobody's of this house, or none of those that are known. A platform has to do with all sites: where
 * some of them are not known, what is in no public IPv4 network may be theirs.
 */
export function unknownIn(
  addresses: Addresses,
  known: Addresses,
  { kind }: Pick<ModelFile, "kind">,
  house: House,
): Addresses {
  const others = addresses.minus(known);
  if (house.platformsKnown || kind !== "platform") return others;
  return Addresses.ofRanges(others.in(4).intersect(INTERNET.in(4)), RangeSet.EMPTY);
}

/** Everyone who is nobody of this house. */
export const everyoneOutside = memoized((model: ModelFile) => INTERNET.minus(houseOf(model)));

/** The networks of a zone. */
export const networksOfZone = memoized(({ networks }: Zone) => networksOf(networks));

/** Addresses from which a group's servers open connections: all of them, or those in one network. */
export const memberAddresses = memoized(({ servers }: GroupRecord, zone = ""): Addresses => {
  const cards = servers
    .flatMap(({ interfaces }) => interfaces)
    .filter((card) => zone === "" || card.zone === zone);
  return Addresses.of(...cards.flatMap(({ addresses }) => addresses));
});

/** Addresses at which a group answers: its members' and those that move between them. */
export const answeringAddresses = memoized((group: GroupRecord, zone = ""): Addresses => {
  const moving = group.virtual.filter((card) => zone === "" || card.zone === zone);
  return memberAddresses(group, zone).union(Addresses.of(...moving.flatMap(({ addresses }) => addresses)));
});

/** The card by which all members of a group are in a network. @throws Unreadable when they are not, or not alike */
export function cardOf({ servers, path }: GroupRecord, zone: string): string {
  const positions = servers.map(({ interfaces }) => interfaces.findIndex((card) => card.zone === zone));
  const [first = -1] = positions;
  if (first >= 0 && positions.every((position) => position === first)) return interfaceName(first);
  throw new Unreadable(`${path} does not have one and the same card in ${zone}`);
}
