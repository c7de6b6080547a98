import { IpAddress } from "../../model/ip";
import { Unreadable } from "../unreadable";
import { Block } from "./blocks";
import { type ConnectionSync, readConntrackd } from "./conntrackd-config";
import { told } from "./decode";
import { linesOf, valueIn } from "./lines";
import { recent } from "./recent";

/** One address family of one network, in which addresses move between members. */
export interface VrrpInstance {
  readonly name: string;
  readonly card: string;
  readonly virtualRouterId: number;
  /** Whether a member that comes back leaves the addresses where they are, whatever its priority. */
  readonly stays: boolean;
  /** By host name. */
  readonly priorities: ReadonlyMap<string, number>;
  /** From which address each host tells the others. */
  readonly sources: ReadonlyMap<string, IpAddress>;
  /** Whom each host tells, and heeds. */
  readonly peers: ReadonlyMap<string, readonly IpAddress[]>;
  readonly virtualAddresses: readonly IpAddress[];
}

/** What makes a member hand the addresses to another. */
export interface ListensCheck {
  /** TCP ports that have to be listened on. */
  readonly ports: readonly number[];
  /** What a member that does not listen loses of its priority. */
  readonly weight: number;
}

/** Which member of a group has its virtual addresses (H-03). */
export interface KeepalivedDocument {
  /** None for a group of one. */
  readonly instances: readonly VrrpInstance[];
  /** Names of the instances that move together. */
  readonly together: readonly string[];
  readonly listens: ListensCheck | undefined;
  /** Addresses of a group of one, with their card: they are simply its own. */
  readonly staticAddresses: readonly { readonly address: IpAddress; readonly card: string }[];
  /** How an edge's members tell each other of connections; only in the document of an edge. */
  readonly connections: ConnectionSync | undefined;
}

const PARTS = /^=== (keepalived|conntrackd)$/;
const TITLE = /^# \S+: rendered\. A change made here is undone\.$/;
const GLOBALS = [
  /^vrrp_version 3$/,
  /^vrrp_check_unicast_src$/,
  /^vrrp_garp_master_refresh 60$/,
  /^enable_script_security$/,
  /^script_user nobody nogroup$/,
  /^max_auto_priority 50$/,
];
const HOST = "([a-z0-9-]+)";
const SOURCE = new RegExp(`^@${HOST} unicast_src_ip (\\S+)$`);
const OWN_PRIORITY = new RegExp(`^@${HOST} priority ([1-9]\\d{0,2})$`);
/** A line is for all hosts but the one it names. */
const PEER = new RegExp(`^@\\^${HOST} (\\S+) min_ttl 255 max_ttl 255$`);
const MOVING = /^([0-9a-f.:]+)\/(32|128) dev ([a-z0-9]+)$/;

/**
 * Reads the payload of the live document `keepalived`, of which the part `conntrackd` is an edge's.
 *
 * @throws Unreadable for what is not understood, and for a host that is its own peer or has none
 */
export const readKeepalivedDocument: (payload: string) => KeepalivedDocument = recent(64, (payload) =>
  told("the document keepalived", () => {
    const [keepalived, conntrackd, ...more] = partsOf(linesOf(payload));
    if (keepalived?.name !== "keepalived" || more.length > 0 || conntrackd?.name === "keepalived") {
      throw new Unreadable("is not of the parts keepalived and conntrackd, in that order");
    }
    const root = Block.parse(keepalived.lines);
    checkGlobals(root.block("global_defs"));
    const instances = root.blocks(/^vrrp_instance (\S+)$/).map(({ words: [name = ""], block }) => {
      return told(`has ${name}, which`, () => instanceIn(name, block));
    });
    const { together, weight } = syncIn(root, instances);
    const document = {
      instances,
      together,
      listens: listensIn(root, weight),
      staticAddresses: root.blocks(/^static_ipaddress$/).flatMap(({ block }) => staticIn(block)),
      connections: conntrackd === undefined ? undefined : readConntrackd(conntrackd.lines),
    };
    root.end();
    return document;
  }),
);

function partsOf(lines: readonly string[]) {
  const starts = lines.flatMap((line, at) => (line.startsWith("===") ? [at] : []));
  if (starts[0] !== 0) throw new Unreadable("does not begin with the name of a part");
  return starts.map((start, index) => {
    const name = PARTS.exec(lines[start] ?? "")?.[1];
    const title = lines[start + 1] ?? "";
    if (!TITLE.test(title))
      throw new Unreadable(`has a line ${JSON.stringify(title)} that is not understood`);
    return { name, lines: lines.slice(start + 2, starts[index + 1]) };
  });
}

function checkGlobals(block: Block): void {
  for (const line of GLOBALS) block.one(line);
  block.end();
}

function syncIn(root: Block, instances: readonly VrrpInstance[]) {
  if (instances.length === 0) return { together: [], weight: undefined };
  const sync = root.block("vrrp_sync_group all");
  const group = sync.block("group");
  const together = group.all(/^(\S+)$/).map(([name = ""]) => name);
  const [tracked] = sync.blocks(/^track_script$/);
  const weight = tracked?.block.one(/^listens weight -([1-9]\d*)$/)[0];
  tracked?.block.end();
  sync.one(/^notify "\/usr\/local\/lib\/straat\/vrrp-notify" root$/);
  for (const block of [group, sync]) block.end();
  return { together, weight };
}

function listensIn(root: Block, weight: string | undefined): ListensCheck | undefined {
  const [script, ...more] = root.blocks(/^vrrp_script listens$/);
  if ((script === undefined) !== (weight === undefined) || more.length > 0) {
    throw new Unreadable("does not track the one script it has");
  }
  if (script === undefined) return undefined;
  const { block } = script;
  const [ports = ""] = block.one(
    /^script "\/usr\/local\/lib\/straat\/vrrp-listens ((?:[1-9]\d*)(?: [1-9]\d*)*)"$/,
  );
  for (const line of [/^interval 1$/, /^timeout 2$/, /^fall 3$/, /^rise 3$/]) block.one(line);
  block.end();
  return { ports: ports.split(" ").map(Number), weight: Number(weight) };
}

function staticIn(block: Block) {
  const addresses = block
    .all(MOVING)
    .map(([text = "", length = "", card = ""]) => ({ address: single(text, length), card }));
  block.end();
  return addresses;
}

function instanceIn(name: string, block: Block): VrrpInstance {
  for (const line of [/^state BACKUP$/, /^advert_int 1$/, /^unicast_ttl 255$/]) block.one(line);
  const [card = ""] = block.one(/^interface ([a-z0-9]+)$/);
  const sources = byHost(block.all(SOURCE), (text) => single(text));
  const instance = {
    name,
    card,
    virtualRouterId: Number(block.one(/^virtual_router_id ([1-9]\d{0,2})$/)[0]),
    stays: block.all(/^nopreempt$/).length === 1,
    priorities: prioritiesIn(block, [...sources.keys()]),
    sources,
    peers: peersIn(block.block("unicast_peer"), sources),
    virtualAddresses: virtualIn(block.block("virtual_ipaddress"), card),
  };
  block.end();
  return instance;
}

/** One priority for all, or one for each host. */
function prioritiesIn(block: Block, hosts: readonly string[]): ReadonlyMap<string, number> {
  const own = byHost(block.all(OWN_PRIORITY), Number);
  if (own.size === 0) {
    const priority = Number(block.one(/^priority ([1-9]\d{0,2})$/)[0]);
    return new Map(hosts.map((host) => [host, priority]));
  }
  if (own.size === hosts.length && hosts.every((host) => own.has(host))) return own;
  throw new Unreadable("does not have a priority for each host");
}

function peersIn(block: Block, sources: ReadonlyMap<string, IpAddress>) {
  const others = byHost(block.all(PEER), (text) => single(text));
  block.end();
  const isSame = [...sources].every(([host, address]) => others.get(host)?.equals(address) ?? false);
  if (others.size !== sources.size || others.size < 2 || !isSame) {
    throw new Unreadable("does not have for each host all others as peers");
  }
  const peersOf = (host: string) =>
    [...others].flatMap(([other, address]) => (other === host ? [] : [address]));
  return new Map([...sources.keys()].map((host) => [host, peersOf(host)]));
}

function virtualIn(block: Block, card: string): readonly IpAddress[] {
  const addresses = block.all(MOVING).map(([text = "", length = "", on]) => {
    if (on === card) return single(text, length);
    throw new Unreadable(`has ${text} on ${on}`);
  });
  block.end();
  if (addresses.length > 0) return addresses;
  throw new Unreadable("has no address that moves");
}

function byHost<T>(lines: readonly (readonly string[])[], read: (text: string) => T): ReadonlyMap<string, T> {
  const values = new Map(lines.map(([host = "", text = ""]) => [host, read(text)]));
  if (values.size === lines.length) return values;
  throw new Unreadable("names a host twice");
}

/** @param length of the prefix, which has to be that of one address */
function single(text: string, length?: string): IpAddress {
  const address = valueIn(text, () => IpAddress.parse(text));
  if (length === undefined || length === (address.family === 4 ? "32" : "128")) return address;
  throw new Unreadable(`has ${text}/${length}, which is a network`);
}
