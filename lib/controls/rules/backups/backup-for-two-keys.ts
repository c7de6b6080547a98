import type { ModelFile, SiteRecord } from "../../../model/model-file";
import { readBackupDocument } from "../../guest/backup-document";
import type { House } from "../../house";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { stackRule, type Wrong } from "../../rule";
import { machinesTold } from "../../subjects/machines";
import { problemsOf, unless } from "../../subjects/problems";
import { trustOf } from "../../subjects/trust";
import { sitesOfHouse } from "../../subjects/walls/networks-of";
import { Unreadable } from "../../unreadable";

/** Fewest who can read a backup, also where a repository that is not ours has no key. */
const FEWEST = 2;

/** H-10, B-19: a backup can be read when the server is gone, and when the repository is gone. */
export const backupForTwoKeys = stackRule({
  id: "backup-for-two-keys",
  info: "backups can be read by the repository of their site, by a key of its own, and by the house's escrow",
  explanation:
    "Without the repository's key nothing is checked, forgotten or restored as a test; without the escrow a lost repository is a lost backup.",
  remedy:
    "declare the backup site's backupRecipient (the repository reports it on its first boot) and escrow in stacks/platform.ts",
  promises: ["H-10", "B-19", "B-16"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: machinesTold("backup"),
  judge: (machine, { model }, house) => {
    const { recipients } = readBackupDocument(machine.document("backup"));
    const { backupSite } = model;
    if (backupSite === undefined) throw new Unreadable("the model file names no site for its backups");
    return problemsOf(
      withoutRepository(recipients, backupSite, house),
      withoutEscrow(recipients, model, house),
      sharedKey(backupSite, house),
    );
  },
});

function withoutRepository(
  recipients: readonly string[],
  { name, backupRecipient }: SiteRecord,
  house: House,
): Wrong {
  if (backupRecipient !== undefined) {
    const what = `the repository of ${name} cannot read its backups, by ${backupRecipient}`;
    return unless(recipients.includes(backupRecipient), what);
  }
  // A repository elsewhere is looked after by others; then two of the house's own can read what is in it.
  return isOurs(name, house)
    ? `the repository of ${name} cannot read its backups: no backupRecipient is declared for it`
    : unless(
        recipients.length >= FEWEST,
        `${recipients.length} can read its backups, and ${FEWEST} are the fewest`,
      );
}

/** A repository's key goes when its site does, so it is nobody's escrow. */
function withoutEscrow(recipients: readonly string[], model: ModelFile, house: House): Wrong {
  const repositories = sitesOfHouse(house).map(({ backupRecipient }) => backupRecipient);
  const escrow = trustOf(model, house).escrow.filter((recipient) => !repositories.includes(recipient));
  if (escrow.length === 0) return "nobody outside the sites can read its backups: there is no escrow";
  return escrow
    .filter((recipient) => !recipients.includes(recipient))
    .map((recipient) => `the escrow cannot read its backups, by ${recipient}`);
}

function sharedKey({ name, backupRecipient }: SiteRecord, house: House): readonly string[] {
  if (backupRecipient === undefined) return [];
  return sitesOfHouse(house)
    .filter((site) => site.name !== name && site.backupRecipient === backupRecipient)
    .map((other) => `the repositories of ${name} and ${other.name} have one key`);
}

function isOurs(site: string, house: House): boolean {
  return house.platformOf(site)?.groups.some(({ role }) => role === "backup-repository") ?? false;
}
