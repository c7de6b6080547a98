import { EditableFleet, type EditableMachine } from "./editable-fleet";

/** Every server of the examples with its id, in the order in which rules judge them; or those of one site. */
export function everyMachine(
  fleet: EditableFleet = EditableFleet.onServers(),
  site?: string,
): readonly { readonly id: string; readonly machine: EditableMachine }[] {
  return fleet.stackNames
    .filter((stack) => site === undefined || fleet.stack(stack).model.site.name === site)
    .flatMap((stack) =>
      Object.keys(fleet.stack(stack).terraform["resource"].vsphere_virtual_machine).map((name) => ({
        id: `${stack}/vsphere_virtual_machine.${name}`,
        machine: fleet.machine(stack, name),
      })),
    );
}

/** Changes a live document of every server alike, so that no two of them differ. */
export function everywhere(document: string, edit: (payload: string) => string) {
  return (fleet: EditableFleet) => {
    for (const { machine } of everyMachine(fleet)) {
      if (machine.documentNames.includes(document)) machine.document(document, edit);
    }
  };
}

/** Ids of the servers that are given a document, or of those at one site. */
export function everyoneTold(document: string, site?: string): readonly string[] {
  return everyMachine(undefined, site).flatMap(({ id, machine }) =>
    machine.documentNames.includes(document) ? [id] : [],
  );
}

/** In the order in which findings are told of a rule that only warns in development and test. */
export function errorsFirst(ids: readonly string[]): readonly string[] {
  const isEarly = (id: string) => /^[a-z]+-(development|test)\//.test(id);
  return [...ids.filter((id) => !isEarly(id)), ...ids.filter(isEarly)];
}
