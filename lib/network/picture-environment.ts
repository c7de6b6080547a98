import type { GroupRecord } from "../model/model-file";
import type { StageName } from "../model/stage";
import { arrow, cluster, type Look, node, stack, text } from "./dot";
import { clusterLines, clusterTopsOf, isOnCluster } from "./picture-cluster";
import { LOOK, large, signLook, small } from "./picture-look";
import { count, flowRows, lastOf, sentenceOf, sentencesOf } from "./picture-text";
import { byNode, type Crossing, type InsideFlow, type Scene, topsOf } from "./scene";

/** One environment: its part of the cluster, its servers, and what passes the edge from the one to the other. */
export function environmentLines(scene: Scene): readonly string[] {
  const { model, stage, groups, inside, crossings } = scene;
  const zone = model.zones.find(({ name }) => name === stage);
  const networks = zone?.networks.map((network) => `${network}`) ?? [];
  const facts = zone === undefined ? [] : [...networks, `VLAN ${zone.vlan}`];
  const groupNodes = groups.map(({ node: group }) => group);
  const tops = [...clusterTopsOf(scene), ...topsOf(groupNodes, scene)];
  return cluster(stage, LOOK.environment, [
    node(signOf(stage), signLook(stage, facts)),
    ...clusterLines(scene, inside.filter(({ inCluster }) => inCluster).map(insideLine)),
    ...besideCluster(scene, [
      ...groups.map((one) => node(one.node, groupLook(one.group))),
      ...inside.filter(({ inCluster }) => !inCluster).map(insideLine),
      ...crossingNodes(crossings),
    ]),
    ...crossingLines(crossings),
    ...tops.map((top) => arrow(signOf(stage), top, LOOK.before)),
  ]);
}

/** Servers need a frame of their own where there is a cluster to stand beside. */
function besideCluster(scene: Scene, servers: readonly string[]): readonly string[] {
  return isOnCluster(scene) ? cluster(`${scene.stage} servers`, LOOK.servers, servers) : servers;
}

/** The node that everything of an environment hangs below. */
export function signOf(stage: StageName): string {
  return `${stage} sign`;
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

/** A piece of the wall on the way: pods and servers meet nowhere but at the edge. */
function crossingNodes(crossings: readonly Crossing[]): readonly string[] {
  return byNode(crossings).map((sharing) => {
    const { node: gate, flow } = sharing[0];
    const label = stack([...flowRows(flow), small("by way of the edge")]);
    return node(gate, { ...LOOK.crossing, label, tooltip: sentencesOf(sharing) });
  });
}

/** Pods are drawn above servers, whoever opens the connection: an arrow for each workload, and one for the servers. */
function crossingLines(crossings: readonly Crossing[]): readonly string[] {
  const directionOf = ({ upward }: Crossing) => ({ dir: upward ? "back" : "forward" });
  return byNode(crossings).flatMap((sharing) => [
    ...sharing.map((crossing) => {
      const way = { ...directionOf(crossing), tooltip: sentenceOf(crossing.flow) };
      return arrow(crossing.workload, crossing.node, { ...LOOK.crossingPassage, ...way });
    }),
    arrow(sharing[0].node, sharing[0].group, {
      ...LOOK.innerPassage,
      ...directionOf(sharing[0]),
      tooltip: sentencesOf(sharing),
    }),
  ]);
}
