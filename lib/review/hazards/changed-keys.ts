import { isObject } from "../../controls/terraform/fields";
import { type PlannedChange, type PlannedStack, type Side, type Values, valuesOf } from "./planned-stack";

/** `disk` of `disk[1].size`, `extra_config` of `extra_config["guestinfo.userdata"]`. */
const HEAD = /^[^.[]+/;

/**
 * Attributes of a resource that change, without what is below them. From the values where they are known, otherwise from
 * what the review shows of them.
 */
export function changedKeys(plan: PlannedStack, item: PlannedChange): readonly string[] {
  const known = found.get(item);
  if (known !== undefined) return known;
  const keys = findKeys(plan, item);
  found.set(item, keys);
  return keys;
}

/** Several hazards ask for those of one change. */
const found = new WeakMap<PlannedChange, readonly string[]>();

function findKeys(plan: PlannedStack, item: PlannedChange): readonly string[] {
  const [before, after] = [valuesOf(plan, item, "before"), valuesOf(plan, item, "after")];
  if (before === undefined || after === undefined) {
    return [...new Set(item.change.attributes.map(({ path }) => HEAD.exec(path)?.[0] ?? path))];
  }
  return differingKeys(before, after, isObject(item.afterUnknown) ? item.afterUnknown : {});
}

/** Key by key and without a list of all of them: a server has a hundred, and a plan thousands of servers. */
function differingKeys(before: Values, after: Values, unknown: Values): readonly string[] {
  const keys: string[] = [];
  for (const key in after) {
    const [was, is] = [before[key], after[key]];
    if (was !== is && !isSame(was, is)) keys.push(key);
  }
  for (const key in before) {
    if (!(key in after) && !isSame(before[key], null)) keys.push(key);
  }
  for (const key in unknown) {
    if (!keys.includes(key) && isUnknown(unknown[key])) keys.push(key);
  }
  return keys;
}

/** An attribute on one side: the value where it is known, otherwise as the review shows it. */
export function valueAt(plan: PlannedStack, item: PlannedChange, side: Side, key: string): unknown {
  const values = valuesOf(plan, item, side);
  if (values !== undefined) return values[key];
  return item.change.attributes.find(({ path }) => path === key)?.[side];
}

/** A number, also where it is shown as text; undefined for anything else, such as what is redacted. */
export function numberAt(
  plan: PlannedStack,
  item: PlannedChange,
  side: Side,
  key: string,
): number | undefined {
  const value = valueAt(plan, item, side, key);
  const isNumber = typeof value === "number" || (typeof value === "string" && /^\d+(\.\d+)?$/.test(value));
  return isNumber ? Number(value) : undefined;
}

export function flagAt(
  plan: PlannedStack,
  item: PlannedChange,
  side: Side,
  key: string,
): boolean | undefined {
  const value = valueAt(plan, item, side, key);
  if (value === true || value === "true") return true;
  return value === false || value === "false" ? false : undefined;
}

/** Blocks of a name on one side; none where there are none or where nobody told. */
export function blocksAt(plan: PlannedStack, item: PlannedChange, side: Side, key: string) {
  const value = valuesOf(plan, item, side)?.[key];
  if (Array.isArray(value)) return value.filter(isObject);
  return isObject(value) ? [value] : [];
}

/** Whether anything is unknown in it: `true` anywhere in what the plan tells of it. */
function isUnknown(mark: unknown): boolean {
  if (mark === true) return true;
  if (Array.isArray(mark)) return mark.some(isUnknown);
  return isObject(mark) && Object.values(mark).some(isUnknown);
}

/** Whether two values are the same, whatever the order of their keys; nothing and `null` are. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  }
  if (!isObject(one) || !isObject(other)) return (one ?? null) === (other ?? null);
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => isSame(one[key], other[key]));
}
