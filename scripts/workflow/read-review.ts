import { headline, isNothing } from "../../lib/review/report/tally";
import { VERDICT_WORDS } from "../../lib/review/report/words";
import type { Review } from "../../lib/review/review";

/** The version of reviews that is read here; `review.schema.json` is its shape. */
const VERSION = 1;

/**
 * A review that another job wrote as JSON.
 *
 * @throws Error for what is no review, or one of another version
 */
export function readReview(text: string, where: string): Review {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`${where} is not JSON`);
  }
  const { version, verdict } = (value ?? {}) as { version?: unknown; verdict?: unknown };
  if (version !== VERSION) throw new Error(`${where} is no review of version ${VERSION}`);
  if (!Object.keys(VERDICT_WORDS).some((known) => known === verdict)) {
    throw new Error(`${where} has a verdict that nobody here knows`);
  }
  return withoutNulls(value) as Review;
}

/** JSON has no undefined; reviews have no null. */
function withoutNulls(value: unknown): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutNulls(entry)]));
}

/** Whether an apply would do nothing, however much drift or how many checks are told. */
export function changesNothing({ stacks }: Review): boolean {
  return stacks.every(({ changes }) =>
    changes.every(
      ({ action, previousAddress, importing }) =>
        action === "no-op" && previousAddress === undefined && importing === undefined,
    ),
  );
}

/** A review in a line. */
export function lineOf(review: Review): string {
  return isNothing(review) ? "Fine: nothing changes" : headline(review);
}

/** Plans of several stacks as one review. Its verdict and digest belong to none of them, and nobody applies it. */
export function together(reviews: readonly Review[]): Review {
  return {
    kind: "plan",
    base: "what runs",
    head: "what was applied",
    stacks: reviews.flatMap(({ stacks }) => stacks),
    ways: reviews.flatMap(({ ways }) => ways),
    rules: reviews.flatMap(({ rules }) => rules),
    access: reviews.flatMap(({ access }) => access),
    hazards: reviews.flatMap(({ hazards }) => hazards),
    notAnalysed: reviews.flatMap(({ notAnalysed }) => notAnalysed),
    digest: undefined,
    verdict: "fine",
  };
}
