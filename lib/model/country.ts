import type { IpFamily } from "./ip";
import { InvalidError } from "./mistake";
import { shownValue } from "./text";

/**
 * The officially assigned codes of ISO 3166-1 alpha-2, all 249. Reserved codes (EU, UK) and those that users may give
 * a meaning of their own (XK, ZZ) are none: no source of addresses means the same by them.
 */
export const COUNTRIES: readonly string[] = [
  "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ",
  "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO",
  "FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE",
  "JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO",
  "MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW",
  "PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM",
  "TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW",
].flatMap((line) => line.split(" "));

/** Where an edge keeps the addresses of its countries. The ruleset includes every `*.nft` file in it. */
export const COUNTRY_DIRECTORY = "/var/lib/straat/countries";

/**
 * Most countries in one set. The name tells them all: 55 bytes for fifteen, and the kernel takes 255 since Linux 4.14
 * (measured with nft 1.0.6), so no name has to hide its countries behind a digest.
 */
export const COUNTRIES_IN_SET_MAX = 15;

const ASSIGNED: ReadonlySet<string> = new Set(COUNTRIES);

/** What people write for countries, and what those are called in the standard. */
const REMEDIES: Readonly<Record<string, string>> = {
  UK: "write GB",
  EL: "write GR",
  EU: "name the member states one by one, for example BE and NL",
  AN: "write BQ, CW or SX",
  XK: "leave it out: Kosovo has no assigned code, and sources give its addresses different ones",
};

/**
 * An officially assigned country code of ISO 3166-1 alpha-2, in upper case, for example `NL`.
 *
 * @throws InvalidError for anything else, with the code that was meant where that is known
 */
export function checkCountry(code: string): string {
  if (ASSIGNED.has(code)) return code;
  throw new InvalidError({
    value: shownValue(code),
    problem: "is not a country code that ISO 3166-1 has assigned (two letters, upper case)",
    remedy: remedyFor(typeof code === "string" ? code.trim().toUpperCase() : ""),
  });
}

function remedyFor(upper: string): string {
  if (ASSIGNED.has(upper)) return `write ${upper}`;
  return REMEDIES[upper] ?? "write an assigned code such as NL or BE";
}

/** These countries in alphabetical order, each once. @throws InvalidError for none, for too many, and for an unknown one */
export function sortCountries(codes: readonly string[]): readonly string[] {
  const sorted = [...new Set(codes.map(checkCountry))].sort();
  if (sorted.length >= 1 && sorted.length <= COUNTRIES_IN_SET_MAX) return sorted;
  throw new InvalidError({
    value: sorted.join(", ") || "(none)",
    problem: `a set has 1 to ${COUNTRIES_IN_SET_MAX} countries, this one has ${sorted.length}`,
    remedy: sorted.length === 0 ? "name at least one country, for example NL" : "spread them over two rules",
  });
}

/**
 * The name of the nftables set with the addresses of these countries, for example `country_be_nl_v4`: the same for
 * the same countries in any order. @throws InvalidError as {@link sortCountries} does
 */
export function countrySetName(codes: readonly string[], family: IpFamily): string {
  return `country_${sortCountries(codes).join("_").toLowerCase()}_v${family}`;
}

/**
 * The last line of a ruleset that uses countries: what was filled stays filled when the ruleset is loaded again, in
 * the same transaction. Without any file there, or without the directory, the sets are empty and match nothing.
 */
export function countryInclude(directory = COUNTRY_DIRECTORY): string {
  return `include "${directory}/*.nft"`;
}
