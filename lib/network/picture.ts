import type { GroupRecord, ModelFile } from "../model/model-file";
import type { StageName } from "../model/stage";
import { arrow, chain, cluster, digraph, type Look, type Markup, node, row, stack, text } from "./dot";
import { isOnCluster } from "./picture-cluster";
import { environmentLines, signOf } from "./picture-environment";
import { LOOK, leftAligned, legend, signLook, small } from "./picture-look";
import { outsideLines } from "./picture-outside";
import { flowRows, sentencesOf } from "./picture-text";
import { byNode, clientOf, type Gate, type Scene, type Sharing, scenesOf } from "./scene";

/**
 * One client's street as a graph in DOT: who is outside at the top, then the edge with gates for the flows that
 * pass it, then the environments: what they have in the cluster of the site, and their servers. Each declared flow is
 * drawn once, and nothing else is. The same files give the same bytes, whether they come from a synth or were read back.
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
  const told = legend(scenes.some(isOnCluster));
  return digraph({ graph: { ...LOOK.graph, label: told }, node: LOOK.node, edge: LOOK.edge }, [
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
        ? byNode(gates).map((sharing) => node(sharing[0].node, gateLook(sharing)))
        : [node(closedGate(stage), closedLook(stage))],
    ),
    ...chain([EDGE_SIGN, ...scenes.flatMap(gateNodes)], LOOK.before),
  ]);
}

function gateNodes({ stage, gates }: Scene): readonly string[] {
  return gates.length > 0 ? byNode(gates).map(([gate]) => gate.node) : [closedGate(stage)];
}

function closedGate(stage: StageName): string {
  return `${stage} closed`;
}

function closedLook(stage: StageName): Look {
  return { ...LOOK.closed, label: stack([small("nothing enters"), small(`or leaves ${stage}`)]) };
}

function gateLook(sharing: Sharing<Gate>): Look {
  return { ...LOOK.gate, label: stack(flowRows(sharing[0].flow)), tooltip: sentencesOf(sharing) };
}

/** Everything of an environment hangs below its sign, and the sign below the environment's part of the wall. */
function belowWallLine({ stage, gates }: Scene): string {
  const [gate] = gates;
  if (gate !== undefined) return arrow(gate.node, signOf(stage), LOOK.above);
  return arrow(closedGate(stage), signOf(stage), LOOK.straightAbove);
}
