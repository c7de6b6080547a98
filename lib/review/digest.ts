import { createHash } from "node:crypto";
import { isObject } from "../controls/terraform/fields";
import { type Json, objectsIn } from "./plan/json";
import { isIdle } from "./plan/resource-change";

/** Changes when the same plan would be told in another way, so that an old digest never fits by accident. */
const VERSION = "straat-plan 1";

/** Parts of a plan beside resources and outputs that make something happen, now or in a later run. */
const OTHERS = ["deferred_changes", "action_invocations", "deferred_action_invocations"];

/**
 * Sha256 of what a plan changes, in hexadecimals: resources and outputs, with the values before and after, in an order of its own.
 * When it was made, by which Terraform, in which order and with which keys first makes no difference. What stays as it is does not
 * count, so that a server that tells of another address of its own does not spoil a review of its neighbour. Secrets are in it as in
 * any hash: another one makes another digest, and nobody reads it back.
 *
 * @param plan what `terraform show -json` wrote, parsed
 */
export function digestOf(plan: Json): string {
  const changes = objectsIn(plan.resource_changes)
    .filter((entry) => !isIdle(entry))
    .map((entry) => canonical(withSortedPaths(entry)));
  const outputs = isObject(plan.output_changes) ? plan.output_changes : {};
  const told = Object.entries(outputs)
    .filter(([, change]) => !isIdle({ change }))
    .map(([name, change]) => canonical([name, change]));
  const others = OTHERS.flatMap((key) => objectsIn(plan[key]).map((item) => canonical([key, item])));
  const hash = createHash("sha256").update(`${VERSION}\n`);
  for (const part of [changes, told, others]) {
    hash.update(`${part.length}\n`);
    for (const text of part.sort()) hash.update(text).update("\n");
  }
  return hash.digest("hex");
}

/** Several plans that are reviewed together have one digest. In whichever order they are given. */
export function digestOfAll(digests: readonly string[]): string {
  const [only, ...others] = [...digests].sort();
  if (only !== undefined && others.length === 0) return only;
  return createHash("sha256")
    .update([VERSION, ...[...digests].sort()].join("\n"))
    .digest("hex");
}

/** Paths that force a replacement are a set, which Terraform writes in any order. */
function withSortedPaths(entry: Json): Json {
  const { change } = entry;
  if (!isObject(change) || !Array.isArray(change.replace_paths) || change.replace_paths.length < 2)
    return entry;
  const paths = change.replace_paths.map((path) => JSON.stringify(path)).sort();
  return { ...entry, change: { ...change, replace_paths: paths.map((path) => JSON.parse(path)) } };
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

function isInOrder(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every(isInOrder);
  let last = "";
  for (const key in value) {
    if (key < last || !isInOrder((value as Json)[key])) return false;
    last = key;
  }
  return true;
}
