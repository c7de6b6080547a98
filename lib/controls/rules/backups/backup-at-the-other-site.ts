import type { ModelFile, SiteRecord } from "../../../model/model-file";
import { Port } from "../../../model/port";
import { type BackupDocument, readBackupDocument } from "../../guest/backup-document";
import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { machinesTold } from "../../subjects/machines";
import { Unreadable } from "../../unreadable";

/** B-16, H-08: a fire that takes the server does not take its backup. */
export const backupAtTheOtherSite = stackRule({
  id: "backup-at-the-other-site",
  info: "servers send their backups to the repository of the client's backup site, which is another data centre",
  explanation:
    "What destroys a data centre destroys a backup in it with the data. An address that is no repository of ours hands the data to somebody else.",
  remedy:
    "write another site as the client's backupSite, with the address of its repository in services.backup",
  promises: ["B-16", "H-08"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: machinesTold("backup"),
  judge: (machine, { model }, house) => {
    const document = readBackupDocument(machine.document("backup"));
    const { site, backupSite, client } = model;
    if (backupSite === undefined || client === undefined) {
      throw new Unreadable("the model file names no site for its backups");
    }
    return [
      ...(backupSite.name === site.name
        ? [`backups go to ${site.name}, where the server itself stands`]
        : []),
      ...(backupSite.name === client.backupSite
        ? []
        : [`the backup site is ${backupSite.name}, and the client's is ${client.backupSite}`]),
      ...wrongPlace(document, site, backupSite, client),
      ...wrongName(document, backupSite, house),
    ];
  },
});

function wrongPlace(
  { address, port }: BackupDocument,
  { name, uplink, streets, streets6 }: SiteRecord,
  backupSite: SiteRecord,
  client: NonNullable<ModelFile["client"]>,
): readonly string[] {
  const own = [uplink.network, uplink.network6, streets, streets6, ...client.networks];
  const here = own.find((network) => network?.contains(address));
  return [
    ...(backupSite.services.backup.some((known) => known.equals(address))
      ? []
      : [`backups go to ${address}, which is no repository of ${backupSite.name}`]),
    ...(here === undefined ? [] : [`backups go to ${address}, in ${here} of ${name} itself`]),
    ...(port === Port.BACKUP.first
      ? []
      : [`backups go to port ${port}, and repositories take them at ${Port.BACKUP.first}`]),
  ];
}

/** Where the repository is a server of ours, it is known by the name in its certificate. */
function wrongName(
  { repository, address }: BackupDocument,
  { name }: SiteRecord,
  house: House,
): readonly string[] {
  const groups = house.platformOf(name)?.groups.filter(({ role }) => role === "backup-repository") ?? [];
  const servers = groups.flatMap(({ servers }) => servers);
  const own = servers.find(({ interfaces }) =>
    interfaces.some(({ addresses }) => addresses.some((known) => known.equals(address))),
  );
  if (servers.length === 0 || own?.name === repository) return [];
  return [
    own === undefined
      ? `backups go to ${address}, and the repository of ${name} is elsewhere`
      : `the repository is called ${repository}, and the server at ${address} is ${own.name}`,
  ];
}
