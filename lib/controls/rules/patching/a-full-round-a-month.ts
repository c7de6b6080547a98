import { FIGURES } from "../../../model/promises/figures";
import { memoized } from "../../../network/memo";
import type { PatchDocument, PatchMember } from "../../guest/patch-document";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { stackRule } from "../../rule";
import { machinesTold } from "../../subjects/machines";
import { planOf } from "../../subjects/patch-nights";
import { dayNumber, daysOf } from "../../subjects/timer-times";

/** For how long ahead nights are counted, in days. */
const AHEAD = 2 * 366;
const WEEK = 7;

/** H-18: each server gets all updates each month, and a night a week for the restart one of them left to do. */
export const aFullRoundAMonth = stackRule({
  id: "a-full-round-a-month",
  info: `every server has a night for all updates each month, at most ${FIGURES.fullPatchOverdueDays} days after the last, and one each week for a restart`,
  explanation:
    "Updates that are not installed are leaks that everybody can read about. A new kernel that waits for a restart protects nobody.",
  remedy: "leave the nights of a group to the library, or write one night of the window for each member",
  promises: ["H-18", "I-04"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: machinesTold("patch"),
  judge: (machine, _stack, { day }) => wrongPlan(planOf(machine), `${day}`),
});

/** Members of a group are given one plan. */
const wrongPlan = memoized(({ members }: PatchDocument, day: string) =>
  members.flatMap((member) => wrongNights(member, dayNumber(day))),
);

function wrongNights({ number, full, restart }: PatchMember, first: number): readonly string[] {
  const rounds = daysOf(full, first, AHEAD);
  const nights = [...new Set([...rounds, ...daysOf(restart, first, AHEAD)])].sort(
    (one, other) => one - other,
  );
  const [round, night] = [longest(rounds, first), longest(nights, first)];
  return [
    ...(round <= FIGURES.fullPatchOverdueDays
      ? []
      : [
          `member ${number} gets no full round for ${told(round)}, and ${FIGURES.fullPatchOverdueDays} days are the most`,
        ]),
    ...(night <= WEEK
      ? []
      : [`member ${number} has no night for a restart for ${told(night)}, and ${WEEK} days are the most`]),
  ];
}

/** The longest time without, in days, from the first day on and until the last. */
function longest(days: readonly number[], first: number): number {
  if (days.length === 0) return Number.POSITIVE_INFINITY;
  const all = [first, ...days, first + AHEAD];
  return Math.max(...all.slice(1).map((day, index) => day - (all[index] as number)));
}

function told(days: number): string {
  return days === Number.POSITIVE_INFINITY ? "ever" : `${days} days`;
}
