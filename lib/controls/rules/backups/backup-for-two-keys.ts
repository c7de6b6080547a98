import { readBackupDocument } from "../../guest/backup-document";
import type { House } from "../../house";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { stackRule } from "../../rule";
import { otherwise, saidOf } from "../../subjects/everywhere";
import { machinesTold } from "../../subjects/machines";

/** Fewest who can read a backup: the repository, which looks after it, and whoever keeps a key outside both sites. */
const FEWEST = 2;

/** H-10, B-19: a backup can be read when the server is gone, and when the repository is gone; and by nobody else. */
export const backupForTwoKeys = stackRule({
  id: "backup-for-two-keys",
  info: "backups can be read by the repository and by the house's escrow, the same for every server, and by nobody else",
  explanation:
    "Without the repository's key nothing is checked, forgotten or restored as a test; without the escrow a lost repository is a lost backup. A key that only some servers have is one that was slipped in.",
  remedy:
    "declare the backup site's backupRecipient (the repository reports it on its first boot) and escrow in stacks/platform.ts",
  promises: ["H-10", "B-19", "B-16"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: machinesTold("backup"),
  judge: (machine, { model: { backupSite } }, house) => {
    const recipients = [...readBackupDocument(machine.document("backup")).recipients].sort();
    const site = backupSite?.name ?? "nowhere";
    const few = recipients.length < FEWEST;
    return [
      ...(few
        ? [
            `${recipients.length} can read its backups, and ${FEWEST} are the fewest: the repository and the escrow`,
          ]
        : []),
      ...otherReaders(house, site, recipients, machine.id),
      ...(few ? [] : sharedReaders(house, site, recipients)),
    ];
  },
});

function otherReaders(
  house: House,
  site: string,
  recipients: readonly string[],
  where: string,
): readonly string[] {
  const other = otherwise(house, readersAt(site), recipients.join(" "), where);
  if (other === undefined) return [];
  return [
    `its backups can be read by ${recipients.join(" and ")}, and those of ${other.where} by ${other.value}`,
  ];
}

/** The escrow is the same at all sites, and the repository's key is not. */
function sharedReaders(house: House, site: string, recipients: readonly string[]): readonly string[] {
  const others = house.platforms.map((platform) => platform.site.name).filter((name) => name !== site);
  return others.flatMap((other) => {
    const readers = saidOf(house, readersAt(other))?.value.split(" ");
    if (readers === undefined || readers.length < FEWEST) return [];
    const shared = recipients.filter((recipient) => readers.includes(recipient));
    if (shared.length === 0)
      return [`nobody can read the backups at ${site} and those at ${other}: there is no one escrow`];
    return shared.length === recipients.length && hasRepository(house, site)
      ? [`the repositories of ${site} and ${other} have one key, or the repository of ${site} has none`]
      : [];
  });
}

function hasRepository(house: House, site: string): boolean {
  return house.platformOf(site)?.groups.some(({ role }) => role === "backup-repository") ?? false;
}

function readersAt(site: string): string {
  return `who can read backups at ${site}`;
}
