import type { StackOutput } from "../../controls/terraform/stack-output";
import type { ModelFile } from "../../model/model-file";
import type { AccessChange } from "../review";
import { administratorRights } from "./administrator-rights";
import { rightsChanged } from "./right";
import { rolesChanged } from "./roles-changed";
import { waiverRights } from "./waiver-rights";
import { whitelistRights } from "./whitelist-rights";

/** What is known on one side of a change. */
export interface Standing {
  readonly models: readonly ModelFile[];
  /** The stacks whose objects are read for roles in namespaces; which roles there are, the model does not say. */
  readonly outputs: readonly StackOutput[];
}

/**
 * Who gets, keeps otherwise or loses access, by name, with who answers for it and its last day: on whitelists (V-09), as an
 * administrator (H-16, V-08), by a role of the cluster, and by waivers.
 *
 * What of roles could not be read is told by `rolesNotRead`.
 */
export function accessChanged(before: Standing, after: Standing): readonly AccessChange[] {
  const rightsIn = ({ models }: Standing) => [
    ...whitelistRights(models),
    ...administratorRights(models),
    ...waiverRights(models),
  ];
  return [
    ...rightsChanged(rightsIn(before), rightsIn(after)),
    ...rolesChanged(before.outputs, after.outputs),
  ];
}
