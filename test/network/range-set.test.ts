import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { type Range, RangeSet } from "../../lib/network/range-set";
import { numbers, range } from "./tiny-universe";

const UNIVERSE = Array.from({ length: 40 }, (_, value) => BigInt(value));

const rangeLists = fc.array(
  fc
    .tuple(fc.nat(31), fc.nat(6))
    .map(([first, more]): Range => ({ first: BigInt(first), last: BigInt(first + more) })),
  { maxLength: 8 },
);

/** A set, and the same numbers as a plain JavaScript set: the oracle. */
const sets = rangeLists.map((ranges) => ({
  set: RangeSet.of(...ranges),
  plain: new Set(
    UNIVERSE.filter((value) => ranges.some(({ first, last }) => first <= value && value <= last)),
  ),
}));

function valuesOf(set: RangeSet): readonly bigint[] {
  return UNIVERSE.filter((value) => set.has(value));
}

function expectCanonical({ ranges }: RangeSet): void {
  for (const [index, { first, last }] of ranges.entries()) {
    expect(first <= last).toBe(true);
    const next = ranges[index + 1];
    expect(next === undefined || next.first > last + 1n).toBe(true);
  }
}

describe("a set of numbers", () => {
  test("holds the numbers of the ranges it is made of, and no others", () => {
    fc.assert(
      fc.property(sets, ({ set, plain }) => {
        expect(valuesOf(set)).toEqual([...plain]);
        expect(set.size).toBe(BigInt(plain.size));
        expect(set.isEmpty).toBe(plain.size === 0);
        expectCanonical(set);
      }),
    );
  });

  test("is joined, shared and cut as plain sets are", () => {
    fc.assert(
      fc.property(sets, sets, (one, other) => {
        const results = {
          union: one.set.union(other.set),
          intersect: one.set.intersect(other.set),
          minus: one.set.minus(other.set),
        };
        expect(valuesOf(results.union)).toEqual(
          UNIVERSE.filter((v) => one.plain.has(v) || other.plain.has(v)),
        );
        expect(valuesOf(results.intersect)).toEqual([...one.plain].filter((v) => other.plain.has(v)));
        expect(valuesOf(results.minus)).toEqual([...one.plain].filter((v) => !other.plain.has(v)));
        for (const result of Object.values(results)) expectCanonical(result);
      }),
    );
  });

  test("covers and equals as plain sets do", () => {
    fc.assert(
      fc.property(sets, sets, (one, other) => {
        const isCovered = [...other.plain].every((value) => one.plain.has(value));
        expect(one.set.covers(other.set)).toBe(isCovered);
        expect(one.set.equals(other.set)).toBe(isCovered && one.plain.size === other.plain.size);
        expect(one.set.union(other.set).covers(other.set)).toBe(true);
        expect(one.set.minus(other.set).union(one.set.intersect(other.set)).equals(one.set)).toBe(true);
      }),
    );
  });

  test("does not depend on the order of its ranges", () => {
    fc.assert(
      fc.property(rangeLists, (ranges) => {
        expect(RangeSet.of(...ranges.toReversed()).ranges).toEqual(RangeSet.of(...ranges).ranges);
      }),
    );
  });

  test("joins ranges that touch, and keeps ranges with a gap apart", () => {
    expect(numbers(3, 1, 2, 5).ranges).toEqual([
      { first: 1n, last: 3n },
      { first: 5n, last: 5n },
    ]);
  });

  test("does not change when the caller's range does", () => {
    const mine = { first: 1n, last: 2n };
    const set = RangeSet.of(mine);
    mine.last = 99n;
    expect(set.has(50n)).toBe(false);
  });

  test("is empty without ranges, and then holds nothing, not everything", () => {
    expect(RangeSet.of()).toBe(RangeSet.EMPTY);
    expect(RangeSet.EMPTY.has(0n)).toBe(false);
    expect(range(0, 9).intersect(RangeSet.EMPTY).isEmpty).toBe(true);
    expect(RangeSet.EMPTY.intersect(range(0, 9)).isEmpty).toBe(true);
    expect(range(0, 9).covers(RangeSet.EMPTY)).toBe(true);
    expect(RangeSet.EMPTY.covers(range(0, 9))).toBe(false);
  });

  test("refuses a range that runs from high to low or starts below zero", () => {
    expect(() => range(2, 1)).toThrow(RangeError);
    expect(() => range(-1, 1)).toThrow(RangeError);
  });

  test("has room for all of IPv6", () => {
    const all = range(0n, 2n ** 128n - 1n);
    expect(all.size).toBe(2n ** 128n);
    expect(all.minus(range(5, 5)).ranges).toEqual([
      { first: 0n, last: 4n },
      { first: 6n, last: 2n ** 128n - 1n },
    ]);
  });

  test("takes the 80,000 ranges of all countries", () => {
    const every = (step: bigint, offset: bigint) =>
      RangeSet.of(
        ...Array.from({ length: 80_000 }, (_, index) => {
          const first = BigInt(index) * step + offset;
          return { first, last: first + 9n };
        }),
      );
    const [even, odd] = [every(20n, 0n), every(20n, 10n)];
    expect(even.union(odd).ranges).toEqual([{ first: 0n, last: 1_599_999n }]);
    expect(even.union(odd).minus(even).equals(odd)).toBe(true);
    expect(even.intersect(odd).isEmpty).toBe(true);
    expect(even.minus(odd)).toBe(even);
    expect(even.intersect(range(0, 2_000_000))).toBe(even);
  });
});
