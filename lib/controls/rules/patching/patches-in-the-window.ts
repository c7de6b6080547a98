import type { MaintenanceWindow } from "../../../model/maintenance-window";
import type { PatchMember } from "../../guest/patch-document";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { machinesTold } from "../../subjects/machines";
import { boundsOf, planOf, type Round, roundsOf, timeOf, windowOf } from "../../subjects/patch-nights";
import { minuteOf } from "../../subjects/timer-times";

/** H-19, H-18: work begins in the window, and ends in it. */
export const patchesInTheWindow = stackRule({
  id: "patches-in-the-window",
  info: "servers are patched and restarted inside the client's maintenance window, or the sheet's",
  explanation:
    "A restart outside the window is a disturbance nobody was told of, and counts against the availability that was promised.",
  remedy: "agree on a window with the client and write it as maintenance in the client file",
  promises: ["H-19", "H-18", "B-06"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: machinesTold("patch"),
  judge: (machine, { model }) => {
    const { window, members } = planOf(machine);
    const agreed = windowOf(model);
    return [
      ...(String(window) === String(agreed)
        ? []
        : [`is patched in the window ${window}, and ${agreed} was agreed`]),
      ...members.flatMap((member) => roundsOf(member).flatMap((round) => wrongRound(member, round, agreed))),
    ];
  },
});

function wrongRound({ number }: PatchMember, { kind, calendar, minutes }: Round, window: MaintenanceWindow) {
  const what = `the ${kind} round of member ${number}`;
  const [opens, shuts] = boundsOf(window);
  const begins = minuteOf(calendar);
  const others = calendar.weekdays.filter((day) => !window.days.includes(day));
  return [
    ...(calendar.timeZone === window.timeZone
      ? []
      : [
          `${what} goes by the clock of ${calendar.timeZone ?? "UTC"}, and the window by that of ${window.timeZone}`,
        ]),
    ...(others.length === 0
      ? []
      : [`${what} is also on ${others.join(", ")}, and the window is on ${window.days.join(", ")}`]),
    ...(calendar.hour === undefined || calendar.minute === undefined ? [`${what} begins all day long`] : []),
    ...(begins >= opens && begins + minutes <= shuts
      ? []
      : [
          `${what} takes up to ${minutes} minutes from ${timeOf(calendar)}, and the window is ${window.start}-${window.end}`,
        ]),
  ];
}
