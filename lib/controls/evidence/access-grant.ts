import type { Day } from "../../model/day";

/** Kinds of access, in the order in which those that end on one day are told. */
const ACCESS_KINDS = [
  "administrator",
  "cluster group",
  "authority",
  "backup reader",
  "log collector",
  "cluster account",
  "whitelist entry",
  "network",
  "checkpoints",
  "scanners",
  "country",
  "internet",
  "waiver",
  "team Tech",
] as const;

export type AccessKind = (typeof ACCESS_KINDS)[number];

/** Somebody who can reach or decide something. */
export interface Grant {
  readonly kind: AccessKind;
  /** The person, the organisation or the network. */
  readonly who: string;
  /** Who answers for it; the person itself, or whose file it stands in. */
  readonly owner: string;
  /** What can be reached or done, each as one line. */
  readonly can: readonly string[];
  readonly why: string;
  /** The client or the platform in whose file it is declared. */
  readonly declaredBy: readonly string[];
  /** Last day; undefined where it has none, or one that cannot be read. */
  readonly until: Day | undefined;
  /** The last day as it was written; `no end date` where there is none. */
  readonly untilText: string;
}

/** Days before its end from which a grant is told first. */
export const SOON_DAYS = 30;

export const NO_END = "no end date";

export type Ending = "has ended" | "ends soon" | "ends later" | "does not end" | "cannot be read";

/** How a grant's end lies towards a day; the last day itself still counts. */
export function endingOf({ until, untilText }: Grant, day: Day): Ending {
  if (until === undefined) return untilText === NO_END ? "does not end" : "cannot be read";
  const left = day.daysUntil(until);
  if (left < 0) return "has ended";
  return left <= SOON_DAYS ? "ends soon" : "ends later";
}

const ORDER: readonly Ending[] = ["cannot be read", "has ended", "ends soon", "ends later", "does not end"];

/** What needs somebody's attention first: what can't be read, what has ended, then by last day; what has none is last. */
export function sortedGrants(grants: readonly Grant[], day: Day): readonly Grant[] {
  const keyOf = (grant: Grant) => {
    const { kind, who, until, declaredBy, can } = grant;
    const ending = ORDER.indexOf(endingOf(grant, day));
    return [ending, until ?? "", ACCESS_KINDS.indexOf(kind), who, declaredBy.join(), can.join()].join(
      "\u0000",
    );
  };
  return grants
    .map((grant) => ({ grant, key: keyOf(grant) }))
    .sort((one, other) => {
      if (one.key === other.key) return 0;
      return one.key < other.key ? -1 : 1;
    })
    .map(({ grant }) => grant);
}
