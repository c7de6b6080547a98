/** Whole numbers from first to last, both included. */
export interface Range {
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * An immutable set of whole numbers from zero up: addresses of one family, or ports. Its ranges are sorted, do not
 * overlap and do not touch, so that equal sets have equal ranges. Union, intersection and difference walk both sets
 * once; the lists of countries have 80,000 ranges.
 */
export class RangeSet {
  static readonly EMPTY = new RangeSet([]);

  private constructor(
    /** Sorted, disjoint, with a gap between each and the next. */
    readonly ranges: readonly Range[],
  ) {}

  /**
   * The numbers in any of these ranges, which may come in any order and may overlap; none make the empty set.
   *
   * @throws RangeError when a range starts below zero or runs from high to low
   */
  static of(...ranges: readonly Range[]): RangeSet {
    for (const { first, last } of ranges) {
      if (first < 0n || first > last) throw new RangeError(`${first}-${last} is no range of whole numbers`);
    }
    const own = ranges.map(({ first, last }) => ({ first, last }));
    return RangeSet.made(joinTouching(own.sort((one, other) => compare(one.first, other.first))));
  }

  get isEmpty(): boolean {
    return this.ranges.length === 0;
  }

  /** How many numbers are in the set. */
  get size(): bigint {
    return this.ranges.reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
  }

  /** Whether the number is in the set; found by halving. */
  has(value: bigint): boolean {
    const range = this.ranges[this.indexFrom(value)];
    return range !== undefined && range.first <= value;
  }

  /** The numbers in this set, in the other, or in both. */
  union(other: RangeSet): RangeSet {
    if (this === other || other.isEmpty) return this;
    if (this.isEmpty) return other;
    return RangeSet.made(joinTouching(inOrder(this.ranges, other.ranges)), this, other);
  }

  /** The numbers in both sets. */
  intersect(other: RangeSet): RangeSet {
    if (this === other || this.isEmpty) return this;
    const shared: Range[] = [];
    let mineAt = this.indexFrom(other.ranges[0]?.first ?? 0n);
    let theirsAt = other.indexFrom(this.ranges[0]?.first ?? 0n);
    let mine = this.ranges[mineAt];
    let theirs = other.ranges[theirsAt];
    while (mine !== undefined && theirs !== undefined) {
      const first = mine.first > theirs.first ? mine.first : theirs.first;
      const last = mine.last < theirs.last ? mine.last : theirs.last;
      if (first <= last) shared.push({ first, last });
      if (mine.last < theirs.last) mine = this.ranges[++mineAt];
      else theirs = other.ranges[++theirsAt];
    }
    return RangeSet.made(shared, this, other);
  }

  /** The numbers in this set that are not in the other. */
  minus(other: RangeSet): RangeSet {
    if (this === other) return RangeSet.EMPTY;
    if (this.isEmpty || other.isEmpty) return this;
    return this.intersect(other.gaps(this.ranges[0]?.first ?? 0n, this.ranges.at(-1)?.last ?? 0n));
  }

  /** Whether every number of the other set is in this one. The empty set is covered by all. */
  covers(other: RangeSet): boolean {
    if (this === other) return true;
    let at = this.indexFrom(other.ranges[0]?.first ?? 0n);
    return other.ranges.every(({ first, last }) => {
      let mine = this.ranges[at];
      while (mine !== undefined && mine.last < first) mine = this.ranges[++at];
      return mine !== undefined && mine.first <= first && last <= mine.last;
    });
  }

  /** Whether both sets hold the same numbers. */
  equals(other: RangeSet): boolean {
    return this === other || sameRanges(this.ranges, other.ranges);
  }

  /** Gives back the operand that has just these ranges, if one has: comparing it with itself costs nothing later. */
  private static made(ranges: readonly Range[], ...operands: readonly RangeSet[]): RangeSet {
    if (ranges.length === 0) return RangeSet.EMPTY;
    return operands.find((operand) => sameRanges(operand.ranges, ranges)) ?? new RangeSet(ranges);
  }

  /** The numbers from first to last that are not in the set. */
  private gaps(first: bigint, last: bigint): RangeSet {
    const gaps: Range[] = [];
    let next = first;
    let at = this.indexFrom(first);
    let range = this.ranges[at];
    while (range !== undefined && range.first <= last) {
      if (range.first > next) gaps.push({ first: next, last: range.first - 1n });
      next = range.last + 1n;
      range = this.ranges[++at];
    }
    if (next <= last) gaps.push({ first: next, last });
    return new RangeSet(gaps);
  }

  /** Index of the first range that ends at or after the value; the number of ranges when there is none. */
  private indexFrom(value: bigint): number {
    let low = 0;
    let high = this.ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const range = this.ranges[middle];
      if (range !== undefined && range.last < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Below zero, zero or above zero as the first number is smaller than, equal to or larger than the other; for sorting. */
export function compare(one: bigint, other: bigint): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** Merges two sorted lists into one that is sorted by where a range starts. */
function inOrder(some: readonly Range[], others: readonly Range[]): readonly Range[] {
  const merged: Range[] = [];
  let at = 0;
  for (const range of some) {
    let other = others[at];
    while (other !== undefined && other.first < range.first) {
      merged.push(other);
      other = others[++at];
    }
    merged.push(range);
  }
  return merged.concat(others.slice(at));
}

/** Makes one range of those that overlap or touch; they come sorted by where they start. */
function joinTouching(sorted: readonly Range[]): readonly Range[] {
  const joined: Range[] = [];
  for (const range of sorted) {
    const before = joined.at(-1);
    if (before === undefined || range.first > before.last + 1n) joined.push(range);
    else if (range.last > before.last) joined[joined.length - 1] = { first: before.first, last: range.last };
  }
  return joined;
}

function sameRanges(some: readonly Range[], others: readonly Range[]): boolean {
  if (some.length !== others.length) return false;
  return some.every(
    ({ first, last }, index) => first === others[index]?.first && last === others[index]?.last,
  );
}
