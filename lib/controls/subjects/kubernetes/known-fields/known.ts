import { isObject } from "../../../terraform/fields";

/** Says what is wrong with a value; nothing where it may be so. Of a list each item is asked for. */
export type Check = (value: unknown) => string | undefined;

/**
 * What is known of an object's fields, written as the object is: a field is known by what its value may be, or by the fields in
 * it. What is not among them nobody has thought about.
 */
export interface KnownFields {
  readonly [field: string]: Check | KnownFields;
}

/** A word, a number or a flag that a rule judges, or that is an application's own affair; never anything with fields in it. */
export const plain: Check = (value) => (isObject(value) ? "has fields in it that no rule knows" : undefined);

/** One of these values, and what another one does. */
export function only(otherwise: string, ...values: readonly (string | number | boolean)[]): Check {
  return (value) =>
    values.some((known) => known === value)
      ? undefined
      : `is ${shown(value)}, not ${values.map((known) => (known === "" ? '""' : known)).join(" or ")}: ${otherwise}`;
}

/** A whole number in a range, and what one beyond it does. */
export function between(least: number, most: number, otherwise: string): Check {
  return (value) =>
    typeof value === "number" && value >= least && value <= most
      ? undefined
      : `is ${shown(value)}, not from ${least} to ${most}: ${otherwise}`;
}

const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/** A time such as `5m` or `1h0m0s`, more than none and no longer than this. @param most seconds */
export function lasting(most: number, otherwise: string): Check {
  return (value) => {
    const isTime = typeof value === "string" && /^(?:\d+h)?(?:\d+m)?(?:\d+s)?$/.test(value);
    const parts = isTime ? [...value.matchAll(/(\d+)([hms])/g)] : [];
    const seconds = parts.reduce(
      (sum, [, number, unit = ""]) => sum + Number(number) * (UNITS[unit] ?? 0),
      0,
    );
    return seconds > 0 && seconds <= most
      ? undefined
      : `is ${shown(value)}, not a time of at most ${most} seconds: ${otherwise}`;
  };
}

/** Words by names that are anybody's, such as settings or the labels of a selector. @param value what each may be */
export function named(names = /^/, value: Check = plain): Check {
  return (map) => {
    if (!isObject(map)) return `is ${shown(map)}, and no list of names`;
    for (const [name, one] of Object.entries(map)) {
      if (!names.test(name)) return `has ${name}, and no rule knows what it does`;
      const problem = value(one);
      if (problem !== undefined) return `has ${name}, which ${problem}`;
    }
    return undefined;
  };
}

/** Fields that are all {@link plain}. */
export function plains(...fields: readonly string[]): KnownFields {
  return Object.fromEntries(fields.map((field) => [field, plain]));
}

/** What in an object nobody has thought about, each with its place in it. */
export function strangeFields(value: unknown, known: Check | KnownFields, path = ""): readonly string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => strangeFields(item, known, `${path}[${index}]`));
  }
  if (typeof known === "function") {
    const problem = known(value);
    return problem === undefined ? [] : [`${path} ${problem}`];
  }
  return isObject(value)
    ? Object.entries(value).flatMap(([field, inside]) => strangeField(field, inside, known, path))
    : [`${path} is ${shown(value)}, where fields belong that rules know`];
}

function strangeField(field: string, value: unknown, known: KnownFields, path: string): readonly string[] {
  const place = path === "" ? field : `${path}.${field}`;
  const one = Object.hasOwn(known, field) ? known[field] : undefined;
  if (one !== undefined) return strangeFields(value, one, place);
  return value === null ? [] : [`${place} is set, and no rule knows what it does`];
}

function shown(value: unknown): string {
  const text = isObject(value) ? "a block" : (JSON.stringify(value) ?? typeof value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
