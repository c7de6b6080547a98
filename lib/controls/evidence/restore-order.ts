import type { FlowRecord, GroupRecord } from "../../model/model-file";

/** Groups that come back together: one, or several that need each other. */
export interface Turn {
  readonly groups: readonly GroupRecord[];
  /** Paths of groups they connect to, which are back by then. */
  readonly needs: readonly string[];
}

/**
 * The order in which the groups of a stage come back: whoever is connected *to* before who connects. Of those that may
 * be next, data is first, then what nobody outside asks for anything, then the rest; then by name. Groups that need
 * each other in a circle have one turn.
 */
export function restoreOrder(
  groups: readonly GroupRecord[],
  flows: readonly Pick<FlowRecord, "from" | "to">[],
): readonly Turn[] {
  const needs = needsOf(groups, flows);
  const circles = circlesOf(groups, needs);
  const asked = new Set(
    flows.flatMap(({ from, to }) => (from.kind === "group" || to.kind !== "group" ? [] : [to.path])),
  );
  const left = new Set(circles);
  const back = new Set<string>();
  const turns: Turn[] = [];
  while (left.size > 0) {
    const ready = [...left].filter((circle) => outsideNeeds(circle, needs).every((path) => back.has(path)));
    const [next] = ready.sort((one, other) => compare(rankOf(one, asked), rankOf(other, asked)));
    // Circles are as large as they can be, so what is left has no circle in it and somebody is ready.
    if (next === undefined) throw new RangeError("groups that need each other are in different turns");
    left.delete(next);
    for (const { path } of next) back.add(path);
    turns.push({ groups: next, needs: outsideNeeds(next, needs) });
  }
  return turns;
}

type Needs = ReadonlyMap<string, ReadonlySet<string>>;

/** Paths each group connects to, itself left out. */
function needsOf(groups: readonly GroupRecord[], flows: readonly Pick<FlowRecord, "from" | "to">[]): Needs {
  const known = new Set(groups.map(({ path }) => path));
  const needs = new Map(groups.map(({ path }) => [path, new Set<string>()]));
  for (const { from, to } of flows) {
    if (from.kind !== "group" || to.kind !== "group" || from.path === to.path) continue;
    if (known.has(to.path)) needs.get(from.path)?.add(to.path);
  }
  return needs;
}

/** Groups that lead to each other, each group in one list, as large as it can be. */
function circlesOf(groups: readonly GroupRecord[], needs: Needs): readonly (readonly GroupRecord[])[] {
  const reach = new Map(groups.map(({ path }) => [path, reachedFrom(path, needs)]));
  const isMutual = (one: string, other: string) =>
    one === other || (reach.get(one)?.has(other) === true && reach.get(other)?.has(one) === true);
  const sorted = groups.toSorted((one, other) => compare(one.path, other.path));
  return sorted
    .filter(({ path }, index) => !sorted.slice(0, index).some((earlier) => isMutual(earlier.path, path)))
    .map(({ path }) => sorted.filter((other) => isMutual(path, other.path)));
}

function reachedFrom(start: string, needs: Needs): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [start];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    for (const next of needs.get(path) ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      open.push(next);
    }
  }
  return reached;
}

function outsideNeeds(circle: readonly GroupRecord[], needs: Needs): readonly string[] {
  const own = new Set(circle.map(({ path }) => path));
  const all = circle.flatMap(({ path }) => [...(needs.get(path) ?? [])]);
  return [...new Set(all)].filter((path) => !own.has(path)).sort();
}

function rankOf(circle: readonly GroupRecord[], asked: ReadonlySet<string>): string {
  const [first] = circle;
  const rest = circle.some(({ path }) => asked.has(path)) ? 2 : 1;
  return `${circle.some(({ data }) => data) ? 0 : rest} ${first?.path}`;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
