import { interfaceName } from "../../model/interface-names";
import type { IpAddress, IpFamily } from "../../model/ip";
import type { GroupRecord, InterfaceRecord, ServerRecord } from "../../model/model-file";
import type { Port } from "../../model/port";
import { FAMILIES } from "../../network/packet-space";
import { PROGRAMS } from "../guest-part";
import { conntrackdConfig } from "./conntrackd";

export interface KeepalivedProps {
  /**
   * Ports the group's servers are asked on. A member that does not listen on every single TCP port of them hands the
   * virtual address to one that does; while none does, it stays where it is. @default none: being there is enough
   */
  readonly ports?: readonly Port[];
}

/** How a document of more than one file tells where each begins; see `scripts/document-keepalived.sh`. */
const section = (name: "keepalived" | "conntrackd", text: string) => `=== ${name}\n${text}`;

/**
 * Which member of a group has its virtual addresses (H-03): the live document `keepalived`, the same for all members.
 * Lines that begin with `@` and a host name are that server's alone (keepalived's conditional configuration, whose id
 * is the host name unless told otherwise). The document of an edge also says how its members keep each other informed
 * of connections.
 *
 * Addresses fail over after three missed advertisements of a second. They do not go back by themselves.
 *
 * @throws RangeError for a group without a virtual address
 */
export function keepalivedDocument(group: GroupRecord, props: KeepalivedProps = {}): string {
  const cards = movingCards(group);
  if (cards.length === 0) throw new RangeError(`${group.path} has no virtual address`);
  const text = [
    `# ${group.path}: rendered. A change made here is undone.`,
    ...GLOBAL,
    ...(group.servers.length === 1 ? alone(cards) : together(group, cards, props.ports ?? [])),
    "",
  ].join("\n");
  const parts = [section("keepalived", text)];
  if (group.role === "edge" && group.servers.length > 1)
    parts.push(section("conntrackd", conntrackdConfig(group)));
  return parts.join("");
}

/**
 * The VRRP number of a virtual address: groups of one network have different numbers as long as the network has at
 * most 255 slots of eight addresses. In a larger one no numbering can do better, because there are 255 numbers; two
 * groups that share one share no address, and members only heed each other's.
 */
export function virtualRouterId(address: IpAddress): number {
  return 1 + Number((address.value / SLOT) % 255n);
}

/** Addresses of a group in the address plan. */
const SLOT = 8n;

/** A network in which a group has addresses that move. */
interface MovingCard extends InterfaceRecord {
  readonly name: string;
}

function movingCards({ virtual, servers }: GroupRecord): readonly MovingCard[] {
  const zones = servers[0]?.interfaces.map(({ zone }) => zone) ?? [];
  return virtual.map((card) => ({ ...card, name: interfaceName(zones.indexOf(card.zone)) }));
}

/**
 * Advertisements come from a declared peer on the same network: one that a router passed on has a lower hop limit.
 * Switches that missed the news are told again every minute where an address is. A server with so much to do that it
 * is late may put this first, or it would be taken for dead.
 */
const GLOBAL = [
  "global_defs {",
  "\tvrrp_version 3",
  "\tvrrp_check_unicast_src",
  "\tvrrp_garp_master_refresh 60",
  "\tenable_script_security",
  "\tscript_user nobody nogroup",
  "\tmax_auto_priority 50",
  "}",
];

/** A group of one has nobody to agree with: the address is simply its own. */
function alone(cards: readonly MovingCard[]): readonly string[] {
  const addresses = cards.flatMap(({ name, addresses }) =>
    addresses.map((address) => `\t${withLength(address)} dev ${name}`),
  );
  return ["", "static_ipaddress {", ...addresses, "}"];
}

function together(
  group: GroupRecord,
  cards: readonly MovingCard[],
  declared: readonly Port[],
): readonly string[] {
  const isEdge = group.role === "edge";
  const instances = cards.flatMap((card) =>
    FAMILIES.filter((family) => card.addresses.some((address) => address.family === family)).map(
      (family): Instance => ({ name: `${card.zone}_v${family}`, family, card, group }),
    ),
  );
  const ports = listeningPorts(declared);
  const isTracked = !isEdge && ports.length > 0;
  return [
    ...(isTracked ? ["", ...listensScript(ports)] : []),
    "",
    // What fails in one network moves all of them: half an edge would take packets that it cannot pass on.
    "vrrp_sync_group all {",
    "\tgroup {",
    ...instances.map(({ name }) => `\t\t${name}`),
    "\t}",
    ...(isTracked ? [`\ttrack_script {\n\t\tlistens weight -${UNHEALTHY}\n\t}`] : []),
    `\tnotify "${PROGRAMS}/vrrp-notify" root`,
    "}",
    ...instances.flatMap((instance) => ["", ...instanceLines(instance, isEdge)]),
  ];
}

interface Instance {
  readonly name: string;
  readonly family: IpFamily;
  readonly card: MovingCard;
  readonly group: GroupRecord;
}

const PRIORITY = 150;

/** By member. So far apart that, when both start at once, the first has said so before the second's patience ends. */
const EDGE_PRIORITIES = [200, 100];

/** What a member whose service does not listen loses of its priority. */
const UNHEALTHY = 50;

function instanceLines({ name, family, card, group }: Instance, isEdge: boolean): readonly string[] {
  const { servers, virtual } = group;
  const own = (server: ServerRecord) => addressOf(server, card, family);
  const id = virtualRouterId(virtual.find(({ zone }) => zone === card.zone)?.addresses[0] as IpAddress);
  return [
    `vrrp_instance ${name} {`,
    "\tstate BACKUP",
    `\tinterface ${card.name}`,
    `\tvirtual_router_id ${id}`,
    "\tadvert_int 1",
    ...(isEdge ? edgePriority(servers) : [`\tpriority ${PRIORITY}`]),
    ...servers.map((server) => `\t@${server.name} unicast_src_ip ${own(server)}`),
    "\tunicast_ttl 255",
    "\tunicast_peer {",
    ...servers.map((server) => `\t\t@^${server.name} ${own(server)} min_ttl 255 max_ttl 255`),
    "\t}",
    "\tvirtual_ipaddress {",
    ...card.addresses
      .filter((address) => address.family === family)
      .map((address) => `\t\t${withLength(address)} dev ${card.name}`),
    "\t}",
    "}",
  ];
}

/**
 * Members of an edge differ, so that two that start together agree at once, and whoever comes back does not take over.
 * Other servers are equal: an equal does not take over either, but somebody healthy does from somebody who is not,
 * which `nopreempt` would forbid.
 */
function edgePriority(servers: readonly ServerRecord[]): readonly string[] {
  return [
    "\tnopreempt",
    ...servers.map(({ name }, index) => `\t@${name} priority ${EDGE_PRIORITIES[index]}`),
  ];
}

function addressOf({ interfaces }: ServerRecord, { zone }: MovingCard, family: IpFamily): IpAddress {
  const addresses = interfaces.find((card) => card.zone === zone)?.addresses;
  return addresses?.find((address) => address.family === family) as IpAddress;
}

/** As one address, not a network: the way to the network is the member's own address's. */
function withLength(address: IpAddress): string {
  return `${address}/${address.family === 4 ? 32 : 128}`;
}

/** A range is declared where a program picks from it, so nothing has to listen on all of it. */
function listeningPorts(ports: readonly Port[]): readonly number[] {
  const single = ports.filter(({ protocol, first, last }) => protocol === "tcp" && first === last);
  return [...new Set(single.map(({ first }) => first))].sort((one, other) => one - other);
}

function listensScript(ports: readonly number[]): readonly string[] {
  return [
    "vrrp_script listens {",
    `\tscript "${PROGRAMS}/vrrp-listens ${ports.join(" ")}"`,
    "\tinterval 1",
    "\ttimeout 2",
    "\tfall 3",
    "\trise 3",
    "}",
  ];
}
