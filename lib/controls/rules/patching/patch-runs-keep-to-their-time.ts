import { FIGURES } from "../../../model/promises/figures";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { stackRule } from "../../rule";
import type { Files } from "../../subjects/frozen";
import { machines } from "../../subjects/machines";
import { NIGHT_MINUTES, SECURITY_MINUTES } from "../../subjects/patch-nights";
import { minutesIn, PROGRAMS, wrongService } from "../../subjects/recurring";
import { forFiles, numberIn, servedUnit } from "../../subjects/served-files";

const SETTINGS = "/etc/straat/patch.conf";

/** What the program that patches goes by: exactly what plans were reckoned with. */
const WANTED: Readonly<Record<string, number>> = {
  delay_minutes: FIGURES.patchDelayMinutes,
  security_minutes: FIGURES.securityPatchMinutes,
  full_minutes: FIGURES.fullPatchMinutes,
  reboot_minutes: FIGURES.rebootMinutes,
  security_slot: SECURITY_MINUTES,
  night_slot: NIGHT_MINUTES,
  backup_hours: FIGURES.backupLossHours,
  overdue_days: FIGURES.fullPatchOverdueDays,
};

const LONGEST: Readonly<Record<string, number>> = {
  security: FIGURES.securityPatchMinutes,
  full: FIGURES.fullPatchMinutes,
  // It may have a round to catch up with.
  restart: FIGURES.fullPatchMinutes,
};

/** H-19: work that does not end by itself is ended. */
export const patchRunsKeepToTheirTime = stackRule({
  id: "patch-runs-keep-to-their-time",
  info: "rounds of updates are stopped when their part of the night is over, and raise the alarm when they fail",
  explanation:
    "A round that hangs reaches into the next member's turn, or into the day. One that fails without a sound leaves a server unpatched for months.",
  remedy: "leave the services of patching and their settings to the library",
  promises: ["H-19", "H-18", "B-06"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: machines,
  judge: (machine) => wrongRuns(machine),
});

const wrongRuns = forFiles((files) => [
  ...Object.entries(WANTED)
    .map(([name, wanted]) => ({ name, wanted, found: numberIn(files, SETTINGS, name) }))
    .filter(({ wanted, found }) => found !== wanted)
    .map(({ name, wanted, found }) => `${SETTINGS} has ${name} ${found}, and plans were made with ${wanted}`),
  ...Object.entries(LONGEST).flatMap(([kind, most]) => wrongRound(files, kind, most)),
]);

function wrongRound(files: Files, kind: string, most: number): readonly string[] {
  const unit = `straat-patch-${kind}`;
  const service = servedUnit(files, `${unit}.service`);
  const takes =
    minutesIn(service.one("Service.TimeoutStartSec")) + minutesIn(service.one("Service.TimeoutStopSec"));
  return [
    ...wrongService(files, unit, `${PROGRAMS}/patch ${kind}`),
    ...(takes <= most ? [] : [`${unit}.service may take ${takes} minutes, and ${most} is the most`]),
  ];
}
