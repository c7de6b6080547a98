import type { StackOutput } from "../../controls/terraform/stack-output";
import { stackPath } from "../../model/stack-path";
import type { Redactor } from "../redaction/redactor";
import type { StackReview } from "../stack-review";
import { isSame } from "./bodies";
import { foldReviews, type OwnReview } from "./fold-reviews";
import { type HouseShifts, houseShifts } from "./house-shifts";
import { generaliserOf } from "./own-names";
import { promotionOf } from "./promotion";
import { reasonOf } from "./reasons";
import { stackChanges } from "./stack-changes";
import { inOrderOfApply } from "./stack-order";
import { redactorOf } from "./synth-secrets";
import { wallShifts } from "./wall-shifts";

/** What a synth wrote, as far as it is looked at. */
export interface SynthState {
  readonly stacks: readonly StackOutput[];
}

/** A stack before and after; one of the two is there. */
export interface StackPair {
  readonly before: StackOutput | undefined;
  readonly after: StackOutput | undefined;
}

/**
 * What changes between two synths, in the order in which it is applied; stacks in which the same changes are one review. Nothing
 * changes where the list is empty. What is cosmetic is in it, and marked.
 *
 * A stack that is the same object in both, as `readSynthStates` gives, is not looked into. Promotion (B-10) asks for both
 * states of acceptance, so a client's stacks are given together.
 */
export function compareSynths(before: SynthState, after: SynthState): readonly StackReview[] {
  const pairs = changedPairs(before, after);
  const redactor = redactorOf(
    pairs.flatMap(({ before: old, after: young }) => [old, young].filter((one) => one !== undefined)),
  );
  const house = houseShifts(pairs);
  const reviews = inOrderOfApply(pairs, (pair) => someOf(pair).model).map((pair) =>
    reviewOf(pair, { before, after, house }, redactor),
  );
  return foldReviews(reviews.filter(({ review }) => review.reason !== ""));
}

/** Stacks that are not the same before and after. */
export function changedPairs(before: SynthState, after: SynthState): readonly StackPair[] {
  const [old, young] = [byName(before), byName(after)];
  const names = [...new Set([...young.keys(), ...old.keys()])];
  return names
    .map((name) => ({ before: old.get(name), after: young.get(name) }))
    .filter(({ before: one, after: other }) => !isSameStack(one, other));
}

function byName({ stacks }: SynthState): ReadonlyMap<string, StackOutput> {
  return new Map(stacks.map((stack) => [stack.name, stack]));
}

function isSameStack(one: StackOutput | undefined, other: StackOutput | undefined): boolean {
  if (one === other) return true;
  return (
    one !== undefined &&
    other !== undefined &&
    isSame(one.whole, other.whole) &&
    isSame(one.model, other.model)
  );
}

function reviewOf(
  pair: StackPair,
  states: { readonly before: SynthState; readonly after: SynthState; readonly house: HouseShifts },
  redactor: Redactor,
): OwnReview {
  const { model } = someOf(pair);
  const changes = stackChanges(pair.before, pair.after, redactor);
  const review: StackReview = {
    stacks: [stackPath(model)],
    reason: redactor.name(reasonOf(pair, changes, states.house)),
    changes,
    promotion: promotionOf(pair, states, redactor),
  };
  const walls = wallShifts(pair.before, pair.after, changes);
  return { review, generalise: generaliserOf(model), walls };
}

function someOf({ before, after }: StackPair): StackOutput {
  const stack = after ?? before;
  if (stack === undefined) throw new RangeError("a pair of stacks has none in it");
  return stack;
}
