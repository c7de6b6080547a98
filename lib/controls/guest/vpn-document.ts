import { Cidr } from "../../model/cidr";
import { Day } from "../../model/day";
import { checkWireguardKey } from "../../model/wireguard-key";
import { Unreadable } from "../unreadable";
import { told } from "./decode";
import { linesOf, valueIn } from "./lines";
import { recent } from "./recent";

/** Somebody who may open a tunnel to a gateway (H-16). */
export interface VpnPeer {
  readonly login: string;
  /** The last day, in UTC. */
  readonly until: Day;
  readonly publicKey: string;
  /** The person's own, each as a network of one address. */
  readonly addresses: readonly Cidr[];
}

const PEER = /^([a-z][a-z0-9]*(?:-[a-z0-9]+)*) (\d{4}-\d\d-\d\d) ([A-Za-z0-9+/]{43}=) ([0-9a-f.:/,]+)$/;

/**
 * Reads the payload of the live document `vpn`.
 *
 * @throws Unreadable for a line that is no peer, an address that is a whole network, and a login, key or address that is
 *   there twice
 */
export const readVpnDocument: (payload: string) => readonly VpnPeer[] = recent(64, (payload) =>
  told("the document vpn", () => {
    const peers = linesOf(payload).map(peerIn);
    const marks = peers.flatMap(({ login, publicKey, addresses }) => [
      login,
      publicKey,
      ...addresses.map(String),
    ]);
    const twice = marks.find((mark, index) => marks.indexOf(mark) !== index);
    if (twice !== undefined) throw new Unreadable(`has ${twice} twice`);
    return peers;
  }),
);

function peerIn(line: string): VpnPeer {
  const [, login, until = "", key = "", texts = ""] = PEER.exec(line) ?? [];
  if (login === undefined) throw new Unreadable(`has a line ${JSON.stringify(line)}`);
  const addresses = texts.split(",").map((text) => valueIn(line, () => Cidr.parse(text)));
  const wide = addresses.find(({ size }) => size !== 1n);
  if (wide !== undefined) throw new Unreadable(`gives ${login} the network ${wide}`);
  return {
    login,
    until: valueIn(line, () => Day.parse(until)),
    publicKey: valueIn(line, () => checkWireguardKey(key)),
    addresses,
  };
}
