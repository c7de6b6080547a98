import type { Cidr } from "../../../model/cidr";
import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { onceFor } from "../../once-for";
import { houseRule } from "../../rule";
import { problemsOf } from "../../subjects/problems";
import { type StreetOfHouse, sitesOf, streetsOf } from "../../subjects/streets";

/** B-09, H-05: each client's addresses are that client's. */
export const blocksDoNotOverlap = houseRule<StreetOfHouse>({
  id: "blocks-do-not-overlap",
  info: "blocks of clients lie within their site's, and overlap neither each other nor an uplink",
  explanation:
    "Walls tell clients apart by their addresses. Where two blocks overlap, a rule for one is a rule for the other, and a packet for one may arrive at the other.",
  remedy: "give the client a free block inside its site's streets",
  promises: ["B-09", "H-05"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "nothing tells two clients apart who have one address" },
  subjects: streetsOf,
  judge({ id, client, site }, house) {
    const all = blocksOf(house);
    const own = all.findIndex(({ holder }) => holder === id);
    const streets = [site.streets, site.streets6].filter((block) => block !== undefined);
    return client.networks.flatMap((network, index) => {
      const met = all.slice(0, own + index).find((other) => other.network.overlaps(network));
      return problemsOf(
        met && `its block ${network} overlaps ${met.network} of ${met.holder}`,
        streets.some((block) => block.contains(network))
          ? undefined
          : `its block ${network} lies outside ${streets.join(" and ")}, the streets of ${site.name}`,
      );
    });
  },
});

/** Uplinks first, then clients in their order. What else is a site's is judged with its VPN. */
const blocksOf = onceFor((house: House): readonly { readonly holder: string; readonly network: Cidr }[] => [
  ...sitesOf(house).flatMap(({ site: { name, uplink } }) =>
    [uplink.network, uplink.network6].flatMap((network) =>
      network === undefined ? [] : [{ holder: `the uplink of ${name}`, network }],
    ),
  ),
  ...streetsOf(house).flatMap(({ id, client }) =>
    client.networks.map((network) => ({ holder: id, network })),
  ),
]);
