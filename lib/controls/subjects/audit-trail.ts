/** What the audit has to see (B-13, V-01, CIS 6.2.3), as lines of auditd's rules. */

const PEOPLE = "-F auid>=1000 -F auid!=unset";

/** Paths of which every change is recorded, by the key under which it is found. */
const WATCHED: Readonly<Record<string, string>> = {
  identity:
    "/etc/passwd /etc/group /etc/shadow /etc/gshadow /etc/security/opasswd /etc/nsswitch.conf /etc/pam.conf /etc/pam.d",
  sudo: "/etc/sudoers /etc/sudoers.d /var/log/sudo.log",
  ssh: "/etc/ssh",
  firewall: "/etc/nftables.conf /etc/keepalived /etc/conntrackd",
  vpn: "/etc/wireguard",
  straat:
    "/etc/straat /usr/local/lib/straat /var/lib/straat/documents /var/lib/straat/secret /var/lib/straat/ssh",
  network: "/etc/hosts /etc/hostname /etc/netplan /etc/network /etc/sysctl.conf /etc/sysctl.d",
  unit: "/etc/systemd /etc/crontab /etc/cron.d /var/spool/cron",
  software: "/etc/apt /etc/apparmor.d /usr/share/keyrings",
  session: "/run/utmp /var/log/wtmp /var/log/btmp /var/log/lastlog",
  time: "/etc/localtime",
  audit: "/etc/audit",
};

/** Calls of the kernel that are recorded, by both of its doors. */
const CALLS: readonly string[] = [
  `-S execve,execveat ${PEOPLE} -k command`,
  `-S mount,umount2 ${PEOPLE} -k mount`,
  `-S unlink,unlinkat,rename,renameat,renameat2 ${PEOPLE} -k delete`,
  `-S chmod,fchmod,fchmodat ${PEOPLE} -k permission`,
  `-S chown,fchown,lchown,fchownat ${PEOPLE} -k permission`,
  `-S setxattr,lsetxattr,fsetxattr,removexattr,lremovexattr,fremovexattr ${PEOPLE} -k permission`,
  `-S creat,open,openat,truncate,ftruncate -F exit=-EACCES ${PEOPLE} -k access`,
  `-S creat,open,openat,truncate,ftruncate -F exit=-EPERM ${PEOPLE} -k access`,
  "-S init_module,finit_module,delete_module -k module",
  "-S adjtimex,settimeofday -k time",
  "-S clock_settime -F a0=0x0 -k time",
  "-S sethostname,setdomainname -k network",
];

/** Programs that run as root whoever calls them. */
const PRIVILEGED =
  "chage chfn chsh crontab expiry gpasswd mount newgrp passwd su sudo umount ssh-agent chacl setfacl";

const bothDoors = (rule: string) => ["b64", "b32"].map((arch) => `-a always,exit -F arch=${arch} ${rule}`);

export const AUDIT_RULES: readonly string[] = [
  ...Object.entries(WATCHED).flatMap(([key, paths]) =>
    paths.split(" ").map((path) => `-w ${path} -p wa -k ${key}`),
  ),
  ...CALLS.flatMap(bothDoors),
  ...PRIVILEGED.split(" ").map(
    (name) => `-a always,exit -F path=/usr/bin/${name} -F perm=x ${PEOPLE} -k privileged`,
  ),
  `-a always,exit -F dir=/var/log/audit -F perm=r ${PEOPLE} -k audit`,
];

/** What is left out: the program that sets the clock, which would say so all day. */
const CLOCKS = ["/usr/sbin/chronyd", "/usr/lib/systemd/systemd-timesyncd"];
export const AUDIT_EXCEPTIONS: readonly string[] = CLOCKS.flatMap((exe) =>
  ["b64", "b32"].map(
    (arch) => `-a never,exit -F arch=${arch} -S adjtimex,clock_settime,settimeofday -F exe=${exe}`,
  ),
);
