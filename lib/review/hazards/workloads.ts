import type { WorkloadRecord } from "../../model/kubernetes-record";
import { FIGURES } from "../../model/promises/figures";
import { Stage } from "../../model/stage";
import type { Hazard } from "../hazard";
import { isDestroying, isUpdating, shownAction } from "./actions";
import { isSame } from "./changed-keys";
import { type ObjectChange, within } from "./cluster-object";
import type { PlannedStack } from "./planned-stack";

const MAKERS = ["Deployment", "StatefulSet"];

/** Pods that stand in for each other, and go down in one apply (B-06, B-22, H-03). */
export function workloadHazards(objects: readonly ObjectChange[]): readonly Hazard[] {
  return objects.flatMap((object) => {
    if (MAKERS.includes(object.kind ?? "")) return makerHazards(object);
    if (object.kind === "HorizontalPodAutoscaler") return scalerHazards(object, objects);
    if (object.kind === "PodDisruptionBudget") return budgetHazards(object);
    return [];
  });
}

function makerHazards(object: ObjectChange): readonly Hazard[] {
  const { action, address } = object.item.change;
  if (isDestroying(action)) {
    const all = `${address} is ${shownAction(action)}, and all of its pods with it.`;
    if (isGivenUp(object)) return [hazard(object, "team-tech", `${all} It is declared no longer.`, AWAY)];
    // A scaler's floor is nobody's to read here, so where none is written there are several.
    const pods = within(object.before.spec, "replicas");
    return [hazard(object, pods === 1 || pods === 0 ? "team-tech" : "block", all, IN_PLACE)];
  }
  if (!isUpdating(action)) return [];
  return [...fewer(object, "replicas", "pods"), ...allAtOnce(object)];
}

const AWAY = "see that nobody asks for it any longer";
const IN_PLACE =
  "change it in place; what cannot be changed is made beside it under another name, and the old one is taken away by a later change";

/** Whether every update takes all pods before it makes one. */
function allAtOnce(object: ObjectChange): readonly Hazard[] {
  const { before, after, item } = object;
  const pods = within(after.spec, "replicas") ?? within(before.spec, "replicas");
  if (!takesAll(after.spec) || pods === 1 || pods === 0) return [];
  const isNew = !takesAll(before.spec);
  if (!isNew && isSame(within(before.spec, "template"), within(after.spec, "template"))) return [];
  const text = `${item.change.address} takes all of its pods away before it makes a new one, ${isNew ? "from now on" : "and new ones are made in this apply"}.`;
  return [hazard(object, "block", text, "write a rolling update that may take away one pod at a time")];
}

function takesAll(spec: unknown): boolean {
  const unavailable = within(spec, "strategy", "rollingUpdate", "maxUnavailable");
  return within(spec, "strategy", "type") === "Recreate" || unavailable === "100%";
}

function scalerHazards(object: ObjectChange, objects: readonly ObjectChange[]): readonly Hazard[] {
  const { action, address } = object.item.change;
  if (isUpdating(action)) return fewer(object, "minReplicas", "pods at its quietest");
  if (action !== "delete" && action !== "unknown") return [];
  const target = within(object.before.spec, "scaleTargetRef", "name");
  const workload = objects.find(
    ({ kind, name, namespace }) =>
      MAKERS.includes(kind ?? "") && name === target && namespace === object.namespace,
  );
  if (workload !== undefined) {
    const pods = within(workload.after.spec, "replicas");
    const isGoing = isDestroying(workload.item.change.action);
    if (isGoing || (typeof pods === "number" && pods >= leastIn(object.plan))) return [];
  } else if (isGivenUp(object, typeof target === "string" ? target : undefined)) return [];
  const text = `${address} is ${shownAction(action)}, and its workload does not say itself how many pods it has.`;
  return [hazard(object, "block", text, `write replicas: ${leastIn(object.plan)} or more in the workload`)];
}

/** A number that falls below what the stage has to have. What is not written is one. */
function fewer(object: ObjectChange, key: string, what: string): readonly Hazard[] {
  const { before, after, item, plan } = object;
  const is = within(after.spec, key) ?? (key === "minReplicas" ? 1 : undefined);
  const was = within(before.spec, key) ?? (key === "minReplicas" ? 1 : Number.POSITIVE_INFINITY);
  const least = leastIn(plan);
  if (after.spec === undefined || typeof is !== "number" || is >= least || is >= Number(was)) return [];
  const text = `${item.change.address} gets fewer ${what} than the ${least} it has to have.`;
  return [hazard(object, "block", text, `write ${least} or more`)];
}

function budgetHazards(object: ObjectChange): readonly Hazard[] {
  const { item, after, before } = object;
  const { action, address } = item.change;
  if (isDestroying(action)) {
    if (action === "delete" && isGivenUp(object)) return [];
    const isBack = action === "replace" || action === "replace-after";
    const text = `${address} is ${shownAction(action)}: while a node is emptied all pods of its workload may go at once.`;
    return [
      hazard(
        object,
        isBack ? "team-tech" : "block",
        text,
        "keep the budget as long as the workload is there",
      ),
    ];
  }
  if (!isUpdating(action) || !letsAllGo(after.spec) || letsAllGo(before.spec)) return [];
  const text = `${address} lets all pods of its workload go at once.`;
  return [hazard(object, "block", text, "write maxUnavailable: 1")];
}

function letsAllGo(spec: unknown): boolean {
  const [most, least] = [within(spec, "maxUnavailable"), within(spec, "minAvailable")];
  return most === "100%" || least === 0 || least === "0%";
}

/** Whether the workload of that name was declared, and is no longer. */
export function isGivenUp({ plan, namespace, name }: ObjectChange, of: string | undefined = name): boolean {
  const isIt = (record: WorkloadRecord) => record.namespace === namespace && record.path.endsWith(`/${of}`);
  const has = (model: PlannedStack["before"]) => model?.kubernetes?.workloads.some(isIt) === true;
  if (has(plan.model) || of === undefined) return false;
  // Programs of a platform are not all in its model, so that one is not there says nothing.
  return plan.before === undefined ? plan.model.kind !== "platform" : has(plan.before);
}

/** Fewest pods of a workload: as many as a stage asks of a group of servers, and two on a platform. */
function leastIn({ model }: PlannedStack): number {
  return model.stage === undefined ? FIGURES.redundantMembers : Stage.of(model.stage.name).minimumMembers;
}

function hazard({ plan, item }: ObjectChange, level: Hazard["level"], text: string, remedy: string): Hazard {
  return {
    kind: "redundancy",
    level,
    stack: plan.model.stack,
    subjects: [item.change.address],
    text,
    remedy,
  };
}
