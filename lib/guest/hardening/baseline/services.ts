import { type BaselineItem, closed, file, item, packages, part, removed, without } from "./item";

const allowed = (id: string, program: "cron" | "at"): BaselineItem =>
  item(
    id,
    `only root uses ${program}`,
    [
      file(`/etc/${program}.allow`, "root\n", "0640"),
      { kind: "command", command: `rm -f /etc/${program}.deny` },
    ],
    `access /etc/${program}.allow 0640 root:root && has_line /etc/${program}.allow root && [ ! -e "$root/etc/${program}.deny" ]`,
  );

const CRON = ["hourly", "daily", "weekly", "monthly"] as const;

/** Chapter 2: what does not run here, who keeps the time, who may plan tasks. */
export const SERVICES: readonly BaselineItem[] = [
  without("2.1.1", "no automatic mounts", "autofs"),
  without("2.1.2", "nothing that looks for its neighbours", "avahi-daemon"),
  without("2.1.3", "no DHCP server", "isc-dhcp-server", "kea-dhcp4-server", "kea-dhcp6-server"),
  without("2.1.4", "no name server", "bind9"),
  without("2.1.5", "no dnsmasq", "dnsmasq"),
  without("2.1.6", "no FTP server", "vsftpd", "proftpd-core", "pure-ftpd"),
  without("2.1.7", "no LDAP server", "slapd"),
  without("2.1.8", "no server for mail boxes", "dovecot-imapd", "dovecot-pop3d"),
  without("2.1.9", "no network file system is served", "nfs-kernel-server"),
  without("2.1.10", "no NIS server", "ypserv"),
  without("2.1.11", "no printers", "cups", "cups-daemon"),
  without("2.1.12", "no rpcbind", "rpcbind"),
  // As a program it is of use; as a service it would be another way in.
  item(
    "2.1.13",
    "rsync is no service",
    { kind: "masked", units: ["rsync.service"] },
    "not_running rsync.service",
  ),
  without("2.1.14", "no Samba", "samba"),
  without("2.1.15", "no SNMP", "snmpd"),
  without("2.1.16", "no TFTP server", "tftpd-hpa", "atftpd"),
  without("2.1.17", "no web proxy", "squid"),
  {
    ...without("2.1.18", "no web server", "nginx-common", "apache2", "lighttpd"),
    exceptions: [
      {
        roles: ["web"],
        reason: "it is what a web server is for; see lib/guest/software/web.ts",
        promise: "V-10",
      },
      {
        roles: ["backup-repository"],
        reason: "nginx is who lets servers in by their certificate; see lib/guest/backup/backup-front.ts",
        promise: "B-16",
      },
    ],
  },
  without("2.1.19", "no server that starts others", "xinetd", "openbsd-inetd", "inetutils-inetd"),
  item(
    "2.1.21",
    "no mail is taken from other servers",
    removed("exim4-daemon-light", "exim4-daemon-heavy", "postfix", "sendmail-bin"),
    "no_listener 25 465 587",
  ),
  item("2.1.22", "what listens is reachable only as declared", part("firewall"), "wall input"),

  without("2.2.1", "no NIS client", "nis", "ypbind-mt"),
  without("2.2.2", "no rsh", "rsh-client", "rsh-redone-client"),
  without("2.2.3", "no talk", "talk", "talkd", "inetutils-talk"),
  without("2.2.4", "no telnet", "telnet", "inetutils-telnet"),
  without("2.2.5", "no LDAP client", "ldap-utils"),
  without("2.2.6", "no FTP client", "ftp", "tnftp", "inetutils-ftp"),

  item(
    "2.3.1.1",
    "one program keeps the time",
    part("time-sync"),
    "not_running systemd-timesyncd.service && not_running ntpsec.service && present chrony",
  ),
  item(
    "2.3.3.1",
    "chrony asks the site's time servers only",
    part("time-sync"),
    'grep -Eq "^server " "$root/etc/chrony/chrony.conf" && ! grep -Eq "^(pool|peer|confdir|sourcedir|include)" "$root/etc/chrony/chrony.conf"',
  ),
  item(
    "2.3.3.2",
    "chrony is not root",
    part("time-sync"),
    "ps -C chronyd -o user= | grep -q . && ! ps -C chronyd -o user= | grep -qx root",
  ),
  item(
    "2.3.3.3",
    "chrony runs",
    part("time-sync"),
    "unit chrony.service enabled && unit chrony.service active",
  ),

  item(
    "2.4.1.1",
    "cron runs",
    [packages("cron"), { kind: "enabled", units: ["cron.service"] }],
    "unit cron.service enabled && unit cron.service active",
  ),
  closed("2.4.1.2", "only root reads the table of cron", "0600", "root:root", ["/etc/crontab"]),
  ...CRON.map((often, at) =>
    closed(`2.4.1.${at + 3}`, `only root reads what cron does ${often}`, "0700", "root:root", [
      `/etc/cron.${often}`,
    ]),
  ),
  closed("2.4.1.7", "only root reads the tables of packages", "0700", "root:root", ["/etc/cron.d"]),
  allowed("2.4.1.8", "cron"),
  allowed("2.4.2.1", "at"),
];
