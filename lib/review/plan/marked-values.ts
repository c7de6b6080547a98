import { isObject } from "../../controls/terraform/fields";
import { isEqual, isMarked, isNothing, markAt } from "../attributes/equal";
import { isKubernetesSecret } from "../attributes/secret-by-kind";
import type { Json } from "./json";

/**
 * Marks, in the shape of a plan's own, for what Kubernetes calls a Secret though nobody marked it; undefined where there is none.
 *
 * @param type of the resource
 * @param body its values
 */
export function kubernetesMarks(type: string, body: unknown, isTop = true): unknown {
  if (Array.isArray(body)) {
    const marks = body.map((item) => kubernetesMarks(type, item, false));
    return marks.some((mark) => mark !== undefined) ? marks.map((mark) => mark ?? false) : undefined;
  }
  if (!isObject(body)) return undefined;
  const marks = Object.entries(body).flatMap(([key, value]) => {
    const mark = isKubernetesSecret(type, body, key, isTop) || kubernetesMarks(type, value, false);
    return mark === undefined ? [] : [[key, mark] as const];
  });
  return marks.length === 0 ? undefined : Object.fromEntries(marks);
}

/** Stand for a value that nobody may see, before and after: the same one, or another. */
const KEPT = { sensitive: "kept" };
const CHANGED = { sensitive: "changed" };

/**
 * An entry's change in which each value that is marked is told no longer: only whether there is one, and whether it stays. A change
 * without marks is given back itself.
 *
 * @param type of the resource; "" for an output
 */
export function withoutMarked(type: string, change: Json): Json {
  const { before, after } = change;
  const isCluster = type.startsWith("kubernetes_");
  const marks = [
    change.before_sensitive,
    change.after_sensitive,
    ...(isCluster ? [kubernetesMarks(type, before), kubernetesMarks(type, after)] : []),
  ].filter(isMarked);
  if (marks.length === 0) return change;
  const hidden = { before: hide(before, before, marks), after: hide(after, before, marks) };
  return hidden.before === before && hidden.after === after ? change : { ...change, ...hidden };
}

/** As {@link withoutMarked}, of any object of which another tells what is secret in it. */
export function withoutMarkedIn(value: unknown, marks: unknown): unknown {
  return hide(value, value, [marks]);
}

function hide(value: unknown, was: unknown, marks: readonly unknown[]): unknown {
  if (marks.includes(true)) {
    if (isNothing(value)) return null;
    return isEqual(value, was) ? KEPT : CHANGED;
  }
  const below = marks.filter((mark) => typeof mark === "object" && mark !== null);
  if (below.length === 0 || typeof value !== "object" || value === null) return value;
  let copy: unknown;
  for (const key of new Set(below.flatMap((mark) => Object.keys(mark as object)))) {
    if (!Object.hasOwn(value, key)) continue;
    const own = (value as Json)[key];
    const hidden = hide(
      own,
      markAt(was, key),
      below.map((mark) => markAt(mark, key)),
    );
    if (hidden === own) continue;
    copy ??= Array.isArray(value) ? [...value] : { ...value };
    (copy as Record<string, unknown>)[key] = hidden;
  }
  return copy ?? value;
}
