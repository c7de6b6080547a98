import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Day } from "../../lib/model/day";
import { IpAddress } from "../../lib/model/ip";
import { acceptable, changeFrom, type GeoSourceProps, parseGeoSource } from "../../lib/network/geo-source";
import { FAMILIES } from "../../lib/network/packet-space";
import { mistakeOf, mistakesOf } from "../support/errors";

const SMALL = readFileSync(join(__dirname, "../fixtures/countries-small.txt"), "utf8");
const HEADER = "# source: a test\n# licence: none needed\n# date: 2026-06-17\n";

const digest = (text: string) => createHash("sha256").update(text).digest("hex");

function parse(text: string, props: Partial<GeoSourceProps> = {}) {
  return parseGeoSource(text, {
    sha256: digest(text),
    today: Day.parse("2026-06-20"),
    maxAgeDays: 7,
    ...props,
  });
}

const lines = (...list: readonly string[]) => parse(HEADER + list.join("\n"));
const value = (text: string) => IpAddress.parse(text).value;

describe("a source of countries' addresses", () => {
  test("tells where it is from, under which licence, of which day, and what it is a digest of", () => {
    const { source, licence, date, sha256, countries } = parse(SMALL, { countries: ["NL", "BE"] });
    expect({ source, licence, date: `${date}`, sha256, countries }).toEqual({
      source: "RIPE NCC delegated statistics",
      licence: "CC BY 4.0, Number Resource Organization (nro.net)",
      date: "2026-06-17",
      sha256: digest(SMALL),
      countries: ["BE", "NL"],
    });
  });

  test("tells which addresses are in a country, and which are not", () => {
    const { ranges } = parse(SMALL);
    expect(ranges("NL", 4).has(value("193.0.6.139"))).toBe(true);
    expect(ranges("NL", 4).has(value("193.0.8.0"))).toBe(false);
    expect(ranges("BE", 4).has(value("193.0.6.139"))).toBe(false);
    expect(ranges("BE", 6).has(value("2a02:18ff:ffff:ffff:ffff:ffff:ffff:ffff"))).toBe(true);
    expect(ranges("BE", 6).has(value("2a02:1900::"))).toBe(false);
    expect(FAMILIES.map((family) => ranges("NL", family).ranges.length)).toEqual([10, 3]);
    expect(ranges("DE", 4).isEmpty).toBe(true);
  });

  test("says the same in whatever order its lines come", () => {
    const [first = "", ...rest] = SMALL.split("\n").filter((line) => /^[A-Z]/.test(line));
    const shuffled = fc.shuffledSubarray(rest, { minLength: rest.length });
    const sorted = lines(first, ...rest);
    fc.assert(
      fc.property(shuffled, (some) => {
        const other = lines(...some, first);
        expect(changeFrom(sorted, other).every(({ added, removed }) => added === 0 && removed === 0)).toBe(
          true,
        );
      }),
    );
  });

  test("may spell IPv6 in any way, and may name one address or ranges that touch", () => {
    const { ranges } = lines(
      "NL,2001:0610:0::,2001:610:0:0:0:0::ffff",
      "NL,193.0.0.0,193.0.0.0",
      "NL,193.0.0.1,193.0.0.9",
    );
    expect(ranges("NL", 6).size).toBe(65_536n);
    expect(ranges("NL", 4).ranges).toHaveLength(1);
    expect(ranges("NL", 4).size).toBe(10n);
  });

  test("has room for a country with more ranges than a function takes arguments", () => {
    const many = Array.from({ length: 150_000 }, (_, n) => {
      const at = IpAddress.of(4, value("20.0.0.0") + BigInt(n) * 2n);
      return `US,${at},${at}`;
    });
    expect(parse(HEADER + many.join("\n")).ranges("US", 4).size).toBe(150_000n);
  });
});

describe("a source is refused", () => {
  test("when it is not the text that was published", () => {
    const { property, problem } = mistakeOf(() => parse(`${SMALL}# `, { sha256: digest(SMALL) }));
    expect(property).toBe("sha256");
    expect(problem).toContain(digest(SMALL));
  });

  test.each([
    ["2026-06-24", undefined],
    ["2026-06-25", "is 8 days old, where 7 are allowed"],
    ["2026-06-16", undefined],
    ["2026-06-15", "lies 2 days ahead"],
  ])("by its age: on %s %j", (today, problem) => {
    const make = () => parse(SMALL, { today: Day.parse(today) });
    if (problem === undefined) expect(make).not.toThrow();
    else expect(mistakeOf(make)).toMatchObject({ property: "date", value: "2026-06-17", problem });
  });

  test("when a country that is used has no addresses, or does not exist", () => {
    const empty = mistakeOf(() => parse(SMALL, { countries: ["NL", "DE"] }));
    expect(empty).toMatchObject({ property: "countries", value: "DE" });
    expect(empty.problem).toContain("no addresses");
    expect(mistakeOf(() => parse(SMALL, { countries: ["UK"] })).remedy).toBe("write GB");
  });

  test.each([
    ["NL", "is not a country, a first and a last address"],
    ["NL,193.0.0.0", "is not a country, a first and a last address"],
    ["NL,193.0.0.0,", "is not a country, a first and a last address"],
    ["NL,193.0.0.0,193.0.0.9,x", "is not a country, a first and a last address"],
    ["NL,193.0.0.0/24,193.0.0.9", "is not an IPv4 or IPv6 address"],
    ["NL,193.0.0.0,193.0.0.256", "is not an IPv4 or IPv6 address"],
    ["NL,193.0.0.0,193.0.0.09", "is not an IPv4 or IPv6 address"],
    ["NL,193.0.0.0,193.0.0.9 ", "is not an IPv4 or IPv6 address"],
    ["NL,193.0.0.0,193.0.0.9\r", "is not an IPv4 or IPv6 address"],
    ["NL,2001:610::,2001:610:::1", "is not an IPv4 or IPv6 address"],
    ["NL,2001:610::,2001:610::F", "is not an IPv4 or IPv6 address in lower case"],
    ["NL,2001:610::,2001:610::1.2.3.4", "is not an IPv4 or IPv6 address"],
    ["NL,193.0.0.0,2001:610::", "begins in one family and ends in the other"],
    ["NL,193.0.0.9,193.0.0.0", "runs from high to low"],
    ["NL,0.0.0.0,255.255.255.255", "no packet of the internet comes from"],
    ["NL,10.1.0.0,10.1.0.255", "no packet of the internet comes from"],
    ["NL,fe80::,fe80::1", "no packet of the internet comes from"],
    ["NL,::ffff:193.0.0.0,::ffff:193.0.0.9", "is not an IPv4 or IPv6 address"],
    ["UK,193.0.0.0,193.0.0.9", "is not a country code"],
    ["nl,193.0.0.0,193.0.0.9", "is not a country code"],
    [" ", "is not a country, a first and a last address"],
  ])("for the line %j", (line, problem) => {
    const mistake = mistakeOf(() => lines("BE,193.190.0.0,193.191.255.255", line));
    expect(mistake.property).toBe("line 5");
    expect(mistake.problem).toContain(problem);
  });

  test.each([
    ["NL,193.0.0.5,193.0.0.20", "NL,193.0.0.0,193.0.0.5"],
    ["NL,193.0.0.0,193.0.0.9", "BE,193.0.0.3,193.0.0.4"],
    ["NL,2001:610::,2001:610::9", "NL,2001:610::,2001:610::9"],
  ])("when an address is in two lines: %s and %s", (one, other) => {
    expect(mistakeOf(() => lines(one, other)).problem).toMatch(/overlaps line [45]/);
  });

  test.each(["source", "licence", "date"])("when it does not tell its %s once", (field) => {
    const without = SMALL.replace(`# ${field}: `, `# ${field} `);
    expect(mistakeOf(() => parse(without))).toMatchObject({ property: field, value: "0 lines" });
    expect(mistakeOf(() => parse(`${SMALL}# ${field}: x\n`))).toMatchObject({
      property: field,
      value: "2 lines",
    });
  });

  test("with its first ten mistakes, not with all", () => {
    const bad = Array.from({ length: 500 }, () => `${"x".repeat(500)}`);
    const mistakes = mistakesOf(() => lines(...bad));
    expect(mistakes).toHaveLength(10);
    expect(mistakes[0]?.value.length).toBeLessThan(120);
  });
});

describe("what changed between two sources", () => {
  const before = lines("NL,193.0.0.0,193.0.0.99", "NL,2001:610::,2001:610::63", "BE,193.190.0.0,193.190.0.9");

  test("is told as the part of a country's addresses that came and that went, by family", () => {
    const after = lines("NL,193.0.0.10,193.0.0.104", "NL,2001:610::,2001:610::63");
    expect(changeFrom(before, after)).toEqual([
      { country: "BE", family: 4, added: 0, removed: 1 },
      { country: "NL", family: 4, added: 0.05, removed: 0.1 },
      { country: "NL", family: 6, added: 0, removed: 0 },
    ]);
  });

  test("is nothing between a source and itself, and nothing for a country that is new", () => {
    expect(acceptable(before, before, 0)).toBe(true);
    expect(acceptable(lines("NL,193.0.0.0,193.0.0.99"), before, 0)).toBe(true);
  });

  test.each([
    ["193.0.0.20", "193.0.0.119", true],
    ["193.0.0.21", "193.0.0.99", false],
    ["193.0.0.0", "193.0.0.119", true],
    ["193.0.0.0", "193.0.0.120", false],
    // As many as before, but others: the number alone would not tell.
    ["194.0.0.0", "194.0.0.99", false],
  ])("is acceptable up to a fifth: a hundred addresses become %s-%s, %p", (first, last, expected) => {
    const one = lines("NL,193.0.0.0,193.0.0.99");
    expect(acceptable(one, lines(`NL,${first},${last}`))).toBe(expected);
    expect(acceptable(one, lines(`NL,${first},${last}`), 1)).toBe(true);
  });

  test("adds and removes what the sets themselves say", () => {
    const range = fc.tuple(fc.nat(200), fc.nat(50)).map(([at, more]) => {
      const text = (n: number) => IpAddress.of(4, value("193.0.0.0") + BigInt(n));
      return { line: `NL,${text(at)},${text(at + more)}`, at, more };
    });
    fc.assert(
      fc.property(range, range, (one, other) => {
        const shared = Math.max(
          0,
          Math.min(one.at + one.more, other.at + other.more) - Math.max(one.at, other.at) + 1,
        );
        const [change] = changeFrom(lines(one.line), lines(other.line));
        expect(change?.added).toBeCloseTo((other.more + 1 - shared) / (one.more + 1), 9);
        expect(change?.removed).toBeCloseTo((one.more + 1 - shared) / (one.more + 1), 9);
      }),
    );
  });
});
