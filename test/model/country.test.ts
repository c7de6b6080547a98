import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import {
  COUNTRIES,
  COUNTRIES_IN_SET_MAX,
  checkCountry,
  countryInclude,
  countrySetName,
  sortCountries,
} from "../../lib/model/country";
import { mistakeOf } from "../support/errors";

/** Longest name of a set in the kernel, in bytes (NFT_SET_MAXNAMELEN without the zero that ends it). */
const KERNEL_MAX = 255;

const codes = fc.uniqueArray(fc.constantFrom(...COUNTRIES), {
  minLength: 1,
  maxLength: COUNTRIES_IN_SET_MAX,
});

describe("a country", () => {
  test("is one of the 249 codes of ISO 3166-1, each of which Unicode has a name for", () => {
    const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
    expect(COUNTRIES).toHaveLength(249);
    expect(COUNTRIES).toEqual([...new Set(COUNTRIES)].sort());
    expect(COUNTRIES.filter((code) => !/^[A-Z]{2}$/.test(code) || names.of(code) === undefined)).toEqual([]);
    for (const code of COUNTRIES) expect(checkCountry(code)).toBe(code);
  });

  test.each([
    ["nl", "write NL"],
    ["Be", "write BE"],
    [" NL", "write NL"],
    ["UK", "write GB"],
    ["uk", "write GB"],
    ["EL", "write GR"],
    ["EU", "name the member states one by one"],
    ["AN", "write BQ, CW or SX"],
    ["XK", "Kosovo has no assigned code"],
    ["XX", "write an assigned code such as NL or BE"],
    ["ZZ", "write an assigned code"],
    ["NLD", "write an assigned code"],
    ["Nederland", "write an assigned code"],
    ["N", "write an assigned code"],
    ["", "write an assigned code"],
    ["NL\n", "write NL"],
    ["toString", "write an assigned code"],
  ])("refuses %j with the remedy %j", (code, remedy) => {
    const mistake = mistakeOf(() => checkCountry(code));
    expect(mistake.value).toBe(JSON.stringify(code));
    expect(mistake.problem).toContain("ISO 3166-1");
    expect(mistake.remedy).toContain(remedy);
  });

  test("that is no text at all is refused as well", () => {
    expect(mistakeOf(() => checkCountry(undefined as unknown as string)).value).toBe("(missing)");
  });
});

describe("the name of a set of countries", () => {
  test("tells the countries and the family", () => {
    expect(countrySetName(["NL", "BE"], 4)).toBe("country_be_nl_v4");
    expect(countrySetName(["NL"], 6)).toBe("country_nl_v6");
  });

  test("is the same for the same countries, in any order and however often each is named", () => {
    fc.assert(
      fc.property(codes, fc.constantFrom(4, 6), (some, family) => {
        const name = countrySetName(some, family);
        expect(countrySetName([...some.toReversed(), ...some], family)).toBe(name);
        expect(
          name
            .split("_")
            .slice(1, -1)
            .map((code) => code.toUpperCase()),
        ).toEqual(sortCountries(some));
      }),
    );
  });

  test("fits in the kernel, and is a plain word to nft", () => {
    fc.assert(
      fc.property(codes, (some) => {
        const name = countrySetName(some, 6);
        expect(name).toMatch(/^country(_[a-z]{2})+_v6$/);
        expect(name.length).toBeLessThanOrEqual(KERNEL_MAX);
      }),
    );
  });

  test("is refused for no country, for more than fifteen, and for one that does not exist", () => {
    expect(mistakeOf(() => countrySetName([], 4)).remedy).toContain("name at least one country");
    const many = mistakeOf(() => countrySetName(COUNTRIES.slice(0, COUNTRIES_IN_SET_MAX + 1), 4));
    expect(many.problem).toContain("this one has 16");
    expect(countrySetName(COUNTRIES.slice(0, COUNTRIES_IN_SET_MAX), 4)).toHaveLength(55);
    expect(mistakeOf(() => countrySetName(["NL", "UK"], 4)).remedy).toBe("write GB");
  });
});

test("a ruleset includes the files of its countries from one directory", () => {
  expect(countryInclude()).toBe('include "/var/lib/straat/countries/*.nft"');
});
