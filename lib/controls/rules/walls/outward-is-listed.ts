import type { ModelFile } from "../../../model/model-file";
import type { FlowRule } from "../../../network/flow-rule";
import { isOutside } from "../../../network/street-facts";
import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import {
  cardOf,
  clientNetworks,
  networksOfHouse,
  sitesOfHouse,
  unknownIn,
} from "../../subjects/walls/networks-of";
import { serviceAddressesOf } from "../../subjects/walls/peer-addresses";
import { shownAddresses, shownRule } from "../../subjects/walls/read-rule";
import { type Wall, walls } from "../../subjects/walls/walls";
import { environmentsOf, flowsOf } from "../../subjects/walls/wanted-walls";
import { isWide, portCount } from "../../subjects/walls/wide";
import { clusterAddresses } from "../../subjects/walls/workloads";

/** Ports to everyone that one flow may open: what a program calls is one service, not a range of them. */
const PORTS_TO_EVERYONE = 16;

/** H-05 speaks of both directions: what a server may open elsewhere is listed, as what may be opened at it is. */
export const outwardIsListed = stackRule<Wall>({
  id: "outward-is-listed",
  info: "servers open connections to services of their site and to whom a declared flow names, and to everyone only where a flow says so",
  explanation:
    "A server that was broken into fetches its tools and sends what it found away over whatever is open outward. A wall that holds in one direction only does not see that.",
  remedy: "declare the partner: connections.allowTo(Peer.networks(…), Port.HTTPS, { why })",
  promises: ["H-05", "H-06"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => walls(stack).filter(({ record }) => record.hook !== "input"),
  judge(wall, { model }, house) {
    const sites = sitesOfHouse(house);
    const own = networksOfHouse(house).union(clientNetworks(model)).union(serviceAddressesOf(sites));
    return wall.rules.flatMap((rule) => {
      const strangers = unknownIn(rule.to, own, model, house);
      if (strangers.isEmpty || isOfUnknownStage(rule, wall, model, house)) return [];
      const flow = flowsOf(model, house).find(({ id, to }) => id === rule.id && isOutside(to));
      if (flow === undefined)
        return `${shownRule(rule)} opens ${shownAddresses(strangers)}, whom no flow names`;
      if (!isWide(rule.to)) return [];
      if (flow.to.kind !== "internet")
        return `${shownRule(rule)} is to everyone, and its flow to ${flow.to.kind}`;
      return portCount(rule.port) > PORTS_TO_EVERYONE
        ? `${shownRule(rule)} is ${portCount(rule.port)} ports to everyone`
        : [];
    });
  },
});

/** Of environments that are not among what is judged an edge has rules too. */
function isOfUnknownStage(
  { from, inInterface }: FlowRule,
  { group }: Wall,
  model: ModelFile,
  house: House,
): boolean {
  if (house.whole || model.kind !== "street") return false;
  return !environmentsOf(model, house).some(
    (environment) =>
      cardOf(group, `${environment.stage}`) === inInterface || clusterAddresses(environment).covers(from),
  );
}
