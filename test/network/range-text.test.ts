import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { ADDRESS_BITS, type IpFamily } from "../../lib/model/ip";
import { InvalidError } from "../../lib/model/mistake";
import { Addresses } from "../../lib/network/addresses";
import { RangeSet } from "../../lib/network/range-set";
import { formatAddresses, formatRanges, parseAddresses } from "../../lib/network/range-text";

const inFamily = (family: IpFamily): fc.Arbitrary<RangeSet> => {
  const value = fc.bigInt({ min: 0n, max: (1n << BigInt(ADDRESS_BITS[family])) - 1n });
  const ranges = fc
    .tuple(value, value)
    .map(([a, b]) => (a < b ? { first: a, last: b } : { first: b, last: a }));
  return fc.array(ranges, { maxLength: 5 }).map((list) => RangeSet.of(...list));
};

describe("addresses as text", () => {
  test("are read back as what was written, whatever they are", () => {
    fc.assert(
      fc.property(inFamily(4), inFamily(6), (v4, v6) => {
        const addresses = Addresses.ofRanges(v4, v6);
        expect(parseAddresses(formatAddresses(addresses)).equals(addresses)).toBe(true);
      }),
    );
  });

  test("are single addresses and ranges, IPv4 first, lowest first, joined where they touch", () => {
    const texts = ["2001:db8::1-2001:db8::ff", "10.0.0.7", "10.0.0.1", "10.0.0.2-10.0.0.3", "::1"];
    expect(formatAddresses(parseAddresses(texts))).toEqual([
      "10.0.0.1-10.0.0.3",
      "10.0.0.7",
      "::1",
      "2001:db8::1-2001:db8::ff",
    ]);
    expect(formatAddresses(Addresses.ALL)).toEqual([
      "0.0.0.0-255.255.255.255",
      "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    ]);
  });

  test("of one set are written in the family that is asked, also when asked in turns", () => {
    const one = RangeSet.of({ first: 1n, last: 1n });
    expect([formatRanges(4, one), formatRanges(6, one), formatRanges(4, one)]).toEqual([
      ["0.0.0.1"],
      ["::1"],
      ["0.0.0.1"],
    ]);
  });

  test("are none for nobody, and never everybody", () => {
    expect(formatAddresses(Addresses.NONE)).toEqual([]);
    expect(parseAddresses([]).isEmpty).toBe(true);
  });

  test.each([
    "",
    "10.0.0",
    "10.0.0.0/8",
    "10.0.0.1-",
    "-10.0.0.1",
    "010.0.0.1",
    "::ffff:10.0.0.1",
    "any",
    "10.0.0.1 - 10.0.0.2",
  ])("that are damaged (%j) are refused", (text) => {
    expect(() => parseAddresses(["10.0.0.1", text])).toThrow(InvalidError);
  });
});

test.each([
  "10.0.0.2-10.0.0.1",
  "10.0.0.1-::1",
  "::1-10.0.0.1",
  "10.0.0.1-10.0.0.2-10.0.0.3",
  "10.0.0.1-",
  "",
])("a damaged range is refused: %j", (text) => {
  expect(() => parseAddresses([text])).toThrow(InvalidError);
});
