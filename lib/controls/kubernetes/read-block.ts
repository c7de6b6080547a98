import { isObject, UNKNOWN } from "../terraform/fields";
import { apiName } from "./api-name";
import type { Place } from "./place";
import { secretValues } from "./secret-values";
import type { Field, Shape } from "./shape";

export type Json = Readonly<Record<string, unknown>>;

/**
 * A block of Terraform as the API server would be sent it.
 *
 * @throws Unreadable for an attribute that the shape does not know, and for a value that is not of its kind or not known yet
 */
export function readBlock(values: Json, shape: Shape, place: Place): Json {
  const stranger = Object.keys(values).find((key) => !Object.hasOwn(shape, key) && !isNothing(values[key]));
  if (stranger !== undefined) {
    throw place.at(stranger).unreadable("is nothing that is known here, so it might be sent as anything");
  }
  const sent: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(shape)) {
    const value = readField(values[key], field, place.at(key));
    if (value === undefined) continue;
    const name = field.as ?? apiName(key);
    sent[name] = isObject(sent[name]) && isObject(value) ? { ...sent[name], ...value } : value;
  }
  return sent;
}

function readField(value: unknown, field: Field, place: Place): unknown {
  if (field.kind === "ours" || (field.serverFills === true && value === UNKNOWN)) return undefined;
  if (isNothing(value)) return field.fallback;
  if (field.kind === "secret" || field.kind === "encoded") {
    return secretValues(value, place, field.kind === "secret");
  }
  const read = READERS[field.kind](place.known(value), place, field.shape ?? {});
  const isZero = read === 0 && field.zeroIsNothing === true;
  return read === undefined || isZero ? field.fallback : read;
}

type Reader = (value: unknown, place: Place, shape: Shape) => unknown;

const READERS: Readonly<Record<Exclude<Field["kind"], "ours" | "secret" | "encoded">, Reader>> = {
  text: (value, place) => {
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    if (typeof value !== "string") throw wrong(value, "a text", place);
    return value === "" ? undefined : value;
  },
  number: (value, place) => (value === "" ? undefined : readNumber(value, place)),
  flag: (value, place) => {
    if (value === true || value === "true") return true;
    if (value === false || value === "false") return false;
    throw wrong(value, "true or false", place);
  },
  port: (value, place) => {
    if (typeof value === "number") return readNumber(value, place);
    if (typeof value !== "string") throw wrong(value, "a number or a name", place);
    if (value === "") return undefined;
    return /^[+-]?\d+$/.test(value) ? Number(value) : value;
  },
  octal: (value, place) => {
    if (value === "") return undefined;
    if (typeof value !== "string" || !/^0?[0-7]{3,4}$/.test(value)) {
      throw wrong(value, "permissions such as 0440", place);
    }
    return Number.parseInt(value, 8);
  },
  texts: (value, place) => readList(value, place, readItemText),
  numbers: (value, place) => readList(value, place, readNumber),
  map: (value, place) => {
    if (!isObject(value)) throw wrong(value, "a map", place);
    const entries = Object.entries(value).filter(([, item]) => item !== null);
    if (entries.length === 0) return undefined;
    return Object.fromEntries(
      entries.map(([key, item]) => [key, readItemText(place.at(key).known(item), place.at(key))]),
    );
  },
  block: (value, place, shape) => {
    const [only, ...others] = blocksIn(value, place);
    if (only === undefined) return undefined;
    if (others.length > 0) throw place.unreadable("is written more than once, and only one can be sent");
    return readBlock(only, shape, place);
  },
  blocks: (value, place, shape) => readBlocks(value, place, shape),
  projections: (value, place, shape) =>
    readBlocks(value, place, shape)?.flatMap((item) =>
      Object.entries(item).flatMap(([key, parts]) => [parts].flat().map((part) => ({ [key]: part }))),
    ),
};

function readBlocks(value: unknown, place: Place, shape: Shape): readonly Json[] | undefined {
  const read = blocksIn(value, place).map((item, index) => readBlock(item, shape, place.item(index)));
  return read.length === 0 ? undefined : read;
}

/** Terraform writes a block as an object or as a list; an empty one may be `null` in a list. */
function blocksIn(value: unknown, place: Place): readonly Json[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item, index) => {
    const known = place.item(index).known(item);
    if (known === null) return {};
    if (isObject(known)) return known;
    throw wrong(known, "a block", place.item(index));
  });
}

function readList(
  value: unknown,
  place: Place,
  read: (item: unknown, place: Place) => unknown,
): readonly unknown[] | undefined {
  if (!Array.isArray(value)) throw wrong(value, "a list", place);
  if (value.length === 0) return undefined;
  return value.map((item, index) => read(place.item(index).known(item), place.item(index)));
}

function readNumber(value: unknown, place: Place): number {
  const isNumeric = typeof value === "number" || (typeof value === "string" && /^-?\d+$/.test(value));
  if (!isNumeric || !Number.isInteger(Number(value))) throw wrong(value, "a whole number", place);
  return Number(value);
}

/** An item of a list or of a map; there an empty text means what it says (the core API group is one). */
function readItemText(value: unknown, place: Place): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw wrong(value, "a text", place);
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

function wrong(value: unknown, kind: string, place: Place): Error {
  return place.unreadable(`is ${(JSON.stringify(value) ?? typeof value).slice(0, 60)}, not ${kind}`);
}
