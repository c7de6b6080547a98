import {
  allowancesOf,
  bindingsIn,
  gives,
  holdersOf,
  roleOf,
  rolesIn,
  thingsIn,
} from "../../controls/subjects/kubernetes/access";
import { bodyOf, type MadeObject, shownObject } from "../../controls/subjects/kubernetes/objects";
import type { StackOutput } from "../../controls/terraform/stack-output";
import { Unreadable } from "../../controls/unreadable";
import type { NotAnalysed } from "../review";
import { unreadObjects } from "./unread-objects";

/** One thing somebody may: a verb, and what it is about. */
export interface Permission {
  readonly verb: string;
  /** As `kubectl` writes it: `pods`, `deployments.apps/scale`, `secrets "web-key"`. */
  readonly about: string;
}

/** Somebody in a namespace, or in all of a cluster, with everything they may there by any role. */
export interface Holding {
  readonly where: string;
  readonly who: string;
  readonly permissions: readonly Permission[];
}

/** What the roles of some stacks give, and what of them could not be read. */
export interface Holdings {
  readonly holdings: readonly Holding[];
  /** By what is made of each in Terraform; what it gives is none of the holdings. */
  readonly notRead: readonly NotAnalysed[];
}

/**
 * Who may do what in the clusters, worked out from bindings and roles: by what they allow, not by what they are called.
 *
 * @param without bindings that are left out, such as those that the other side of a change cannot read: what they give is not known to
 *   be given or taken. @default all are asked
 */
export function holdingsIn(
  outputs: readonly StackOutput[],
  without: ReadonlySet<string> = new Set(),
): Holdings {
  const holdings: Holding[] = [];
  const notRead: NotAnalysed[] = [];
  const roles = outputs.flatMap((stack) =>
    rolesIn(stack).map((role) => ({ role, site: stack.model.site?.name })),
  );
  for (const stack of outputs) {
    const site = stack.model.site?.name;
    const here = roles.filter((one) => one.site === site).map(({ role }) => role);
    const unread = unreadObjects(stack, ["Role", "ClusterRole"]);
    const unclear = [...unreadObjects(stack, ["RoleBinding", "ClusterRoleBinding"]), ...unread];
    notRead.push(...unclear.map(({ id, why }) => ({ what: id, why: `${NOT_READ}: ${why}` })));
    for (const binding of bindingsIn(stack).filter(({ id }) => !without.has(id))) {
      try {
        holdings.push(...holdingsOf(binding, here, site, unread.length === 0));
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        notRead.push({ what: binding.id, why: `${NOT_READ}: ${error.message}` });
      }
    }
  }
  return { holdings, notRead };
}

const NOT_READ = "who gets which role is not proven";

/** @param isWhole whether every role of the stack can be read, so that one that is not among them is somebody else's */
function holdingsOf(
  binding: MadeObject,
  roles: readonly MadeObject[],
  site: string,
  isWhole: boolean,
): readonly Holding[] {
  const { namespace } = binding.object;
  const role = roles.find((candidate) => gives(binding, candidate));
  if (role === undefined && !isWhole) {
    throw new Unreadable(`${shownObject(binding)} gives a role that may be one of those that cannot be read`);
  }
  const permissions = role === undefined ? ofUnknown(binding) : permissionsOf(role);
  const where = namespace === undefined ? `every namespace at ${site}` : `${namespace} at ${site}`;
  return holdersOf(binding).map((holder) => {
    const home = holder.namespace === undefined ? "" : ` of ${holder.namespace}`;
    return { where, who: `${holder.kind} ${holder.name}${home}`, permissions };
  });
}

/** A role that is the cluster's own, or somebody else's, such as `view`: nobody here knows what it allows. */
function ofUnknown(binding: MadeObject): readonly Permission[] {
  const { kind, name } = roleOf(binding);
  return [{ verb: "all that", about: `${kind} ${name} allows` }];
}

function permissionsOf(role: MadeObject): readonly Permission[] {
  const gathered = bodyOf(role).has("aggregationRule")
    ? [{ verb: "all that", about: `${role.object.kind} ${role.object.name} gathers` }]
    : [];
  const allowed = allowancesOf(role).flatMap((allowance) =>
    allowance.verbs.flatMap((verb) => thingsIn(allowance).map((about) => ({ verb, about }))),
  );
  return [...gathered, ...allowed];
}
