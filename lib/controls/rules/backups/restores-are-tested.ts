import { FIGURES } from "../../../model/promises/figures";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { textIn } from "../../subjects/frozen";
import { machinesOf } from "../../subjects/machines";
import { PROGRAMS, wrongRecurring } from "../../subjects/recurring";
import { forFiles, numberIn } from "../../subjects/served-files";

const SETTINGS = "/etc/straat/backup-repository";
const DAY_MINUTES = 24 * 60;
/** From the first of a month to that of the next. */
const MONTH_MINUTES = Math.min(31, 365 / FIGURES.restoreTestsPerYear) * DAY_MINUTES;
/** In how many parts all data is read back, one each night. */
const MOST_PARTS = 31;

/** B-19: that a backup can be restored is known because it was. */
export const restoresAreTested = stackRule({
  id: "restores-are-tested",
  info: "repositories restore every server's newest backup each month, and read a part of all data back each night",
  explanation:
    "A backup that was never restored is a hope. Disks lose data in silence, and a password that nobody has opens nothing.",
  remedy: "leave the timers of the repository's tests to the library",
  promises: ["B-19", "B-17"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: machinesOf("backup-repository"),
  judge: (machine) => wrongTests(machine),
});

const wrongTests = forFiles((files) => {
  const parts = numberIn(files, SETTINGS, "check_parts");
  // How long a restore may take is agreed on, or not: then it is 0. The program stops without it.
  numberIn(files, SETTINGS, "restore_minutes");
  const runs = (program: string, words: RegExp) => words.test(textIn(files, `${PROGRAMS}/${program}`));
  const restore = {
    unit: "straat-repository-restore-test",
    program: "repository-restore-test",
    atMost: MONTH_MINUTES,
  };
  const check = { unit: "straat-repository-check", program: "repository-check", atMost: DAY_MINUTES };
  return [
    ...wrongRecurring(files, restore),
    ...wrongRecurring(files, check),
    ...(runs("repository-restore-test", /\brestore "\$id" --target "\$scratch" --verify\b/)
      ? []
      : ["repository-restore-test restores nothing, or does not verify what it restored"]),
    ...(runs("repository-check", /\bcheck --read-data-subset="\$part"/)
      ? []
      : ["repository-check reads no data back"]),
    ...(parts >= 1 && parts <= MOST_PARTS
      ? []
      : [`all data is read back in ${parts} nights, and ${MOST_PARTS} are the most`]),
  ];
});
