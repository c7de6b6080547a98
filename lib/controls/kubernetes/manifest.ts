import { isObject } from "../terraform/fields";
import type { Place } from "./place";

/**
 * What a `kubernetes_manifest` holds, which is the object itself, with references in it resolved.
 *
 * @throws Unreadable for what is no object, or refers to what only the apply knows
 */
export function readManifest(value: unknown, place: Place): Readonly<Record<string, unknown>> {
  const known = readAny(value, place);
  if (isObject(known)) return known;
  throw place.unreadable("is no object of Kubernetes");
}

/** As it is; what is `null` is not sent. */
function readAny(value: unknown, place: Place): unknown {
  const known = place.known(value);
  if (Array.isArray(known)) return known.map((item, index) => readAny(item, place.item(index)));
  if (!isObject(known)) return known;
  const entries = Object.entries(known).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, readAny(item, place.at(key))]));
}
