import { interfaceName } from "../../../model/interface-names";
import type { InterfaceRecord, ModelFile } from "../../../model/model-file";
import { ERROR_EVERYWHERE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { metadataOf } from "../../subjects/cloud-data";
import type { Fields } from "../../terraform/fields";
import { Unreadable } from "../../unreadable";

/** Where packets to everybody else go, by family. */
const EVERYWHERE = { "0.0.0.0/0": 4, "::/0": 6 } as const;

/** H-05, V-09: whatever leaves a server goes through its street's edge, or the hoster's router for who stands outside. */
export const routesLeadToTheGateway = stackRule({
  id: "routes-lead-to-the-gateway",
  info: "a server's only way out is the gateway of its network",
  explanation:
    "A route past the edge is a way past its firewall: packets leave and answers come back without any rule for them.",
  remedy:
    "leave guestinfo.metadata to the library: the gateway is the street's edge, or the router of the uplink",
  promises: ["H-05", "V-09"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "it is a way past the firewall" },
  subjects: Machine.in,
  judge(machine) {
    const { server, stack } = machine;
    if (server === undefined) throw new Unreadable("it is no server of the model file, so it stands nowhere");
    const cards = metadataOf(machine).map("network").map("ethernets");
    const told = server.interfaces.map((card, index) => ({ card, name: interfaceName(index) }));
    const problems = told.flatMap(({ card, name }) => wrongRoutes(name, cards.map(name), card, stack.model));
    const isOut = told.some(({ name }) => cards.map(name).has("routes"));
    return isOut ? problems : [...problems, "it has no way out: no updates, no logs, no backups"];
  },
});

function wrongRoutes(
  name: string,
  card: Fields,
  record: InterfaceRecord,
  model: ModelFile,
): readonly string[] {
  const gateways = gatewaysOf(record, model);
  return [
    ...(["gateway4", "gateway6", "routing-policy"] as const)
      .filter((key) => card.has(key))
      .map((key) => `${name} has ${key}, which no rule judges`),
    ...card.blocks("routes").flatMap((route) => {
      const [to, via] = [route.text("to"), route.text("via")];
      if (!Object.hasOwn(EVERYWHERE, to)) return [`${name} has a way of its own to ${to}`];
      if (gateways.includes(via)) return [];
      return [`${name} goes out through ${via}, and its gateway is ${gateways.join(" and ") || "nowhere"}`];
    }),
  ];
}

/** The edge's shared address in a zone; the hoster's router, which has the first address, in the uplink. */
function gatewaysOf({ zone }: InterfaceRecord, { zones, site }: ModelFile): readonly string[] {
  if (zone !== "uplink")
    return zones.filter(({ name }) => name === zone).flatMap(({ gateway }) => gateway.virtual.map(String));
  const { network, network6 } = site.uplink;
  return [network, network6].flatMap((block) => (block === undefined ? [] : [`${block.at(1)}`]));
}
