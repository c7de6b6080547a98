import { Cidr } from "./cidr";
import { InvalidError } from "./mistake";

/** Shortest prefix that still names somebody's network: the largest blocks that registries gave to one holder. */
const SHORTEST_PREFIX = { 4: 8, 6: 19 } as const;

/** Addresses that are nobody's: of the machine itself, of its own wire, of groups, and what is kept for later. */
const NOBODYS = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"].map(Cidr.parse);

/** All of IPv6 that is given out, and what a house gives itself. */
const SOMEBODYS6 = ["2000::/3", "fc00::/7"].map(Cidr.parse);

/**
 * A network that belongs to somebody. What is wider is everyone, or half of everyone, and is called
 * `Peer.internet()` in so many words.
 *
 * @throws InvalidError when it is not canonical, wider than anybody's network, or nobody's at all
 */
export function checkSomebodysNetwork(text: string): Cidr {
  const network = Cidr.parse(text);
  const shortest = SHORTEST_PREFIX[network.family];
  if (network.prefix >= shortest) return ofSomebody(network);
  throw new InvalidError({
    value: text,
    problem: `is wider than anybody's network: nobody has more than a /${shortest} in IPv${network.family}`,
    remedy: "name the networks that are meant; everyone is Peer.internet(), or exposure: Exposure.PUBLIC",
  });
}

function ofSomebody(network: Cidr): Cidr {
  const isSomebodys =
    network.family === 4
      ? !NOBODYS.some((nobodys) => nobodys.overlaps(network))
      : SOMEBODYS6.some((block) => block.contains(network));
  if (isSomebodys) return network;
  throw new InvalidError({
    value: `${network}`,
    problem: "is nobody's: addresses of a machine itself, of its own wire, of groups or of nothing yet",
    remedy: "name the network of whoever is meant",
  });
}
