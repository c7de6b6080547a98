import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { userDataOf } from "../../subjects/cloud-data";

/** What every server has, and what it is for. */
const NEEDED: Readonly<Record<string, string>> = {
  aide: "nothing would see changed files",
  apparmor: "no program would be confined",
  "apparmor-utils": "nobody could see which programs are confined",
  auditd: "nobody would know who did what",
  chrony: "nothing would set the clock",
  conntrack: "connections that are closed would go on",
  "libpam-pwquality": "any password would do",
  logrotate: "logs would fill the disk",
  needrestart: "services would go on with what was patched",
  nftables: "there would be no firewall",
  "openssh-server": "no administrator could come in",
  "prometheus-node-exporter": "nobody would see how it does",
  rsyslog: "logs would stay where they are made",
  "rsyslog-relp": "logs could get lost on their way",
  sudo: "administrators would have to be root",
  "unattended-upgrades": "nothing would be patched",
};

/** CIS 2.1, 2.2, 4.1: services and clients that are ways in or out, and have better ones in their place. */
const REFUSED: ReadonlySet<string> = new Set(
  `apport atftpd autofs avahi-daemon bind9 bluez cups cups-daemon dnsmasq dovecot-imapd dovecot-pop3d
  exim4-daemon-heavy exim4-daemon-light firewalld ftp inetutils-ftp inetutils-inetd inetutils-talk inetutils-telnet
  iptables-persistent isc-dhcp-server kea-dhcp4-server kea-dhcp6-server ldap-utils nfs-kernel-server nis openbsd-inetd
  postfix prelink proftpd-core pure-ftpd rpcbind rsh-client rsh-redone-client samba sendmail-bin slapd snmpd squid talk
  talkd telnet telnetd tftpd-hpa tnftp ufw vsftpd xinetd ypbind-mt ypserv xserver-xorg x11vnc tigervnc-standalone-server
  xrdp netcat-openbsd netcat-traditional nmap docker.io`.split(/\s+/),
);

/** H-22: what is on a server is what its baseline needs and what it is for. */
export const firstBootInstallsTheBaseline = stackRule({
  id: "first-boot-installs-the-baseline",
  info: "a first boot installs what the baseline needs, and none of what it refuses",
  explanation:
    "Settings of a program that is not there do nothing. A program nobody needs is one more to be patched, and may listen.",
  remedy: "leave the list of packages to the library's parts",
  promises: ["H-22", "I-08"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: Machine.in,
  judge(machine) {
    const packages = userDataOf(machine).texts("packages");
    const missing = Object.entries(NEEDED).filter(([name]) => !packages.includes(name));
    return [
      ...missing.map(([name, without]) => `it does not install ${name}: ${without}`),
      ...packages
        .filter((name) => REFUSED.has(name))
        .map((name) => `it installs ${name}, which no server needs`),
      ...packages
        .filter((name) => !/^[a-z0-9][a-z0-9.+-]+$/.test(name))
        .map((name) => `it installs ${name}, which is no package's name`),
    ];
  },
});
