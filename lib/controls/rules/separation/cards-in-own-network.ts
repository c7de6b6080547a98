import { ERROR_EVERYWHERE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { networkName, referred } from "../../subjects/names";
import { problemsOf, unless } from "../../subjects/problems";
import type { StackOutput } from "../../terraform/stack-output";

const NETWORKS = ["vsphere_network", "vsphere_distributed_port_group"];

/** B-09, H-05: a server is plugged into its own stage's network, and only edges and gateways into the uplink. */
export const cardsInOwnNetwork = stackRule<Machine>({
  id: "cards-in-own-network",
  info: "every network card is in the network that the model file says, of its own client and stage",
  explanation:
    "A card in another network is a way around the edge: what its server sends there passes no wall between stages, or none at all.",
  remedy: "declare servers through RedundantVms, and let networks meet at the edge with allowFrom",
  promises: ["B-09", "H-05"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "a card in two stages, or on the uplink, undoes what keeps stages apart" },
  subjects: (stack) => Machine.in(stack),
  judge({ resource, group, server }, stack) {
    const cards = resource.blocks("network_interface");
    const own = server?.interfaces.map(({ zone }) => zone) ?? [];
    const mayLeave = group !== undefined && group.role !== "server";
    return problemsOf(
      unless(cards.length > 0, "it has no network card"),
      unless(
        server === undefined || cards.length === own.length,
        `it has ${cards.length} cards, and the model file says ${own.length}`,
      ),
      unless(
        mayLeave || !own.includes("uplink"),
        "it is on the uplink, where only edges and gateways belong",
      ),
      cards.flatMap((card, index) => {
        const name = nameOfNetwork(stack, card.values.network_id);
        // Firewalls know cards by the names that Linux gives to cards of this kind.
        const kind = card.text("adapter_type");
        const zone = own[index];
        const wanted = zone === undefined ? allowedNames(stack) : [networkName(stack.model, zone)];
        return problemsOf(
          unless(
            wanted.includes(name),
            `card ${index + 1} is in ${name} where ${wanted.join(" or ") || "nothing"} belongs`,
          ),
          unless(kind === "vmxnet3", `card ${index + 1} is a ${kind}, and walls know vmxnet3`),
        );
      }),
    );
  },
});

/** A port group of this stack, or one looked up on the switch of its data centre: elsewhere a name is another network. */
function nameOfNetwork(stack: StackOutput, value: unknown): string {
  const network = referred(stack, value, ...NETWORKS);
  if (network.isData) {
    referred(stack, network.values.datacenter_id, "vsphere_datacenter");
    referred(stack, network.values.distributed_virtual_switch_uuid, "vsphere_distributed_virtual_switch");
  }
  return network.text("name");
}

/** For a machine that nobody declared: networks of the stack itself. */
function allowedNames({ model }: StackOutput): readonly string[] {
  return model.kind === "platform" ? [] : model.zones.map(({ name }) => networkName(model, name));
}
