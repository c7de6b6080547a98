import { FIGURES } from "../../../model/promises/figures";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { textIn } from "../../subjects/frozen";
import { machinesOf } from "../../subjects/machines";
import { PROGRAMS, wrongRecurring } from "../../subjects/recurring";
import { forFiles, numberIn } from "../../subjects/served-files";

/** What a repository's programs go by. */
const SETTINGS = "/etc/straat/backup-repository";
const FORGET = `${PROGRAMS}/repository-forget`;
const DAY_MINUTES = 24 * 60;
const WANTED = { keep_days: FIGURES.backupNights, keep_weeks_days: 7 * FIGURES.backupWeeks } as const;
const KEEPS = ["--keep-within-daily $" + "{keep_days}d", "--keep-within-weekly $" + "{keep_weeks_days}d"];

/** B-15, H-09: of how long ago there is a backup. */
export const backupKeptAsPromised = stackRule({
  id: "backup-kept-as-promised",
  info: `repositories keep a backup of each of the last ${FIGURES.backupNights} nights and of each of the last ${FIGURES.backupWeeks} weeks, and forget older ones`,
  explanation:
    "Damage is often found weeks later, and a backup from before it is the only way back. What is kept for longer than was said is data that should be gone.",
  remedy: "leave what a repository keeps to the figures of the sheet, in lib/model/promises/figures.ts",
  promises: ["B-15", "H-09"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: machinesOf("backup-repository"),
  judge: (machine) => wrongRetention(machine),
});

const wrongRetention = forFiles((files) => {
  const found = Object.entries(WANTED).map(([name, wanted]) => ({
    name,
    wanted,
    days: numberIn(files, SETTINGS, name),
  }));
  // Counts such as --keep-weekly reach back as far as backups came, and not as many days as were promised.
  const told = (textIn(files, FORGET).match(/--keep-[a-z-]+ \S+/g) ?? []).map((option) =>
    option.replaceAll('"', ""),
  );
  return [
    ...found
      .filter(({ wanted, days }) => days !== wanted)
      .map(({ name, wanted, days }) => `${SETTINGS} has ${name} ${days}, and ${wanted} days are promised`),
    ...(told.toSorted().join(" ") === KEEPS.join(" ")
      ? []
      : [`${FORGET} keeps ${told.join(" ") || "nothing"}`]),
    ...wrongRecurring(files, {
      unit: "straat-repository-forget",
      program: "repository-forget",
      atMost: DAY_MINUTES,
    }),
  ];
});
