import type { Flow } from "../model/flow";
import type { WorkloadRecord } from "../model/kubernetes-record";
import { InvalidError } from "../model/mistake";
import type { GroupRecord, ModelFile } from "../model/model-file";
import type { PeerRecord } from "../model/peer";
import { Stage, type StageName } from "../model/stage";
import { isOutside, type OutsidePeer } from "./street-facts";

/** One environment as it is drawn. Nodes go by names made here, never by text of a person. */
export interface Scene {
  readonly model: ModelFile;
  readonly stage: StageName;
  readonly groups: readonly { readonly node: string; readonly group: GroupRecord }[];
  /** What stands in the cluster of the site instead of on servers. */
  readonly workloads: readonly { readonly node: string; readonly workload: WorkloadRecord }[];
  readonly inside: readonly InsideFlow[];
  readonly crossings: readonly Crossing[];
  readonly gates: readonly Gate[];
}

/** A flow between groups of the environment, between its workloads, or between members of one. */
export interface InsideFlow {
  readonly flow: Flow;
  readonly from: string;
  readonly to: string;
  readonly inCluster: boolean;
}

/** A flow between pods and servers of the environment. It passes the edge, although both its ends are inside. */
export interface Crossing {
  /** Shared by flows over one port for one reason with the same servers: whose they are is told by the arrows. */
  readonly node: string;
  readonly flow: Flow;
  readonly workload: string;
  readonly group: string;
  /** The connection is opened from the servers. */
  readonly upward: boolean;
}

/** A flow with somebody outside. It passes the edge. */
export interface Gate {
  /** Shared by flows over one port for one reason with the same somebody: whose they are is told by the arrows. */
  readonly node: string;
  readonly flow: Flow;
  readonly outside: OutsidePeer;
  /** The group or the workload at its other end. */
  readonly inside: string;
  /** The connection is opened from outside. */
  readonly inward: boolean;
}

/** A group or a workload that a flow ends at. */
interface End {
  readonly node: string;
  readonly inCluster: boolean;
}

/** @throws InvalidError unless the files are of one client. */
export function clientOf(files: readonly ModelFile[]): string {
  const [name, ...others] = new Set(files.flatMap(({ client }) => client?.name ?? []));
  if (name !== undefined && others.length === 0) return name;
  throw new InvalidError({
    value: [name, ...others].join(", "),
    problem: "is not the street of one client, which is what a picture shows",
    remedy: "write one client, or one stage of it, for example verne/production",
  });
}

/**
 * The environments to draw, in the order of the street.
 *
 * @param stage the only one, where given
 * @throws InvalidError when there is none
 */
export function scenesOf(
  files: readonly ModelFile[],
  client: string,
  stage: string | undefined,
): readonly Scene[] {
  const all = files.filter(({ kind }) => kind === "environment");
  const wanted = all.filter((file) => stage === undefined || `${file.stage}` === stage);
  if (wanted.length > 0)
    return wanted.toSorted((one, other) => stageOf(one).index - stageOf(other).index).map(sceneOf);
  throw new InvalidError({
    value: stage === undefined ? client : `${client}/${stage}`,
    problem: "there is no such environment to draw",
    remedy: `write one of ${[client, ...all.map((file) => `${client}/${file.stage}`)].join(", ")}`,
  });
}

/** From an object or, where the file was read back, from its name. */
function stageOf({ stage }: ModelFile): Stage {
  return Stage.of(`${stage}`);
}

function sceneOf(model: ModelFile): Scene {
  const stage = stageOf(model).name;
  const groups = model.groups.map((group, index) => ({ node: `${stage} group ${index}`, group }));
  const workloads = (model.kubernetes?.workloads ?? []).map((workload, index) => ({
    node: `${stage} workload ${index}`,
    workload,
  }));
  const scene = { model, stage, groups, workloads };
  const flows = model.flows.map((flow, index) => placed(flow, index, scene));
  return {
    ...scene,
    inside: flows.flatMap(({ inside }) => inside ?? []),
    crossings: sharingNodes(
      flows.flatMap(({ crossing }) => crossing ?? []),
      ({ group, upward }) => [group, upward],
    ),
    gates: sharingNodes(
      flows.flatMap(({ gate }) => gate ?? []),
      ({ outside, inward }) => [outside, inward],
    ),
  };
}

/** What a flow is drawn with where it passes the edge. */
interface Passing {
  readonly node: string;
  readonly flow: Flow;
}

/** Ten workloads that ask one database would be ten boxes that say the same, and arrows across all of them. */
function sharingNodes<T extends Passing>(all: readonly T[], waysOf: (one: T) => unknown): readonly T[] {
  const told = (one: T) => JSON.stringify([waysOf(one), `${one.flow.port}`, one.flow.why]);
  const first = new Map(all.toReversed().map((one) => [told(one), one.node]));
  return all.map((one) => ({ ...one, node: first.get(told(one)) ?? one.node }));
}

/** What shares a node; never nothing. */
export type Sharing<T> = readonly [T, ...T[]];

/** What is drawn with one node each, in the order of the first of them. */
export function byNode<T extends Passing>(all: readonly T[]): readonly Sharing<T>[] {
  const firsts = all.filter((one, index) => all.findIndex((other) => other.node === one.node) === index);
  return firsts.map((first) => [
    first,
    ...all.filter((other) => other !== first && other.node === first.node),
  ]);
}

/** A flow is one of these, and never two: each is drawn once. */
type Placed = { readonly inside?: InsideFlow; readonly crossing?: Crossing; readonly gate?: Gate };

function placed(
  flow: Flow,
  index: number,
  scene: Pick<Scene, "model" | "stage" | "groups" | "workloads">,
): Placed {
  const [from, to] = [endOf(flow.from, scene), endOf(flow.to, scene)];
  const node = `${scene.stage} gate ${index}`;
  if (isInside(from) && isInside(to)) {
    const upward = to.inCluster;
    if (from.inCluster === to.inCluster)
      return { inside: { flow, from: from.node, to: to.node, inCluster: upward } };
    const [workload, group] = upward ? [to.node, from.node] : [from.node, to.node];
    return { crossing: { node, flow, workload, group, upward } };
  }
  if (isInside(to))
    return { gate: { node, flow, outside: from as OutsidePeer, inside: to.node, inward: true } };
  if (isInside(from)) return { gate: { node, flow, outside: to, inside: from.node, inward: false } };
  throw new Error(`${scene.model.stack} has a flow with both ends outside`);
}

/** The node of a group or a workload, or who it is outside. A flow that ends nowhere is a defect, and never left out in silence. */
function endOf(
  peer: PeerRecord,
  { model, groups, workloads }: Pick<Scene, "model" | "groups" | "workloads">,
): End | OutsidePeer {
  if (isOutside(peer)) return peer;
  const inCluster = peer.kind === "workload";
  const found = inCluster
    ? workloads.find(({ workload }) => workload.path === peer.path)
    : groups.find(({ group }) => group.path === peer.path);
  if (found !== undefined) return { node: found.node, inCluster };
  throw new Error(`${model.stack} has a flow with ${peer.path}, which is no ${peer.kind} of it`);
}

function isInside(end: End | OutsidePeer): end is End {
  return "node" in end;
}

/**
 * Nodes that nothing puts below another node: those without flows of others, and those in a ring, of which it is anyone's
 * guess which comes first. Servers stand below the pods that they share a flow with, whoever opens it.
 */
export function topsOf(nodes: readonly string[], { inside, crossings }: Scene): readonly string[] {
  const down = crossings.map(({ workload, group }) => ({ from: workload, to: group }));
  const ways = [...inside.filter(({ from, to }) => from !== to), ...down];
  const isFed = (node: string) => ways.some(({ to }) => to === node);
  return nodes.filter((node) => !isFed(node) || reachableFrom(node, ways).has(node));
}

interface Way {
  readonly from: string;
  readonly to: string;
}

function reachableFrom(start: string, ways: readonly Way[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const reach = (node: string): void => {
    for (const { to } of ways.filter(({ from, to: next }) => from === node && !reached.has(next))) {
      reached.add(to);
      reach(to);
    }
  };
  reach(start);
  return reached;
}
