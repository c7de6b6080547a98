import { listed } from "../../controls/report/text";
import { isSame } from "./bodies";

/** So many names are told; the rest is counted. */
export const MOST = 3;

/** Things by their name. */
export type Keyed<T> = ReadonlyMap<string, T>;

/** Things by the name that is told; none where there are none. */
export function byKey<T>(items: readonly T[] | undefined, keyOf: (item: T) => string): Keyed<T> {
  return new Map(items?.map((item) => [keyOf(item), item]));
}

/**
 * What becomes of things of one kind: `new flow web to cache tcp/6379`, `another group web (size)`.
 *
 * @param tell what changes in one that stays; empty where its name says all
 */
export function phrases<T>(
  noun: string,
  before: Keyed<T>,
  after: Keyed<T>,
  tell: (before: T, after: T) => string,
): readonly string[] {
  const fresh = [...after.keys()].filter((key) => !before.has(key));
  const gone = [...before.keys()].filter((key) => !after.has(key));
  const changed = [...after].flatMap(([key, item]) => {
    const was = before.get(key);
    if (was === undefined || isSame(was, item)) return [];
    const what = tell(was, item);
    return [what === "" ? key : `${key} (${what})`];
  });
  return [
    ...(fresh.length > 0 ? [`new ${noun} ${listed(fresh, MOST)}`] : []),
    ...(gone.length > 0 ? [`without ${noun} ${listed(gone, MOST)}`] : []),
    ...(changed.length > 0 ? [`another ${noun} ${listed(changed, MOST)}`] : []),
  ];
}

/** Names of what is not the same, as people write them: `product owner, until`. */
export function changedFacts(before: object, after: object): string {
  return listed(changedKeys(before, after).map(inWords));
}

export function changedKeys(before: object, after: object): readonly string[] {
  const [old, young] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...young.keys(), ...old.keys()])].filter(
    (key) => !isSame(old.get(key), young.get(key)),
  );
}

/** `productOwner` is `product owner`; numbers and names stay as they are. */
export function inWords(key: string): string {
  return /^[a-z]+(?:[A-Z][a-z]*)+$/.test(key)
    ? key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    : key;
}
