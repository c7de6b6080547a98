import type { AddressList } from "../model/address-list";
import type { Flow } from "../model/flow";
import type { GroupRecord, ModelFile } from "../model/model-file";
import type { PeerRecord } from "../model/peer";
import type { StageName } from "../model/stage";
import type { WhitelistEntry } from "../model/whitelist-entry";
import {
  arrow,
  chain,
  cluster,
  digraph,
  type Look,
  type Markup,
  node,
  row,
  stack,
  text,
  wrapped,
} from "./dot";
import { LOOK, large, leftAligned, legend, small } from "./picture-look";
import { clientOf, type Gate, type InsideFlow, type Outside, type Scene, scenesOf, topsOf } from "./scene";

/** Characters in a line of a reason, which stands beside an arrow, and of what stands in a box. */
const REASON_WIDTH = 24;
const BOX_WIDTH = 36;

/**
 * One client's street as a graph in DOT: who is outside at the top, then the edge with a gate for each flow that
 * passes it, then the environments. Each declared flow is drawn once, and nothing else is. The same files give the
 * same bytes, whether they come from a synth or were read back.
 *
 * @param files of the client's stacks: its street, and the environments to draw
 * @param stage draws this environment alone
 * @throws InvalidError when the files are not one client's, or hold no such environment
 */
export function pictureOf(files: readonly ModelFile[], stage?: string): string {
  const client = clientOf(files);
  const scenes = scenesOf(files, client, stage);
  const edge = files.flatMap(({ groups }) => groups).find(({ role }) => role === "edge");
  const label = titleOf(stage === undefined ? client : `${client}/${stage}`, scenes);
  return digraph({ graph: { ...LOOK.graph, label: legend() }, node: LOOK.node, edge: LOOK.edge }, [
    ...cluster("street", { ...LOOK.street, label }, [
      // Frames first: those that share no arrow stay in the order in which Graphviz meets them.
      ...cluster("edge", LOOK.wall, wallLines(scenes, edge)),
      ...scenes.flatMap(environmentLines),
      ...scenes.map(belowWallLine),
      ...outsideLines(scenes),
    ]),
  ]);
}

function titleOf(title: string, scenes: readonly Scene[]): Markup {
  const sites = [...new Set(scenes.map(({ model }) => model.site.name))].join(", ");
  return leftAligned([text(title, { size: 20, bold: true }), small(`who may reach what, at ${sites}`)], 3);
}

/** Everyone outside, who is met in several flows once, and the arrows on both sides of each gate. */
function outsideLines(scenes: readonly Scene[]): readonly string[] {
  const gates = scenes.flatMap((scene) => scene.gates);
  const peers = new Map(gates.map(({ outside }) => [JSON.stringify(outside), outside]));
  const keys = [...peers.keys()];
  const nodeOf = (outside: Outside) => `outside ${keys.indexOf(JSON.stringify(outside))}`;
  return [
    ...[...peers.values()].map((outside) => node(nodeOf(outside), outsideLook(outside))),
    ...gates.flatMap(({ node: gate, flow, outside, group, inward }) => {
      const way = { dir: inward ? "forward" : "back", tooltip: sentenceOf(flow) };
      return [
        arrow(nodeOf(outside), gate, { ...LOOK.outerPassage, ...way }),
        arrow(gate, group, { ...LOOK.innerPassage, ...way }),
      ];
    }),
  ];
}

function outsideLook(outside: Outside): Look {
  const { title, rows, tooltip } = outsideText(outside);
  return { ...LOOK.outside, label: stack([large(title), ...rows]), tooltip };
}

interface OutsideText {
  readonly title: string;
  readonly rows: readonly Markup[];
  readonly tooltip: string;
}

function outsideText(outside: Outside): OutsideText {
  switch (outside.kind) {
    case "internet":
      return { title: "Internet", rows: lines("everyone"), tooltip: "every address outside this house" };
    case "vpn":
      return { title: "VPN", rows: lines("administrators"), tooltip: "every administrator" };
    case "admins":
      return listText("VPN", outside.logins);
    case "whitelist":
      return whitelistText(outside.entries);
    case "networks":
      return listText("Networks", outside.networks);
    case "country":
      return listText("Countries", outside.codes);
    case "checkpoints":
      return addressListText("Checkpoints", outside.list);
    case "scanners":
      return addressListText("Scanners", outside.list);
    case "service":
      return { title: outside.name, rows: lines("service of the site"), tooltip: outside.name };
  }
}

function listText(title: string, items: readonly unknown[]): OutsideText {
  const all = items.join(", ");
  return { title, rows: lines(all), tooltip: all };
}

function whitelistText(entries: readonly WhitelistEntry[]): OutsideText {
  const owners = [...new Set(entries.map(({ owner }) => owner))];
  const rows = owners.flatMap((owner) => [
    ...lines(owner),
    ...entries
      .filter((entry) => entry.owner === owner)
      .map(({ network, until }) => small(`${network} until ${until}`)),
  ]);
  const tooltip = entries.map(({ network, owner, reason }) => `${network}: ${owner}, ${reason}`).join("; ");
  return { title: "Whitelist", rows, tooltip };
}

/** A published list runs to hundreds of addresses: told are whose they are, how many, and of which day. */
function addressListText(title: string, { name, networks, source, date }: AddressList): OutsideText {
  const rows = [...lines(name), small(`${count(networks, "network")}, of ${date}`)];
  return { title, rows, tooltip: `${name}, from ${source}` };
}

function lines(content: string): readonly Markup[] {
  return wrapped(content, BOX_WIDTH).map((line) => text(line));
}

const EDGE_SIGN = "edge sign";

/** The gates in the order of the stages, in one row; a stage that nothing enters or leaves says so there. */
function wallLines(scenes: readonly Scene[], edge: GroupRecord | undefined): readonly string[] {
  const uplink = edge?.virtual.filter(({ zone }) => zone === "uplink") ?? [];
  const servers = edge?.servers.map(({ name }) => name) ?? [];
  const facts = [...servers, ...uplink.flatMap(({ addresses }) => addresses.map((address) => `${address}`))];
  return row([
    node(EDGE_SIGN, signLook("Edge firewall", facts)),
    ...scenes.flatMap(({ stage, gates }) =>
      gates.length > 0
        ? gates.map((gate) => node(gate.node, gateLook(gate)))
        : [node(closedGate(stage), closedLook(stage))],
    ),
    ...chain([EDGE_SIGN, ...scenes.flatMap(gateNodes)], LOOK.before),
  ]);
}

function gateNodes({ stage, gates }: Scene): readonly string[] {
  return gates.length > 0 ? gates.map((gate) => gate.node) : [closedGate(stage)];
}

function closedGate(stage: StageName): string {
  return `${stage} closed`;
}

function closedLook(stage: StageName): Look {
  return { ...LOOK.closed, label: stack([small("nothing enters"), small(`or leaves ${stage}`)]) };
}

function gateLook({ flow }: Gate): Look {
  return { ...LOOK.gate, label: stack(flowRows(flow)), tooltip: sentenceOf(flow) };
}

function environmentLines(scene: Scene): readonly string[] {
  const { model, stage, groups, inside } = scene;
  const zone = model.zones.find(({ name }) => name === stage);
  const networks = zone?.networks.map((network) => `${network}`) ?? [];
  const facts = zone === undefined ? [] : [...networks, `VLAN ${zone.vlan}`];
  return cluster(stage, LOOK.environment, [
    node(signOf(stage), signLook(stage, facts)),
    ...groups.map((one) => node(one.node, groupLook(one.group))),
    ...inside.map(insideLine),
    ...topsOf(scene).map((group) => arrow(signOf(stage), group, LOOK.before)),
  ]);
}

function signOf(stage: StageName): string {
  return `${stage} sign`;
}

function signLook(name: string, facts: readonly string[]): Look {
  return { ...LOOK.sign, label: leftAligned([large(name), ...facts.map(small)]), tooltip: name };
}

function groupLook({ path, data, servers, virtual }: GroupRecord): Look {
  const members = `${count(servers, "server")}${data ? ", data" : ""}`;
  const addresses = virtual.flatMap((card) => card.addresses.map((address) => small(`${address}`)));
  const label = stack([large(lastOf(path)), text(members), ...addresses]);
  const tooltip = `${path}: ${servers.map(({ name }) => name).join(", ")}`;
  return { ...(data ? LOOK.dataGroup : LOOK.group), label, tooltip };
}

function insideLine({ flow, from, to }: InsideFlow): string {
  // A table in a table: an arrow that passes does not touch the text.
  const label = stack([stack(flowRows(flow))], { padding: 5 });
  return arrow(from, to, { ...LOOK.flow, label, tooltip: sentenceOf(flow) });
}

/** Everything of an environment hangs below its sign, and the sign below the environment's part of the wall. */
function belowWallLine({ stage, gates }: Scene): string {
  const [gate] = gates;
  if (gate !== undefined) return arrow(gate.node, signOf(stage), LOOK.above);
  return arrow(closedGate(stage), signOf(stage), LOOK.straightAbove);
}

function flowRows({ port, why }: Flow): readonly Markup[] {
  return [text(`${port}`, { bold: true }), ...wrapped(why, REASON_WIDTH).map(small)];
}

function sentenceOf({ from, to, port, why }: Flow): string {
  return `${port} from ${peerName(from)} to ${peerName(to)}: ${why}`;
}

function peerName(peer: PeerRecord): string {
  return peer.kind === "group" ? lastOf(peer.path) : peer.kind;
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function count(things: readonly unknown[], noun: string): string {
  return `${things.length} ${noun}${things.length === 1 ? "" : "s"}`;
}
