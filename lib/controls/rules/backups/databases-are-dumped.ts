import { isDatabase } from "../../../model/software";
import { readBackupDocument } from "../../guest/backup-document";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { differences } from "../../subjects/administrators";
import { filesOf } from "../../subjects/frozen";
import { machinesTold } from "../../subjects/machines";
import { PROGRAMS } from "../../subjects/recurring";

const PROGRAM = "dump-databases";

/** B-15, H-10: of a database there is a dump in every backup. */
export const databasesAreDumped = stackRule({
  id: "databases-are-dumped",
  info: "servers with a database dump it before each backup",
  explanation:
    "A copy of a database's files, made while it writes, is of no moment at all: it may not start again, and nobody finds out before it is needed.",
  remedy: "say what the group runs: runs: Software.POSTGRESQL, from which the backup knows what to dump",
  promises: ["B-15", "H-07", "H-10"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: machinesTold("backup"),
  judge: (machine) => {
    const runs = machine.group?.runs;
    const { databases } = readBackupDocument(machine.document("backup"));
    return [
      ...differences(databases, isDatabase(runs) ? [runs] : [], {
        extra: (engine) => `dumps ${engine}, which it does not run`,
        missing: (engine) => `runs ${engine}, which no backup dumps`,
      }),
      ...(isDatabase(runs) ? [PROGRAM, `dump-${runs}`] : [])
        .map((name) => `${PROGRAMS}/${name}`)
        .filter((path) => filesOf(machine).get(path)?.mode !== "0755")
        .map((path) => `${path} is not there, or is no program`),
    ];
  },
});
