import type { GroupRecord, ModelFile } from "../../../model/model-file";
import type { Addresses } from "../../../network/addresses";
import { FAMILIES } from "../../../network/packet-space";
import { formatRanges } from "../../../network/range-text";
import type { ForgedStatement } from "../../guest/nft-statement";
import { ERROR_EVERYWHERE } from "../../level";
import type { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { difference, groupOf, machines, rulesetOf, statementsOf } from "../../subjects/walls/firewalls";
import { cardOf, clientNetworks, networksOfZone, union } from "../../subjects/walls/networks-of";
import { environmentsOf } from "../../subjects/walls/wanted-walls";
import { inClusterOf, workloadsOf } from "../../subjects/walls/workloads";

/** H-05, B-09: at an edge a packet's source has to be where the packet comes from. */
export const spoofingRefused = stackRule<Machine>({
  id: "spoofing-refused",
  info: "each leg of an edge takes packets of its own network only, and the uplink none that say they are the client's and are not of its pods or gateways, before anything else is asked",
  explanation:
    "Rules go by where packets say they come from. A server that may say it is another stage's, or somebody outside who may say they are a server, passes by rules that were meant for others.",
  remedy: "synthesize again: Straat renders the refusals for every leg of an edge",
  promises: ["H-05", "B-09", "H-22"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "a rule is worth as much as the addresses it goes by" },
  subjects: (stack) => machines(stack).filter(({ group }) => group === undefined || group.role === "edge"),
  judge(machine, { model }, house) {
    const found = statementsOf(rulesetOf(machine), "forward", "forged").map(textOf);
    const pods = union(environmentsOf(model, house).flatMap((one) => workloadsOf(one).map(inClusterOf)));
    const { lacking, extra } = difference(found, wantedGuards(groupOf(machine), model, pods));
    return [
      ...lacking.map((text) => `it does not drop what comes ${text}`),
      ...extra.map((text) => `it drops what comes ${text}, which is not what its networks are`),
    ];
  },
});

/** All legs there are, also of stages that are not there yet. */
function wantedGuards(edge: GroupRecord, model: ModelFile, pods: Addresses): readonly string[] {
  const legs = model.zones.filter(({ name }) => name !== "sync");
  return [
    ...legs.flatMap((zone) => guards(cardOf(edge, zone.name), "outside", networksOfZone(zone))),
    ...guards(cardOf(edge, "uplink"), "inside", clientNetworks(model).minus(pods)),
  ];
}

function guards(card: string, when: ForgedStatement["when"], addresses: Addresses): readonly string[] {
  return FAMILIES.map((family) =>
    textOf({ kind: "forged", family, card, when, addresses: addresses.in(family) }),
  );
}

function textOf({ family, card, when, addresses }: ForgedStatement): string {
  const all = formatRanges(family, addresses).join(", ") || "no network";
  return `by ${card} from ${when} ${all} in IPv${family}`;
}
