import { countrySetName } from "../model/country";
import type { IpFamily } from "../model/ip";
import type { RangeSet } from "./range-set";
import { formatRanges } from "./range-text";

/**
 * The named sets of one ruleset. A rule never holds an address itself: where a set is empty it matches nothing,
 * where an inline list would be empty the match would be gone and the rule would accept from anywhere.
 */
export class NftSets {
  private readonly names = new Map<string, { readonly family: IpFamily; readonly addresses: RangeSet }>();
  private readonly countries = new Map<string, IpFamily>();
  private readonly byContent = new Map<string, string>();

  /** The name of the set that holds these addresses; equal sets are one. */
  nameOf(family: IpFamily, addresses: RangeSet): string {
    const content = `${family} ${elements(family, addresses)}`;
    const known = this.byContent.get(content);
    if (known !== undefined) return known;
    const name = `a${this.names.size + 1}v${family}`;
    this.names.set(name, { family, addresses });
    this.byContent.set(content, name);
    return name;
  }

  /** The name of the set of a group of countries, which is declared empty and filled by the edge itself. */
  countryName(family: IpFamily, codes: readonly string[]): string {
    const name = countrySetName(codes, family);
    this.countries.set(name, family);
    return name;
  }

  get hasCountries(): boolean {
    return this.countries.size > 0;
  }

  /** The declarations of all sets that were named, one line each. */
  declarations(): readonly string[] {
    const empty = [...this.countries].map(
      ([name, family]) => `set ${name} { ${typeOf(family)}; flags interval; auto-merge; }`,
    );
    const filled = [...this.names].map(([name, { family, addresses }]) => {
      const list = elements(family, addresses);
      // An empty `elements` is a syntax error; without it the set is there and matches nothing.
      const content = list === "" ? "" : ` elements = { ${list} };`;
      return `set ${name} { ${typeOf(family)}; flags interval; auto-merge;${content} }`;
    });
    return [...filled, ...empty];
  }
}

function typeOf(family: IpFamily): string {
  return `type ${family === 4 ? "ipv4_addr" : "ipv6_addr"}`;
}

function elements(family: IpFamily, addresses: RangeSet): string {
  return formatRanges(family, addresses).join(", ");
}
