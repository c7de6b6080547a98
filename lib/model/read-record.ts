import { InvalidError, Mistakes } from "./mistake";
import { checkName } from "./name";
import { checkText, shownValue } from "./text";

/**
 * Reads a value out of parsed JSON, undefined where there is none.
 *
 * @throws InvalidError with every mistake in it, each with the property it is in
 */
export type Reader<T> = (value: unknown) => T;

/** A reader for each property of an object: the compiler knows when one is forgotten. */
export type Shape<T> = { readonly [K in keyof T]-?: Reader<T[K]> };

/** What there is to do about any mistake in a file that is written by Straat alone. */
export const WRITE_AGAIN = "synthesize again; this file is written by Straat, and never by hand";

/** Most characters of a value that a message repeats. */
const SHOWN = 80;

export function refused(value: unknown, problem: string): InvalidError {
  const shown = shownValue(value);
  return new InvalidError({
    value: shown.length > SHOWN ? `${shown.slice(0, SHOWN)}…` : shown,
    problem,
    remedy: WRITE_AGAIN,
  });
}

/**
 * An object with these properties and no others: one that is not known may be a known one misspelt. Properties keep the
 * order in which they are written, so that what is read can be written as it was.
 */
export function object<T extends object>(shape: Shape<T>): Reader<T> {
  const readers = new Map<string, Reader<unknown>>(Object.entries(shape));
  return (value) => {
    const written = asObject(value);
    const check = new Mistakes();
    const read: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(written)) {
      const reader = readers.get(key) ?? unknownProperty;
      read[key] = check.attempt(key, () => reader(item));
    }
    for (const [key, reader] of readers) {
      // What may be left out reads as undefined, and stays left out.
      if (!Object.hasOwn(written, key)) check.attempt(key, () => reader(undefined));
    }
    check.throwIfAny();
    return read as T;
  };
}

/** One of several kinds of object, told apart by its `kind`. */
export function byKind<T extends { readonly kind: string }>(
  kinds: {
    readonly [K in T["kind"]]: Shape<Omit<Extract<T, { readonly kind: K }>, "kind">>;
  },
): Reader<T> {
  const readers = new Map<unknown, Reader<object>>(
    Object.entries<object>(kinds).map(([kind, shape]) => [
      kind,
      object({ kind: oneOf(kind), ...shape } as Shape<object>),
    ]),
  );
  return (value) => {
    const { kind } = asObject(value) as { readonly kind?: unknown };
    const reader = readers.get(kind);
    if (reader !== undefined) return reader(value) as T;
    const check = new Mistakes();
    check.attempt("kind", () => oneOf(...readers.keys())(kind));
    throw new InvalidError(...check.all);
  };
}

/** Values of one kind under names of one kind, such as addresses by stage. */
export function byName<T>(name: Reader<string>, item: Reader<T>): Reader<Readonly<Record<string, T>>> {
  return (value) => {
    const check = new Mistakes();
    const entries = Object.entries(asObject(value)).map(([key, one]) => [
      check.attempt(key, () => name(key)),
      check.attempt(key, () => item(one)),
    ]);
    check.throwIfAny();
    return Object.fromEntries(entries);
  };
}

export function list<T>(item: Reader<T>): Reader<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value)) throw refused(value, "is not a list");
    const check = new Mistakes();
    const read = value.map((one, index) => check.attempt(`[${index}]`, () => item(one)));
    check.throwIfAny();
    return read as T[];
  };
}

/** A list with something in it, where an empty one would mean nobody. */
export function some<T>(item: Reader<T>): Reader<readonly T[]> {
  const read = list(item);
  return (value) => {
    const items = read(value);
    if (items.length === 0) throw refused(value, "is empty, and has to name something");
    return items;
  };
}

/** Undefined where there is nothing; what is there has to be right. */
export function optional<T>(reader: Reader<T>): Reader<T | undefined> {
  return (value) => (value === undefined ? undefined : reader(value));
}

export function oneOf<const T>(...allowed: readonly T[]): Reader<T> {
  return (value) => {
    if (allowed.includes(value as T)) return value as T;
    throw refused(value, `is not ${allowed.map((one) => JSON.stringify(one)).join(" or ")}`);
  };
}

/** A text of any length and form, for a parser to judge. */
export const text: Reader<string> = (value) => {
  if (typeof value === "string") return value;
  throw refused(value, "is not a text");
};

/** What a person or Straat wrote on one printable line. */
export const line: Reader<string> = (value) => checkText("a text", text(value), 200);

/** A name as a DNS label. */
export const name: Reader<string> = (value) => checkName("a part", text(value));

/** Names from the whole to the part, such as `verne/production/web`. */
export const path: Reader<string> = (value) => {
  if (/^[a-z0-9]+(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*)*$/.test(text(value))) return text(value);
  throw refused(value, "is not the path of something");
};

export const yesOrNo: Reader<boolean> = (value) => {
  if (typeof value === "boolean") return value;
  throw refused(value, "is neither true nor false");
};

/** A whole number within bounds, both included. */
export function wholeNumber(least: number, most: number): Reader<number> {
  return (value) => {
    if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most)
      return value as number;
    throw refused(value, `is not a whole number from ${least} to ${most}`);
  };
}

/** A value that is written as text, in the one form in which it writes itself. */
export function parsedBy<T>(parse: (written: string) => T): Reader<T> {
  return (value) => {
    const parsed = parse(text(value));
    if (String(parsed) === value) return parsed;
    throw refused(value, `is not how ${parsed} is written`);
  };
}

/** What is made of another reading, with the checks of its own maker. */
export function madeBy<T, Made>(reader: Reader<T>, make: (read: T) => Made): Reader<Made> {
  return (value) => make(reader(value));
}

function asObject(value: unknown): object {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw refused(value, "is not an object");
}

const unknownProperty: Reader<never> = (value) => {
  throw refused(value, "is not a property that is known here");
};
