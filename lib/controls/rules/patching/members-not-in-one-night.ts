import type { PatchDocument, PatchMember } from "../../guest/patch-document";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { stackRule } from "../../rule";
import { machinesTold } from "../../subjects/machines";
import { boundsOf, planOf, SECURITY_MINUTES, timeOf } from "../../subjects/patch-nights";
import { minuteOf } from "../../subjects/timer-times";

/** B-06, H-03: of servers that stand in for each other, one is taken down at a time. */
export const membersNotInOneNight = stackRule({
  id: "members-not-in-one-night",
  info: "members of a group restart on different nights, and install security updates one after another",
  explanation:
    "An update that breaks a service breaks all members that take it in one night. With a night in between, one still works and somebody has seen it.",
  remedy: "write a different night of the window for each member, or leave nights to the library",
  promises: ["B-06", "H-03", "H-18"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: machinesTold("patch"),
  judge: (machine) => {
    const plan = planOf(machine);
    return [...wrongNights(plan), ...plan.members.flatMap((member) => wrongTurn(member, plan))];
  },
});

function wrongNights({ members }: PatchDocument): readonly string[] {
  const nights = members.map(({ number, full, restart }) => ({
    number,
    days: [...new Set([...full.weekdays, ...restart.weekdays])],
  }));
  return nights.flatMap(({ number, days }, index) => [
    ...(days.length === 1
      ? []
      : [`member ${number} may restart on ${days.join(" and ")}, and has one night`]),
    ...nights
      .slice(0, index)
      .flatMap((other) =>
        other.days
          .filter((day) => days.includes(day))
          .map((day) => `members ${other.number} and ${number} may both restart on ${day}`),
      ),
  ]);
}

/** Parts of a night go by place, from the window's start; the last is of the one whose night it is. */
function wrongTurn(
  { number, place, security, full, restart }: PatchMember,
  { members, places, window }: PatchDocument,
) {
  const [opens] = boundsOf(window);
  const tail = opens + places * SECURITY_MINUTES;
  const early = [full, restart].filter((calendar) => minuteOf(calendar) < tail);
  return [
    ...(place < places ? [] : [`member ${number} has place ${place} of ${places}`]),
    ...members
      .filter((other) => other.number < number && other.place === place)
      .map((other) => `members ${other.number} and ${number} have one place`),
    ...(minuteOf(security) === opens + place * SECURITY_MINUTES
      ? []
      : [
          `member ${number} installs security updates at ${timeOf(security)}, in another member's part of the night`,
        ]),
    ...early.map(
      (calendar) =>
        `member ${number} may restart at ${timeOf(calendar)}, while others install security updates`,
    ),
  ];
}
