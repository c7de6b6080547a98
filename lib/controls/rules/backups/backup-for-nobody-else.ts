import { readBackupDocument } from "../../guest/backup-document";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { machinesTold } from "../../subjects/machines";
import { trustOf } from "../../subjects/trust";
import { Unreadable } from "../../unreadable";

/** B-07, V-03: who can read a backup can read all there ever was on the server. */
export const backupForNobodyElse = stackRule({
  id: "backup-for-nobody-else",
  info: "backups can be read by the repository of their site and the house's escrow, and by nobody else",
  explanation:
    "A backup is the whole of a server, and who has its password needs no server to read it. A key that no declaration names was slipped in, and is in no review.",
  remedy:
    "take the recipient out; who keeps a key for the house stands in escrow in stacks/platform.ts, and the repository's own in backupRecipient of its site",
  promises: ["B-07", "V-03", "H-10"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "it would hand all data to somebody whom no declaration names" },
  subjects: machinesTold("backup"),
  judge: (machine, { model }, house) => {
    const { recipients } = readBackupDocument(machine.document("backup"));
    const { backupSite } = model;
    if (backupSite === undefined) throw new Unreadable("the model file names no site for its backups");
    const known = [backupSite.backupRecipient, ...trustOf(model, house).escrow];
    return recipients
      .filter((recipient) => !known.includes(recipient))
      .map(
        (recipient) =>
          `its backups can be read by ${recipient}, who is neither the repository of ${backupSite.name} nor the escrow`,
      );
  },
});
