import type { InterfaceRecord } from "../../../model/model-file";
import type { VrrpInstance } from "../../guest/keepalived-document";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import type { Group } from "../../subjects/groups";
import { cardNameOf, groupsThatMove, keepalivedOf } from "../../subjects/moving";
import { networksOfCard } from "../../subjects/servers";
import type { StackOutput } from "../../terraform/stack-output";

/** VRRP's numbers, and how many addresses of a network have one number. */
const IDS = 255n;
const SLOT = 8n;

/** H-03: groups in one network do not take each other's advertisements for their own. */
export const routerIdsDiffer = stackRule<Group>({
  id: "router-ids-differ",
  info: "groups in one network have different VRRP numbers, as long as the network has no more than 255 places",
  explanation:
    "Members know their group by its number. Those of two groups with one number may follow each other, and then nobody has the address of one of them.",
  remedy: "leave the document keepalived to the library, which takes the number from the group's address",
  promises: ["H-03"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: groupsThatMove,
  judge(group, stack) {
    const all = groupsThatMove(stack);
    const earlier = all.slice(
      0,
      all.findIndex(({ id }) => id === group.id),
    );
    return group.record.virtual
      .filter((card) => hasNumbersFor(card, stack))
      .flatMap((card) => {
        const own = numbersOf(group, card, stack);
        return earlier.flatMap((other) => {
          const shared = numbersOf(other, card, stack).filter((number) => own.includes(number));
          return shared.map(
            (number) => `it has the number ${number} in ${card.zone} together with ${other.id}`,
          );
        });
      });
  },
});

/** In a larger network two groups may have one number; they share no address, and heed their own members only. */
function hasNumbersFor(card: InterfaceRecord, { model }: StackOutput): boolean {
  const [network] = networksOfCard(card, model);
  return network !== undefined && network.size <= IDS * SLOT;
}

function numbersOf({ record }: Group, { zone }: InterfaceRecord, stack: StackOutput): readonly number[] {
  const [server] = record.servers;
  if (server === undefined || !server.interfaces.some((card) => card.zone === zone)) return [];
  const card = cardNameOf(server, zone);
  const instances = Machine.ofGroup(stack, record).flatMap((machine) => keepalivedOf(machine).instances);
  return [
    ...new Set(instances.filter((one: VrrpInstance) => one.card === card).map((one) => one.virtualRouterId)),
  ];
}
