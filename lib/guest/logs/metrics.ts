import { type GuestPart, METRICS } from "../guest-part";
import { program } from "../script";
import { shellSettings } from "../shell";
import { ALARM, renderUnit, SANDBOX } from "../unit";

/** Where the node exporter answers: to the server itself only, so no port is opened and nobody scrapes. */
const EXPORTER = "127.0.0.1:9100";

/** From where on a server says itself that something will go wrong (H-12, "toekomstige problemen"). */
export const THRESHOLDS = {
  /** Part of a file system, or of its inodes, that is in use. */
  disk_percent: 80,
  /** A disk that grows as it did in the last day is full within so many days. */
  disk_full_days: 4,
  /** Part of the memory that is not available to a program that asks for it. */
  memory_percent: 90,
  /** How long this server's own certificate still holds. */
  certificate_days: 14,
  /** How long an alarm that still stands is not repeated. */
  repeat_minutes: 60,
} as const;

/**
 * Measures a server each minute (B-20, H-12): the node exporter, on loopback only, and a program that takes the figures
 * that matter from it, with those our own programs leave in its textfile folder, and writes them as one line of JSON
 * into the journal; so they reach the central stack along the way of the logs. What passes a threshold is an alarm.
 */
export function metricsPart(): GuestPart {
  return {
    name: "metrics",
    packages: ["prometheus-node-exporter", "curl", "openssl"],
    files: [
      program("publish-metrics"),
      { path: "/etc/straat/metrics.conf", content: shellSettings({ exporter: EXPORTER, ...THRESHOLDS }) },
      { path: "/etc/systemd/system/prometheus-node-exporter.service.d/straat.conf", content: NODE_EXPORTER },
      { path: "/etc/systemd/system/straat-metrics.service", content: SERVICE },
      { path: "/etc/systemd/system/straat-metrics.timer", content: TIMER },
    ],
    commands: [
      `install -d -m 0755 ${METRICS} /var/lib/straat/metrics`,
      "systemctl daemon-reload",
      "systemctl restart prometheus-node-exporter.service",
    ],
    enabled: ["prometheus-node-exporter.service", "straat-metrics.timer"],
  };
}

/** Collectors that are measured, and no other: each is work, and something that can be read by whoever is on the server. */
export const COLLECTORS = [
  "cpu",
  "diskstats",
  "filefd",
  "filesystem",
  "loadavg",
  "meminfo",
  "netdev",
  "netstat",
  "stat",
  "textfile",
  "time",
  "timex",
  "uname",
] as const;

/** Arguments of the node exporter. */
export function exporterArguments(listen = EXPORTER, folder: string = METRICS): readonly string[] {
  return [
    `--web.listen-address=${listen}`,
    "--collector.disable-defaults",
    ...COLLECTORS.map((name) => `--collector.${name}`),
    `--collector.textfile.directory=${folder}`,
    "--collector.filesystem.fs-types-exclude=^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|efivarfs|fuse.*|hugetlbfs|mqueue|nsfs|overlay|proc|pstore|ramfs|rpc_pipefs|securityfs|squashfs|sysfs|tmpfs|tracefs)$",
    "--collector.netdev.device-exclude=^(lo|veth.*)$",
  ];
}

const NODE_EXPORTER = renderUnit([
  "Service",
  [
    ["ExecStart", ""],
    [
      "ExecStart",
      // Quoted: systemd keeps what stands in single quotes together; a dollar sign is doubled.
      `/usr/bin/prometheus-node-exporter ${exporterArguments()
        .map((argument) => `'${argument.replaceAll("$", "$$$$")}'`)
        .join(" ")}`,
    ],
    ["IPAddressDeny", "any"],
    ["IPAddressAllow", "localhost"],
  ],
]);

const SERVICE = renderUnit(
  [
    "Unit",
    [
      ["Description", "Write this server's figures into the journal"],
      ["OnFailure", ALARM],
      ["After", "prometheus-node-exporter.service"],
    ],
  ],
  [
    "Service",
    [
      ["Type", "oneshot"],
      ["ExecStart", "/usr/local/lib/straat/publish-metrics"],
      ["TimeoutStartSec", "50s"],
      ...SANDBOX,
      ["ReadWritePaths", "/var/lib/straat/metrics"],
      ["IPAddressDeny", "any"],
      ["IPAddressAllow", "localhost"],
    ],
  ],
);

const TIMER = renderUnit(
  ["Unit", [["Description", "Write this server's figures into the journal each minute"]]],
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
