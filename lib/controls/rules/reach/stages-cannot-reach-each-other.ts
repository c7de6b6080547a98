import type { ModelFile } from "../../../model/model-file";
import type { Addresses } from "../../../network/addresses";
import type { FlowRule } from "../../../network/flow-rule";
import { memoized } from "../../../network/memo";
import { ERROR_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";
import { type ClientSubject, clientsOfHouse } from "../../subjects/walls/house-groups";
import {
  cardOf,
  clientNetworks,
  networksOfZone,
  publicAddresses,
  union,
} from "../../subjects/walls/networks-of";
import { meet, shownRule } from "../../subjects/walls/read-rule";
import { type Wall, wallsOfModel } from "../../subjects/walls/walls";

/**
 * B-09: whatever way packets take, the walls of one stage name no address of another, and the edge has no rule from one
 * leg to another. Each wall is held against it alone, so that any one of them is enough.
 */
export const stagesCannotReachEachOther = houseRule<ClientSubject>({
  id: "stages-cannot-reach-each-other",
  info: "no wall of a street lets a packet through from one stage to another",
  explanation:
    "Development has the least careful servers, and production the data. A way from one to the other makes the careful ones as safe as the others.",
  remedy:
    "declare flows inside one environment; what stages share is a service of the site or stands outside the street",
  promises: ["B-09", "H-05"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "stages cannot reach each other" },
  subjects: clientsOfHouse,
  judge: ({ models }) =>
    models.flatMap((model) => wallsOfModel(model).flatMap((wall) => wrongRules(wall, model))),
});

function wrongRules(wall: Wall, model: ModelFile): readonly string[] {
  const isWrong =
    model.kind === "environment"
      ? leavesTheStage
      : wall.record.hook === "forward"
        ? crossesTheEdge
        : () => false;
  return wall.rules
    .filter((rule) => isWrong(rule, wall, model))
    .map((rule) => `${wall.id}: ${shownRule(rule)}`);
}

/** A server's wall names its own network on its own side, and of the client's others none at all. */
function leavesTheStage({ from, to }: FlowRule, { record }: Wall, model: ModelFile): boolean {
  const zone = zonesOf(model);
  const [own, others] = record.hook === "input" ? [to, from] : [from, to];
  return !zone.covers(own) || meet(others, elsewhere(model));
}

/** Other stages by their addresses, and by the public ones that end at the edge. */
const elsewhere = memoized(
  (model: ModelFile): Addresses => clientNetworks(model).minus(zonesOf(model)).union(publicAddresses(model)),
);

const zonesOf = memoized(({ zones }: ModelFile) => union(zones.map((zone) => networksOfZone(zone))));

/** A rule of the edge is between the uplink and one leg, and names that leg's network and no other of the client's. */
function crossesTheEdge(
  { from, to, inInterface, outInterface }: FlowRule,
  { group }: Wall,
  model: ModelFile,
): boolean {
  const uplink = cardOf(group, "uplink");
  const isInward = inInterface === uplink;
  const [leg, own, others] = isInward ? [outInterface, to, from] : [inInterface, from, to];
  const zone = model.zones.find(({ name }) => name !== "sync" && cardOf(group, name) === leg);
  if (zone === undefined || (!isInward && outInterface !== uplink)) return true;
  return (
    !networksOfZone(zone).covers(own) ||
    meet(others, clientNetworks(model)) ||
    meet(others, publicAddresses(model))
  );
}
