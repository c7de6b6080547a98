import { isObject } from "../../controls/terraform/fields";
import { isEqual } from "../attributes/equal";
import { withoutKeys } from "./addresses";
import { type Json, objectsIn } from "./json";
import {
  isIdle,
  isNothingDone,
  type PlannedResource,
  plannedResource,
  type Reading,
} from "./resource-change";

export interface Drift {
  /** What was changed beside Terraform, and this plan rests on it or undoes it. */
  readonly relevant: readonly PlannedResource[];
  /** Addresses of what else was changed: figures that change by themselves, for the most part. */
  readonly others: readonly string[];
}

/**
 * What is no longer as it was applied. It matters where something that changes refers to it (`relevant_attributes`), where this plan
 * changes the same attribute, or where the thing is gone.
 */
export function driftOf(plan: Json, reading: Reading): Drift {
  const entries = objectsIn(plan.resource_drift).filter((entry) => !isMoved(entry));
  if (entries.length === 0) return { relevant: [], others: [] };
  const attributes = attributesByResource(plan.relevant_attributes);
  const changes = new Map(
    objectsIn(plan.resource_changes)
      .filter((entry) => !isIdle(entry) && entry.deposed === undefined)
      .map((entry) => [String(entry.address), entry.change]),
  );
  const isRelevant = (entry: Json) => {
    const address = String(entry.address);
    const paths = [...(attributes.get(address) ?? []), ...(attributes.get(withoutKeys(address)) ?? [])];
    return (
      isGone(entry) ||
      paths.some((path) => differsAt(entry.change, path)) ||
      isUndone(entry.change, changes.get(address))
    );
  };
  const relevant = entries.filter(isRelevant);
  return {
    relevant: relevant.map((entry) => plannedResource(entry, reading)),
    others: entries
      .filter((entry) => !relevant.includes(entry))
      .map(({ address }) => reading.redactor.name(String(address))),
  };
}

type Path = readonly unknown[];

function attributesByResource(list: unknown): ReadonlyMap<string, readonly Path[]> {
  const paths = new Map<string, Path[]>();
  for (const { resource, attribute } of objectsIn(list)) {
    const known = paths.get(String(resource)) ?? [];
    known.push(Array.isArray(attribute) ? attribute : []);
    paths.set(String(resource), known);
  }
  return paths;
}

/** Terraform lists here what merely has another address now. */
function isMoved({ change }: Json): boolean {
  return isObject(change) && isNothingDone(change);
}

/** Also where nobody can read what became of it, which is then refused. */
function isGone({ change }: Json): boolean {
  return !isObject(change) || change.after === null || change.after === undefined;
}

/** Whether what is at a path is another thing now. An item of a set has no place that one could follow, so the set counts. */
function differsAt(change: unknown, path: Path): boolean {
  if (!isObject(change)) return true;
  let { before, after } = change;
  for (const step of path) {
    if (Array.isArray(before) || Array.isArray(after) ? typeof step !== "number" : typeof step !== "string")
      break;
    before = at(before, step);
    after = at(after, step);
  }
  return !isEqual(before ?? null, after ?? null);
}

/** Whether the plan changes an attribute that was changed beside Terraform. */
function isUndone(drift: unknown, planned: unknown): boolean {
  if (!isObject(drift) || !isObject(planned)) return false;
  if (!isObject(drift.before) || !isObject(drift.after)) return true;
  if (!isObject(planned.before) || !isObject(planned.after)) return true;
  const { before, after } = drift;
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.some((key) => !isEqual(before[key] ?? null, after[key] ?? null) && differsAt(planned, [key]));
}

function at(value: unknown, step: unknown): unknown {
  if (Array.isArray(value)) return value[Number(step)];
  return isObject(value) ? value[String(step)] : undefined;
}
