import { type BaselineItem, excepted, item, part } from "./item";

const logs = (id: string, title: string, check: string): BaselineItem => item(id, title, part("logs"), check);
const audit = (id: string, title: string, check: string): BaselineItem =>
  item(id, title, part("audit"), check, { level: 2 });

/** Chapter 6, which the parts `logs`, `audit` and `integrity` realise. */
export const LOGGING: readonly BaselineItem[] = [
  logs("6.1.1.1", "the journal runs", "unit systemd-journald.service active"),
  logs(
    "6.1.1.2",
    "only root and the journal's group read it",
    "access_if_there /var/log/journal 2755 root:systemd-journal",
  ),
  logs(
    "6.1.1.3",
    "the journal is bounded",
    "systemd-analyze cat-config systemd/journald.conf | grep -Eq '^SystemMaxUse=.+'",
  ),
  logs("6.1.1.4", "logs are kept and sent", "unit systemd-journald.service active"),
  logs(
    "6.1.2.3",
    "the journal is compressed",
    "! systemd-analyze cat-config systemd/journald.conf | grep -Eqi '^Compress=(no|false|0)'",
  ),
  logs(
    "6.1.2.4",
    "the journal outlives a restart",
    "systemd-analyze cat-config systemd/journald.conf | grep -Eq '^Storage=persistent'",
  ),
  logs("6.1.3.8", "logs in files are rotated", "present logrotate && unit logrotate.timer enabled"),
  logs("6.1.4.1", "nobody but a service reads its logs", "logs_closed"),

  audit("6.2.1.1", "auditd is installed", "present auditd"),
  audit("6.2.1.2", "auditd runs", "unit auditd.service enabled && unit auditd.service active"),
  audit("6.2.1.3", "what runs before auditd is audited", "boots_with audit=1"),
  audit("6.2.1.4", "the kernel keeps enough for auditd", "boots_with 'audit_backlog_limit=[0-9]+'"),
  audit(
    "6.2.2.1",
    "a file of the audit log is bounded",
    '[ "$(awk \'$1 == "max_log_file" { print $3 }\' "$root/etc/audit/auditd.conf")" -gt 0 ]',
  ),
  excepted(
    "6.2.2.3",
    "a server stops when its audit log is full",
    {
      reason:
        "it would contradict 99.99 % (B-06): a full log is an alarm, and logs are elsewhere within seconds",
      promise: "PROMISES 2",
    },
    2,
  ),
  audit("6.2.3.1", "changes of who may use sudo are audited", "auditctl -l | grep -q '/etc/sudoers'"),
  audit("6.2.3.4", "changes of the clock are audited", "auditctl -l | grep -q 'clock_settime'"),
  audit("6.2.3.5", "changes of the network are audited", "auditctl -l | grep -Eq 'sethostname|/etc/hosts'"),
  audit("6.2.3.8", "changes of accounts are audited", "auditctl -l | grep -q '/etc/passwd'"),
  audit("6.2.3.10", "mounts are audited", "auditctl -l | grep -q 'mount'"),
  audit("6.2.3.19", "kernel modules are audited", "auditctl -l | grep -Eq 'init_module|kmod'"),
  audit("6.2.3.20", "rules of the audit are fixed until a restart", "auditctl -s | grep -qx 'enabled 2'"),
  audit(
    "6.2.4.1",
    "only root reads the audit log",
    'nothing_found -path "$root/var/log/audit/*" -type f -perm /0137',
  ),
  audit(
    "6.2.4.4",
    "only root opens the audit log's folder",
    "access /var/log/audit 0750 root:root || access /var/log/audit 0750 root:adm",
  ),
  audit(
    "6.2.4.5",
    "only root reads the audit's configuration",
    'nothing_found -path "$root/etc/audit/*" -type f -perm /0137',
  ),
  audit(
    "6.2.4.6",
    "the audit's configuration is root's",
    'nothing_found -path "$root/etc/audit/*" -type f ! -user root',
  ),
  audit("6.2.4.7", "and of root's group", 'nothing_found -path "$root/etc/audit/*" -type f ! -group root'),

  item(
    "6.3.1",
    "AIDE is installed, and knows the server (I-08)",
    part("integrity"),
    'present aide && [ -s "$root/var/lib/straat/integrity/aide.db" ]',
  ),
  item(
    "6.3.2",
    "the server is compared with what AIDE knows, daily",
    part("integrity"),
    "unit straat-integrity.timer enabled",
  ),
  item(
    "6.3.3",
    "so are the audit's tools",
    part("integrity"),
    "has_line /etc/straat/aide.conf '/usr f,l Whole'",
    { level: 2 },
  ),
];
