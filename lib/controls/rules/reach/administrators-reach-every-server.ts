import type { ModelFile, SiteRecord } from "../../../model/model-file";
import { Port } from "../../../model/port";
import { VPN_CARD } from "../../../network/compile-platform";
import { INTERNET } from "../../../network/internet";
import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";
import { type Asked, accepts } from "../../subjects/walls/accepts";
import { edgeOf, groupsOfHouse, type HouseGroup } from "../../subjects/walls/house-groups";
import {
  answeringAddresses,
  cardOf,
  poolsOf,
  sitesOf,
  sitesOfHouse,
  union,
} from "../../subjects/walls/networks-of";
import { type Wall, wallOf } from "../../subjects/walls/walls";

/** V-07, H-17: the one way there is has to be open: through the VPN of either site, over SSH, to every server. */
export const administratorsReachEveryServer = houseRule<HouseGroup>({
  id: "administrators-reach-every-server",
  info: "administrators reach SSH of every server through the VPN of either of its sites, past every wall on the way",
  explanation:
    "A server that nobody reaches is a server that nobody can mend, and on the night it matters people open another way to it.",
  remedy:
    "declare the server through RedundantVms; it lets administrators in, and its edge and the gateways do too",
  promises: ["V-07", "H-15", "H-17"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: groupsOfHouse,
  judge: (group, house) =>
    wayTo(group, house)
      .filter(([wall, asked]) => !accepts(wall, asked))
      .map(([wall, { port }]) => `${wall.id} does not let administrators through over ${port}`),
});

type Step = readonly [Wall, Asked];

function wayTo(group: HouseGroup, house: House): readonly Step[] {
  const { record, model } = group;
  const servers = answeringAddresses(record);
  const pools = union(sitesFor(model, house).map((site) => poolsOf(site)));
  const ssh: Asked = { from: pools, to: servers, port: Port.SSH };
  const own = wallOf(model, record.path, "input");
  const tunnels: Step = [own, { from: INTERNET, to: servers, port: Port.WIREGUARD }];
  return [
    [own, ssh],
    ...(record.role === "vpn-gateway" ? [tunnels] : []),
    ...(model.kind === "environment" ? [throughEdge(ssh, model, house)] : []),
    ...throughGateways(group, ssh, house),
  ];
}

function throughEdge(ssh: Asked, model: ModelFile, house: House): Step {
  const { wall, uplink, leg } = edgeOf(model, house);
  return [wall, { ...ssh, inInterface: uplink, outInterface: leg }];
}

/** The sites from which administrators come; of how many there are, a platform's own model file says nothing. */
function sitesFor(model: ModelFile, house: House): readonly SiteRecord[] {
  return model.kind === "platform" && house.platformsKnown ? sitesOfHouse(house) : sitesOf(model);
}

/** What gateways have to pass on to the servers of a stack, as far as their platforms are known. */
function throughGateways({ record, model }: HouseGroup, ssh: Asked, house: House): readonly Step[] {
  return sitesFor(model, house).flatMap((site): readonly Step[] => {
    const platform = house.platformOf(site.name);
    const gateway = platform?.groups.find(({ role }) => role === "vpn-gateway");
    // A gateway is itself at the end of its own tunnels.
    if (platform === undefined || gateway === undefined || gateway.path === record.path) return [];
    const cards = { inInterface: VPN_CARD, outInterface: cardOf(gateway, "uplink") };
    return [[wallOf(platform, gateway.path, "forward"), { ...ssh, from: poolsOf(site), ...cards }]];
  });
}
