import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { networkName } from "../../subjects/names";
import { type PortGroup, portGroups } from "../../subjects/port-groups";
import { unless } from "../../subjects/problems";

/** B-09: no network is outside what is judged. */
export const portGroupsAreDeclared = stackRule<PortGroup>({
  id: "port-groups-are-declared",
  info: "every network that is made is one of its street's",
  explanation:
    "A network that nobody declared is in no address plan and behind no edge, and may be on the VLAN of another client.",
  remedy: "take it out, or ask for a network in the address plan (lib/model/street-plan.ts)",
  promises: ["B-09", "H-05"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "nothing judges who is in a network that the model file does not know" },
  subjects: portGroups,
  judge({ resource }, { model }) {
    const names = model.kind === "street" ? model.zones.map(({ name }) => networkName(model, name)) : [];
    const name = resource.text("name");
    return unless(names.includes(name), `${name} is no network of ${model.stack}`);
  },
});
