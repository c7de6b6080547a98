import { FIGURES } from "../../../model/promises";
import { SSHD_CONFIG } from "../../guest/sshd-config";
import { ERROR_EVERYWHERE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { forFiles } from "../../subjects/served-files";
import { type Wanted, wrongSettings } from "../../subjects/settings";
import { sshdSettings } from "../../subjects/ssh-config";

/** CIS 5.1, V-08: each with what it has to be. What is left out would be sshd's default, which changes by version. */
const WANTED: Readonly<Record<string, Wanted>> = {
  AllowGroups: "straat-admins",
  PermitRootLogin: "no",
  AuthenticationMethods: "publickey",
  PubkeyAuthentication: "yes",
  PasswordAuthentication: "no",
  KbdInteractiveAuthentication: "no",
  PermitEmptyPasswords: "no",
  HostbasedAuthentication: "no",
  IgnoreRhosts: "yes",
  GSSAPIAuthentication: "no",
  KerberosAuthentication: "no",
  // Root's, and never in a home, where somebody could add a key of their own.
  AuthorizedKeysFile: "/etc/ssh/straat/keys/%u",
  AuthorizedKeysCommand: "none",
  TrustedUserCAKeys: "/etc/ssh/straat/authorities",
  AuthorizedPrincipalsFile: "/etc/ssh/straat/principals/%u",
  AuthorizedPrincipalsCommand: "none",
  PubkeyAuthOptions: "touch-required verify-required",
  RequiredRSASize: { from: FIGURES.sshRsaBits, to: 16_384 },
  StrictModes: "yes",
  UsePAM: "yes",
  HostKey: "/var/lib/straat/secret/ssh_host_ed25519_key",
  DisableForwarding: "yes",
  AllowAgentForwarding: "no",
  AllowStreamLocalForwarding: "no",
  AllowTcpForwarding: "no",
  GatewayPorts: "no",
  PermitTunnel: "no",
  X11Forwarding: "no",
  PermitUserEnvironment: "no",
  PermitUserRC: "no",
  AcceptEnv: "LANG LC_*",
  Subsystem: "sftp internal-sftp -f AUTH -l INFO",
  LogLevel: "VERBOSE",
  Banner: "/etc/issue.net",
  DebianBanner: "no",
  VersionAddendum: "none",
  LoginGraceTime: { from: 1, to: 60 },
  MaxAuthTries: { from: 1, to: 4 },
  MaxStartups: /^([1-9]|10):30:([1-9]|[1-5]\d|60)$/,
  PerSourceMaxStartups: { from: 1, to: 10 },
  MaxSessions: { from: 1, to: 10 },
  ClientAliveInterval: { from: 1, to: 300 },
  ClientAliveCountMax: { from: 1, to: 3 },
  Compression: "no",
};

/** Which other rules judge, or which open nothing. */
const JUDGED_ELSEWHERE = [
  ...["AllowUsers", "KexAlgorithms", "Ciphers", "MACs", "HostKeyAlgorithms", "PubkeyAcceptedAlgorithms"],
  ...["CASignatureAlgorithms", "PrintMotd", "UseDNS", "TCPKeepAlive"],
];

const LOWERED = Object.fromEntries(
  Object.entries(WANTED).map(([name, value]) => [name.toLowerCase(), value]),
);
const KNOWN = new Set([...Object.keys(LOWERED), ...JUDGED_ELSEWHERE.map((name) => name.toLowerCase())]);

/** V-08, H-17, H-22: a key of a named administrator opens a shell, and nothing else opens anything. */
export const sshIsHardened = stackRule({
  id: "ssh-is-hardened",
  info: "sshd takes keys of named administrators only, passes nothing on, and tells who came",
  explanation:
    "A password can be guessed, a key in somebody's home added by whoever is there, a tunnel led around the firewall. Each of them makes an administrator's way in a stranger's.",
  remedy: "leave sshd_config to the library; an exception of CIS 5.1 is decided in the baseline, for a role",
  promises: ["V-08", "H-17", "H-22", "V-03"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "it is the one way in for administrators, and for whoever pretends to be one" },
  subjects: Machine.in,
  judge: forFiles((files) => {
    const found = sshdSettings(files);
    const beside = [...files.keys()].filter((path) => path.startsWith("/etc/ssh/sshd_config.d/"));
    return [
      ...wrongSettings(SSHD_CONFIG, found, LOWERED),
      ...[...found.keys()]
        .filter((keyword) => !KNOWN.has(keyword))
        .map((keyword) => `${SSHD_CONFIG} says ${keyword}, which no rule judges`),
      ...beside.map((path) => `${path} is more of sshd's configuration`),
    ];
  }),
});
