import type { IpAddress } from "../../model/ip";
import { InvalidError, Mistakes } from "../../model/mistake";
import { checkName } from "../../model/name";
import { Port } from "../../model/port";
import { checkCollectorName } from "../../model/site-services";
import { type GuestPart, METRICS, SECRETS } from "../guest-part";
import { documentHandler, program } from "../script";
import { ALARM, renderUnit, SANDBOX } from "../unit";
import { LOG_INCLUDE, LOG_SPOOL, logPipeline } from "./log-pipeline";
import { checkLogFiles, type LogFile } from "./log-source";

/** Where our configuration of rsyslog is; the package keeps its own file, which is not used. */
const CONFIG = "/etc/straat/rsyslog.conf";

/**
 * What sends a server's logs to the central stack (B-01, B-13, V-01): the journal (so also `sshd`, `sudo`, the firewall's
 * drops and whatever runs as a unit), the audit, and files the document names; as JSON with the names of ECS, scrubbed
 * (BIO2 8.15.02, I-09), over RELP in TLS with certificates on both sides, and from a queue on disk. The journal keeps
 * the same on the server itself for some days; files are rotated by the package or the application that writes them.
 * Without the document nothing is sent and nothing is lost: the journal
 * is read from its beginning once there is one.
 */
export function logsPart(): GuestPart {
  return {
    name: "logs",
    packages: ["rsyslog", "rsyslog-relp", "logrotate", "iproute2"],
    files: [
      { path: CONFIG, content: logPipeline() },
      documentHandler("logs"),
      ...["resend-logs", "rotate-sent", "follow-collector", "heartbeat"].map(program),
      { path: "/etc/systemd/system/rsyslog.service.d/straat.conf", content: RSYSLOG },
      { path: "/etc/systemd/journald.conf.d/straat.conf", content: JOURNALD },
      { path: "/etc/systemd/system/straat-heartbeat.service", content: HEARTBEAT },
      { path: "/etc/systemd/system/straat-heartbeat.timer", content: HEARTBEAT_TIMER },
    ],
    commands: [
      `install -d -m 0700 ${LOG_SPOOL}`,
      `install -d -m 0755 /etc/rsyslog.d /var/lib/straat/logs ${METRICS}`,
      "install -d -m 2755 -g systemd-journal /var/log/journal",
      "systemctl daemon-reload",
      "systemctl restart systemd-journald.service",
      // What the package started, with the package's configuration.
      "systemctl stop rsyslog.service syslog.socket",
      `[ ! -e ${LOG_INCLUDE} ] || systemctl start rsyslog.service`,
    ],
    enabled: ["rsyslog.service", "logrotate.timer", "straat-heartbeat.timer"],
    // auditd writes the audit's records; the journal would send each a second time.
    masked: ["systemd-journald-audit.socket"],
  };
}

/** What a message says of its server, beside its name. */
export interface LogLabels {
  readonly client: string;
  readonly stage: string;
  readonly group: string;
  /** Class of the data, 1 to 4. */
  readonly class: 1 | 2 | 3 | 4;
}

export interface LogsDocumentProps {
  /** Addresses of the site's log collectors, in order of preference; one is used at a time. */
  readonly collectors: readonly IpAddress[];
  /** The name in the certificates of the collectors, for example `logs.example.nl`. */
  readonly collectorName: string;
  readonly labels: LogLabels;
  /** Logs that are files. @default none: all is in the journal */
  readonly files?: readonly LogFile[];
}

/**
 * The payload of the live document `logs`, the same for every member of a group.
 *
 * @throws InvalidError with every mistake in it
 */
export function logsDocument({ collectors, collectorName, labels, files = [] }: LogsDocumentProps): string {
  const check = new Mistakes();
  check.attempt("collectors", () => checkCollectors(collectors));
  check.attempt("collectorName", () => checkCollectorName(collectorName));
  for (const name of ["client", "stage", "group"] as const) {
    check.attempt(`labels.${name}`, () => checkName(`a label`, String(labels[name])));
  }
  check.attempt("labels.class", () => checkClass(labels.class));
  check.attempt("", () => checkLogFiles(files));
  check.throwIfAny();
  const sorted = [...files].sort((one, other) => (one.dataset < other.dataset ? -1 : 1));
  const lines = [
    ...collectors.map((address) => `collector ${address}`),
    `port ${Port.LOGSTASH.first}`,
    `peer ${collectorName}`,
    ...(["client", "stage", "group", "class"] as const).map((name) => `label ${name} ${labels[name]}`),
    ...sorted.map(({ kind, dataset, path }) => `file ${kind} ${dataset} ${path}`),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function checkCollectors(collectors: readonly IpAddress[]): void {
  const isOnce = new Set(collectors.map(String)).size === collectors.length;
  if (collectors.length >= 1 && collectors.length <= 4 && isOnce) return;
  throw new InvalidError({
    value: collectors.length === 0 ? "(none)" : collectors.join(", "),
    problem: "logs go to 1 to 4 different collectors (B-01)",
    remedy: "name each of the site's log collectors once, two for redundancy",
  });
}

function checkClass(level: number): void {
  if ([1, 2, 3, 4].includes(level)) return;
  throw new InvalidError({
    value: String(level),
    problem: "is not a class of data (V-02)",
    remedy: "write the level of the client's classification, 1 to 4",
  });
}

/** Persistent, bounded, compressed, and sealed against change where keys were set up; nothing is handed on. */
const JOURNALD = `# Rendered. A change made here is undone when the server is replaced.
[Journal]
Storage=persistent
Compress=yes
Seal=yes
SystemMaxUse=2G
SystemKeepFree=1G
MaxRetentionSec=31day
ForwardToSyslog=no
ForwardToWall=no
# The kernel's audit is auditd's.
Audit=
`;

const SYSTEMD_TIMER = (description: string) =>
  renderUnit(
    ["Unit", [["Description", description]]],
    [
      "Timer",
      [
        ["OnBootSec", "1min"],
        ["OnCalendar", "minutely"],
        ["AccuracySec", "5s"],
      ],
    ],
    ["Install", [["WantedBy", "timers.target"]]],
  );

/** It reads all logs, so it runs as root; it writes nothing but its spool, and reads no secrets beside its own key. */
const RSYSLOG = renderUnit(
  [
    "Unit",
    [
      ["ConditionPathExists", LOG_INCLUDE],
      ["OnFailure", ALARM],
      ["StartLimitIntervalSec", "5min"],
      ["StartLimitBurst", "10"],
    ],
  ],
  [
    "Service",
    [
      ["ExecStartPre", "/usr/local/lib/straat/resend-logs"],
      ["ExecStart", ""],
      ["ExecStart", `/usr/sbin/rsyslogd -n -iNONE -f ${CONFIG}`],
      ["Environment", "LC_ALL=C"],
      ["Restart", "always"],
      ["RestartSec", "10s"],
      // Held up by a full queue it does not stop by itself; being killed loses nothing.
      ["TimeoutStopSec", "20s"],
      ["MemoryMax", "512M"],
      ...SANDBOX.filter(([name]) => name !== "ProtectKernelLogs"),
      ["ReadWritePaths", LOG_SPOOL],
      // All that is secret but the key with which it shows who it is, which is among the server's others.
      ["InaccessiblePaths", "-/etc/shadow -/etc/gshadow -/etc/ssh -/etc/wireguard"],
      [
        "InaccessiblePaths",
        ["backup", "backup.age", "ssh_host_ed25519_key", "wireguard.key"]
          .map((name) => `-${SECRETS}/${name}`)
          .join(" "),
      ],
      ["CapabilityBoundingSet", "CAP_DAC_READ_SEARCH"],
      ["RestrictAddressFamilies", "AF_UNIX AF_INET AF_INET6"],
    ],
  ],
);

const HEARTBEAT = renderUnit(
  [
    "Unit",
    [
      ["Description", "A sign of life from each source of logs, and a collector that can be reached"],
      ["OnFailure", ALARM],
    ],
  ],
  [
    "Service",
    [
      ["Type", "oneshot"],
      ["ExecStart", "-/usr/local/lib/straat/follow-collector"],
      ["ExecStart", "/usr/local/lib/straat/heartbeat"],
      ["TimeoutStartSec", "50s"],
      ...SANDBOX.filter(([name]) => !["PrivateDevices", "ProtectKernelLogs"].includes(name)),
      ["ReadWritePaths", `/var/lib/straat/logs ${LOG_SPOOL} ${METRICS} /etc/rsyslog.d`],
    ],
  ],
);

const HEARTBEAT_TIMER = SYSTEMD_TIMER("A sign of life from each source of logs");
