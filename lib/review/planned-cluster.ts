import type { StackOutput } from "../controls/terraform/stack-output";
import { Unreadable } from "../controls/unreadable";
import type { KubernetesRecord } from "../model/kubernetes-record";
import type { ModelFile } from "../model/model-file";
import { stackPath } from "../model/stack-path";
import type { PlannedResource } from "./plan/resource-change";
import { isTelling, objectsAsPlanned, type PlannedObjects } from "./planned-objects";
import type { NotAnalysed } from "./review";
import { workloadsBefore } from "./workloads-before";
import { whyPodsUnread, whyWallsUnread, writtenCluster } from "./written-cluster";

/** What a stack has in its cluster on both sides of a plan. */
export interface ClusterAsPlanned {
  readonly before: KubernetesRecord | undefined;
  readonly after: KubernetesRecord | undefined;
  /** Undefined where the plan changes nothing by which somebody may do something, or does not tell. */
  readonly objects: PlannedObjects | undefined;
  readonly notAnalysed: readonly NotAnalysed[];
}

/**
 * The cluster of a stack as a plan has it: the policies of either side, with the pods that are there. Pods that are made by the plan
 * were not there; those it takes away are known by what made them. Where a policy cannot be read, nothing is said of ways of pods: with
 * the others alone they would seem more open, or more closed, than they are.
 *
 * @param model what the stack means, from the synth that was planned
 * @param output what would be there after the apply; undefined where the plan does not tell all of it
 */
export function clusterAsPlanned(
  model: ModelFile,
  resources: readonly PlannedResource[],
  output: StackOutput | undefined,
): ClusterAsPlanned {
  const { kubernetes } = model;
  const asDeclared = { before: kubernetes, after: kubernetes, objects: undefined, notAnalysed: [] };
  if (!resources.some(isTelling)) return asDeclared;
  const [path, ways] = [stackPath(model), `ways between pods of ${stackPath(model)}`];
  if (output === undefined) {
    const why = "the plan is not whole, so what is in the cluster beside what changes is not known";
    return { ...asDeclared, notAnalysed: [ways, `roles in ${path}`].map((what) => ({ what, why })) };
  }
  try {
    const objects = objectsAsPlanned(output, resources);
    return { ...waysAsPlanned(model, objects, resources), objects };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const why = `not proven: ${error.message}`;
    return { ...asDeclared, notAnalysed: [ways, `roles in ${path}`].map((what) => ({ what, why })) };
  }
}

/** The policies of either side, and the pods they are about. */
function waysAsPlanned(
  model: ModelFile,
  objects: PlannedObjects,
  resources: readonly PlannedResource[],
): Omit<ClusterAsPlanned, "objects"> {
  const { kubernetes } = model;
  const refused = (reasons: readonly string[]) => ({
    before: kubernetes,
    after: kubernetes,
    notAnalysed: reasons.map((why) => ({
      what: `ways between pods of ${stackPath(model)}`,
      why: `not proven: ${why}`,
    })),
  });
  const changing = new Set(resources.map(({ change }) => change.address));
  const unread = [objects.before, objects.after].flatMap((stack) => [
    ...whyWallsUnread(stack),
    ...whyPodsUnread(stack, changing),
  ]);
  if (unread.length > 0) return refused([...new Set(unread)]);
  try {
    const { workloads, notAnalysed } = workloadsBefore(model, objects);
    return {
      before: writtenCluster(model, objects.before, workloads),
      after: writtenCluster(model, objects.after, kubernetes?.workloads ?? []),
      notAnalysed,
    };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return refused([error.message]);
  }
}
