import { IpAddress, type IpFamily } from "../model/ip";
import { InvalidError } from "../model/mistake";
import { Addresses } from "./addresses";
import { memoized } from "./memo";
import { type Range, RangeSet } from "./range-set";

/** Ranges as nft and the model file write them: `10.20.7.50` or `10.20.7.50-10.20.7.51`. */
export function formatRanges(family: IpFamily, ranges: RangeSet): readonly string[] {
  return formatted(ranges, family === 4 ? "4" : "6");
}

const formatted = memoized(({ ranges }: RangeSet, family: "4" | "6") => {
  const text = (value: bigint) => IpAddress.of(family === "4" ? 4 : 6, value).toString();
  return ranges.map(({ first, last }) => (first === last ? text(first) : `${text(first)}-${text(last)}`));
});

/** Both families of a set of addresses, IPv4 first. */
export function formatAddresses(addresses: Addresses): readonly string[] {
  return [...formatRanges(4, addresses.in(4)), ...formatRanges(6, addresses.in(6))];
}

/** How many sets that were read are remembered. */
const REMEMBERED = 4096;
const known = new Map<string, Addresses>();

/**
 * Reads what {@link formatAddresses} writes. The same addresses stand in many rules: they become one object, which is
 * read once and compared for nothing.
 *
 * @throws InvalidError when a part is no address
 */
export function parseAddresses(texts: readonly string[]): Addresses {
  // With their number, so that one text with a comma in it is not taken for two.
  const key = `${texts.length} ${texts.join(",")}`;
  const found = known.get(key) ?? parsed(texts);
  if (known.size >= REMEMBERED) known.clear();
  known.set(key, found);
  return found;
}

function parsed(texts: readonly string[]): Addresses {
  const ranges = texts.map(parseRange);
  const inFamily = (family: IpFamily) =>
    RangeSet.of(...ranges.filter(([first]) => first?.family === family).map(rangeOf));
  return Addresses.ofRanges(inFamily(4), inFamily(6));
}

function parseRange(text: string): readonly IpAddress[] {
  const [first, last = first, ...rest] = text.split("-").map((part) => IpAddress.parse(part));
  const isRange =
    first && last && rest.length === 0 && first.family === last.family && first.value <= last.value;
  if (isRange) return [first, last];
  throw new InvalidError({
    value: text,
    problem: "is not a range of addresses, from low to high in one family",
    remedy: "write for example 10.20.7.50-10.20.7.51",
  });
}

function rangeOf([first, last = first]: readonly IpAddress[]): Range {
  return { first: (first as IpAddress).value, last: (last as IpAddress).value };
}
