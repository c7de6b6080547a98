import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { textIn } from "../../subjects/frozen";
import { forFiles } from "../../subjects/served-files";
import { wordsOf, wrongSettings } from "../../subjects/settings";
import { UNITS, unitIn } from "../../subjects/units";

const CONFIG = "/etc/straat/aide.conf";

/** What AIDE compares: content and owner of every file that does not live. */
const WATCHED: readonly string[] = [
  "/boot d Folder",
  "/boot f,l Whole",
  "/etc d Folder",
  "/etc f,l Whole",
  "/usr d Folder",
  "/usr f,l Whole",
  "=/root$ d Folder",
  "/root/[.](bashrc|profile|bash_profile|ssh)(/|$) Whole",
  "/var/spool/cron f,l Whole",
];

/** What the system or a live document changes by design, and no more: of these, owner and mode are watched at most. */
const LEFT_ALONE: ReadonlySet<string> = new Set([
  ...[
    "/etc/mtab",
    "/etc/adjtime",
    "/etc/.pwd.lock",
    "/etc/resolv.conf",
    "/etc/ld.so.cache",
    "/boot/grub/grubenv",
  ],
  ...[
    "/etc/conntrackd",
    "/etc/group",
    "/etc/group-",
    "/etc/gshadow",
    "/etc/gshadow-",
    "/etc/hosts",
    "/etc/keepalived",
  ],
  ...[
    "/etc/nftables.conf",
    "/etc/passwd",
    "/etc/passwd-",
    "/etc/shadow",
    "/etc/shadow-",
    "/etc/ssh/sshd_config",
  ],
  ...["/etc/ssh/straat", "/etc/mysql/mariadb.conf.d/91-straat-tls.cnf", "/etc/rsyslog.d/50-straat.conf"],
  ...["/etc/straat/backup-retired", "/etc/straat/conntrackd.conf", "/etc/straat/database/tls"],
  ...[
    "/etc/straat/database/tls.conf",
    "/etc/straat/tls",
    "/etc/subgid",
    "/etc/subgid-",
    "/etc/subuid",
    "/etc/subuid-",
  ],
  ...["/etc/sudoers.d", "/etc/wireguard", "/etc/systemd/system/timers.target.wants"],
  ...["/etc/systemd/system/straat-backup.service.d", "/etc/systemd/system/straat-backup.timer"],
  ...["emergency", "full", "restart", "security"].map(
    (kind) => `/etc/systemd/system/straat-patch-${kind}.timer`,
  ),
  ...["/usr/src", "/usr/lib/python3.*/__pycache__"],
]);

/** I-08, H-22: a program or a setting that changed is noticed the next day. */
export const filesAreWatched = stackRule({
  id: "files-are-watched",
  info: "every day a server compares its programs and settings with what they were, and raises the alarm",
  explanation:
    "Who gets in changes a program or a setting to be able to come back. Nothing else than a comparison of contents sees it.",
  remedy:
    "leave AIDE's configuration to the library; what an application changes by design is declared there",
  promises: ["I-08", "H-22"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: Machine.in,
  judge: forFiles((files) => [
    ...wrongSettings("straat-integrity.timer", unitIn(files, `${UNITS}/straat-integrity.timer`), {
      "Timer.OnCalendar": /^\*-\*-\* \d\d:\d\d:\d\d UTC$/,
      "Timer.Persistent": /^(true|yes)$/,
    }),
    ...wrongSettings("straat-integrity.service", unitIn(files, `${UNITS}/straat-integrity.service`), {
      "Service.ExecStart": "/usr/local/lib/straat/integrity check",
      "Unit.OnFailure": "straat-alarm@%n.service",
    }),
    ...wrongSettings(
      "straat-integrity-init.service",
      unitIn(files, `${UNITS}/straat-integrity-init.service`),
      {
        "Service.ExecStart": "/usr/local/lib/straat/integrity init",
        "Unit.OnFailure": "straat-alarm@%n.service",
      },
    ),
    ...wrongConfig(textIn(files, CONFIG)),
  ]),
});

function wrongConfig(text: string): readonly string[] {
  const lines = wordsOf(text);
  const isStrong = lines.some((line) =>
    /^Whole = (?=.*\bsha256\b)(?=.*\bsha512\b).*\bp\+u\+g\b.*$/.test(line),
  );
  const excluded = lines.filter((line) => line.startsWith("!"));
  const beside = excluded.filter((line) => !LEFT_ALONE.has(pathIn(line)));
  const weakened = lines.filter((line) => / Owned$/.test(line) && !LEFT_ALONE.has(pathIn(line)));
  return [
    ...(isStrong ? [] : [`${CONFIG} does not compare contents by two digests, and owner and mode`]),
    ...WATCHED.filter((line) => !lines.includes(line)).map((line) => `${CONFIG} does not watch ${line}`),
    ...[...beside, ...weakened].map(
      (line) => `${CONFIG} leaves ${pathIn(line)} alone, which nothing changes by design`,
    ),
  ];
}

/** The path in a line such as `!/etc/group/.+` or `=/etc/group$ Owned`, where paths are regular expressions. */
function pathIn(line: string): string {
  const path = line
    .slice(1)
    .replace(/ Owned$/, "")
    .replace(/(\/\.\+|\$|\(\/\|\$\))$/, "");
  return path.replaceAll("\\.", ".");
}
