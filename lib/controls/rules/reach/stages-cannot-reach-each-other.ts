import type { ModelFile } from "../../../model/model-file";
import { Stage } from "../../../model/stage";
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
import { clusterAddresses, stageInCluster } from "../../subjects/walls/workloads";

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
  (model: ModelFile): Addresses =>
    clientNetworks(model).minus(zonesOf(model)).minus(clusterAddresses(model)).union(publicAddresses(model)),
);

const zonesOf = memoized(({ zones }: ModelFile) => union(zones.map((zone) => networksOfZone(zone))));

/** Somebody who is not of this client. */
const OUTSIDE = "outside";

/** A rule of the edge is between the uplink and one leg, or from the uplink to it, and is about one stage alone. */
function crossesTheEdge(rule: FlowRule, { group }: Wall, model: ModelFile): boolean {
  const uplink = cardOf(group, "uplink");
  const places = [
    whoseAre(rule.from, rule.inInterface, group, model),
    whoseAre(rule.to, rule.outInterface, group, model),
  ];
  const stages = new Set(places.filter((place) => place !== OUTSIDE));
  const isByUplink = rule.inInterface === uplink || rule.outInterface === uplink;
  return !isByUplink || stages.size !== 1 || stages.has(undefined);
}

/** The stage that all of these addresses are of, behind that card; undefined where it is not one, or not there. */
function whoseAre(
  addresses: Addresses,
  card: string | undefined,
  group: Wall["group"],
  model: ModelFile,
): string | undefined {
  if (card !== cardOf(group, "uplink")) {
    const zone = model.zones.find(({ name }) => name !== "sync" && cardOf(group, name) === card);
    return zone !== undefined && networksOfZone(zone).covers(addresses) ? zone.name : undefined;
  }
  const block = model.client?.networks.find(({ family }) => family === 4);
  const stage = Stage.ALL.find((one) => block !== undefined && stageInCluster(block, one).covers(addresses));
  if (stage !== undefined) return stage.name;
  return meet(addresses, clientNetworks(model)) || meet(addresses, publicAddresses(model))
    ? undefined
    : OUTSIDE;
}
