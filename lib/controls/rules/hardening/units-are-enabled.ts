import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import type { Files } from "../../subjects/frozen";
import { forFiles } from "../../subjects/served-files";
import { stepsOf, UNITS, unitIn, unitNames } from "../../subjects/units";

/** What runs on every server, of packages and of the house. */
const RUNS: readonly string[] = [
  ...[
    "nftables.service",
    "ssh.service",
    "auditd.service",
    "chrony.service",
    "rsyslog.service",
    "cron.service",
  ],
  ...["prometheus-node-exporter.service", "logrotate.timer"],
  ...["straat-agent.timer", "straat-baseline.timer", "straat-heartbeat.timer", "straat-integrity.timer"],
  ...["straat-integrity-init.timer", "straat-metrics.timer", "straat-time-sync.timer"],
  ...["tmp.mount", "home.mount", "var-tmp.mount", "var-log.mount"],
];

/** What never does: another way in, and another clock. Of the distribution's own updates updates-by-the-plan-alone tells. */
const MASKED: readonly string[] = [
  ...["ssh.socket", "rsync.service", "systemd-timesyncd.service", "systemd-journald-audit.socket"],
];

/** Timers that a live document writes and starts. */
const TELLS_ITSELF = /^straat-(backup|patch-[a-z]+)\.timer$/;

/** H-22, B-20: what a server is given to run, runs; what would undo it does not. */
export const unitsAreEnabled = stackRule({
  id: "units-are-enabled",
  info: "a first boot starts everything a server is given to run, and keeps the rest from starting",
  explanation:
    "A timer that is there and not started checks nothing. A second clock or a second way in is one that nobody looks after.",
  remedy: "leave the steps of the first boot to the library's parts",
  promises: ["H-22", "B-20"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: Machine.in,
  judge: forFiles((files) => {
    const steps = stepsOf(files);
    const enabled = new Set(steps.flatMap((step) => /^systemctl enable --now (\S+)$/.exec(step)?.[1] ?? []));
    const masked = new Set(steps.flatMap((step) => /^systemctl mask --now (\S+)$/.exec(step)?.[1] ?? []));
    const wanted = new Set([...RUNS, ...givenToRun(files)]);
    const there = new Set(unitNames(files));
    const gone = [...enabled].filter((unit) => unit.startsWith("straat-") && !there.has(unit));
    const off = steps.filter((step) => /systemctl\b.*\b(disable|unmask)\b/.test(step));
    return [
      ...[...wanted]
        .filter((unit) => !enabled.has(unit))
        .map((unit) => `the first boot does not start ${unit}`),
      ...[...wanted]
        .filter((unit) => masked.has(unit))
        .map((unit) => `the first boot keeps ${unit} from starting`),
      ...MASKED.filter((unit) => !masked.has(unit)).map((unit) => `the first boot leaves ${unit} to start`),
      ...gone.map((unit) => `the first boot starts ${unit}, which is not there`),
      ...off.map((step) => `the first boot says ${step}`),
    ];
  }),
});

/** Timers, paths, sockets and mounts that are put in place, and say what they belong to. */
function givenToRun(files: Files): readonly string[] {
  return unitNames(files).filter((name) => {
    if (!/\.(timer|path|socket|mount)$/.test(name) || TELLS_ITSELF.test(name)) return false;
    return unitIn(files, `${UNITS}/${name}`).has("Install.WantedBy");
  });
}
