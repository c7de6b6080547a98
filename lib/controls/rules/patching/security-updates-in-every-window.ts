import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { stackRule } from "../../rule";
import { machinesTold } from "../../subjects/machines";
import { planOf, windowOf } from "../../subjects/patch-nights";

/** I-04: most leaks are gone the morning after their update came, without anybody doing anything. */
export const securityUpdatesInEveryWindow = stackRule({
  id: "security-updates-in-every-window",
  info: "every server installs security updates in every window",
  explanation:
    "A server that skips a night leaves a known leak open for a day longer than it has to, and each one becomes an emergency by hand.",
  remedy:
    "leave the nights of a group to the library: security updates take down no server, so members need no nights of their own",
  promises: ["I-04", "H-20"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: machinesTold("patch"),
  judge: (machine, { model }) => {
    const { days } = windowOf(model);
    return planOf(machine).members.flatMap(({ number, security: { weekdays, monthDays } }) => {
      const skipped = days.filter((day) => !weekdays.includes(day));
      return [
        ...(skipped.length === 0
          ? []
          : [`member ${number} installs no security updates on ${skipped.join(", ")}`]),
        ...(monthDays.length === 31
          ? []
          : [`member ${number} installs security updates on ${monthDays.length} days of a month only`]),
      ];
    });
  },
});
