import { Cidr } from "./cidr";
import { InvalidError } from "./mistake";

/** Shortest prefix that still names somebody's network: the largest blocks that registries gave to one holder. */
const SHORTEST_PREFIX = { 4: 8, 6: 19 } as const;

/**
 * A network that belongs to somebody. What is wider is everyone, or half of everyone, and is called
 * `Peer.internet()` in so many words.
 *
 * @throws InvalidError when it is not canonical, or wider than anybody's network
 */
export function checkSomebodysNetwork(text: string): Cidr {
  const network = Cidr.parse(text);
  const shortest = SHORTEST_PREFIX[network.family];
  if (network.prefix >= shortest) return network;
  throw new InvalidError({
    value: text,
    problem: `is wider than anybody's network: nobody has more than a /${shortest} in IPv${network.family}`,
    remedy: "name the networks that are meant; everyone is Peer.internet(), or exposure: Exposure.PUBLIC",
  });
}
