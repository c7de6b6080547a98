import { InvalidError } from "../../model/mistake";
import { parseQuantity } from "../../model/quantity";
import type { Hazard } from "../hazard";
import { isDestroying, isForgetting, isUpdating, shownAction } from "./actions";
import { type ObjectChange, within } from "./cluster-object";
import type { PlannedChange, PlannedStack } from "./planned-stack";

/** Kinds that are data, or by which data is found again, and what is lost with one. */
const HOLDING: Readonly<Record<string, string>> = {
  PersistentVolumeClaim: "the data of its volume goes with it",
  PersistentVolume: "its data may go with it",
  BackupStorageLocation: "the cluster's backups are found there, and new ones are sent there",
  Schedule: "no backup of the cluster is made any longer",
};

/** Storage of vSphere that is a resource of its own. */
const STORAGE = ["vsphere_virtual_disk", "vsphere_vmfs_datastore", "vsphere_nas_datastore"];

/** Storage that is lost, beside the disks of servers (B-15, B-16, H-08). */
export function storageHazards(plan: PlannedStack, objects: readonly ObjectChange[]): readonly Hazard[] {
  return [
    ...plan.changes
      .filter(({ change }) => STORAGE.includes(change.type) && isLosing({ change }))
      .map((item) => lost(plan, item, "what is on it goes with it")),
    ...objects.flatMap(objectHazards),
  ];
}

function objectHazards(object: ObjectChange): readonly Hazard[] {
  const { plan, item, kind } = object;
  if (isUpdating(item.change.action)) return changedStorage(object);
  if (!isLosing(item)) return [];
  // What kind it is, is not told, so it may be any of them.
  if (kind === undefined) return [lost(plan, item, "nobody can see what it is, so it may hold data")];
  const consequence = HOLDING[kind];
  if (consequence !== undefined) return [lost(plan, item, consequence)];
  if (kind === "StatefulSet" && hasVolumes(object))
    return [lost(plan, item, "its pods keep data in volumes of their own")];
  if (kind === "Namespace" && mayHoldData(object))
    return [lost(plan, item, "all that is in it goes with it, volumes too")];
  return [];
}

function isLosing({ change: { action } }: Pick<PlannedChange, "change">): boolean {
  return isDestroying(action) || isForgetting(action);
}

/** As its templates say; where they cannot be read, it has. */
function hasVolumes({ before, plan, namespace, name }: ObjectChange): boolean {
  const templates = within(before.spec, "volumeClaimTemplates");
  if (before.spec === undefined) {
    const known = [plan.before, plan.model].flatMap((model) => model?.kubernetes?.workloads ?? []);
    return known.find((one) => one.namespace === namespace && one.path.endsWith(`/${name}`))?.data !== false;
  }
  return Array.isArray(templates) && templates.length > 0;
}

/** Whether a namespace is known to hold no data; of one that nobody knew, nobody can say. */
function mayHoldData({ plan, name }: ObjectChange): boolean {
  const models = [plan.before, plan.model].filter((model) => model !== undefined);
  const isKnown = models.some(({ kubernetes }) => kubernetes?.namespaces.some((one) => one.name === name));
  const workloads = models.flatMap(({ kubernetes }) => kubernetes?.workloads ?? []);
  return plan.before === undefined || !isKnown || workloads.some((one) => one.namespace === name && one.data);
}

function changedStorage({ plan, item, kind, before, after }: ObjectChange): readonly Hazard[] {
  const { address } = item.change;
  const hazard = (text: string, remedy: string): Hazard => ({
    ...dataHazard(plan, item),
    text: `${address} ${text}`,
    remedy,
  });
  if (kind === "PersistentVolumeClaim") {
    const size = (spec: unknown) => amountOf(within(spec, "resources", "requests", "storage"));
    const [was, is] = [size(before.spec), size(after.spec)];
    if (was === undefined || (is !== undefined && is >= was)) return [];
    return [hazard("asks for less room than its data has.", "let it be as large as it is, or larger")];
  }
  if (kind !== "StatefulSet") return [];
  return ["whenDeleted", "whenScaled"].flatMap((key) => {
    const policy = (spec: unknown) => within(spec, "persistentVolumeClaimRetentionPolicy", key);
    if (policy(after.spec) !== "Delete" || policy(before.spec) === "Delete") return [];
    return [hazard(`deletes volumes with their pods from now on (${key}).`, `write ${key}: "Retain"`)];
  });
}

function amountOf(value: unknown): bigint | undefined {
  try {
    return parseQuantity(value);
  } catch (error) {
    if (error instanceof InvalidError) return undefined;
    throw error;
  }
}

function lost(plan: PlannedStack, item: PlannedChange, consequence: string): Hazard {
  const { address, action } = item.change;
  return {
    ...dataHazard(plan, item),
    text: `${address} is ${shownAction(action)}: ${consequence}.`,
    remedy: "restore its backup elsewhere and read it back first; team Tech then takes it away itself",
  };
}

function dataHazard({ model }: PlannedStack, { change }: PlannedChange) {
  return { kind: "data", level: "block", stack: model.stack, subjects: [change.address] } as const;
}
