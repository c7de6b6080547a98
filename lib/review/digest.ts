import { createHash } from "node:crypto";
import { isObject } from "../controls/terraform/fields";
import { type Json, objectsIn } from "./plan/json";
import { withoutMarked, withoutMarkedIn } from "./plan/marked-values";
import { isIdle } from "./plan/resource-change";
import { Redactor } from "./redaction/redactor";

/** Changes when the same plan would be told in another way, so that an old digest never fits by accident. */
const VERSION = "straat-plan 2";

/**
 * Sha256 of what a plan changes, in hexadecimals: resources and outputs, with the values before and after, in an order of its own.
 * When it was made, by which Terraform, in which order and with which keys first makes no difference. What stays as it is does not
 * count, so that a server that tells of another address of its own does not spoil a review of its neighbour.
 *
 * A digest is printed for everybody, and who knows the rest of a plan could try all short passwords until one fits. So no value that is
 * marked is in it, also where it stands unmarked, unless that is zipped: of a secret it says whether there is one and whether it stays.
 * Nobody who reviewed it saw more.
 *
 * @param plan what `terraform show -json` wrote, parsed
 * @param redactor that knows every secret of the plan
 */
export function digestOf(plan: Json, redactor: Redactor = new Redactor()): string {
  const hash = createHash("sha256").update(`${VERSION}\n`);
  for (const part of [changesIn(plan).map(entryOf), outputsIn(plan).map(outputOf)]) {
    hash.update(`${part.length}\n`);
    // One after the other: the text of all of them is as large as the plan.
    for (const one of part) hash.update(textOf(one, redactor));
  }
  const others = othersIn(plan).map((one) => textOf(one, redactor));
  return hash.update([`${others.length}\n`, ...others.sort()].join("")).digest("hex");
}

/** Several plans that are reviewed together have one digest. In whichever order they are given. */
export function digestOfAll(digests: readonly string[]): string {
  const [only, ...others] = [...digests].sort();
  if (only !== undefined && others.length === 0) return only;
  return createHash("sha256")
    .update([VERSION, ...[...digests].sort()].join("\n"))
    .digest("hex");
}

/** Something that happens: what Terraform does, in its own words, which are never a secret's, and all else. */
interface Happening {
  readonly actions: unknown;
  readonly what: unknown;
}

/** In the order of their addresses, each of which stands once but for what an earlier replacement left behind. */
function changesIn(plan: Json): readonly Json[] {
  return objectsIn(plan.resource_changes)
    .filter((entry) => !isIdle(entry))
    .sort((a, b) => inTurn(a.address, b.address) || inTurn(a.deposed, b.deposed));
}

function outputsIn({ output_changes: outputs }: Json): readonly (readonly [string, unknown])[] {
  return Object.entries(isObject(outputs) ? outputs : {})
    .filter(([, change]) => !isIdle({ change }))
    .sort(([a], [b]) => inTurn(a, b));
}

function outputOf([name, change]: readonly [string, unknown]): Happening {
  if (!isObject(change)) return { actions: undefined, what: [name, change] };
  return { actions: change.actions, what: [name, withoutMarked("", change)] };
}

function inTurn(one: unknown, other: unknown): number {
  const [a, b] = [String(one), String(other)];
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** What else makes something happen, now or in a later run. */
function othersIn(plan: Json): readonly Happening[] {
  const deferred = objectsIn(plan.deferred_changes).map((item): Happening => {
    const { actions, what } = isObject(item.resource_change) ? entryOf(item.resource_change) : NOTHING;
    return { actions, what: ["deferred_changes", { ...item, resource_change: what }] };
  });
  const invoked = ["action_invocations", "deferred_action_invocations"].flatMap((key) =>
    objectsIn(plan[key]).map((item) => ({ actions: undefined, what: [key, invocation(item)] })),
  );
  return [...deferred, ...invoked];
}

const NOTHING: Happening = { actions: undefined, what: undefined };

function entryOf(entry: Json): Happening {
  const { change } = entry;
  if (!isObject(change)) return { actions: undefined, what: entry };
  const type = String(entry.type);
  return {
    actions: change.actions,
    what: { ...entry, change: withSortedPaths(withoutMarked(type, change)) },
  };
}

/** With what Terraform 1.14 says of a provider's action, whose settings have marks of their own. */
function invocation(item: Json): Json {
  const inner = item.action_invocation;
  if (isObject(inner)) return { ...item, action_invocation: invocation(inner) };
  if (item.config_values === undefined) return item;
  return { ...item, config_values: withoutMarkedIn(item.config_values, item.config_sensitive) };
}

/** Paths that force a replacement are a set, which Terraform writes in any order. */
function withSortedPaths(change: Json): Json {
  if (!Array.isArray(change.replace_paths) || change.replace_paths.length < 2) return change;
  const paths = change.replace_paths.map((path) => JSON.stringify(path)).sort();
  return { ...change, replace_paths: paths.map((path) => JSON.parse(path)) };
}

function textOf({ actions, what }: Happening, redactor: Redactor): string {
  return `${JSON.stringify(actions) ?? "null"}\n${redactor.name(canonical(what))}\n`;
}

/** JSON with the keys of each object in order. Terraform writes those of values so, and then nothing is made but the text. */
function canonical(value: unknown): string {
  if (isInOrder(value)) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const object = value as Json;
  const keys = Object.keys(object)
    .filter((key) => object[key] !== undefined)
    .sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(object[key])}`).join()}}`;
}

/** No provider nests so deep; what reads a plan calls itself for each step. */
const DEPTH_MAX = 200;

/** @throws RangeError for what is nested too deep to be read */
function isInOrder(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (depth > DEPTH_MAX) throw new RangeError("nested too deep");
  if (Array.isArray(value)) return value.every((item) => isInOrder(item, depth + 1));
  let last = "";
  for (const key in value) {
    if (key < last) return false;
    last = key;
    const own = (value as Json)[key];
    if (typeof own === "object" && !isInOrder(own, depth + 1)) return false;
  }
  return true;
}
