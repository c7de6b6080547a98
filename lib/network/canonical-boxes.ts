import { type Box, FAMILIES, type PacketSpace, PROTOCOLS } from "./packet-space";
import { compare, RangeSet } from "./range-set";

/** A set, and what holds for all its numbers alike. */
interface Part<Value> {
  readonly set: RangeSet;
  readonly value: Value;
}

/**
 * The packets of a space in the one set of boxes that depends on nothing but the packets: ports that let the same
 * pairs through are together, for those ports destinations with the same sources are together. They do not overlap.
 * Sorted by family, protocol (TCP, UDP, ICMP), lowest port and lowest destination.
 */
export function canonicalBoxes(space: PacketSpace): readonly Box[] {
  return FAMILIES.flatMap((family) =>
    PROTOCOLS.flatMap((protocol) => {
      const boxes = space.boxes.filter((box) => box.family === family && box.protocol === protocol);
      return byPorts(boxes).flatMap(({ set: ports, value: pairs }) =>
        pairs.map(({ set: destination, value: source }) => ({
          family,
          protocol,
          source,
          destination,
          ports,
        })),
      );
    }),
  );
}

function byPorts(boxes: readonly Box[]): readonly Part<readonly Part<RangeSet>[]>[] {
  const pieces = partition(boxes.map((box) => ({ set: box.ports, value: box })));
  const parts = pieces.map(({ set, value }) => ({ set, value: sourcesByDestination(value) }));
  return joinAlike(parts, samePairs);
}

function sourcesByDestination(boxes: readonly Box[]): readonly Part<RangeSet>[] {
  const pieces = partition(boxes.map(({ destination, source }) => ({ set: destination, value: source })));
  const parts = pieces.map(({ set, value: sources }) => ({
    set,
    value: sources.reduce((all, source) => all.union(source), RangeSet.EMPTY),
  }));
  return joinAlike(parts, (one, other) => one.equals(other));
}

function samePairs(some: readonly Part<RangeSet>[], others: readonly Part<RangeSet>[]): boolean {
  if (some.length !== others.length) return false;
  return some.every(({ set, value }, index) => {
    const other = others[index];
    return other !== undefined && set.equals(other.set) && value.equals(other.value);
  });
}

/** Cuts sets that may overlap into parts that do not, each with the values of all sets it lies in. */
function partition<Value>(sets: readonly Part<Value>[]): readonly Part<readonly Value[]>[] {
  let parts: readonly Part<readonly Value[]>[] = [];
  for (const { set, value } of sets) {
    let uncovered = set;
    const cut = parts.flatMap((part) => {
      uncovered = uncovered.minus(part.set);
      return [
        { set: part.set.minus(set), value: part.value },
        { set: part.set.intersect(set), value: [...part.value, value] },
      ];
    });
    parts = [...cut, { set: uncovered, value: [value] }].filter((part) => !part.set.isEmpty);
  }
  return parts;
}

/** Joins the parts with the same value, and sorts them by their lowest number. */
function joinAlike<Value>(
  parts: readonly Part<Value>[],
  isSame: (one: Value, other: Value) => boolean,
): readonly Part<Value>[] {
  const joined: Part<Value>[] = [];
  for (const { set, value } of parts) {
    const at = joined.findIndex((part) => isSame(part.value, value));
    const [alike] = at < 0 ? [] : joined.splice(at, 1);
    joined.push({ set: alike === undefined ? set : alike.set.union(set), value });
  }
  return joined.sort((one, other) => compare(lowest(one.set), lowest(other.set)));
}

function lowest(set: RangeSet): bigint {
  return set.ranges[0]?.first ?? 0n;
}
