import { forcesReplacement } from "../attributes/replaced-by";
import type { AttributeChange } from "../stack-review";
import { isLeftAlone } from "./frozen";

/** Paths among the changes that make a provider replace a resource; none where it can be changed in place. */
export function replacePathsOf(
  type: string,
  changes: readonly AttributeChange[],
  ignored: readonly string[],
): readonly string[] {
  return changes
    .filter(
      ({ path, isCosmetic }) => !isCosmetic && !isLeftAlone(path, ignored) && forcesReplacement(type, path),
    )
    .map(({ path }) => path);
}
