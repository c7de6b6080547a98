import { UPLINK_OFFSET } from "../../../model/site";
import type { StageName } from "../../../model/stage";
import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { onceFor } from "../../once-for";
import { houseRule, type Subject } from "../../rule";
import { serversOfHouse } from "../../subjects/house-servers";
import { sitesOf, streetsOf } from "../../subjects/streets";

/** A server, a group for the addresses that move between its members, or a client for its public ones. */
interface Holder extends Subject {
  readonly stage?: StageName | undefined;
  readonly addresses: readonly string[];
}

/** H-05, B-09: an address names one server, in walls and on the wire. */
export const oneAddressOneServer = houseRule<Holder>({
  id: "one-address-one-server",
  info: "no address is that of two servers, two groups or two clients",
  explanation:
    "Of two servers with one address, either may get what is meant for the other, and walls that let one in let in both.",
  remedy: "leave addresses to the address plan, and give each client the public addresses the hoster gave it",
  promises: ["H-05", "B-09"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "who has the address of another gets what is meant for the other" },
  subjects: (house) => holdersOf(house),
  judge({ id, addresses }, house) {
    const firsts = firstsOf(house);
    const counted = new Set<string>();
    return addresses.flatMap((address) => {
      const first = firsts.get(address);
      const isTwice = counted.has(address);
      counted.add(address);
      if (first === id && !isTwice) return [];
      return [isTwice ? `it has ${address} twice` : `${address} is also that of ${first}`];
    });
  },
});

const holdersOf = onceFor((house: House): readonly Holder[] => [
  ...house.models.flatMap(({ groups, stage }) =>
    groups.map(({ path, virtual }) => ({
      id: path,
      stage: stage?.name,
      addresses: virtual.flatMap(({ addresses }) => addresses.map(String)),
    })),
  ),
  ...serversOfHouse(house).map(({ id, stage, server }) => ({
    id,
    stage,
    addresses: server.interfaces.flatMap(({ addresses }) => addresses.map(String)),
  })),
  ...streetsOf(house).map(({ id, client }) => ({
    id,
    addresses: Object.values(client.publicAddresses).map(String),
  })),
]);

/** Whose each address is, by whoever is told of first. */
const firstsOf = onceFor((house: House): ReadonlyMap<string, string> => {
  const routers = sitesOf(house).flatMap(({ site: { name, uplink } }) =>
    [uplink.network, uplink.network6].flatMap((network) =>
      network === undefined
        ? []
        : [[`${network.at(UPLINK_OFFSET.router)}`, `the router of ${name}`] as const],
    ),
  );
  const held = holdersOf(house).flatMap(({ id, addresses }) =>
    addresses.map((address) => [address, id] as const),
  );
  return new Map([...routers, ...held].toReversed());
});
