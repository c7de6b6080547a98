import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { canonicalQuantity, parseQuantity } from "../../lib/model/quantity";
import { mistakeOf } from "../support/errors";

describe("an amount is read as Kubernetes reads it", () => {
  test.each([
    ["250m", 250n],
    ["1", 1000n],
    ["0.5", 500n],
    ["1.25", 1250n],
    ["2k", 2_000_000n],
    ["1Ki", 1024n * 1000n],
    ["1M", 1_000_000_000n],
    ["256Mi", 256n * 1024n ** 2n * 1000n],
    ["1.5Gi", 1536n * 1024n ** 2n * 1000n],
    ["3G", 3n * 1000n ** 3n * 1000n],
    ["2Ti", 2n * 1024n ** 4n * 1000n],
    ["2T", 2n * 1000n ** 4n * 1000n],
  ])("%s", (text, thousandths) => {
    expect(parseQuantity(text)).toBe(thousandths);
  });

  test("whole numbers are told apart whatever their suffix", () => {
    const suffixes = fc.constantFrom("", "k", "M", "G", "T", "Ki", "Mi", "Gi", "Ti");
    const factors: Readonly<Record<string, bigint>> = {
      ...{ "": 1n, k: 10n ** 3n, M: 10n ** 6n, G: 10n ** 9n, T: 10n ** 12n },
      ...{ Ki: 2n ** 10n, Mi: 2n ** 20n, Gi: 2n ** 30n, Ti: 2n ** 40n },
    };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), suffixes, (number, suffix) => {
        const wanted = BigInt(number) * (factors[suffix] as bigint) * 1000n;
        return parseQuantity(`${number}${suffix}`) === wanted;
      }),
    );
  });

  test("a smaller number of the same unit is a smaller amount", () => {
    const amounts = fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }));
    fc.assert(
      fc.property(amounts, fc.constantFrom("m", "Mi", "G"), ([one, other], unit) => {
        const isLess = parseQuantity(`${one}${unit}`) < parseQuantity(`${other}${unit}`);
        return isLess === one < other;
      }),
    );
  });

  test.each([
    "",
    "0",
    "0Mi",
    "-1",
    "+1",
    "1 Gi",
    "1gi",
    "1GiB",
    "1mi",
    "1.5m",
    "0.0001",
    "1e3",
    "1,5",
    "Gi",
    " 1",
    "1\n",
    "½",
  ])("refuses %j", (text) => {
    const mistake = mistakeOf(() => parseQuantity(text));
    expect(mistake.value).toBe(JSON.stringify(text));
    expect(mistake.remedy).toContain("512Mi");
  });

  test("refuses what is no text", () => {
    expect(mistakeOf(() => parseQuantity(undefined)).value).toBe("(missing)");
    expect(mistakeOf(() => parseQuantity(250)).value).toBe("250");
    expect(mistakeOf(() => parseQuantity(["250m"])).value).toBe('["250m"]');
  });
});

describe("an amount is written as the API server writes it when it is read back", () => {
  test.each([
    ["8", "8"],
    ["2.5", "2500m"],
    ["2500m", "2500m"],
    ["1000m", "1"],
    ["8000", "8k"],
    ["0.5k", "500"],
    ["16Gi", "16Gi"],
    ["1024Mi", "1Gi"],
    ["1.5Gi", "1536Mi"],
    ["1.5Ki", "1536"],
    ["0.5Ki", "512"],
    ["0.001Ki", "2"],
    ["1.001Ki", "1026"],
    ["1024Ti", "1Pi"],
    ["1048576Ti", "1Ei"],
    ["1000G", "1T"],
    ["1000000T", "1E"],
    ["1073741824", "1073741824"],
  ])("%s is %s", (text, written) => {
    expect(canonicalQuantity(text)).toBe(written);
  });

  test("it is the same amount, and is written so once more", () => {
    const suffixes = fc.constantFrom("", "m", "k", "M", "G", "Ki", "Mi", "Gi");
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), suffixes, (number, suffix) => {
        const written = canonicalQuantity(`${number}${suffix}`);
        expect(parseQuantity(written)).toBe(parseQuantity(`${number}${suffix}`));
        expect(canonicalQuantity(written)).toBe(written);
      }),
    );
  });

  test("what is no amount is refused", () => {
    expect(mistakeOf(() => canonicalQuantity("1 Gi")).value).toBe('"1 Gi"');
  });
});
