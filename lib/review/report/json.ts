import { jsonText } from "../../controls/report/text";
import type { Hazard } from "../hazard";
import type { AccessChange, Review, RuleChange, WayReview } from "../review";
import type { AttributeChange, ResourceChange, StackReview } from "../stack-review";
import { tallyOf } from "./tally";

/** The version of the shape below; another one when a reader of this one could go wrong. */
const REVIEW_VERSION = 1;

/**
 * For programs: all that a review knows, in its own order. `review.schema.json` beside this file is its shape. What does
 * not apply is `null`, never left out; the same review gives the same bytes, in whatever order its values were made.
 */
export function json(review: Review): string {
  const report = {
    version: REVIEW_VERSION,
    kind: review.kind,
    verdict: review.verdict,
    base: review.base,
    head: review.head,
    digest: review.digest ?? null,
    counts: countsOf(review),
    ways: review.ways.map(wayOf),
    hazards: review.hazards.map(hazardOf),
    rules: review.rules.map(ruleOf),
    access: review.access.map(accessOf),
    stacks: review.stacks.map(stackOf),
    notAnalysed: review.notAnalysed.map(({ what, why }) => ({ what, why })),
  };
  return jsonText(report);
}

function countsOf(review: Review) {
  const { added, changed, replaced, destroyed, forgotten, moved, imported, read, unknown, cosmetic } =
    tallyOf(review);
  return { added, changed, replaced, destroyed, forgotten, moved, imported, read, unknown, cosmetic };
}

function wayOf({ client, from, to, kind, opened, closed, why, end, isFromOutside }: WayReview) {
  return { client, from, to, kind, opened, closed, why, end: end ?? null, isFromOutside };
}

function hazardOf({ kind, level, stack, subjects, text, remedy }: Hazard) {
  return { kind, level, stack, subjects, text, remedy };
}

function ruleOf({ kind, rule, promises, level, stack, subject, problem, remedy }: RuleChange) {
  return { kind, rule, promises, level, stack: stack ?? null, subject, problem, remedy };
}

function accessOf({ kind, what, where, who, before, after, owner, until }: AccessChange) {
  return {
    kind,
    what,
    where,
    who,
    before: before ?? null,
    after: after ?? null,
    owner: owner ?? null,
    until: until ?? null,
  };
}

function stackOf({ stacks, reason, promotion, changes }: StackReview) {
  return {
    stacks,
    reason,
    promotion: promotion === undefined ? null : { kind: promotion.kind, text: promotion.text },
    changes: changes.map(changeOf),
  };
}

function changeOf(change: ResourceChange) {
  const { address, type, action, previousAddress, importing, reason, replacePaths, isCosmetic } = change;
  return {
    address,
    type,
    action,
    previousAddress: previousAddress ?? null,
    importing: importing ?? null,
    reason: reason ?? null,
    replacePaths,
    isCosmetic,
    attributes: change.attributes.map(attributeOf),
  };
}

function attributeOf({ path, kind, before, after, meaning, lines, isCosmetic }: AttributeChange) {
  return {
    path,
    kind,
    before: before ?? null,
    after: after ?? null,
    meaning: meaning ?? null,
    lines,
    isCosmetic,
  };
}
