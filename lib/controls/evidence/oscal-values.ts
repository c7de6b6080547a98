import type { Day } from "../../model/day";
import { oneLine } from "../report/text";

/** What tells whose names our properties have. */
const NAMES = "urn:straat:oscal";

/** The start of a day, in UTC. */
export function dayTime(day: Day): string {
  return `${day}T00:00:00Z`;
}

/** A text as OSCAL takes one: on one line, without white space around it, and never empty. */
export function line(text: string): string {
  return oneLine(text).replace(/\s+/gu, " ").trim() || "(nothing)";
}

/** An id as OSCAL takes one: a letter or `_`, then letters, digits, `.`, `-` and `_`. */
export function token(text: string): string {
  const plain = text.replace(/[^\p{L}\p{N}._-]+/gu, "-");
  return /^[\p{L}_]/u.test(plain) ? plain : `_${plain}`;
}

/** A property in our own names. */
export function property(name: string, value: string) {
  return { name, ns: NAMES, value: line(value) };
}
