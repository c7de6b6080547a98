import type {
  ForgedStatement,
  InwardStatement,
  OutwardStatement,
  VrrpStatement,
} from "../../../lib/controls/guest/nft-statement";
import { Cidr } from "../../../lib/model/cidr";
import { interfaceName } from "../../../lib/model/interface-names";
import { IpAddress } from "../../../lib/model/ip";
import type { GroupRecord, ModelFile } from "../../../lib/model/model-file";
import { Port } from "../../../lib/model/port";
import { Addresses } from "../../../lib/network/addresses";
import { INTERNET } from "../../../lib/network/internet";
import { FAMILIES } from "../../../lib/network/packet-space";
import type { RangeSet } from "../../../lib/network/range-set";
import { parseAddresses } from "../../../lib/network/range-text";

/** The card by which a group is in a network. @throws RangeError when it is in none of that name */
export function cardOf({ servers, path }: GroupRecord, zone: string): string {
  const at = servers[0]?.interfaces.findIndex((card) => card.zone === zone) ?? -1;
  if (at < 0) throw new RangeError(`${path} has no card in ${zone}`);
  return interfaceName(at);
}

/** Members tell each other which of them has the virtual address, and nobody else tells them. */
export function expectedVrrp({ servers, virtual }: GroupRecord): readonly VrrpStatement[] {
  if (virtual.length === 0) return [];
  const cards = servers.flatMap(({ interfaces }) => interfaces);
  const own = addressesOf(cards.flatMap(({ addresses }) => addresses));
  return FAMILIES.filter((family) => !own.in(family).isEmpty).map((family) => {
    const members = own.in(family);
    return { kind: "vrrp", family, source: members, destination: members };
  });
}

/** A leg of an edge takes packets of its own network only, and what comes from outside is never from the client. */
export function expectedGuards(edge: GroupRecord, model: ModelFile): readonly ForgedStatement[] {
  if (edge.role !== "edge") return [];
  const guard = (zone: string, when: ForgedStatement["when"], addresses: Addresses) =>
    FAMILIES.map((family): ForgedStatement => {
      const ranges: RangeSet = addresses.in(family);
      return { kind: "forged", family, card: cardOf(edge, zone), when, addresses: ranges };
    });
  const legs = model.zones.filter(({ name }) => name !== "sync");
  return [
    ...legs.flatMap(({ name, networks }) => guard(name, "outside", networksOf(networks))),
    ...guard("uplink", "inside", networksOf(model.client?.networks ?? [])),
  ];
}

/** What is open to somebody outside, in IPv4, in a stage that has a public address. In the order of the rules. */
export function expectedInward(edge: GroupRecord, model: ModelFile): readonly InwardStatement[] {
  const { client } = model;
  if (edge.role !== "edge" || client === undefined) return [];
  const uplink = cardOf(edge, "uplink");
  const open = forwardRules(edge, model).flatMap(({ id, from, to, port, inInterface }) => {
    const place = id.slice(0, id.indexOf("#"));
    const address = client.publicAddresses[place.split("/")[0] ?? ""];
    const outside = parseAddresses(from).minus(vpnPools(model)).in(4);
    if (address === undefined || inInterface !== uplink || outside.isEmpty || port === "icmp") return [];
    // The address that moves between a group's members is the first of its addresses.
    const [first] = parseAddresses(to).in(4).ranges;
    if (first === undefined) return [];
    const target = { address: ipOf(address), port: Port.parse(port), to: IpAddress.of(4, first.first) };
    const one: InwardStatement = {
      kind: "inward",
      card: uplink,
      group: `${client.name}/${place}`,
      ...target,
    };
    return [one];
  });
  return [...new Map(open.map((one) => [`${one.port} ${one.group}`, one])).values()];
}

/** How servers of a stage that open connections to outside are seen there. */
export interface ExpectedOutward {
  readonly statement: OutwardStatement;
  /** Whether a rule lets such a connection pass: without one the translation does nothing, and may be there or not. */
  readonly isNeeded: boolean;
}

/** One for each stage, in the order of the stages. */
export function expectedOutward(edge: GroupRecord, model: ModelFile): readonly ExpectedOutward[] {
  const { client } = model;
  if (edge.role !== "edge" || client === undefined) return [];
  const own = edge.virtual.find(({ zone }) => zone === "uplink")?.addresses ?? [];
  const open = new Set(forwardRules(edge, model).map(({ inInterface }) => inInterface));
  const destination = INTERNET.minus(houseOf(model)).in(4);
  return model.zones
    .filter(({ name }) => name !== "sync")
    .map(({ name, networks }) => ({
      statement: {
        kind: "outward",
        card: cardOf(edge, "uplink"),
        source: networksOf(networks).in(4),
        destination,
        address: ipOf(client.publicAddresses[name] ?? own[0]),
      },
      isNeeded: open.has(cardOf(edge, name)),
    }));
}

function forwardRules({ path }: GroupRecord, { walls }: ModelFile) {
  return walls.filter(({ at, hook }) => at === path && hook === "forward").flatMap(({ rules }) => rules);
}

function sitesOf({ site, backupSite }: ModelFile) {
  return backupSite === undefined ? [site] : [site, backupSite];
}

function vpnPools(model: ModelFile): Addresses {
  return networksOf(sitesOf(model).flatMap(({ vpn }) => [vpn.pool, vpn.pool6]));
}

/** All that is somebody's in this house, as far as a client's two sites tell. */
function houseOf(model: ModelFile): Addresses {
  const { client } = model;
  const networks = sitesOf(model).flatMap(({ streets, streets6, uplink }) => [
    streets,
    streets6,
    uplink.network,
    uplink.network6,
  ]);
  return networksOf([...networks, ...(client?.networks ?? [])])
    .union(vpnPools(model))
    .union(addressesOf(Object.values(client?.publicAddresses ?? {})));
}

/** Networks as live values or as the model file writes them. */
function networksOf(networks: readonly (Cidr | undefined)[]): Addresses {
  const there = networks.filter((network) => network !== undefined);
  return Addresses.of(...there.map((network) => Cidr.parse(String(network))));
}

function addressesOf(addresses: readonly IpAddress[]): Addresses {
  return Addresses.of(...addresses.map(ipOf));
}

function ipOf(address: IpAddress | undefined): IpAddress {
  return IpAddress.parse(String(address));
}
