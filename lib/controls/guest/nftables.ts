import { told } from "./decode";
import { linesOf } from "./lines";
import { readStatement, type Sets } from "./nft-lines";
import { type AddressSet, odd, readSet } from "./nft-sets";
import type { Hook, Statement } from "./nft-statement";
import { recent } from "./recent";

/** A chain of the one table. */
export interface Chain {
  readonly hook: Hook;
  readonly type: "filter" | "nat";
  readonly priority: string;
  readonly policy: "accept" | "drop";
  /** In the order in which packets meet them. */
  readonly statements: readonly Statement[];
}

/** What a server is told to let through: the one table `inet straat`, and nothing beside it. */
export interface Ruleset {
  /** Path of the group, from its first line. For a closed ruleset the text that stands there. */
  readonly title: string;
  readonly sets: Sets;
  readonly chains: ReadonlyMap<Hook, Chain>;
  /** Whether it ends by reading the addresses of countries that the server fetched itself. */
  readonly includesCountries: boolean;
}

/** Makes sure that there is a table, takes it away, and makes it anew, in one transaction. */
const OPENING = ["table inet straat", "delete table inet straat", "table inet straat {"];
const COUNTRIES = 'include "/var/lib/straat/countries/*.nft"';
const TITLE = /^# ([^\\]+?)(?:: rendered from the declared flows\. A change made here is undone\.)?$/;
const CHAIN = /^\tchain straat_(input|output|forward|prerouting|postrouting) \{$/;
const HEADER = /^\t\ttype (filter|nat) hook ([a-z]+) priority ([a-z]+); policy (accept|drop);$/;

/**
 * Reads a ruleset of a server, an edge or a gateway: the live document `firewall`, or the closed one of the first boot.
 * It knows the lines that there should be, and no others: nft has many ways to open a door, so a line that is not
 * understood counts as one.
 *
 * @throws Unreadable with the line that is not understood
 */
export const readRuleset: (text: string) => Ruleset = recent(64, (text) =>
  told("the ruleset", () => new Reader(linesOf(text)).ruleset()),
);

class Reader {
  private at = 0;
  private readonly sets = new Map<string, AddressSet>();
  private readonly chains = new Map<Hook, Chain>();

  constructor(private readonly lines: readonly string[]) {}

  ruleset(): Ruleset {
    const first = this.next();
    const title = TITLE.exec(first)?.[1];
    if (title === undefined) throw odd(first);
    for (const line of OPENING) this.take(line);
    while (this.peek().startsWith("\tset ")) this.set();
    while (this.peek().startsWith("\tchain ")) this.chain();
    this.take("}");
    const includesCountries = this.peek() === COUNTRIES;
    if (includesCountries) this.take(COUNTRIES);
    if (this.at < this.lines.length) throw odd(this.peek(), "comes after the end");
    const { sets, chains } = this;
    return { title, sets, chains, includesCountries };
  }

  private set(): void {
    const line = this.next();
    const set = readSet(line.slice(1));
    // nft adds the elements of a second one to those of the first.
    if (this.sets.has(set.name)) throw odd(line, "declares a set again");
    this.sets.set(set.name, set);
  }

  private chain(): void {
    const line = this.next();
    const hook = CHAIN.exec(line)?.[1] as Hook | undefined;
    const header = this.next();
    const [, type, hooked, priority = "", policy] = HEADER.exec(header) ?? [];
    if (hook === undefined || this.chains.has(hook))
      throw odd(line, "is no chain of ours, or is there twice");
    if (hooked !== hook) throw odd(header, "is not the header of its chain");
    const statements: Statement[] = [];
    while (this.peek().startsWith("\t\t")) statements.push(readStatement(this.next().slice(2), this.sets));
    this.take("\t}");
    this.chains.set(hook, {
      hook,
      type: type as Chain["type"],
      priority,
      policy: policy as Chain["policy"],
      statements,
    });
  }

  private peek(): string {
    return this.lines[this.at] ?? "";
  }

  private next(): string {
    const line = this.lines[this.at];
    if (line === undefined) throw odd("(the end)", "comes too early");
    this.at += 1;
    return line;
  }

  private take(expected: string): void {
    const line = this.next();
    if (line !== expected) throw odd(line);
  }
}
