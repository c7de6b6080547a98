import { FIGURES } from "../../../model/promises/figures";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { machinesOf } from "../../subjects/machines";
import { wrongAlarm, wrongRecurring } from "../../subjects/recurring";
import { forFiles, numberIn } from "../../subjects/served-files";

const SETTINGS = "/etc/straat/backup-repository";
const HOUR_MINUTES = 60;
/** A repository that is fuller takes no backups soon, in percent. */
const FULLEST = 90;
/** How far a backup's own time may be from the moment it came, in seconds: beside the run itself only clocks differ. */
const MOST_SKEW = 600;
/** More backups of a server in a day than this push the true ones out. */
const MOST_A_DAY = 24;
const LONGEST_RUN = 6 * 3600;

/** B-17: a backup that does not come is noticed by who should get it; a server that is broken says nothing. */
export const backupIsWatched = stackRule({
  id: "backup-is-watched",
  info: `repositories look every hour whether each server's newest backup is younger than ${FIGURES.backupLossHours} hours, and raise the alarm when it is not`,
  explanation:
    "Backups stop coming without a sound: a full disk, a certificate that ended, a timer that was forgotten. Who looks only when one is needed looks too late.",
  remedy: "leave the repository's watch to the library",
  promises: ["B-17", "H-07"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: machinesOf("backup-repository"),
  judge: (machine) => wrongWatch(machine),
});

const wrongWatch = forFiles((files) => {
  const most = {
    loss_hours: FIGURES.backupLossHours,
    most_used: FULLEST,
    clock_skew: MOST_SKEW,
    longest_run: LONGEST_RUN,
    most_a_day: MOST_A_DAY,
  };
  const above = Object.entries(most)
    .map(([name, limit]) => ({ name, limit, found: numberIn(files, SETTINGS, name) }))
    .filter(({ limit, found }) => found > limit);
  return [
    ...above.map(({ name, limit, found }) => `${SETTINGS} has ${name} ${found}, and ${limit} is the most`),
    ...wrongRecurring(files, {
      unit: "straat-repository-watch",
      program: "repository-watch",
      atMost: HOUR_MINUTES,
    }),
    ...["straat-backup-front.service", "straat-backup-store.service"].flatMap((unit) =>
      wrongAlarm(files, unit),
    ),
  ];
});
