import { listed } from "../../controls/report/text";
import type { AccessChange } from "../review";

/** Something somebody may, as it stands on one side of a change. */
export interface Right {
  readonly what: AccessChange["what"];
  readonly where: string;
  readonly who: string;
  /** What they may, in a line. */
  readonly may: string;
  readonly owner: string | undefined;
  /** Last day, YYYY-MM-DD. */
  readonly until: string | undefined;
  /** By which the same right is known on the other side, within its kind and its place. */
  readonly known: string;
}

/** So many places are named where the same is given in several. */
const PLACES = 6;

/**
 * Rights that one side has and the other does not. One that is still the same person's and ends on another day, or is
 * for something else, is changed; what is the same in several places is told once.
 */
export function rightsChanged(before: readonly Right[], after: readonly Right[]): readonly AccessChange[] {
  const [old, current] = [byKey(before), byKey(after)];
  const changes = [...new Set([...old.keys(), ...current.keys()])].flatMap((key) =>
    changesOf(old.get(key) ?? [], current.get(key) ?? []),
  );
  return foldPlaces(changes);
}

/** Rights by what they are known by, each once however often it is declared. */
function byKey(rights: readonly Right[]): ReadonlyMap<string, readonly Right[]> {
  const found = new Map<string, Map<string, Right>>();
  for (const right of rights) {
    const { what, where, known } = right;
    const key = JSON.stringify([what, where, known]);
    const alike = found.get(key) ?? new Map<string, Right>();
    found.set(key, alike.set(textOf(right), right));
  }
  return new Map([...found].map(([key, alike]) => [key, [...alike.values()]]));
}

function textOf({ who, may, owner, until }: Right): string {
  return JSON.stringify([who, may, owner, until]);
}

function changesOf(before: readonly Right[], after: readonly Right[]): readonly AccessChange[] {
  const without = (rights: readonly Right[], others: readonly Right[]) =>
    rights.filter((right) => !others.some((other) => textOf(other) === textOf(right)));
  const [gone, come] = [without(before, after), without(after, before)];
  const pairs = Array.from({ length: Math.max(gone.length, come.length) }, (_, index) => index);
  return pairs.flatMap((index) => changeOf(gone[index], come[index]) ?? []);
}

function changeOf(before: Right | undefined, after: Right | undefined): AccessChange | undefined {
  const right = after ?? before;
  if (right === undefined) return undefined;
  const { what, where, who, owner, until } = right;
  const facts = { what, where, who, owner, until };
  if (before && after)
    return { kind: "changed", ...facts, before: inFull(before, after), after: inFull(after, before) };
  return before
    ? { kind: "taken", ...facts, before: before.may, after: undefined }
    : { kind: "given", ...facts, before: undefined, after: right.may };
}

/** A right with what is not the same of the other. */
function inFull(right: Right, other: Right): string {
  const { may, owner, until } = right;
  return [
    may,
    ...(owner === other.owner ? [] : [`answered for by ${owner ?? "nobody"}`]),
    ...(until === other.until ? [] : [until === undefined ? "without an end" : `until ${until}`]),
  ].join(", ");
}

/** What is the same in several places as one, in the order in which it is met. */
export function foldPlaces(changes: readonly AccessChange[]): readonly AccessChange[] {
  const folded = new Map<string, { readonly change: AccessChange; readonly places: string[] }>();
  for (const change of changes) {
    const key = JSON.stringify({ ...change, where: "" });
    const known = folded.get(key);
    if (known === undefined) folded.set(key, { change, places: [change.where] });
    else known.places.push(change.where);
  }
  return [...folded.values()].map(({ change, places }) => ({ ...change, where: listed(places, PLACES) }));
}
