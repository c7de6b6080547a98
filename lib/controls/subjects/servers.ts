import type { Cidr } from "../../model/cidr";
import type { GroupRecord, InterfaceRecord, ModelFile, ServerRecord } from "../../model/model-file";
import { Machine } from "../machine";
import type { Subject } from "../rule";
import type { StackOutput } from "../terraform/stack-output";
import { Unreadable } from "../unreadable";

/** A server that the model file declares, known as the machine that has to be it. */
export interface DeclaredServer extends Subject {
  readonly group: GroupRecord;
  readonly server: ServerRecord;
}

/** All of a stack, also those that nothing makes. */
export function declaredServers(stack: StackOutput): readonly DeclaredServer[] {
  return stack.model.groups.flatMap((group) =>
    group.servers.map((server) => ({ id: stack.subjectId(server.address), group, server })),
  );
}

/** The machine that is a server. @throws Unreadable when none is */
export function machineOf({ server }: DeclaredServer, stack: StackOutput): Machine {
  const machine = Machine.in(stack).find(({ resource }) => resource.address === server.address);
  if (machine !== undefined) return machine;
  throw new Unreadable(`${server.address} is declared and not made`);
}

/** The networks in which a card of a stack's servers has its addresses. @throws Unreadable when the stack has none such */
export function networksOfCard({ zone }: Pick<InterfaceRecord, "zone">, model: ModelFile): readonly Cidr[] {
  if (zone === "uplink") {
    const { network, network6 } = model.site.uplink;
    return network6 === undefined ? [network] : [network, network6];
  }
  const own = model.zones.find(({ name }) => name === zone);
  if (own !== undefined) return own.networks;
  throw new Unreadable(`the stack has no network ${zone}`);
}
