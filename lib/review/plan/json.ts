import { isObject } from "../../controls/terraform/fields";

/** An object of a plan. */
export type Json = Readonly<Record<string, unknown>>;

/** The objects of a list; none where there is no list. */
export function objectsIn(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** What stands deeper in an object; undefined where any step of the way is not there. */
export function inside(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), value);
}

/** A text, or undefined. */
export function textOr(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The resources of a module and of those it calls, as `planned_values` and `prior_state` have them. */
export function resourcesIn(module: unknown): readonly Json[] {
  if (!isObject(module)) return [];
  const called = objectsIn(module.child_modules).flatMap(resourcesIn);
  return called.length === 0 ? objectsIn(module.resources) : [...objectsIn(module.resources), ...called];
}
