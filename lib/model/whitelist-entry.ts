import { Cidr } from "./cidr";
import { Day } from "./day";
import { InvalidError, Mistakes } from "./mistake";
import { checkText } from "./text";

export interface WhitelistEntryProps {
  /** The network that may come in, for example `198.51.100.0/28`. */
  readonly network: string;
  /** Who answers for the network: a person or an organisation. */
  readonly owner: string;
  readonly reason: string;
  /** Last day on which the entry holds, YYYY-MM-DD. */
  readonly until: string;
}

/** Shortest prefix that still names somebody's network; what is wider is called `Peer.internet()`, in so many words. */
const SHORTEST_PREFIX = { 4: 8, 6: 19 } as const;

/** One network on a client's IP whitelist (V-09): whose it is, why it is there, and until when. */
export class WhitelistEntry {
  private constructor(
    readonly network: Cidr,
    readonly owner: string,
    readonly reason: string,
    readonly until: Day,
  ) {}

  /** @throws InvalidError with every mistake in it. */
  static of(props: WhitelistEntryProps): WhitelistEntry {
    const mistakes = new Mistakes();
    const network = mistakes.attempt("network", () => WhitelistEntry.checkNetwork(String(props.network)));
    const owner = mistakes.attempt("owner", () => checkText("an owner", props.owner));
    const reason = mistakes.attempt("reason", () => checkText("a reason", props.reason));
    const until = mistakes.attempt("until", () => Day.parse(String(props.until ?? "(missing)")));
    mistakes.throwIfAny();
    return new WhitelistEntry(network as Cidr, owner as string, reason as string, until as Day);
  }

  private static checkNetwork(text: string): Cidr {
    const network = Cidr.parse(text);
    const shortest = SHORTEST_PREFIX[network.family];
    if (network.prefix >= shortest) return network;
    throw new InvalidError({
      value: text,
      problem: `a whitelist entry names somebody's network; nobody's is wider than /${shortest} in IPv${network.family}`,
      remedy: "name the networks that are meant, or set exposure: Exposure.PUBLIC if everyone is",
    });
  }

  holdsOn(day: Day): boolean {
    return !day.isAfter(this.until);
  }

  toJSON() {
    return { network: this.network, owner: this.owner, reason: this.reason, until: this.until };
  }
}
