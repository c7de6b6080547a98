import type { IpFamily } from "../model/ip";
import type { RangeSet } from "./range-set";
import { formatRanges } from "./range-text";

/**
 * The named sets of one ruleset. A rule never holds an address itself: where a set is empty it matches nothing,
 * where an inline list would be empty the match would be gone and the rule would accept from anywhere.
 */
export class NftSets {
  private readonly names = new Map<string, { readonly family: IpFamily; readonly addresses: RangeSet }>();
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

  /** The declarations of all sets that were named, one line each. */
  declarations(): readonly string[] {
    return [...this.names].map(([name, { family, addresses }]) => {
      const list = elements(family, addresses);
      // An empty `elements` is a syntax error; without it the set is there and matches nothing.
      const content = list === "" ? "" : ` elements = { ${list} };`;
      return `set ${name} { type ${family === 4 ? "ipv4_addr" : "ipv6_addr"}; flags interval; auto-merge;${content} }`;
    });
  }
}

function elements(family: IpFamily, addresses: RangeSet): string {
  return formatRanges(family, addresses).join(", ");
}
