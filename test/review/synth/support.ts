import type { AttributeChange, ResourceChange, StackReview } from "../../../lib/review/stack-review";
import { compareSynths } from "../../../lib/review/synth/compare-synths";
import { EditableFleet } from "../../controls/support/editable-fleet";

/** What a review says of a change to the examples, and of a change that was made before it. */
export function reviewOf(
  change: (fleet: EditableFleet) => void,
  already: (fleet: EditableFleet) => void = () => {},
): readonly StackReview[] {
  const [before, after] = [EditableFleet.examples(), EditableFleet.examples()];
  already(before);
  already(after);
  change(after);
  return compareSynths({ stacks: before.outputs() }, { stacks: after.outputs() });
}

/** The one resource that changes, in the one stack it changes in. @throws Error when there are more, or none */
export function changeOf(
  change: (fleet: EditableFleet) => void,
  already: (fleet: EditableFleet) => void = () => {},
): ResourceChange {
  const changes = reviewOf(change, already).flatMap((review) => review.changes);
  if (changes.length === 1 && changes[0] !== undefined) return changes[0];
  throw new Error(
    `not one change: ${changes.map(({ address, action }) => `${action} ${address}`).join(", ")}`,
  );
}

/** The one attribute that changes. @throws Error when there are more, or none */
export function attributeOf(change: (fleet: EditableFleet) => void): AttributeChange {
  const { attributes } = changeOf(change);
  if (attributes.length === 1 && attributes[0] !== undefined) return attributes[0];
  throw new Error(`not one attribute: ${attributes.map(({ path }) => path).join(", ")}`);
}

/** `create vsphere_folder.x`, in their order. */
export function actionsOf(reviews: readonly StackReview[]): readonly string[] {
  return reviews.flatMap(({ changes }) => changes.map(({ action, address }) => `${action} ${address}`));
}
