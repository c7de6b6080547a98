import { isObject } from "../../controls/terraform/fields";

/** Whether two values of JSON say the same, whatever the order of their keys. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => isEqual(item, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]));
}

/** Whether there is nothing at all: Terraform writes null for what is not set. */
export function isNothing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** Whether something is marked at this place, or anywhere below it. */
export function isMarked(marks: unknown): boolean {
  if (marks === true) return true;
  if (typeof marks !== "object" || marks === null) return false;
  return Array.isArray(marks) ? marks.some(isMarked) : Object.values(marks).some(isMarked);
}

/** What a list or an object of values, or of marks, says of a place in it. A mark on the whole is one on each place. */
export function markAt(marks: unknown, key: string | number): unknown {
  if (marks === true) return true;
  if (Array.isArray(marks)) return marks[Number(key)];
  return isObject(marks) ? marks[key] : undefined;
}
