import { MAKING_PODS } from "../controls/subjects/kubernetes/pods";
import { Resource } from "../controls/terraform/resource";
import { StackOutput } from "../controls/terraform/stack-output";
import { Unreadable } from "../controls/unreadable";
import { mayBeOf } from "./meaning/unread-objects";
import type { PlannedResource } from "./plan/resource-change";
import type { Action } from "./stack-review";

/** What a stack has in its cluster before and after a plan; the same object twice where the plan changes nothing there. */
export interface PlannedObjects {
  readonly before: StackOutput;
  readonly after: StackOutput;
}

/** Kinds by which pods reach each other and are reached, and by which somebody may do something. */
const TELLING = [
  ...MAKING_PODS,
  ...["NetworkPolicy", "Namespace", "Gateway"],
  ...["Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"],
];

/** What Terraform lets go of stays where it is. */
const LETTING_GO: readonly Action[] = ["forget", "replace-forget"];

/** Whether a plan does something to what tells who reaches pods, and who may do what. */
export function isTelling({ change, before, after }: PlannedResource): boolean {
  if (change.action === "read") return false;
  return [before, after].some(
    (values) => values !== undefined && mayBeOf({ type: change.type, values }, TELLING),
  );
}

/**
 * The objects of a stack on both sides of a plan, as far as they tell who reaches pods and who may do what: what the plan leaves alone
 * is there before as it is after. What Terraform lets go of still is in the cluster afterwards, and gives and opens what it gave and
 * opened; what an earlier replacement left behind is there until it is destroyed.
 *
 * @param output what would be there after the apply
 * @throws Unreadable where what changes is not found in it, as where its address has a secret in it
 */
export function objectsAsPlanned(output: StackOutput, resources: readonly PlannedResource[]): PlannedObjects {
  const changed = resources.filter(isTelling);
  if (changed.length === 0) return { before: output, after: output };
  const lost = changed.find(
    ({ change, after }) => after !== undefined && output.at(change.address) === undefined,
  );
  if (lost !== undefined) {
    throw new Unreadable(`${lost.change.address} changes, and is not among what the plan says will be there`);
  }
  const byAddress = new Map(changed.map((planned) => [planned.change.address, planned]));
  const there = output.resources.filter((resource) => !resource.isData && mayBeOf(resource, TELLING));
  const stays = there.flatMap((resource) => {
    const planned = byAddress.get(resource.address);
    return planned === undefined ? resource : asItWas(planned);
  });
  const gone = changed.filter(({ after }) => after === undefined).flatMap((planned) => asItWas(planned));
  const left = changed
    .filter(({ change }) => LETTING_GO.includes(change.action))
    .flatMap((planned) => asItWas(planned, planned.after === undefined ? "" : LET_GO));
  const { model } = output;
  const side = (resources: readonly Resource[]) =>
    new StackOutput({ kind: "plan", model, resources, others: {}, whole: {} });
  return {
    before: side([...stays, ...gone]),
    after: left.length === 0 ? output : side([...output.resources, ...left]),
  };
}

/** Behind the address of what is let go of: what takes its place has the same. */
const LET_GO = " (let go of)";

/** Nothing, of what was not there. */
function asItWas({ change, before }: PlannedResource, mark = ""): readonly Resource[] {
  if (before === undefined) return [];
  return [new Resource(`${change.address}${mark}`, change.type, false, before, [], undefined, ["no-op"])];
}
