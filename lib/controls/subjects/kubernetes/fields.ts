import { InvalidError } from "../../../model/mistake";
import { parseQuantity } from "../../../model/quantity";
import { Fields, isObject } from "../../terraform/fields";
import { Unreadable } from "../../unreadable";

/** What stands in a map within a map, such as `template`, `spec`; nothing at all where there is none. @throws Unreadable for something else */
export function inner(fields: Fields, ...keys: readonly string[]): Fields {
  return keys.reduce(
    (outer, key) => (outer.has(key) ? outer.map(key) : new Fields({}, `${outer.where}.${key}`)),
    fields,
  );
}

/** A text that may be left out. @throws Unreadable for something else */
export function textIn(fields: Fields, key: string): string | undefined {
  return fields.has(key) ? fields.text(key) : undefined;
}

/** A number that may be left out. @throws Unreadable for something else */
export function numberIn(fields: Fields, key: string): number | undefined {
  return fields.has(key) ? fields.number(key) : undefined;
}

/** A switch that may be left out. @throws Unreadable for something else */
export function flagIn(fields: Fields, key: string): boolean | undefined {
  return fields.has(key) ? fields.flag(key) : undefined;
}

/** A list of texts that may be left out. @throws Unreadable for something else */
export function textsIn(fields: Fields, key: string): readonly string[] {
  return fields.has(key) ? fields.texts(key) : [];
}

/** Texts by name, such as labels; none where nothing is written. @throws Unreadable for something else */
export function mapIn(fields: Fields, key: string): Readonly<Record<string, string>> {
  const map = inner(fields, key);
  return Object.fromEntries(Object.keys(map.values).map((name) => [name, map.text(name)]));
}

/** An amount such as `250m` in thousandths; undefined where none is written. @throws Unreadable for what is no amount */
export function amountIn(fields: Fields, key: string): bigint | undefined {
  if (!fields.has(key)) return undefined;
  const value = fields.values[key];
  const text = typeof value === "number" ? String(value) : value;
  // A quota may well be of nothing at all, such as of Services with a port on every node.
  if (text === "0") return 0n;
  try {
    return parseQuantity(text);
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error;
    throw new Unreadable(`${fields.where}.${key} is ${JSON.stringify(value)}, which is no amount`);
  }
}

/** A value as it would be written, whatever the order of its keys was. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? "null";
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  return `{${keys
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join(",")}}`;
}
