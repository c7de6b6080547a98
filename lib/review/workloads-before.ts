import type { KubernetesObject } from "../controls/kubernetes/kubernetes-object";
import { gatewayObject } from "../controls/subjects/kubernetes/gateways";
import { GROUPS, ofKind } from "../controls/subjects/kubernetes/objects";
import { type PodMaker, podMakers } from "../controls/subjects/kubernetes/pods";
import type { StackOutput } from "../controls/terraform/stack-output";
import { Unreadable } from "../controls/unreadable";
import type { WorkloadRecord } from "../model/kubernetes-record";
import type { ModelFile } from "../model/model-file";
import { goneWorkload, isMadeBy } from "./gone-workloads";
import type { PlannedObjects } from "./planned-objects";
import type { NotAnalysed } from "./review";
import { namespacesIn } from "./written-cluster";

/** The pods of a stack before a plan. */
export interface WorkloadsBefore {
  readonly workloads: readonly WorkloadRecord[];
  /** What goes, and of which nobody can say whom it reached. */
  readonly notAnalysed: readonly NotAnalysed[];
}

/**
 * The workloads that were there before a plan: those that are declared and of which something was there, as it was, and those that go.
 *
 * @throws Unreadable where what makes pods cannot be read
 */
export function workloadsBefore(model: ModelFile, objects: PlannedObjects): WorkloadsBefore {
  const declared = model.kubernetes?.workloads ?? [];
  const stays = declared.flatMap((workload) => asItWas(workload, objects) ?? []);
  const taken = new Set(stays.map(({ path }) => path));
  const namespaces = new Set(
    namespacesIn(model.kubernetes ?? { namespaces: [] }, objects.before).map(({ name }) => name),
  );
  const gone = goneMakers(declared, objects).map((maker) => {
    const workload = goneWorkload(maker, model);
    // What a policy elsewhere says of pods in a namespace that is somebody else's, nobody can tell without its labels.
    if (workload === undefined || taken.has(workload.path) || !namespaces.has(workload.namespace)) {
      return maker.object.address;
    }
    taken.add(workload.path);
    return workload;
  });
  return {
    workloads: [...stays, ...gone.filter((one) => typeof one !== "string")],
    notAnalysed: [...gone.filter((one) => typeof one === "string"), ...goneGateways(objects)].map((what) => ({
      what,
      why: "it is no longer declared, so the ways that close with it are not told; straat diff tells them",
    })),
  };
}

/** Undefined where nothing of it was there. */
function asItWas(workload: WorkloadRecord, { before, after }: PlannedObjects): WorkloadRecord | undefined {
  if (workload.kind === "gateway") {
    return hasGateway(workload, after) && !hasGateway(workload, before) ? undefined : workload;
  }
  const isIt = (maker: PodMaker) => isMadeBy(workload, maker);
  const made = new Set(podMakers(after).flatMap((maker) => (isIt(maker) ? maker.object.address : [])));
  const makers = podMakers(before);
  const known = makers.find(isIt) ?? makers.find(({ object }) => made.has(object.address));
  // What an operator makes is not there before its namespace is.
  if (known === undefined)
    return made.size > 0 || isNew(workload.namespace, before, after) ? undefined : workload;
  const { object, podLabels } = known;
  const { namespace = workload.namespace } = object;
  return isIt(known) ? workload : { ...workload, namespace, labels: podLabels };
}

function isNew(namespace: string, before: StackOutput, after: StackOutput): boolean {
  const has = (stack: StackOutput) =>
    ofKind(stack, GROUPS.core, "Namespace").some(({ object }) => object.name === namespace);
  return has(after) && !has(before);
}

/** What made pods of which no declared workload has any now. */
function goneMakers(
  declared: readonly WorkloadRecord[],
  { before, after }: PlannedObjects,
): readonly PodMaker[] {
  const there = new Set(podMakers(after).map(({ object }) => object.address));
  return podMakers(before).filter(
    (maker) => !there.has(maker.object.address) && !declared.some((workload) => isMadeBy(workload, maker)),
  );
}

function hasGateway(workload: WorkloadRecord, stack: StackOutput): boolean {
  try {
    gatewayObject(workload, stack);
    return true;
  } catch (error) {
    if (error instanceof Unreadable) return false;
    throw error;
  }
}

/** Where one answered stands in the model alone. */
function goneGateways({ before, after }: PlannedObjects): readonly string[] {
  const gatewaysOf = (stack: StackOutput) =>
    ofKind(stack, GROUPS.gateway, "Gateway").map(({ object }) => object);
  const isSame = (one: KubernetesObject, other: KubernetesObject) =>
    one.name === other.name && one.namespace === other.namespace;
  const is = gatewaysOf(after);
  return gatewaysOf(before)
    .filter((one) => !is.some((other) => isSame(one, other)))
    .map(({ address }) => address);
}
