import { Mistakes } from "../../model/mistake";
import { Port } from "../../model/port";
import { FIGURES } from "../../model/promises/figures";
import { DATA_VOLUME } from "../boot/data-volume";
import { REPORTS } from "../documents/agent";
import { type GuestPart, METRICS, SECRETS } from "../guest-part";
import { program } from "../script";
import { shellSettings } from "../shell";
import { renderBackupFront } from "./backup-front";
import { LONGEST_RUN_MINUTES } from "./backup-plan";
import { repositoryUnits, STORE_SOCKET } from "./backup-repository-units";

/** Where a repository keeps what it is given: `repositories`, `keys`, `scratch`, `upload`. */
export const STORE = `${DATA_VOLUME}/backup`;

/** The public key to which servers encrypt their repository's password, once it was made; the agent publishes it. */
export const RECIPIENT_REPORT = "backup-recipient";

export interface BackupRepositoryPartProps {
  /**
   * How long the restore of one server may take, in minutes; a restore test that takes longer raises the alarm (H-11).
   * @default none: the sheet promises no time, and what it took is recorded
   */
  readonly restoreMinutes?: number;
}

const KEY = `${SECRETS}/backup.age`;

/** Who comes in, who stores, and who looks after it are three accounts; the last alone can delete and can decrypt. */
const ACCOUNTS = `g straat-backup - -
u straat-backup-front -:straat-backup "Front of the backup repository" / /usr/sbin/nologin
u straat-backup-store -:straat-backup "Store of the backup repository" / /usr/sbin/nologin
u straat-backup-keeper -:straat-backup "Keeper of the backup repository" / /usr/sbin/nologin
`;

const FOLDERS = `d ${STORE} 0750 root straat-backup
d ${STORE}/repositories 2770 straat-backup-store straat-backup
d ${STORE}/keys 2770 straat-backup-front straat-backup
d ${STORE}/upload 0700 straat-backup-front straat-backup
d ${STORE}/scratch 0700 straat-backup-keeper straat-backup
`;

/**
 * What makes a server a backup repository (B-15 to B-17, B-19, H-08, H-09): servers of other sites can add to their own
 * repository over mutual TLS and take nothing away; what is too old is forgotten from here, every night a part is
 * read back, every month all is restored, every hour it is seen what came. Its disk is the data volume.
 *
 * @throws InvalidError when the time a restore may take is none
 */
export function backupRepositoryPart({ restoreMinutes = 0 }: BackupRepositoryPartProps = {}): GuestPart {
  checkRestoreMinutes(restoreMinutes);
  const tasks = ["common", "forget", "check", "restore-test", "watch"];
  const port = Port.BACKUP.first;
  return {
    name: "backup-repository",
    packages: ["age", "nginx", "rclone", "restic"],
    files: [
      ...tasks.map((task) => program(`repository-${task}`)),
      { path: "/etc/straat/backup-repository", content: shellSettings(repositorySettings(restoreMinutes)) },
      {
        path: "/etc/straat/backup-front.conf",
        content: renderBackupFront({
          listen: [`${port}`, `[::]:${port}`],
          authority: "/etc/straat/tls/ca.pem",
          certificate: "/etc/straat/tls/server.pem",
          key: "/run/credentials/straat-backup-front.service/server.key",
          store: STORE_SOCKET,
          folder: STORE,
          run: "/run/straat-backup-front",
          log: "syslog:server=unix:/dev/log,tag=straat_backup,nohostname",
        }),
      },
      { path: "/etc/sysusers.d/straat-backup.conf", content: ACCOUNTS },
      { path: "/etc/tmpfiles.d/straat-backup.conf", content: FOLDERS },
      ...repositoryUnits(STORE, KEY),
    ],
    commands: [
      // Without its disk it would fill the system's.
      `mountpoint -q ${DATA_VOLUME}`,
      "systemd-sysusers /etc/sysusers.d/straat-backup.conf",
      `install -d -m 0755 ${METRICS} ${REPORTS} /etc/straat/backup-retired`,
      // Not by tmpfiles, which will not pass through a folder that is the exporter's.
      `chgrp straat-backup ${METRICS} && chmod 2775 ${METRICS}`,
      "systemd-tmpfiles --create /etc/tmpfiles.d/straat-backup.conf",
      `install -d -m 0700 ${SECRETS}`,
      `[ -s ${KEY} ] || (umask 077 && age-keygen -o ${KEY}.new 2>/dev/null && mv -f ${KEY}.new ${KEY})`,
      `age-keygen -y ${KEY} >${REPORTS}/.new && mv -f ${REPORTS}/.new ${REPORTS}/${RECIPIENT_REPORT}`,
    ],
    enabled: [
      "straat-backup-store.service",
      "straat-backup-store.socket",
      "straat-backup-front.service",
      "straat-backup-front.path",
      ...["forget", "check", "restore-test", "watch"].map((task) => `straat-repository-${task}.timer`),
    ],
    // Of the package, with its own configuration.
    masked: ["nginx.service"],
  };
}

/** What the programs of a repository go by: the sheet's figures, and how far a clock may be off. */
export function repositorySettings(restoreMinutes = 0): Readonly<Record<string, number>> {
  return {
    keep_days: FIGURES.backupNights,
    keep_weeks_days: FIGURES.backupWeeks * 7,
    loss_hours: FIGURES.backupLossHours,
    check_parts: 30,
    restore_minutes: restoreMinutes,
    longest_run: LONGEST_RUN_MINUTES * 60,
    clock_skew: 300,
    most_a_day: 8,
    most_used: 85,
  };
}

function checkRestoreMinutes(value: number): void {
  const check = new Mistakes();
  if (!Number.isInteger(value) || value < 0 || value > 10_080) {
    check.add({
      property: "restoreMinutes",
      value: String(value),
      problem: "is not a whole number of minutes up to a week",
      remedy: "write for example 240, or leave it out",
    });
  }
  check.throwIfAny();
}
