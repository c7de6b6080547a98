import { Stage } from "../../../model/stage";
import type { Zone } from "../../../model/street-plan";
import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { clientOf, networkName, referred } from "../../subjects/names";
import { portGroups } from "../../subjects/port-groups";
import { problemsOf, unless } from "../../subjects/problems";

/** A network a street has to have; without a zone where the model file forgot it. */
interface Network extends Subject {
  readonly name: string;
  readonly zone: Zone | undefined;
}

/** B-09: each stage of a street has a network of its own, on its own VLAN. */
export const portGroupOfEveryZone = stackRule<Network>({
  id: "port-group-of-every-zone",
  info: "a street makes one network for each stage and one for its edge, each on the VLAN of the model file",
  explanation:
    "What a port group's VLAN is decides who is in the network. One on another VLAN than the plan's is in somebody else's network.",
  remedy:
    "leave port groups to the street's stack, and write vlans on the client where the hoster gave out others",
  promises: ["B-09", "H-05"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "a network on another's VLAN is that network" },
  subjects: ({ model }) =>
    model.kind === "street"
      ? [...Stage.ALL.map(({ name }) => name), "sync" as const].map((name) => ({
          id: `${clientOf(model).name}/${name}`,
          stage: name === "sync" ? undefined : name,
          name,
          zone: model.zones.find((zone) => zone.name === name),
        }))
      : [],
  judge({ name, zone }, stack) {
    if (zone === undefined) return `the model file has no network ${name}`;
    const wanted = networkName(stack.model, name);
    const made = portGroups(stack).filter(({ resource }) => resource.text("name") === wanted);
    const [first] = made;
    if (first === undefined || made.length > 1) return `${made.length} port groups are named ${wanted}`;
    const { resource } = first;
    referred(stack, resource.values.distributed_virtual_switch_uuid, "vsphere_distributed_virtual_switch");
    const vlan = resource.number("vlan_id");
    return problemsOf(
      unless(vlan === zone.vlan, `it is on VLAN ${vlan}, and the model file says ${zone.vlan}`),
    );
  },
});
