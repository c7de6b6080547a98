import type { Review, Verdict } from "./review";
import type { Action, StackReview } from "./stack-review";

type Unjudged = Omit<Review, "verdict">;

/** One thing by which a review is not fine. */
export interface VerdictRow {
  readonly id: string;
  readonly verdict: Exclude<Verdict, "fine">;
  /** For people, of the things it counts. */
  readonly says: string;
  /** How many there are of it; 0 where it does not hold. */
  readonly count: (review: Unjudged) => number;
}

const DESTROYING: readonly Action[] = [
  "delete",
  "replace",
  "replace-after",
  "forget",
  "replace-forget",
  "unknown",
];

/**
 * When a change may not be applied, and when somebody of team Tech has to say yes. The first column decides, whatever else there
 * is; with none of these a change is fine.
 *
 * | verdict | because |
 * |---|---|
 * | block | a hazard blocks |
 * | block | an error is newly broken |
 * | team-tech | a hazard is for team Tech to weigh |
 * | team-tech | a way from outside is opened or widened |
 * | team-tech | somebody is given access, or other access: a whitelist, an administrator, a role, a waiver |
 * | team-tech | a platform changes, or a street's edge and networks |
 * | team-tech | something is destroyed, replaced or forgotten |
 * | team-tech | a warning is newly broken |
 * | team-tech | production gets what acceptance has not (B-10) |
 *
 * What nobody looked at is listed and not counted here: where it may hide something it is a hazard or a finding of its own.
 * What is cosmetic counts for nothing.
 */
export const VERDICT_ROWS: readonly VerdictRow[] = [
  {
    id: "hazard-blocks",
    verdict: "block",
    says: "hazards that must not be applied",
    count: ({ hazards }) => hazards.filter(({ level }) => level === "block").length,
  },
  {
    id: "error-broken",
    verdict: "block",
    says: "errors that are new",
    count: ({ rules }) => rules.filter(({ kind, level }) => kind === "broken" && level === "error").length,
  },
  {
    id: "hazard-to-weigh",
    verdict: "team-tech",
    says: "hazards to weigh",
    count: ({ hazards }) => hazards.filter(({ level }) => level === "team-tech").length,
  },
  {
    id: "opened-from-outside",
    verdict: "team-tech",
    says: "ways opened or widened from outside",
    count: ({ ways }) =>
      ways.filter(({ isFromOutside, kind }) => isFromOutside && kind !== "closed" && kind !== "narrowed")
        .length,
  },
  {
    id: "access-given",
    verdict: "team-tech",
    says: "rights given or changed",
    count: ({ access }) => access.filter(({ kind }) => kind !== "taken").length,
  },
  {
    id: "shared-by-all",
    verdict: "team-tech",
    says: "changes of a platform, or of a street's edge and networks",
    count: ({ stacks }) => stacks.filter((stack) => isShared(stack) && effective(stack).length > 0).length,
  },
  {
    id: "destroyed",
    verdict: "team-tech",
    says: "things destroyed, replaced or forgotten",
    count: ({ stacks }) =>
      stacks.flatMap(({ changes }) => changes).filter(({ action }) => DESTROYING.includes(action)).length,
  },
  {
    id: "warning-broken",
    verdict: "team-tech",
    says: "warnings that are new",
    count: ({ rules }) => rules.filter(({ kind, level }) => kind === "broken" && level === "warning").length,
  },
  {
    id: "not-in-acceptance",
    verdict: "team-tech",
    says: "stacks that get what acceptance has not",
    count: ({ stacks }) =>
      stacks.filter(
        (stack) =>
          stack.promotion !== undefined && stack.promotion.kind !== "same" && effective(stack).length > 0,
      ).length,
  },
];

/** Why a review is not fine: the rows that hold, the worst first. */
export function verdictRowsOf(review: Unjudged): readonly VerdictRow[] {
  return VERDICT_ROWS.filter((row) => row.count(review) > 0);
}

/** What is to be done with a change; see {@link VERDICT_ROWS}. */
export function verdictOf(review: Unjudged): Verdict {
  return verdictRowsOf(review)[0]?.verdict ?? "fine";
}

function effective({ changes }: StackReview) {
  const isIdle = (action: Action) => action === "no-op" || action === "read";
  return changes.filter(
    ({ isCosmetic, action, previousAddress, importing }) =>
      !isCosmetic && (!isIdle(action) || previousAddress !== undefined || importing !== undefined),
  );
}

/** By the paths of its stacks: `platform-amsterdam`, `verne/street`. */
function isShared({ stacks }: StackReview): boolean {
  return stacks.some(
    (path) => path.startsWith("platform-") || path.endsWith("/street") || path.endsWith("-street"),
  );
}
