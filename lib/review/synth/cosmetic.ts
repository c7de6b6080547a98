import { isObject } from "../../controls/terraform/fields";
import type { AttributeChange } from "../stack-review";
import type { Json } from "./bodies";
import { canonical } from "./canonical";

/**
 * Marks the changes that nobody would notice: both values of what changed say the same, written in another way.
 *
 * @param before and after: the bodies of which these are the changes
 */
export function withCosmetic(
  changes: readonly AttributeChange[],
  before: Json,
  after: Json,
): readonly AttributeChange[] {
  const known = new Map<string, boolean>();
  return changes.map((change) => {
    if (change.isCosmetic) return change;
    const { holder, key } = holderOf(change.path);
    const place = JSON.stringify([holder, key]);
    const isCosmetic = known.get(place) ?? isSameIn(before, after, holder, key);
    known.set(place, isCosmetic);
    return isCosmetic ? { ...change, isCosmetic } : change;
  });
}

function isSameIn(before: Json, after: Json, holder: string | undefined, key: string): boolean {
  const [one, other] = [before, after].map((body) => at(holder === undefined ? body : body[holder], key));
  return one !== undefined && other !== undefined && canonical(one, key) === canonical(other, key);
}

function at(value: unknown, key: string): unknown {
  return isObject(value) ? value[key] : undefined;
}

/** A change of what the engine notes for itself, which nothing reads. */
export function asNote(change: AttributeChange): AttributeChange {
  return { ...change, path: change.path.replace(/^\["\/\/"\]/, "//"), isCosmetic: true };
}

/**
 * The attribute in which a path ends up, as far as order and spelling are judged: the first word of it, or the key of a map
 * such as `extra_config["guestinfo.straat.firewall"]`.
 */
export function holderOf(path: string): { readonly holder: string | undefined; readonly key: string } {
  const [, holder, key] = /^([\w-]+)\["([^"]*)"\]/.exec(path) ?? [];
  if (holder !== undefined && key !== undefined) return { holder, key };
  return { holder: undefined, key: /^[^.[]+/.exec(path)?.[0] ?? path };
}
