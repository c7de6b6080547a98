import { INTERFACE_NAMES } from "../../../model/interface-names";
import type { InterfaceRecord } from "../../../model/model-file";
import { type CloudInterface, readMetadata } from "../../guest/metadata";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { problemsOf, unless } from "../../subjects/problems";
import { type DeclaredServer, declaredServers, machineOf, networksOfCard } from "../../subjects/servers";
import type { StackOutput } from "../../terraform/stack-output";
import { Unreadable } from "../../unreadable";

/** H-05, B-09: a server has the addresses that walls take it for, in its own network. */
export const serversHaveTheirAddresses = stackRule<DeclaredServer>({
  id: "servers-have-their-addresses",
  info: "every server has the addresses of the model file, with the length of its own network, and the way out of each family",
  explanation:
    "Walls know servers by address. One with another's address is let in where the other may be, and one that takes its network for a larger one sends past the edge what the edge should judge.",
  remedy:
    "leave guestinfo.metadata to the library; an address changes with the group's slot and a new generation",
  promises: ["H-05", "B-09"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "walls are judged by these addresses" },
  subjects: declaredServers,
  judge(declared, stack) {
    const { interfaces: cards } = declared.server;
    const { interfaces } = readMetadata(machineOf(declared, stack).settings.values);
    const names = cards.map((_, index) => INTERFACE_NAMES[index] ?? `card ${index}`);
    return problemsOf(
      interfaces
        .filter(({ card }) => !names.includes(card))
        .map(({ card }) => `it is told of a card ${card} that is not declared`),
      cards.flatMap((card, index) => {
        const met = interfaces.find((one) => one.card === names[index]);
        if (met === undefined) return `it is told nothing of its card in ${card.zone}`;
        return wrongCard(met, card, card === wayOut(cards), stack);
      }),
    );
  },
});

function wrongCard(met: CloudInterface, card: InterfaceRecord, isWayOut: boolean, stack: StackOutput) {
  const addresses = met.addresses.map(({ address, prefix }) => `${address}/${prefix}`);
  const meant = withLengths(card, stack);
  const missing = familiesWithoutGateway(met, card, isWayOut);
  return problemsOf(
    unless(
      `${addresses}` === `${meant}`,
      `it is told ${addresses.join(", ") || "no address"} in ${card.zone}, and is at ${meant.join(", ")}`,
    ),
    unless(!met.asks, `its card in ${card.zone} takes addresses that others give out`),
    missing.map((family) => `it has no way out of ${card.zone} in IPv${family}`),
    unless(isWayOut || met.gateways.length === 0, `it has a way out of ${card.zone} beside its own`),
  );
}

/** Which gateway is the right one has a rule of its own. */
function familiesWithoutGateway(
  { gateways }: CloudInterface,
  { addresses }: InterfaceRecord,
  isWayOut: boolean,
) {
  if (!isWayOut) return [];
  return addresses
    .map(({ family }) => family)
    .filter((family) => !gateways.some((gateway) => gateway.family === family));
}

/** Servers between networks leave by the uplink, others by their one card. */
function wayOut(cards: readonly InterfaceRecord[]): InterfaceRecord | undefined {
  return cards.find(({ zone }) => zone === "uplink") ?? cards[0];
}

/** @throws Unreadable when the model file itself has an address outside its network */
function withLengths(card: InterfaceRecord, { model }: StackOutput): readonly string[] {
  const networks = networksOfCard(card, model);
  return card.addresses.map((address) => {
    const network = networks.find((candidate) => candidate.contains(address));
    if (network !== undefined) return `${address}/${network.prefix}`;
    throw new Unreadable(`${address} is outside ${networks.join(" and ")}, its network ${card.zone}`);
  });
}
