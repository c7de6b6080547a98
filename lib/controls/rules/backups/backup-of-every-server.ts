import { readBackupDocument } from "../../guest/backup-document";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { stackRule } from "../../rule";
import { isTold, machinesOf } from "../../subjects/machines";
import { PROGRAMS, wrongService } from "../../subjects/recurring";
import { forFiles } from "../../subjects/served-files";

/** B-15, H-07: every server of a client is backed up, also one that is said to hold no data. */
export const backupOfEveryServer = stackRule({
  id: "backup-of-every-server",
  info: "every server of a client is told when and where to back up, and has the program that does it",
  explanation:
    "A server without the document makes no backup, and says nothing of it: that is found out on the day it is lost.",
  remedy: "declare servers through RedundantVms, and leave how they are backed up to it",
  promises: ["B-15", "H-07"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: machinesOf("server"),
  judge: (machine) => {
    // That it is not given the document at all is told by every-document-is-there.
    const times = isTold(machine, "backup")
      ? readBackupDocument(machine.document("backup")).times
      : undefined;
    return [
      ...(times?.length === 0 ? ["is told no time at which to back up"] : []),
      ...wrongProgram(machine),
    ];
  },
});

const wrongProgram = forFiles((files) => wrongService(files, "straat-backup", `${PROGRAMS}/backup`));
