import type { AttributeChange, StackReview } from "../stack-review";
import type { Generalise } from "./own-names";

/** A review of one stack, with how to put it in general words. */
export interface OwnReview {
  readonly review: StackReview;
  readonly generalise: Generalise;
  /** What its firewalls come to let through and no longer do, which the lines of a ruleset do not tell: sets stand elsewhere. */
  readonly walls: readonly string[];
}

/**
 * Reviews that say the same of their own stacks become one, with the names and addresses of the first: a change of the library
 * comes in all clients, and one of a client mostly in all of its stages.
 */
export function foldReviews(reviews: readonly OwnReview[]): readonly StackReview[] {
  const folded = new Map<string, StackReview>();
  for (const { review, generalise, walls } of reviews) {
    const key = generalise(JSON.stringify([contentOf(review), walls]));
    const first = folded.get(key);
    folded.set(key, first === undefined ? review : { ...first, stacks: [...first.stacks, ...review.stacks] });
  }
  return [...folded.values()];
}

function contentOf({ reason, changes, promotion }: StackReview): unknown {
  return [
    reason,
    changes.map((change) => ({ ...change, attributes: change.attributes.map(shiftOf) })),
    promotion,
  ];
}

/** Of a text the lines that change: how long it is, and what stands around them, may differ. */
function shiftOf(change: AttributeChange): unknown {
  if (change.lines.length === 0) return change;
  const version = (text = "") => /^revision \d+/.exec(text)?.[0];
  return {
    ...change,
    before: version(change.before),
    after: version(change.after),
    lines: change.lines.filter((line) => !line.startsWith(" ")),
  };
}
