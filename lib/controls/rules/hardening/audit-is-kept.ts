import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { forFiles } from "../../subjects/served-files";
import { ASSIGNED, settingsIn, type Wanted, wrongSettings } from "../../subjects/settings";

const CONFIG = "/etc/audit/auditd.conf";

/** Full is an alarm and never a stop: a server that stops breaks 99.99 % (CIS 6.2.2.3 is an exception). */
const WANTED: Readonly<Record<string, Wanted>> = {
  local_events: "yes",
  write_logs: "yes",
  log_file: "/var/log/audit/audit.log",
  log_group: /^(adm|root)$/,
  log_format: "ENRICHED",
  name_format: "HOSTNAME",
  flush: /^(INCREMENTAL_ASYNC|INCREMENTAL|DATA|SYNC)$/,
  max_log_file: { from: 8, to: 1024 },
  num_logs: { from: 5, to: 999 },
  max_log_file_action: /^(ROTATE|KEEP_LOGS)$/,
  space_left: { from: 1, to: 1_000_000 },
  space_left_action: "SYSLOG",
  admin_space_left: { from: 1, to: 1_000_000 },
  admin_space_left_action: /^(ROTATE|SYSLOG)$/,
  disk_full_action: /^(ROTATE|SYSLOG)$/,
  disk_error_action: "SYSLOG",
  overflow_action: "SYSLOG",
  max_restarts: { from: 1, to: 1000 },
  distribute_network: "no",
};

/** B-13: what the audit recorded is there when somebody asks. */
export const auditIsKept = stackRule({
  id: "audit-is-kept",
  info: "auditd writes what it sees to disk, with names in it, keeps some of it there, and goes on when the disk is full",
  explanation:
    "Records that are not written, or that are dropped when a disk is full, cannot be sent to the central logs. An auditd that stops the server on a full disk hands anybody who can fill it an off switch.",
  remedy: "leave auditd.conf to the library",
  promises: ["B-13", "V-01", "H-22", "B-06"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: Machine.in,
  judge: forFiles((files) => wrongSettings(CONFIG, settingsIn(files, CONFIG, ASSIGNED), WANTED)),
});
