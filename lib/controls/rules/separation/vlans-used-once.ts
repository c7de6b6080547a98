import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { onceFor } from "../../once-for";
import { houseRule } from "../../rule";
import { unless } from "../../subjects/problems";
import { type ZoneOfHouse, zonesOf } from "../../subjects/streets";

/** B-09: two networks on one VLAN are one network. */
export const vlansUsedOnce = houseRule<ZoneOfHouse>({
  id: "vlans-used-once",
  info: "each network of a site has a VLAN of its own",
  explanation:
    "Servers on one VLAN reach each other without passing an edge. Two clients or two stages that share one are not apart, whatever their walls say.",
  remedy: "write a free VLAN id of the site as vlans on the client that is not yet deployed",
  promises: ["B-09", "H-05"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "networks on one VLAN are one network" },
  subjects: zonesOf,
  judge(own, house) {
    const holder = holdersOf(house).get(vlanOf(own));
    return unless(holder === own, `VLAN ${own.zone.vlan} is also that of ${holder?.id}`);
  },
});

/** Who has a VLAN first. */
const holdersOf = onceFor(
  (house: House): ReadonlyMap<string, ZoneOfHouse> =>
    new Map(
      zonesOf(house)
        .toReversed()
        .map((zone) => [vlanOf(zone), zone]),
    ),
);

function vlanOf({ site, zone }: ZoneOfHouse): string {
  return `${site.name} ${zone.vlan}`;
}
