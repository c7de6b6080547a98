import type { StackOutput } from "../../controls/terraform/stack-output";
import type { AccessChange, NotAnalysed } from "../review";
import { holdingsIn, type Permission } from "./permissions";
import { foldPlaces } from "./right";

/** Verbs in the order in which people say them; others come after them. */
const VERBS = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

/**
 * What people, groups and service accounts may in a namespace and did not, and the other way round: by what their roles
 * allow together. A role that is written another way, or two in place of one, change nothing.
 */
export function rolesChanged(
  before: readonly StackOutput[],
  after: readonly StackOutput[],
): readonly AccessChange[] {
  // What one side cannot read is neither given nor taken, as far as anybody knows.
  const unread = new Set(rolesNotRead(before, after).map(({ what }) => what));
  const [old, current] = [byHolder(before, unread), byHolder(after, unread)];
  const changes = [...new Set([...old.keys(), ...current.keys()])].flatMap((key) => {
    const [where, who] = JSON.parse(key) as [string, string];
    const [was, is] = [old.get(key) ?? new Map(), current.get(key) ?? new Map()];
    const facts = { what: "role" as const, where, who, owner: undefined, until: undefined };
    const [given, taken] = [textOf(without(is, was)), textOf(without(was, is))];
    return [
      ...(given === undefined ? [] : [{ kind: "given" as const, ...facts, before: undefined, after: given }]),
      ...(taken === undefined ? [] : [{ kind: "taken" as const, ...facts, before: taken, after: undefined }]),
    ];
  });
  return foldPlaces(changes);
}

/** Bindings on either side of which nobody here can say what they give to whom. */
export function rolesNotRead(
  before: readonly StackOutput[],
  after: readonly StackOutput[],
): readonly NotAnalysed[] {
  const all = [...holdingsIn(before).notRead, ...holdingsIn(after).notRead];
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

type Permissions = ReadonlyMap<string, Permission>;

function byHolder(
  outputs: readonly StackOutput[],
  without: ReadonlySet<string>,
): ReadonlyMap<string, Permissions> {
  const holders = new Map<string, Map<string, Permission>>();
  for (const { where, who, permissions } of holdingsIn(outputs, without).holdings) {
    const key = JSON.stringify([where, who]);
    const known = holders.get(key) ?? new Map<string, Permission>();
    for (const one of permissions) known.set(JSON.stringify([one.verb, one.about]), one);
    holders.set(key, known);
  }
  return holders;
}

function without(permissions: Permissions, others: Permissions): readonly Permission[] {
  return [...permissions].flatMap(([key, one]) => (others.has(key) ? [] : [one]));
}

/** `get, list, watch pods, services; delete pods`; undefined for nothing. */
function textOf(permissions: readonly Permission[]): string | undefined {
  if (permissions.length === 0) return undefined;
  const verbs = grouped(
    permissions,
    ({ about }) => about,
    ({ verb }) => verb,
  );
  const abouts = grouped(
    [...verbs],
    ([, found]) => [...found].sort(byCustom).join(", "),
    ([about]) => about,
  );
  return [...abouts].map(([found, about]) => `${found} ${about.join(", ")}`).join("; ");
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string, tell: (item: T) => string) {
  const groups = new Map<string, string[]>();
  for (const item of items) {
    const known = groups.get(keyOf(item));
    if (known === undefined) groups.set(keyOf(item), [tell(item)]);
    else known.push(tell(item));
  }
  return groups;
}

function byCustom(one: string, other: string): number {
  const place = (verb: string) => (VERBS.includes(verb) ? VERBS.indexOf(verb) : VERBS.length);
  return place(one) - place(other) || (one < other ? -1 : 1);
}
