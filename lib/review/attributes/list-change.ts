import { isObject } from "../../controls/terraform/fields";
import { type Redactor, SENSITIVE } from "../redaction/redactor";
import type { AttributeChange } from "../stack-review";
import { align } from "./align";
import { isEqual, isMarked, isNothing, markAt } from "./equal";
import { lineChanges } from "./line-changes";
import { type Place, UNKNOWN_YET } from "./place";
import { shownValue } from "./shown-value";

/** Attributes by which blocks of a list are told apart, the first that a block has. */
const IDENTITY = ["name", "label", "key", "id"];

/**
 * The blocks of a list that are not the same, each with the one it was, by name where they have one. Undefined for a list of values.
 */
export function blockSteps(place: Place): readonly Place[] | undefined {
  const { before, after } = sidesOf(place);
  const isOfBlocks = [...before, ...after].some((item) => typeof item === "object" && item !== null);
  if (!isOfBlocks && !hasBlockMarks(place.unknown)) return undefined;
  if (before.length === 0) return after.map((_, index) => placeOf(place, { after: index }));
  const pairs: { readonly before?: number; readonly after?: number }[] = [];
  let gone: number[] = [];
  let come: number[] = [];
  const settle = () => {
    pairs.push(...paired(gone, come, before, after));
    [gone, come] = [[], []];
  };
  for (const step of align(before.length, after.length, sameIn(place))) {
    if (step.kind === "same") settle();
    else if (step.kind === "removed") gone.push(step.before);
    else come.push(step.after);
  }
  settle();
  return pairs.map((pair) => placeOf(place, pair));
}

/** What becomes of a list of values, an item a line; undefined where it stays. */
export function listChange(place: Place, redactor: Redactor): AttributeChange | undefined {
  const { before, after } = sidesOf(place);
  const steps = align(before.length, after.length, sameIn(place));
  if (steps.every(({ kind }) => kind === "same")) return undefined;
  const shownBefore = before.map((item, index) =>
    markAt(place.sensitiveBefore, index) === true ? SENSITIVE : shownValue(item, place.name, redactor),
  );
  const shownAfter = after.map((item, index) => {
    if (markAt(place.unknown, index) === true) return UNKNOWN_YET;
    return markAt(place.sensitiveAfter, index) === true ? SENSITIVE : shownValue(item, place.name, redactor);
  });
  const keys = (items: readonly unknown[], isAfter: boolean) =>
    items.map((item, index) =>
      isAfter && markAt(place.unknown, index) === true ? `?${index}` : `=${JSON.stringify(item)}`,
    );
  const [keysBefore, keysAfter] = [keys(before, false), keys(after, true)];
  const isReordered = isEqual([...keysBefore].sort(), [...keysAfter].sort());
  return {
    path: place.path,
    kind: isNothing(place.before)
      ? "added"
      : isNothing(place.after) && after.length === 0
        ? "removed"
        : "changed",
    before: isNothing(place.before) ? undefined : inOneLine(shownBefore),
    after: isNothing(place.after) && after.length === 0 ? undefined : inOneLine(shownAfter),
    meaning: isReordered ? "the same items in another order" : undefined,
    lines: lineChanges(keysBefore, keysAfter, shownBefore, shownAfter),
    isCosmetic: false,
  };
}

/** Most characters of a list on one line. */
const CLIP = 240;

function inOneLine(items: readonly string[]): string {
  const line = `[${items.join(", ")}]`;
  return line.length <= CLIP ? line : `${items.length} items`;
}

/** Both lists; of what is only known after the apply, there is nothing in the second but a mark. */
function sidesOf({ before, after, unknown }: Place) {
  const young = listOf(after);
  const missing = Math.max(listOf(unknown).length - young.length, 0);
  return { before: listOf(before), after: [...young, ...new Array<unknown>(missing).fill(undefined)] };
}

function sameIn(place: Place): (before: number, after: number) => boolean {
  const { before, after } = sidesOf(place);
  return (from, to) => !isMarked(markAt(place.unknown, to)) && isEqual(before[from], after[to]);
}

/** Those that went and those that came in one place: by their name, then by their order. */
function paired(
  gone: readonly number[],
  come: readonly number[],
  before: readonly unknown[],
  after: readonly unknown[],
) {
  const left = new Set(gone);
  const byName = new Map(gone.map((index) => [identityOf(before[index]), index]));
  const pairs = come.map((index) => {
    const name = identityOf(after[index]);
    const same = name === undefined ? undefined : byName.get(name);
    if (same === undefined || !left.delete(same)) return { after: index };
    return { before: same, after: index };
  });
  const unnamed = pairs.map((pair) => {
    const [first] = left;
    if ("before" in pair || first === undefined) return pair;
    left.delete(first);
    return { before: first, after: pair.after };
  });
  return [...unnamed, ...[...left].map((index) => ({ before: index }))];
}

function identityOf(block: unknown): unknown {
  if (!isObject(block)) return undefined;
  const key = IDENTITY.find((name) => typeof block[name] === "string" && block[name] !== "");
  return key === undefined ? undefined : block[key];
}

function placeOf(
  list: Place,
  { before: from, after: to }: { readonly before?: number; readonly after?: number },
): Place {
  const { before, after } = sidesOf(list);
  return {
    path: `${list.path}[${to ?? from}]`,
    name: list.name,
    before: from === undefined ? undefined : before[from],
    after: to === undefined ? undefined : after[to],
    unknown: to === undefined ? undefined : markAt(list.unknown, to),
    sensitiveBefore: from === undefined ? undefined : markAt(list.sensitiveBefore, from),
    sensitiveAfter: to === undefined ? undefined : markAt(list.sensitiveAfter, to),
  };
}

function hasBlockMarks(unknown: unknown): boolean {
  return listOf(unknown).some(isObject);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
