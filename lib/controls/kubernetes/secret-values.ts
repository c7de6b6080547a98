import { isObject } from "../terraform/fields";
import { Unreadable } from "../unreadable";
import type { Place } from "./place";

/** Stands in a Secret for a value that only the apply knows: a write-only one from a store, or from a variable. */
export const KNOWN_AT_APPLY = Buffer.from("known at apply").toString("base64");

/**
 * Values of a Secret as they are sent, which is in base64. A value that cannot be known before the apply is as it should be,
 * and the key is what there is to say of it.
 *
 * @param encode whether the provider encodes them; otherwise they are encoded already
 * @throws Unreadable unless it is a map, or refers to one as a whole
 */
export function secretValues(
  value: unknown,
  place: Place,
  encode: boolean,
): Readonly<Record<string, string>> | undefined {
  const known = valueOrMark(value, place);
  if (known === KNOWN_AT_APPLY) throw place.unreadable("is a map of which even the keys are not known");
  if (!isObject(known)) throw place.unreadable("is not a map");
  const entries = Object.entries(known).map(([key, item]): [string, string] => {
    const told = valueOrMark(item, place.at(key));
    if (told === KNOWN_AT_APPLY) return [key, KNOWN_AT_APPLY];
    if (typeof told !== "string") throw place.at(key).unreadable("is not a text");
    return [key, encode ? Buffer.from(told).toString("base64") : told];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function valueOrMark(value: unknown, place: Place): unknown {
  try {
    return place.known(value);
  } catch (error) {
    if (error instanceof Unreadable) return KNOWN_AT_APPLY;
    throw error;
  }
}
