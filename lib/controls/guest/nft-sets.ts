import { countrySetName } from "../../model/country";
import type { IpFamily } from "../../model/ip";
import type { Addresses } from "../../network/addresses";
import type { RangeSet } from "../../network/range-set";
import { formatRanges, parseAddresses } from "../../network/range-text";
import { Unreadable } from "../unreadable";
import { valueIn } from "./lines";
import { recent } from "./recent";

/** A named set of a ruleset. */
export interface AddressSet {
  readonly name: string;
  readonly family: IpFamily;
  readonly addresses: RangeSet;
  /** Set when the server itself fills it, with the addresses of these countries. */
  readonly countries?: readonly string[];
}

const SET =
  /^set (\w+) \{ type (ipv4_addr|ipv6_addr); flags interval; auto-merge;(?: elements = \{ ([^{}]+) \};)? \}$/;
const NAME = /^(?:a[1-9]\d*|country((?:_[a-z]{2})+)_)v([46])$/;

/** Reads the line that declares a set. @throws Unreadable for any other */
export function readSet(line: string): AddressSet {
  const [, name = "", type, elements] = SET.exec(line) ?? [];
  const [, codes, digit] = NAME.exec(name) ?? [];
  const family: IpFamily = type === "ipv4_addr" ? 4 : 6;
  if (digit !== String(family)) throw odd(line, "is no set of ours");
  if (codes === undefined) return { name, family, addresses: elementsOf(line, family, elements) };
  const countries = codes.slice(1).toUpperCase().split("_");
  const isOwnName = valueIn(line, () => countrySetName(countries, family)) === name;
  if (!isOwnName || elements !== undefined) throw odd(line, "is no set that a server fills itself");
  return { name, family, addresses: elementsOf(line, family, undefined), countries };
}

function elementsOf(line: string, family: IpFamily, elements: string | undefined): RangeSet {
  const addresses = valueIn(line, () => addressesIn(elements ?? ""));
  // Overlapping ranges, another order and the other family all show as another text.
  if (writtenIn(family, addresses) === (elements ?? "")) return addresses.in(family);
  throw odd(line, "is not a sorted list of ranges of its family");
}

/** The same sets stand in the rulesets of many servers. */
const addressesIn = recent(512, (elements) => parseAddresses(elements === "" ? [] : elements.split(", ")));

function writtenIn(family: IpFamily, addresses: Addresses): string {
  return formatRanges(family, addresses.in(family)).join(", ");
}

/** Tells a line of a ruleset that is not understood. */
export function odd(line: string, problem = "is not understood"): Unreadable {
  return new Unreadable(`has a line ${JSON.stringify(line)} that ${problem}`);
}
