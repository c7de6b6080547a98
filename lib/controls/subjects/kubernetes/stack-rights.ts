import { kubernetesResourcesOf } from "../../kubernetes/kubernetes-object";
import { NotTold } from "../../not-told";
import type { StackOutput } from "../../terraform/stack-output";
import { Unreadable } from "../../unreadable";
import {
  type Allowance,
  allowancesOf,
  bindingsIn,
  gives,
  type Holder,
  holdersOf,
  roleOf,
  rolesIn,
} from "./access";
import { bodyOf, type MadeObject, madeObjects } from "./objects";

/** A role that a stack gives to somebody in the cluster of its site. */
export interface GivenRole {
  readonly holder: Holder;
  /** Such as `Role operate`. */
  readonly role: string;
  /** Where it holds; undefined in every namespace of the cluster. */
  readonly namespace: string | undefined;
  /** What it allows; undefined where the stack does not say it all. */
  readonly allowances: readonly Allowance[] | undefined;
}

/** Who is given which rights by one stack, as the API server would be told. Plain data, to be handed from thread to thread. */
export interface StackRights {
  readonly stack: string;
  readonly given: readonly GivenRole[];
  /** Bindings, and whatever else of Kubernetes, of which cannot be read who gets what. */
  readonly notRead: readonly string[];
}

/** The rights that a stack gives, in the order of its bindings. */
export function stackRights(stack: StackOutput): StackRights {
  const notRead = [...unreadIn(stack)];
  const given = bindingsIn(stack).flatMap((binding) => {
    try {
      return rolesGiven(binding, stack);
    } catch (error) {
      if (!(error instanceof Unreadable || error instanceof NotTold)) throw error;
      notRead.push(binding.id);
      return [];
    }
  });
  return { stack: stack.name, given, notRead };
}

function rolesGiven(binding: MadeObject, stack: StackOutput): readonly GivenRole[] {
  const { kind, name } = roleOf(binding);
  const role = rolesIn(stack).find((candidate) => gives(binding, candidate));
  // What a role gathers of others is theirs to say, and the cluster's own are the cluster's.
  const isWhole = role !== undefined && !bodyOf(role).has("aggregationRule");
  const allowances = isWhole ? allowancesOf(role) : undefined;
  const { namespace } = binding.object;
  return holdersOf(binding).map((holder) => ({ holder, role: `${kind} ${name}`, namespace, allowances }));
}

/** What may be a binding for all that anybody can read of it. */
function unreadIn(stack: StackOutput): readonly string[] {
  const read = new Set(madeObjects(stack).map(({ id }) => id));
  const all = kubernetesResourcesOf(stack).map(({ address }) => stack.subjectId(address));
  return all.filter((id) => !read.has(id));
}
