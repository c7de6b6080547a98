import { FILES_PREFIX } from "../attributes/first-boot";
import { isWithin } from "../attributes/path";
import type { AttributeChange } from "../stack-review";

/** What to say of an attribute that Terraform leaves alone on what is there. */
const LEFT_ALONE = "not applied to what runs; it counts when it is made anew";

/**
 * Marks the changes that Terraform leaves alone (`lifecycle.ignore_changes`): what a server is told at its first boot, and the
 * template it was cloned from.
 *
 * @param ignored as the new configuration has it, such as `clone` or `extra_config["guestinfo.userdata"]`
 */
export function withFrozen(
  changes: readonly AttributeChange[],
  ignored: readonly string[],
): readonly AttributeChange[] {
  return changes.map((change) => {
    if (!isLeftAlone(change.path, ignored)) return change;
    const meaning = change.meaning === undefined ? LEFT_ALONE : `${change.meaning}: ${LEFT_ALONE}`;
    return { ...change, meaning };
  });
}

/** Whether Terraform leaves a change of an attribute alone. `all` is every attribute. */
export function isLeftAlone(path: string, ignored: readonly string[]): boolean {
  // Files of a first boot are told one by one, and stand under several keys.
  const place = path.replace(`["${FILES_PREFIX}*"]`, `["${FILES_PREFIX}1"]`);
  return ignored.some((own) => own === "all" || isWithin(place, own));
}
