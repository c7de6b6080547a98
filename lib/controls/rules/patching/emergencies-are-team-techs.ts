import { FIGURES } from "../../../model/promises/figures";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { machinesTold } from "../../subjects/machines";
import { planOf } from "../../subjects/patch-nights";

/** I-04, I-05, C1: who takes servers down outside the window answers for it, and the leave to do so ends. */
export const emergenciesAreTeamTechs = stackRule({
  id: "emergencies-are-team-techs",
  info: `leave to patch outside the window is given by a member of team Tech, and ends within ${FIGURES.emergencyDays} days`,
  explanation:
    "Such a document restarts every server it names at any hour. Left standing, it does so again whenever a server is made anew.",
  remedy:
    "write the member of team Tech who declares it as owner, a last day within a week, and take it out afterwards",
  promises: ["I-04", "I-05", "H-19"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: machinesTold("patch"),
  judge: (machine, _stack, { teamTech, day }) =>
    planOf(machine).emergencies.flatMap(({ id, owner, until }) => {
      const days = day.daysUntil(until);
      return [
        ...(teamTech.includes(owner) ? [] : [`${id} was declared by ${owner}, who is not in team Tech`]),
        ...(days < 0 ? [`${id} ended on ${until}, and is still there`] : []),
        ...(days > FIGURES.emergencyDays ? [`${id} lasts until ${until}, ${days} days from now`] : []),
      ];
    }),
});
