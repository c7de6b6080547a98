import type { Cidr } from "../model/cidr";
import { ADDRESS_BITS, type IpAddress, type IpFamily } from "../model/ip";
import { RangeSet } from "./range-set";

/** Addresses of both families. An empty side matches nothing in that family; it never means "any". */
export class Addresses {
  static readonly NONE = new Addresses(RangeSet.EMPTY, RangeSet.EMPTY);
  static readonly ALL = new Addresses(everything(4), everything(6));

  private constructor(
    private readonly v4: RangeSet,
    private readonly v6: RangeSet,
  ) {}

  static ofRanges(v4: RangeSet, v6: RangeSet): Addresses {
    return new Addresses(v4, v6);
  }

  static of(...parts: readonly (Cidr | IpAddress)[]): Addresses {
    const ranges = (family: IpFamily) => parts.filter((part) => part.family === family).map(rangeOf);
    return new Addresses(RangeSet.of(...ranges(4)), RangeSet.of(...ranges(6)));
  }

  in(family: IpFamily): RangeSet {
    return family === 4 ? this.v4 : this.v6;
  }

  get isEmpty(): boolean {
    return this.v4.isEmpty && this.v6.isEmpty;
  }

  union(other: Addresses): Addresses {
    return new Addresses(this.v4.union(other.v4), this.v6.union(other.v6));
  }

  intersect(other: Addresses): Addresses {
    return new Addresses(this.v4.intersect(other.v4), this.v6.intersect(other.v6));
  }

  minus(other: Addresses): Addresses {
    return new Addresses(this.v4.minus(other.v4), this.v6.minus(other.v6));
  }

  covers(other: Addresses): boolean {
    return this.v4.covers(other.v4) && this.v6.covers(other.v6);
  }

  equals(other: Addresses): boolean {
    return this.v4.equals(other.v4) && this.v6.equals(other.v6);
  }
}

function rangeOf(part: Cidr | IpAddress): { readonly first: bigint; readonly last: bigint } {
  return "prefix" in part
    ? { first: part.first.value, last: part.last.value }
    : { first: part.value, last: part.value };
}

function everything(family: IpFamily): RangeSet {
  return RangeSet.of({ first: 0n, last: (1n << BigInt(ADDRESS_BITS[family])) - 1n });
}
