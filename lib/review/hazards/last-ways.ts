import type { FlowRecord, ModelFile } from "../../model/model-file";
import type { PeerRecord } from "../../model/peer";
import type { Hazard } from "../hazard";
import type { WayReview } from "../review";

/** Something that holds data and stays. */
interface Keeper {
  readonly path: string;
  readonly stack: string;
}

/**
 * Data that an application reached and that none reaches any longer: its last way was closed, by a flow that is gone or by a
 * wall on its way (`ways`). Data that goes as well is told of elsewhere.
 *
 * @param ways as they change between the two, if that is known
 */
export function lastWayHazards(
  before: readonly ModelFile[],
  after: readonly ModelFile[],
  ways: readonly WayReview[] = [],
): readonly Hazard[] {
  const [old, current] = [flowsByTarget(before), flowsByTarget(after)];
  const closed = new Map<string, Set<string>>();
  for (const { from, to, kind, end } of ways) {
    // An end that came or went is in the flows already.
    if (kind !== "closed" || end !== undefined) continue;
    closed.set(to, (closed.get(to) ?? new Set()).add(from));
  }
  return keepersIn(after).flatMap(({ path, stack }) => {
    const gone = closed.get(path) ?? new Set();
    const had = [...(old.get(path) ?? []), ...gone].filter((from) => from.includes("/"));
    const has = (current.get(path) ?? []).filter((from) => !gone.has(from));
    if (had.length === 0 || has.length > 0) return [];
    return [
      {
        kind: "last-way",
        level: "block",
        stack,
        subjects: [path],
        text: `${path} holds data that ${[...new Set(had)].join(", ")} reached, and no application reaches it any longer.`,
        remedy: "declare who may reach it in the same change as it takes the old way away",
      },
    ];
  });
}

function keepersIn(models: readonly ModelFile[]): readonly Keeper[] {
  return models.flatMap(({ stack, kind, groups, kubernetes }) => {
    // A repository is reached by every server of another site, and by no application.
    const kept = kind === "environment" ? groups.filter(({ data }) => data) : [];
    const pods = (kubernetes?.workloads ?? []).filter(({ data }) => data);
    return [...kept, ...pods].map(({ path }) => ({ path, stack }));
  });
}

/** Who may reach a group or workload, by its path: others by their path, people and the like by their kind. */
function flowsByTarget(models: readonly ModelFile[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { from, to } of models.flatMap(({ flows }): readonly FlowRecord[] => flows)) {
    const path = pathOf(to);
    const source = sourceOf(from);
    if (path === undefined || source === undefined || source === path) continue;
    const known = found.get(path);
    if (known === undefined) found.set(path, [source]);
    else known.push(source);
  }
  return found;
}

function pathOf(peer: PeerRecord): string | undefined {
  return peer.kind === "group" || peer.kind === "workload" ? peer.path : undefined;
}

/** Undefined for who is no user of an application: administrators, and who only looks whether it is there. */
function sourceOf(peer: PeerRecord): string | undefined {
  const isNoUse = ["vpn", "admins", "checkpoints", "scanners", "service"].includes(peer.kind);
  return isNoUse ? undefined : (pathOf(peer) ?? peer.kind);
}
