import type { Cidr } from "./cidr";
import { Day } from "./day";
import { Mistakes } from "./mistake";
import { checkSomebodysNetwork } from "./somebodys-network";
import { checkText, textOf } from "./text";

export interface WhitelistEntryProps {
  /** The network that may come in, for example `198.51.100.0/28`. */
  readonly network: string;
  /** Who answers for the network: a person or an organisation. */
  readonly owner: string;
  readonly reason: string;
  /** Last day on which the entry holds, YYYY-MM-DD. */
  readonly until: string;
  /** Name of the list it stands on, where several clients share one. See {@link sharedWhitelist}. */
  readonly list?: string;
}

/** Entries that several clients have on their whitelists, under a name that reports tell. */
export function sharedWhitelist(
  list: string,
  entries: readonly Omit<WhitelistEntryProps, "list">[],
): readonly WhitelistEntryProps[] {
  return entries.map((entry) => ({ ...entry, list }));
}

/** One network on a client's IP whitelist (V-09): whose it is, why it is there, and until when. */
export class WhitelistEntry {
  private constructor(
    readonly network: Cidr,
    readonly owner: string,
    readonly reason: string,
    readonly until: Day,
    readonly list: string | undefined,
  ) {}

  /** @throws InvalidError with every mistake in it. */
  static of(props: WhitelistEntryProps): WhitelistEntry {
    const mistakes = new Mistakes();
    const network = mistakes.attempt("network", () => checkSomebodysNetwork(textOf(props.network)));
    const owner = mistakes.attempt("owner", () => checkText("an owner", props.owner));
    const reason = mistakes.attempt("reason", () => checkText("a reason", props.reason));
    const until = mistakes.attempt("until", () => Day.parse(textOf(props.until)));
    const { list } = props;
    if (list !== undefined) mistakes.attempt("list", () => checkText("the list's name", list, 40));
    mistakes.throwIfAny();
    return new WhitelistEntry(network as Cidr, owner as string, reason as string, until as Day, list);
  }

  holdsOn(day: Day): boolean {
    return !day.isAfter(this.until);
  }

  toJSON() {
    const { network, owner, reason, until, list } = this;
    return { network, owner, reason, until, list };
  }
}
