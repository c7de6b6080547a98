import { listed } from "../../controls/report/text";
import type { WayReview } from "../review";
import type { Shift } from "./shift";

/** So many names are written out of those who come along with an end. */
const NAMES = 4;

/**
 * Ways as they are told. Those of an end that came or went are told together, in and out, and apart from those whoever
 * is outside the house comes in by: a new group with five flows is one group, and not a matrix.
 */
export function foldEnds(shifts: readonly Shift[]): readonly WayReview[] {
  const bundles = new Map<string, Shift[]>();
  for (const shift of shifts) {
    const key = keyOf(shift);
    const known = bundles.get(key);
    if (known === undefined) bundles.set(key, [shift]);
    else known.push(shift);
  }
  return [...bundles.values()].map(together);
}

function keyOf({ client, from, to }: Shift): string {
  if (to.is !== "there") return JSON.stringify([client, "in", from.isStranger, to.name]);
  if (from.is !== "there") return JSON.stringify([client, "out", from.name]);
  return JSON.stringify([client, "way", from.name, to.name]);
}

function together(shifts: readonly Shift[]): WayReview {
  const [first] = shifts as [Shift, ...Shift[]];
  const names = (side: "from" | "to") => listed(namesOf(shifts.map((shift) => shift[side].name)), NAMES);
  return {
    client: first.client,
    from: names("from"),
    to: names("to"),
    kind: kindOf(shifts),
    opened: linesOf(shifts, "openedLines"),
    closed: linesOf(shifts, "closedLines"),
    why: [...new Set(shifts.flatMap(({ why }) => why))],
    end: endOf(first),
    isFromOutside: shifts.some(({ from, opened }) => from.isStranger && !opened.isEmpty),
  };
}

/** What is true of all; a machine may open by one card what it closes by another. */
function kindOf(shifts: readonly Shift[]): WayReview["kind"] {
  const [kind, ...others] = new Set(shifts.map((shift) => shift.kind));
  if (kind !== undefined && others.length === 0) return kind;
  if (shifts.every(({ closed }) => closed.isEmpty)) return "widened";
  return shifts.every(({ opened }) => opened.isEmpty) ? "narrowed" : "changed";
}

/** Each once, and the internet first: it may not be among those who are only counted. */
function namesOf(names: readonly string[]): readonly string[] {
  const distinct = [...new Set(names)];
  return [
    ...distinct.filter((name) => name === "internet"),
    ...distinct.filter((name) => name !== "internet"),
  ];
}

function endOf({ from, to }: Shift): WayReview["end"] {
  if (to.is !== "there") return to.is;
  return from.is === "there" ? undefined : from.is;
}

/** Addresses alone do not say who it is, where several are told together. */
function linesOf(shifts: readonly Shift[], side: "openedLines" | "closedLines"): readonly string[] {
  const isIn = shifts.some(({ to }) => to.is !== "there");
  const others = shifts.map(({ from, to }) => (isIn ? from.name : to.name));
  if (new Set(others).size === 1) return shifts.flatMap((shift) => shift[side]);
  return shifts.flatMap((shift, index) => shift[side].map((line) => `${others[index]}: ${line}`));
}
