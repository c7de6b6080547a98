import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { onceFor } from "../../once-for";
import { houseRule } from "../../rule";
import { type HouseServer, serversOfHouse } from "../../subjects/house-servers";
import { unless } from "../../subjects/problems";

/** B-13, I-08: a name in vSphere, in logs and in certificates is one server's. */
export const oneNameOneServer = houseRule<HouseServer>({
  id: "one-name-one-server",
  info: "no name is that of two servers of the house, nor of two stacks",
  explanation:
    "Logs, alarms and certificates know servers by name. With two of a name, what one did is written down for the other, and one is given the other's certificate.",
  remedy: "rename the group, or the client that is not yet deployed",
  promises: ["B-13", "I-08"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: serversOfHouse,
  judge({ id, server: { name } }, house) {
    const first = firstsOf(house).get(name.toLowerCase());
    return unless(first === id, `${name} is also the name of ${first}`);
  },
});

const firstsOf = onceFor(
  (house: House): ReadonlyMap<string, string> =>
    new Map(
      serversOfHouse(house)
        .toReversed()
        .map(({ id, server }) => [server.name.toLowerCase(), id]),
    ),
);
