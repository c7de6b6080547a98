import { ERROR_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";
import { problemsOf } from "../../subjects/problems";
import { type ZoneOfHouse, zonesOf } from "../../subjects/streets";

/** B-09: each stage has addresses that no other stage, and no other client, has. */
export const networksDoNotOverlap = houseRule<ZoneOfHouse>({
  id: "networks-do-not-overlap",
  info: "networks of stages do not overlap and lie within their client's blocks",
  explanation:
    "Production and development are told apart by their addresses. A network that reaches into another's opens its walls to that one's servers.",
  remedy: "leave the networks of stages to the address plan, which cuts them from the client's block",
  promises: ["B-09", "H-05"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "nothing tells two stages apart that have one address" },
  subjects: zonesOf,
  judge({ id, client, zone }, house) {
    // Blocks of two clients have a rule of their own.
    const all = zonesOf(house).filter((other) => other.client.name === client.name);
    const earlier = all.slice(
      0,
      all.findIndex((other) => other.id === id),
    );
    return zone.networks.flatMap((network) => {
      const met = earlier.find((other) => other.zone.networks.some((theirs) => theirs.overlaps(network)));
      const isInside = client.networks.some((block) => block.contains(network));
      return problemsOf(
        met && `${network} overlaps the network of ${met.id}`,
        isInside
          ? undefined
          : `${network} lies outside ${client.networks.join(" and ")}, the blocks of ${client.name}`,
      );
    });
  },
});
