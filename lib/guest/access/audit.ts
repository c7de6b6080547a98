import type { GuestPart } from "../guest-part";
import { SUDO_LOG } from "./sudo";

/**
 * What is recorded of who changes a server (B-13, V-01), by the key under which `ausearch -k` finds it. Files and
 * folders; of a folder that is not there its coming is recorded, so every server has the same rules.
 */
const WATCHED = {
  identity: [
    "/etc/passwd",
    "/etc/group",
    "/etc/shadow",
    "/etc/gshadow",
    "/etc/security/opasswd",
    "/etc/nsswitch.conf",
    "/etc/pam.conf",
    "/etc/pam.d",
  ],
  sudo: ["/etc/sudoers", "/etc/sudoers.d", SUDO_LOG],
  ssh: ["/etc/ssh"],
  firewall: ["/etc/nftables.conf", "/etc/keepalived", "/etc/conntrackd"],
  vpn: ["/etc/wireguard"],
  // Not all of /var/lib/straat: our own programs write figures and states there every minute.
  straat: [
    "/etc/straat",
    "/usr/local/lib/straat",
    "/var/lib/straat/documents",
    "/var/lib/straat/secret",
    "/var/lib/straat/ssh",
  ],
  network: [
    "/etc/hosts",
    "/etc/hostname",
    "/etc/netplan",
    "/etc/network",
    "/etc/sysctl.conf",
    "/etc/sysctl.d",
  ],
  unit: ["/etc/systemd", "/etc/crontab", "/etc/cron.d", "/var/spool/cron"],
  software: ["/etc/apt", "/etc/apparmor.d", "/usr/share/keyrings"],
  session: ["/run/utmp", "/var/log/wtmp", "/var/log/btmp", "/var/log/lastlog"],
  time: ["/etc/localtime"],
  audit: ["/etc/audit"],
} as const;

/** Calls of the kernel that are recorded when a person makes them, also as root: who logged in stays known. */
const BY_PEOPLE = {
  command: ["execve,execveat"],
  mount: ["mount,umount2"],
  delete: ["unlink,unlinkat,rename,renameat,renameat2"],
  permission: [
    "chmod,fchmod,fchmodat",
    "chown,fchown,lchown,fchownat",
    "setxattr,lsetxattr,fsetxattr,removexattr,lremovexattr,fremovexattr",
  ],
} as const;

/** Programs that give another identity, or change who somebody is. */
const PRIVILEGED = [
  ...["chage", "chfn", "chsh", "crontab", "expiry", "gpasswd", "mount", "newgrp", "passwd", "su", "sudo"],
  ...["umount", "ssh-agent", "chacl", "setfacl"],
].map((name) => `/usr/bin/${name}`);

/** What keeps the clock right does little else than set it, all day long. */
const CLOCKS = ["/usr/sbin/chronyd", "/usr/lib/systemd/systemd-timesyncd"];

/** Calls of 64-bit programs and of 32-bit ones, which otherwise pass unseen. */
const ARCHITECTURES = ["b64", "b32"];

/** Somebody who logged in: numbers of people's accounts start at 1000, what no one started has none. */
const PEOPLE = "-F auid>=1000 -F auid!=unset";

/** The keys under which the rules record; every server has them all. */
export const AUDIT_KEYS: readonly string[] = [
  ...new Set([...Object.keys(WATCHED), ...Object.keys(BY_PEOPLE), "access", "module", "privileged"]),
];

/**
 * What auditd records. A rule that the kernel refuses does not keep it from the others, and is told on the first boot.
 * The last line makes the rules immutable until a restart (CIS 6.2.3.20): changing them takes a maintenance window.
 */
export function auditRules(): string {
  const each = (rule: (arch: string) => string) => ARCHITECTURES.map(rule);
  const watches = Object.entries(WATCHED).flatMap(([key, paths]) =>
    paths.map((path) => `-w ${path} -p wa -k ${key}`),
  );
  const calls = Object.entries(BY_PEOPLE).flatMap(([key, groups]) =>
    groups.flatMap((names) =>
      each((arch) => `-a always,exit -F arch=${arch} -S ${names} ${PEOPLE} -k ${key}`),
    ),
  );
  const refused = ["EACCES", "EPERM"].flatMap((error) =>
    each(
      (arch) =>
        `-a always,exit -F arch=${arch} -S creat,open,openat,truncate,ftruncate -F exit=-${error} ${PEOPLE} -k access`,
    ),
  );
  const lines = [
    "-D",
    "-b 8192",
    // A moment, not a minute: a server that is busy recording goes on serving.
    "--backlog_wait_time 500",
    "-f 1",
    "-c",
    "--loginuid-immutable",
    ...CLOCKS.flatMap((exe) =>
      each((arch) => `-a never,exit -F arch=${arch} -S adjtimex,clock_settime,settimeofday -F exe=${exe}`),
    ),
    ...watches,
    ...calls,
    ...refused,
    ...each((arch) => `-a always,exit -F arch=${arch} -S init_module,finit_module,delete_module -k module`),
    ...each((arch) => `-a always,exit -F arch=${arch} -S adjtimex,settimeofday -k time`),
    ...each((arch) => `-a always,exit -F arch=${arch} -S clock_settime -F a0=0x0 -k time`),
    ...each((arch) => `-a always,exit -F arch=${arch} -S sethostname,setdomainname -k network`),
    ...PRIVILEGED.map((path) => `-a always,exit -F path=${path} -F perm=x ${PEOPLE} -k privileged`),
    `-a always,exit -F dir=/var/log/audit -F perm=r ${PEOPLE} -k audit`,
    "-e 2",
  ];
  return `# Rendered. A change made here is undone when the server is replaced.\n${lines.join("\n")}\n`;
}

/**
 * How auditd keeps what it records: 320 MiB at most, the oldest first to go; the central logs keep it for longer. A
 * full disk never stops the server (the exception to CIS 6.2.2.2 and 6.2.2.3, which would break the 99.99 %) nor the
 * recording: the oldest file makes room, and the journal has a line of priority alert.
 */
const AUDITD = `# Rendered. A change made here is undone when the server is replaced.
local_events = yes
write_logs = yes
log_file = /var/log/audit/audit.log
log_group = adm
log_format = ENRICHED
name_format = HOSTNAME
flush = INCREMENTAL_ASYNC
freq = 50
priority_boost = 4
max_log_file = 32
num_logs = 10
max_log_file_action = ROTATE
space_left = 256
space_left_action = SYSLOG
admin_space_left = 64
admin_space_left_action = ROTATE
disk_full_action = ROTATE
disk_error_action = SYSLOG
q_depth = 2000
overflow_action = SYSLOG
max_restarts = 10
plugin_dir = /etc/audit/plugins.d
end_of_event_timeout = 2
use_libwrap = no
distribute_network = no
verify_email = no
`;

/**
 * Records who changes what on a server, and every command of whoever logged in (B-13, V-01). It comes after the
 * parts whose folders it watches: its rules are final until a restart.
 */
export function auditPart(): GuestPart {
  return {
    name: "audit",
    packages: ["auditd"],
    files: [
      { path: "/etc/audit/rules.d/straat.rules", content: auditRules(), mode: "0640" },
      { path: "/etc/audit/auditd.conf", content: AUDITD, mode: "0640" },
      { path: "/etc/default/grub.d/straat-audit.cfg", content: KERNEL },
    ],
    commands: [
      "install -d -m 0755 /etc/straat /var/lib/straat",
      "install -d -m 0700 /var/lib/straat/documents /var/lib/straat/secret /var/lib/straat/ssh",
      "auditctl -s | grep -qx 'enabled 2' || augenrules --load",
      "systemctl restart auditd.service",
      "if command -v update-grub >/dev/null; then update-grub; fi",
    ],
    enabled: ["auditd.service"],
  };
}

/** From the next start on, what runs before auditd is recorded too. */
const KERNEL = `GRUB_CMDLINE_LINUX="$GRUB_CMDLINE_LINUX audit=1 audit_backlog_limit=8192"
`;
