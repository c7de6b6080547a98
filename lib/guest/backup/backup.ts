import { checkAgeRecipient } from "../../model/age-recipient";
import { IpAddress } from "../../model/ip";
import { InvalidError, Mistakes } from "../../model/mistake";
import { Port } from "../../model/port";
import type { DatabaseEngine } from "../../model/software";
import { shownValue, textOf } from "../../model/text";
import { DATA_VOLUME } from "../boot/data-volume";
import { type GuestPart, METRICS, SECRETS } from "../guest-part";
import { documentHandler, program } from "../script";
import { ALARM, renderUnit, SANDBOX } from "../unit";
import { type BackupPlanProps, backupPlan } from "./backup-plan";

/** What every server backs up of what it has: its configuration, and what people and applications keep. */
export const BACKUP_PATHS = [
  "/etc",
  "/home",
  "/opt",
  "/root",
  "/srv",
  DATA_VOLUME,
  "/usr/local",
  "/var/lib/straat",
  "/var/spool/cron",
  "/var/www",
] as const;

/** Where databases are dumped before a backup, each engine in a folder of its own. */
export const DUMPS = `${DATA_VOLUME}/dumps`;

/**
 * What no backup has: keys, which are made anew with a server, and a database's own files, of which a copy made while
 * it writes is no copy. The repository is not backed up into the other one: both would grow without end.
 */
const EXCLUDED = [
  SECRETS,
  "/etc/straat/tls",
  "/etc/straat/database/tls",
  "/etc/ssh/straat/host_*",
  "/etc/ssh/ssh_host_*",
  `${DATA_VOLUME}/postgresql`,
  `${DATA_VOLUME}/mysql`,
  `${DATA_VOLUME}/backup`,
  `${DATA_VOLUME}/lost+found`,
];

/** Capabilities a backup needs: to read all files, and to be a database's account while it dumps. */
const CAPABILITIES = "CAP_CHOWN CAP_DAC_OVERRIDE CAP_DAC_READ_SEARCH CAP_FOWNER CAP_SETGID CAP_SETUID";

/**
 * The backup of a server to the other site (B-15 to B-17, H-07 to H-10). What to back up and where to comes with the
 * live document `backup`; before there is one nothing runs. It needs the server's certificate.
 */
export function backupPart(): GuestPart {
  const programs = ["backup", "dump-databases", "dump-postgresql", "dump-mariadb"].map(program);
  return {
    name: "backup",
    packages: ["age", "curl", "openssl", "restic"],
    files: [
      ...programs,
      documentHandler("backup"),
      { path: "/etc/straat/backup-paths", content: lines(BACKUP_PATHS) },
      { path: "/etc/straat/backup-excludes", content: lines(EXCLUDED) },
      { path: "/etc/systemd/system/straat-backup.service", content: SERVICE },
    ],
    commands: [`install -d -m 0700 ${SECRETS}`, `install -d -m 0755 ${METRICS}`],
  };
}

const SERVICE = renderUnit(
  [
    "Unit",
    [
      ["Description", "Back up to the other site"],
      ["Wants", "network-online.target"],
      ["After", "network-online.target time-sync.target postgresql.service mariadb.service"],
      ["OnFailure", ALARM],
    ],
  ],
  [
    "Service",
    [
      ["Type", "oneshot"],
      ["ExecStart", "/usr/local/lib/straat/backup"],
      // The live document has the limit that was reckoned with.
      ["TimeoutStartSec", "90min"],
      ["TimeoutStopSec", "1min"],
      ["Nice", "10"],
      ["IOSchedulingClass", "idle"],
      ["RuntimeDirectory", "straat-backup"],
      ["CacheDirectory", "straat-backup"],
      ...SANDBOX.filter(([name]) => name !== "ProtectHome"),
      // People's files are to be read as well.
      ["ProtectHome", "read-only"],
      ["CapabilityBoundingSet", CAPABILITIES],
      ["ReadWritePaths", `-${DATA_VOLUME} /var/lib/straat ${METRICS}`],
      ["RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX"],
      ["SystemCallFilter", "@system-service"],
    ],
  ],
);

export interface BackupProps {
  /** The address of the other site's repository. */
  readonly repository: string;
  /** The name in the repository's certificate: its host name. @default its certificate has the address */
  readonly repositoryName?: string;
  /** Who can read the repository's password, as age recipients: the repository itself, and whoever keeps it in escrow. */
  readonly recipients: readonly string[];
  /** What has to be there to be backed up, beside {@link BACKUP_PATHS}. @default none */
  readonly paths?: readonly string[];
  /** What can be made anew, for example a cache. @default none */
  readonly excludes?: readonly string[];
  /** What is dumped first. @default none */
  readonly databases?: readonly DatabaseEngine[];
  /** When. @default twice a day, see {@link backupPlan} */
  readonly plan?: BackupPlanProps;
}

/**
 * The payload of the live document `backup`, the same for all members of a group.
 *
 * @throws InvalidError with every mistake in it: one that would lose more than 24 h (H-07), or that nobody could read
 */
export function backupDocument(props: BackupProps): string {
  const check = new Mistakes();
  const { recipients, paths = [], excludes = [], databases = [] } = props;
  const address = check.attempt("repository", () => IpAddress.parse(textOf(props.repository)));
  const name = check.attempt("repositoryName", () => checkName(props.repositoryName));
  const plan = check.attempt("plan", () => backupPlan(props.plan));
  const kept = paths.map((path, at) => check.attempt(`paths[${at}]`, () => checkPath(path)) ?? path);
  check.attempt("recipients", () => checkSome(recipients));
  for (const [at, recipient] of recipients.entries()) {
    check.attempt(`recipients[${at}]`, () => checkAgeRecipient(recipient));
  }
  for (const [at, path] of excludes.entries()) {
    check.attempt(`excludes[${at}]`, () => checkExclude(path, [...BACKUP_PATHS, DUMPS, ...kept]));
  }
  check.throwIfAny();
  const { times = [], spreadMinutes, maximumMinutes } = plan ?? {};
  return lines([
    `repository ${name ?? (address?.family === 6 ? `[${address}]` : address)}:${Port.BACKUP.first}`,
    ...(name === undefined ? [] : [`address ${address}`]),
    ...times.map((time) => `time ${time}`),
    `spread ${spreadMinutes}`,
    `limit ${maximumMinutes}`,
    ...sorted("path", kept),
    ...sorted("exclude", excludes),
    ...sorted("database", databases),
    ...sorted("recipient", recipients),
  ]);
}

function checkName(name: string | undefined): string | undefined {
  if (
    name === undefined ||
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name)
  )
    return name;
  throw new InvalidError({
    value: shownValue(name),
    problem: "is not the name of a server in lower case",
    remedy: "write the host name of the repository, for example backup-alkmaar-1",
  });
}

function checkSome(recipients: readonly unknown[]): void {
  if (recipients.length > 0) return;
  throw new InvalidError({
    value: "(none)",
    problem: "nobody could read the password of the backups once the server is lost (H-10)",
    remedy: "declare the repository's own age recipient, and one that team Tech keeps outside both sites",
  });
}

function checkPath(text: unknown): string {
  const isPlain = /^(\/\.?[A-Za-z0-9_@+-][A-Za-z0-9._@+-]*)+$/;
  if (typeof text === "string" && text.length <= 1024 && isPlain.test(text)) return text;
  throw new InvalidError({
    value: shownValue(text),
    problem: "is not a plain absolute path (letters, digits and . _ @ + -)",
    remedy: "write for example /srv/data/uploads",
  });
}

function checkExclude(text: unknown, kept: readonly string[]): void {
  const path = checkPath(text);
  const lost = kept.find((one) => one === path || one.startsWith(`${path}/`));
  if (lost === undefined) return;
  throw new InvalidError({
    value: path,
    problem: `leaves ${lost} out of the backup (B-15)`,
    remedy: "exclude only what can be made anew, a folder below it",
  });
}

function sorted(kind: string, values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort().map((value) => `${kind} ${value}`);
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join("");
}
