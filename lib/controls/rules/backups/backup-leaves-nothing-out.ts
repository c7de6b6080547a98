import { readBackupDocument } from "../../guest/backup-document";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { textIn } from "../../subjects/frozen";
import { machinesTold } from "../../subjects/machines";
import { forFiles } from "../../subjects/served-files";
import { wordsOf } from "../../subjects/settings";

const PATHS = "/etc/straat/backup-paths";
const EXCLUDES = "/etc/straat/backup-excludes";
const DATA = "/srv/data";
/** Where databases are dumped. */
const DUMPS = `${DATA}/dumps`;

/** Configuration, people's and applications' files, and the data disk. */
const KEPT = [
  "/etc",
  "/home",
  "/opt",
  "/root",
  "/srv",
  DATA,
  "/usr/local",
  "/var/lib/straat",
  "/var/spool/cron",
  "/var/www",
];

/** Keys, which are made anew with a server; a database's own files, of which there are dumps; the repository itself. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "/var/lib/straat/secret",
  "/etc/straat/tls",
  "/etc/straat/database/tls",
  "/etc/ssh/straat/host_*",
  "/etc/ssh/ssh_host_*",
  `${DATA}/postgresql`,
  `${DATA}/mysql`,
  `${DATA}/backup`,
  `${DATA}/lost+found`,
]);

/** B-15, H-07: the sheet says a full backup. */
export const backupLeavesNothingOut = stackRule({
  id: "backup-leaves-nothing-out",
  info: "backups hold configuration, data and dumps, and leave out only what can be made anew and keys",
  explanation:
    "What is in no backup is gone with the server. What a backup should not hold are keys: whoever restores it has them.",
  remedy: "exclude only what can be made anew, a folder below what is kept, such as a cache",
  promises: ["B-15", "H-07"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: machinesTold("backup"),
  judge: (machine) => {
    const { paths, excludes } = readBackupDocument(machine.document("backup"));
    const kept = [...KEPT, DUMPS, ...paths];
    const lost = kept.filter((path) => excludes.some((out) => path === out || path.startsWith(`${out}/`)));
    return [...wrongLists(machine), ...lost.map((path) => `leaves ${path} out of the backup`)];
  },
});

const wrongLists = forFiles((files) => {
  const paths = wordsOf(textIn(files, PATHS));
  const excludes = wordsOf(textIn(files, EXCLUDES));
  return [
    ...KEPT.filter((path) => !paths.includes(path)).map((path) => `${PATHS} does not name ${path}`),
    ...excludes.filter((path) => !LEFT_OUT.has(path)).map((path) => `${EXCLUDES} leaves ${path} out`),
    ...[...LEFT_OUT]
      .filter((path) => !excludes.includes(path))
      .map((path) => `${EXCLUDES} does not leave ${path} out`),
  ];
});
