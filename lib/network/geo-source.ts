import { createHash } from "node:crypto";
import { checkCountry } from "../model/country";
import { Day } from "../model/day";
import { IpAddress, type IpFamily } from "../model/ip";
import { InvalidError, Mistakes, type ValueMistake } from "../model/mistake";
import { checkText } from "../model/text";
import { INTERNET } from "./internet";
import { FAMILIES } from "./packet-space";
import { compare, type Range, RangeSet } from "./range-set";

/**
 * Which addresses are in which country, according to somebody, on a day. Read by {@link parseGeoSource} from lines of
 * text. It never travels through Terraform: the script in `lib/guest/network/country-sets.ts` reads the same text on an edge
 * and refuses what is refused here.
 *
 * ```
 * # source: RIR delegated statistics          three header lines, each once;
 * # licence: free to use with attribution     other lines with a # are comments
 * # date: 2026-06-17
 * NL,193.0.0.0,193.0.23.255                   country, first and last address, in any order;
 * NL,2001:610::,2001:617:ffff:ffff:ffff:ffff:ffff:ffff     no address is in two lines
 * ```
 */
export interface GeoSource {
  readonly source: string;
  readonly licence: string;
  /** The day the data are of. */
  readonly date: Day;
  /** SHA-256 of the text, in lower-case hexadecimal. */
  readonly sha256: string;
  /** The countries in it, in alphabetical order. */
  readonly countries: readonly string[];
  /** The addresses of a country in one family; none for a country that is not in it. */
  ranges(country: string, family: IpFamily): RangeSet;
}

export interface GeoSourceProps {
  /** Digest that is published beside the text. */
  readonly sha256: string;
  /** The day it is. */
  readonly today: Day;
  /** How old the data may be, in days. */
  readonly maxAgeDays: number;
  /** Countries that are used, so that have to have addresses. @default none */
  readonly countries?: readonly string[];
}

/** How far ahead of today the data may be dated: it is tomorrow somewhere before it is here. */
export const DAYS_AHEAD = 1;

/** A text with more mistakes than these is not what it is said to be; the rest would only fill the screen. */
const MISTAKES_MAX = 10;

interface Line extends Range {
  readonly number: number;
  readonly country: string;
  readonly family: IpFamily;
}

/**
 * Reads a source of countries' addresses.
 *
 * @throws InvalidError when it was tampered with, is too old, leaves a used country without addresses, or has a line
 * that is malformed, reversed, of two families, of no public address, of an unknown country or overlaps another
 */
export function parseGeoSource(text: string, props: GeoSourceProps): GeoSource {
  const sha256 = createHash("sha256").update(text).digest("hex");
  if (sha256 !== props.sha256) {
    throw new InvalidError({
      property: "sha256",
      value: sha256,
      problem: `is not the digest that was published with the text, ${props.sha256}`,
      remedy: "fetch both again; when they still differ somebody changed the text",
    });
  }
  const mistakes = new Mistakes();
  const textLines = text.split("\n");
  const source = mistakes.attempt("source", () => checkText("a source", header(textLines, "source"), 200));
  const licence = mistakes.attempt("licence", () =>
    checkText("a licence", header(textLines, "licence"), 200),
  );
  const date = mistakes.attempt("date", () => checkDate(Day.parse(header(textLines, "date")), props));
  const lines = readLines(textLines, mistakes);
  mistakes.throwIfAny();

  const rangesOf = gather(lines);
  const ranges = (country: string, family: IpFamily) => rangesOf.get(key(country, family)) ?? RangeSet.EMPTY;
  for (const country of props.countries ?? []) {
    mistakes.attempt("countries", () => checkFilled(checkCountry(country), ranges));
  }
  mistakes.throwIfAny();
  const countries = [...new Set(lines.map(({ country }) => country))].sort();
  return {
    source: source as string,
    licence: licence as string,
    date: date as Day,
    sha256,
    countries,
    ranges,
  };
}

/** What became of a country's addresses in one family, as fractions of how many there were: 0.5 is half of them. */
export interface CountryChange {
  readonly country: string;
  readonly family: IpFamily;
  readonly added: number;
  readonly removed: number;
}

/**
 * What the next source adds and removes, for each country and family that has addresses in the previous one; where
 * there were none a fraction says nothing. Countries in alphabetical order.
 */
export function changeFrom(previous: GeoSource, next: GeoSource): readonly CountryChange[] {
  return previous.countries.flatMap((country) =>
    FAMILIES.filter((family) => !previous.ranges(country, family).isEmpty).map((family) => {
      const before = previous.ranges(country, family);
      const after = next.ranges(country, family);
      const kept = before.intersect(after).size;
      const fraction = (addresses: bigint) => Number(addresses) / Number(before.size);
      return { country, family, added: fraction(after.size - kept), removed: fraction(before.size - kept) };
    }),
  );
}

/** Whether no country gained or lost more than this fraction of its addresses in either family. */
export function acceptable(previous: GeoSource, next: GeoSource, threshold = 0.2): boolean {
  return changeFrom(previous, next).every(({ added, removed }) => added <= threshold && removed <= threshold);
}

function header(lines: readonly string[], field: "source" | "licence" | "date"): string {
  const start = `# ${field}: `;
  const [value, ...more] = lines.filter((line) => line.startsWith(start));
  if (value !== undefined && more.length === 0) return value.slice(start.length);
  throw new InvalidError({
    value: `${more.length + (value === undefined ? 0 : 1)} lines`,
    problem: `the text has one line that begins with "${start}"`,
    remedy: `write "${start}…" once`,
  });
}

function checkDate(date: Day, { today, maxAgeDays }: GeoSourceProps): Day {
  const age = date.daysUntil(today);
  if (age <= maxAgeDays && age >= -DAYS_AHEAD) return date;
  throw new InvalidError({
    value: `${date}`,
    problem: age < 0 ? `lies ${-age} days ahead` : `is ${age} days old, where ${maxAgeDays} are allowed`,
    remedy: "publish data of today",
  });
}

function checkFilled(country: string, ranges: GeoSource["ranges"]): void {
  if (FAMILIES.some((family) => !ranges(country, family).isEmpty)) return;
  throw new InvalidError({
    value: country,
    problem: "is used, and has no addresses in this source",
    remedy: "mend the source: with an empty set nobody of that country gets in",
  });
}

function readLines(textLines: readonly string[], mistakes: Mistakes): readonly Line[] {
  const lines: Line[] = [];
  for (const [index, text] of textLines.entries()) {
    if (text === "" || text.startsWith("#")) continue;
    const line = mistakes.attempt(`line ${index + 1}`, () => readLine(text, index + 1));
    if (line !== undefined) lines.push(line);
    if (mistakes.all.length >= MISTAKES_MAX) return [];
  }
  for (const family of FAMILIES) {
    const overlap = firstOverlap(lines.filter((line) => line.family === family));
    if (overlap !== undefined) mistakes.add(overlap);
  }
  return lines;
}

function readLine(text: string, number: number): Line {
  const [country = "", firstText = "", lastText = "", ...more] = text.split(",");
  if (more.length > 0 || lastText === "") {
    throw refused(
      text,
      "is not a country, a first and a last address",
      "write for example NL,193.0.0.0,193.0.7.255",
    );
  }
  checkCountry(country);
  const first = readAddress(firstText);
  const last = readAddress(lastText);
  if (first.family !== last.family) {
    throw refused(text, "begins in one family and ends in the other", "write two addresses of one family");
  }
  if (first.value > last.value) {
    throw refused(text, "runs from high to low", `write ${country},${last},${first}`);
  }
  const range = { first: first.value, last: last.value };
  if (!INTERNET.in(first.family).covers(RangeSet.of(range))) {
    throw refused(text, "holds addresses that no packet of the internet comes from", "leave them out");
  }
  return { ...range, number, country, family: first.family };
}

/** In any of its spellings, for sources write IPv6 in many; it is numbers that reach a firewall. */
function readAddress(text: string): IpAddress {
  const address = /^([0-9.]+|[0-9a-f:]+)$/.test(text) ? IpAddress.read(text) : undefined;
  if (address !== undefined) return address;
  throw refused(
    text,
    "is not an IPv4 or IPv6 address in lower case",
    "write for example 193.0.0.0 or 2001:610::",
  );
}

function refused(text: string, problem: string, remedy: string): InvalidError {
  return new InvalidError({ value: shorten(text), problem, remedy });
}

function shorten(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 99)}…` : text);
}

function firstOverlap(lines: readonly Line[]): ValueMistake | undefined {
  const sorted = lines.toSorted((one, other) => compare(one.first, other.first));
  for (const [index, line] of sorted.entries()) {
    const before = sorted[index - 1];
    if (before === undefined || before.last < line.first) continue;
    return {
      property: `line ${line.number}`,
      value: `${line.country},${IpAddress.of(line.family, line.first)},${IpAddress.of(line.family, line.last)}`,
      problem: `overlaps line ${before.number} (${before.country})`,
      remedy: "write every address in one line only",
    };
  }
  return undefined;
}

function gather(lines: readonly Line[]): ReadonlyMap<string, RangeSet> {
  const byKey = new Map<string, Line[]>();
  for (const line of lines) {
    const known = byKey.get(key(line.country, line.family));
    if (known === undefined) byKey.set(key(line.country, line.family), [line]);
    else known.push(line);
  }
  return new Map([...byKey].map(([name, ranges]) => [name, setOf(ranges)]));
}

/** In parts: a call takes some 100,000 arguments, and the largest country has as many ranges. */
function setOf(ranges: readonly Range[]): RangeSet {
  const part = 10_000;
  if (ranges.length <= part) return RangeSet.of(...ranges);
  return RangeSet.of(...ranges.slice(0, part)).union(setOf(ranges.slice(part)));
}

function key(country: string, family: IpFamily): string {
  return `${country} v${family}`;
}
