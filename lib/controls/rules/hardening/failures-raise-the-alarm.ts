import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { type Files, filesUnder, textIn } from "../../subjects/frozen";
import { forFiles } from "../../subjects/served-files";
import { wrongSettings } from "../../subjects/settings";
import { UNITS, unitIn } from "../../subjects/units";

const ALARM = "straat-alarm@%n.service";
const ALARM_UNIT = `${UNITS}/straat-alarm@.service`;

/** Services of packages that the house counts on, by the folder of its additions to them. */
const COUNTED_ON =
  /^(nftables|keepalived|conntrackd|rsyslog|postgresql@[\w-]+|mariadb|wg-quick@wg0)\.service\.d\/straat\.conf$/;

/** B-02, B-17, B-20: work of the house that fails says so. */
export const failuresRaiseTheAlarm = stackRule({
  id: "failures-raise-the-alarm",
  info: "when a task or a service of the house fails, an alarm goes to the central logs",
  explanation:
    "A check, a backup or a firewall that failed at night is otherwise noticed when somebody needs it.",
  remedy: `give the unit OnFailure=${ALARM}`,
  promises: ["B-02", "B-17", "B-20"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: Machine.in,
  judge: forFiles((files) => [
    ...watched(files)
      .filter((path) => !(unitIn(files, path).get("Unit.OnFailure") ?? []).includes(ALARM))
      .map((path) => `${path} fails in silence`),
    ...wrongSettings(ALARM_UNIT, unitIn(files, ALARM_UNIT), {
      "Service.ExecStart": /^\/usr\/bin\/logger --priority daemon\.alert --tag straat-alarm /,
    }),
  ]),
});

/** Tasks, which run once, and services that are counted on. Others are watched by what asks them. */
function watched(files: Files): readonly string[] {
  const paths = filesUnder(files, UNITS).map(([path]) => path);
  return paths.filter((path) => {
    const name = path.slice(UNITS.length + 1);
    if (path === ALARM_UNIT) return false;
    if (COUNTED_ON.test(name)) return true;
    const isTask = /^straat-[a-z-]+\.service$/.test(name) && /^Type=oneshot$/m.test(textIn(files, path));
    return isTask && !(unitIn(files, path).get("Service.ExecStart") ?? []).every(isHandOver);
  });
}

/** Passes work on to a unit that raises the alarm itself. */
function isHandOver(command: string): boolean {
  return command.includes("systemctl ");
}
