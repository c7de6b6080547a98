import type { Flow } from "../model/flow";
import { InvalidError } from "../model/mistake";
import type { GroupRecord, ModelFile } from "../model/model-file";
import type { PeerRecord } from "../model/peer";
import { Stage, type StageName } from "../model/stage";

export type Outside = Exclude<PeerRecord, { readonly kind: "group" }>;

/** One environment as it is drawn. Nodes go by names made here, never by text of a person. */
export interface Scene {
  readonly model: ModelFile;
  readonly stage: StageName;
  readonly groups: readonly { readonly node: string; readonly group: GroupRecord }[];
  readonly inside: readonly InsideFlow[];
  readonly gates: readonly Gate[];
}

/** A flow between groups of the environment, or between members of one. */
export interface InsideFlow {
  readonly flow: Flow;
  readonly from: string;
  readonly to: string;
}

/** A flow that passes the edge. */
export interface Gate {
  readonly node: string;
  readonly flow: Flow;
  readonly outside: Outside;
  readonly group: string;
  /** The connection is opened from outside. */
  readonly inward: boolean;
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
  const ends = model.flows.map((flow: Flow) => ({
    flow,
    from: endOf(flow.from, groups, model.stack),
    to: endOf(flow.to, groups, model.stack),
  }));
  const inside = ends.filter((flow): flow is InsideFlow => isNode(flow.from) && isNode(flow.to));
  const gates = ends
    .filter(({ from, to }) => !isNode(from) || !isNode(to))
    .map(({ flow, from, to }, index): Gate => {
      const node = `${stage} gate ${index}`;
      if (!isNode(from) && isNode(to)) return { node, flow, outside: from, group: to, inward: true };
      if (isNode(from) && !isNode(to)) return { node, flow, outside: to, group: from, inward: false };
      throw new Error(`${model.stack} has a flow with both ends outside`);
    });
  return { model, stage, groups, inside, gates };
}

/** The node of a group, or who it is outside. A flow that ends nowhere is a defect, and never left out in silence. */
function endOf(peer: PeerRecord, groups: Scene["groups"], stack: string): string | Outside {
  if (peer.kind !== "group") return peer;
  const found = groups.find(({ group }) => group.path === peer.path);
  if (found === undefined) throw new Error(`${stack} has a flow with ${peer.path}, which is no group of it`);
  return found.node;
}

function isNode(end: string | Outside): end is string {
  return typeof end === "string";
}

/**
 * Groups that flows of others do not put below another group: those without any, and those in a ring, of which it is
 * anyone's guess which comes first.
 */
export function topsOf({ groups, inside }: Scene): readonly string[] {
  const between = inside.filter(({ from, to }) => from !== to);
  const isFed = (group: string) => between.some(({ to }) => to === group);
  return groups
    .map(({ node }) => node)
    .filter((group) => !isFed(group) || reachableFrom(group, between).has(group));
}

function reachableFrom(start: string, flows: readonly InsideFlow[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const reach = (group: string): void => {
    for (const { to } of flows.filter(({ from, to: next }) => from === group && !reached.has(next))) {
      reached.add(to);
      reach(to);
    }
  };
  reach(start);
  return reached;
}
