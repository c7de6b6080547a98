import { FIGURES } from "../../../model/promises/figures";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { stackRule } from "../../rule";
import { textIn } from "../../subjects/frozen";
import { machinesTold } from "../../subjects/machines";
import { NIGHT_MINUTES, planOf, SECURITY_MINUTES } from "../../subjects/patch-nights";
import { minutesIn, PROGRAMS, wrongService } from "../../subjects/recurring";
import { forFiles, numberIn, servedUnit } from "../../subjects/served-files";

const SETTINGS = "/etc/straat/patch.conf";
const HANDLER = `${PROGRAMS}/documents/patch`;
/** What one member needs, in minutes. */
const WORK = FIGURES.securityPatchMinutes + FIGURES.rebootMinutes;
/** How often a member looks whether it is its turn, and how near planned work an emergency may come, in minutes. */
const MOST: Readonly<Record<string, number>> = { turn_tick: 5, tail_margin: 10 };
const WANTED: Readonly<Record<string, number>> = {
  turn_minutes: FIGURES.emergencyTurnMinutes,
  turn_work: WORK,
};

/** What is left of the day for it, in minutes, when the alarm is answered as slowly as is promised, and approved. */
const BUDGET =
  60 *
    (FIGURES.criticalPatchHours -
      FIGURES.criticalAlarmHours -
      FIGURES.criticalCheckHours -
      FIGURES.responseHours) -
  FIGURES.emergencyApplyMinutes;

/** I-04, C1: from Friday to Monday there is no window, and a day is shorter. */
export const leaksCanBeMendedInADay = stackRule({
  id: "leaks-can-be-mended-in-a-day",
  info: `every member of a group can be patched outside its window, one after another, within the ${FIGURES.criticalPatchHours} hours of a critical leak`,
  explanation:
    "A leak that is known on Friday morning would wait for 68 hours. Members that all wait for each other's turn take longer than the alarm leaves.",
  remedy: "make groups of at most five members, and leave what an emergency needs to the library",
  promises: ["I-04"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: machinesTold("patch"),
  judge: (machine) => {
    const { places } = planOf(machine);
    const takes = longest(places);
    return [
      ...(takes <= BUDGET
        ? []
        : [`${places} servers that wait for each other take ${takes} minutes, and ${BUDGET} are left`]),
      ...wrongWay(machine),
    ];
  },
});

/** The longest time from when a member knows until it is patched: turns that meet planned work pass. */
function longest(places: number): number {
  const cycle = places * FIGURES.emergencyTurnMinutes;
  const blocked = Math.max(WORK + places * SECURITY_MINUTES, (MOST.tail_margin ?? 0) + NIGHT_MINUTES);
  return (2 + Math.floor(blocked / cycle)) * cycle + (MOST.turn_tick ?? 0) + WORK;
}

const wrongWay = forFiles((files) => {
  const service = servedUnit(files, "straat-patch-emergency.service");
  const takes =
    minutesIn(service.one("Service.TimeoutStartSec")) + minutesIn(service.one("Service.TimeoutStopSec"));
  const found = (name: string) => numberIn(files, SETTINGS, name);
  return [
    ...wrongService(files, "straat-patch-emergency", `${PROGRAMS}/patch emergency`),
    ...(takes <= FIGURES.securityPatchMinutes
      ? []
      : [`an emergency may take ${takes} minutes, and ${FIGURES.securityPatchMinutes} is the most`]),
    ...Object.entries(WANTED)
      .filter(([name, wanted]) => found(name) !== wanted)
      .map(
        ([name, wanted]) => `${SETTINGS} has ${name} ${found(name)}, and turns were reckoned with ${wanted}`,
      ),
    ...Object.entries(MOST)
      .filter(([name, most]) => found(name) > most || found(name) < 1)
      .map(([name, most]) => `${SETTINGS} has ${name} ${found(name)}, and 1 to ${most} is right`),
    ...(textIn(files, HANDLER).includes('expression="*-*-* *:00/$turn_tick:00 UTC"')
      ? []
      : [`${HANDLER} makes no timer for an emergency`]),
  ];
});
