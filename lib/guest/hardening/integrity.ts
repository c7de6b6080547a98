import { InvalidError } from "../../model/mistake";
import { type GuestPart, METRICS } from "../guest-part";
import { program } from "../script";
import { ALARM, renderUnit, SANDBOX } from "../unit";

/** What AIDE compares; the program adds where its database is. */
export const AIDE_CONF = "/etc/straat/aide.conf";

/**
 * Files that the server itself changes while it lives: by live documents, which have a digest of their own, and by
 * accounts that come and go. Of these AIDE watches owner and mode, not content; of a
 * folder, what is in it is not watched.
 */
export const CHANGING: readonly string[] = [
  "/etc/conntrackd",
  "/etc/group",
  "/etc/group-",
  "/etc/gshadow",
  "/etc/gshadow-",
  "/etc/hosts",
  "/etc/keepalived",
  "/etc/nftables.conf",
  "/etc/passwd",
  "/etc/passwd-",
  "/etc/shadow",
  "/etc/shadow-",
  "/etc/ssh/sshd_config",
  "/etc/ssh/straat",
  "/etc/mysql/mariadb.conf.d/91-straat-tls.cnf",
  "/etc/rsyslog.d/50-straat.conf",
  "/etc/straat/backup-retired",
  "/etc/straat/conntrackd.conf",
  "/etc/straat/database/tls",
  "/etc/straat/database/tls.conf",
  "/etc/straat/tls",
  "/etc/subgid",
  "/etc/subgid-",
  "/etc/subuid",
  "/etc/subuid-",
  "/etc/sudoers.d",
  "/etc/systemd/system/straat-backup.service.d",
  "/etc/systemd/system/straat-backup.timer",
  "/etc/systemd/system/straat-patch-emergency.timer",
  "/etc/systemd/system/straat-patch-full.timer",
  "/etc/systemd/system/straat-patch-restart.timer",
  "/etc/systemd/system/straat-patch-security.timer",
  "/etc/systemd/system/timers.target.wants",
  "/etc/wireguard",
];

/** Rewritten by the system at a start or a mount, by design. */
const IGNORED = [
  "/etc/mtab",
  "/etc/adjtime",
  "/etc/.pwd.lock",
  "/etc/resolv.conf",
  "/etc/ld.so.cache",
  "/boot/grub/grubenv",
];

export interface IntegrityProps {
  /** More files and folders of which only owner and mode are watched, for example what an application changes. */
  readonly changing?: readonly string[];
}

/**
 * Notices a program, a library or a setting that is not what it was (I-08, CIS 6.3): AIDE, daily, with the first boot
 * as what it was. After patches `integrity refresh` takes what is now there as right, if `integrity check` before the
 * patches found nothing.
 *
 * @throws InvalidError for a path that is not plain and absolute
 */
export function integrityPart({ changing = [] }: IntegrityProps = {}): GuestPart {
  return {
    name: "integrity",
    packages: ["aide"],
    files: [
      { path: AIDE_CONF, content: aideConf([...CHANGING, ...changing.map(checkPath)]) },
      program("integrity"),
      {
        path: "/etc/systemd/system/straat-integrity.service",
        content: service("check", "Compare this server with what it was"),
      },
      { path: "/etc/systemd/system/straat-integrity.timer", content: TIMER },
      {
        path: "/etc/systemd/system/straat-integrity-init.service",
        content: service("init", "Remember what this server is"),
      },
      { path: "/etc/systemd/system/straat-integrity-init.timer", content: INIT_TIMER },
    ],
    enabled: ["straat-integrity-init.timer", "straat-integrity.timer"],
  };
}

function checkPath(path: string): string {
  if (/^(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._@-]+)+$/.test(path)) return path;
  throw new InvalidError({
    property: "changing",
    value: JSON.stringify(path),
    problem: "is not a plain absolute path (letters, digits, dots, hyphens, underscores)",
    remedy: "write for example /etc/application",
  });
}

/** In AIDE's rules a path is a regular expression. */
const literal = (path: string) => path.replaceAll(".", "\\.");

/**
 * Not watched: times and numbers of files, which a restored or reinstalled file changes without being another; what is
 * below /var, which lives. New and removed files are noticed in every folder that has a rule.
 */
export function aideConf(changing: readonly string[]): string {
  const sorted = [...new Set(changing)].sort();
  return `# Rendered. A change made here is undone when the server is replaced.
report_level=changed_attributes
report_url=stdout
gzip_dbout=no
Whole = ftype+p+u+g+s+sha256+sha512+acl+xattrs+caps+l
Folder = ftype+p+u+g+acl+xattrs
Owned = ftype+p+u+g+acl

${IGNORED.map((path) => `!${literal(path)}$\n`).join("")}!/usr/src(/|$)
!/usr/lib/python3.*/__pycache__(/|$)
${sorted.map((path) => `!${literal(path)}/.+\n=${literal(path)}$ Owned\n`).join("")}
/boot d Folder
/boot f,l Whole
/etc d Folder
/etc f,l Whole
/usr d Folder
/usr f,l Whole
=/root$ d Folder
/root/[.](bashrc|profile|bash_profile|ssh)(/|$) Whole
=/var$ Folder
=/var/log$ Folder
/var/spool/cron d Folder
/var/spool/cron f,l Whole
`;
}

/** It has to see kernel modules and homes as they are, and the whole of /usr. */
const LOOSER: Readonly<Record<string, string>> = { ProtectHome: "read-only", ProtectKernelModules: "no" };

/** Reads everything, writes its own folder and its figures only. */
function service(command: "check" | "init", description: string): string {
  return renderUnit(
    [
      "Unit",
      [
        ["Description", description],
        ["After", "cloud-final.service"],
        ["OnFailure", ALARM],
      ],
    ],
    [
      "Service",
      [
        ["Type", "oneshot"],
        ["ExecStart", `/usr/local/lib/straat/integrity ${command}`],
        ["StateDirectory", "straat/integrity"],
        ["StateDirectoryMode", "0700"],
        ["ReadWritePaths", `-${METRICS}`],
        ...SANDBOX.map(([key, value]): readonly [string, string] => [key, LOOSER[key] ?? value]),
        ["PrivateNetwork", "yes"],
        ["RestrictAddressFamilies", "AF_UNIX"],
        ["CapabilityBoundingSet", "CAP_DAC_READ_SEARCH"],
        ["TimeoutStartSec", "2h"],
        ["Nice", "19"],
        ["IOSchedulingClass", "idle"],
      ],
    ],
  );
}

/** Between the last patches (03:00 UTC at the latest) and the working day, and hours before the night's backup. */
const TIMER = renderUnit(
  ["Unit", [["Description", "Compare this server with what it was, daily"]]],
  [
    "Timer",
    [
      ["OnCalendar", "*-*-* 04:15:00 UTC"],
      ["RandomizedDelaySec", "30min"],
      ["Persistent", "true"],
    ],
  ],
  ["Install", [["WantedBy", "timers.target"]]],
);

/** Ten minutes after the first start, or when the first boot has ended if that is later. Later it finds its database and does nothing. */
const INIT_TIMER = renderUnit(
  [
    "Unit",
    [
      ["Description", "Remember what this server is, once"],
      ["ConditionPathExists", "!/var/lib/straat/integrity/aide.db"],
    ],
  ],
  ["Timer", [["OnActiveSec", "10min"]]],
  ["Install", [["WantedBy", "timers.target"]]],
);
