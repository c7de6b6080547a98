import type { ModelFile } from "../../../model/model-file";
import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";
import { type ClientSubject, clientsOfHouse } from "../../subjects/walls/house-groups";
import {
  answeringAddresses,
  clientNetworks,
  networksOf,
  sitesOfHouse,
  streetsOf,
  union,
  uplinkOf,
} from "../../subjects/walls/networks-of";
import { serviceAddressesOf } from "../../subjects/walls/peer-addresses";
import { meet, shownRule } from "../../subjects/walls/read-rule";
import { wallsOfModel } from "../../subjects/walls/walls";

/** B-09, B-23: a street's walls name no address of another client's, wherever that stands. */
export const clientsCannotReachEachOther = houseRule<ClientSubject>({
  id: "clients-cannot-reach-each-other",
  info: "no wall of a client names an address of another client",
  explanation:
    "Clients share the switches and the uplink of a site. Their walls are all that is between them, so a leak at one would be a leak at both.",
  remedy:
    "declare flows inside one environment; what clients exchange goes over the internet, to what is public there",
  promises: ["B-09", "H-05", "V-09"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "clients cannot reach each other" },
  subjects: clientsOfHouse,
  judge: ({ models }, house) => models.flatMap((model) => wrongRules(model, house)),
});

/**
 * Of a site's blocks a wall names its own client's, and of an uplink its own edge's and the services there. Pods that have an
 * address of the cluster's own are proxies of everybody's gateways and the platform's programs, and nobody's to name.
 */
function wrongRules(model: ModelFile, house: House): readonly string[] {
  const sites = sitesOfHouse(house);
  const streets = union(sites.map((site) => streetsOf(site))).minus(clientNetworks(model));
  const uplinks = union(sites.map((site) => uplinkOf(site)));
  const own = union(model.groups.map((group) => answeringAddresses(group, "uplink")));
  const pods = networksOf(sites.map(({ kubernetes }) => kubernetes?.pods));
  const foreign = streets.union(uplinks).union(pods).minus(own).minus(serviceAddressesOf(sites));
  return wallsOfModel(model).flatMap((wall) =>
    wall.rules
      .filter((rule) => meet(rule.from, foreign) || meet(rule.to, foreign))
      .map((rule) => `${wall.id}: ${shownRule(rule)}`),
  );
}
