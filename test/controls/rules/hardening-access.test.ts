import { EDGE, REPOSITORY, WEB } from "../support/one-server";
import { describeRule } from "../support/rule-cases";

const SSHD = "/etc/ssh/sshd_config";
const SUDO = "/etc/sudoers.d/zz-straat";

/** Each setting of sshd, and a value that opens something. */
const WEAKER: readonly (readonly [string, string])[] = [
  ["AllowGroups straat-admins", "AllowGroups users"],
  ["PermitRootLogin no", "PermitRootLogin prohibit-password"],
  ["AuthenticationMethods publickey", "AuthenticationMethods any"],
  ["PubkeyAuthentication yes", "PubkeyAuthentication no"],
  ["PasswordAuthentication no", "PasswordAuthentication yes"],
  ["KbdInteractiveAuthentication no", "KbdInteractiveAuthentication yes"],
  ["PermitEmptyPasswords no", "PermitEmptyPasswords yes"],
  ["HostbasedAuthentication no", "HostbasedAuthentication yes"],
  ["IgnoreRhosts yes", "IgnoreRhosts no"],
  ["GSSAPIAuthentication no", "GSSAPIAuthentication yes"],
  ["KerberosAuthentication no", "KerberosAuthentication yes"],
  ["AuthorizedKeysFile /etc/ssh/straat/keys/%u", "AuthorizedKeysFile .ssh/authorized_keys"],
  ["AuthorizedKeysCommand none", "AuthorizedKeysCommand /usr/bin/keys"],
  ["TrustedUserCAKeys /etc/ssh/straat/authorities", "TrustedUserCAKeys /tmp/ca"],
  ["AuthorizedPrincipalsFile /etc/ssh/straat/principals/%u", "AuthorizedPrincipalsFile /tmp/%u"],
  ["PubkeyAuthOptions touch-required verify-required", "PubkeyAuthOptions none"],
  ["RequiredRSASize 3072", "RequiredRSASize 1024"],
  ["StrictModes yes", "StrictModes no"],
  ["UsePAM yes", "UsePAM no"],
  ["DisableForwarding yes", "DisableForwarding no"],
  ["AllowAgentForwarding no", "AllowAgentForwarding yes"],
  ["AllowTcpForwarding no", "AllowTcpForwarding local"],
  ["GatewayPorts no", "GatewayPorts yes"],
  ["PermitTunnel no", "PermitTunnel yes"],
  ["X11Forwarding no", "X11Forwarding yes"],
  ["PermitUserEnvironment no", "PermitUserEnvironment yes"],
  ["PermitUserRC no", "PermitUserRC yes"],
  ["AcceptEnv LANG LC_*", "AcceptEnv *"],
  ["LogLevel VERBOSE", "LogLevel QUIET"],
  ["Banner /etc/issue.net", "Banner none"],
  ["LoginGraceTime 30", "LoginGraceTime 0"],
  ["MaxAuthTries 4", "MaxAuthTries 20"],
  ["MaxStartups 10:30:60", "MaxStartups 100:30:600"],
  ["PerSourceMaxStartups 5", "PerSourceMaxStartups none"],
  ["MaxSessions 10", "MaxSessions 100"],
  ["ClientAliveInterval 60", "ClientAliveInterval 0"],
  ["ClientAliveCountMax 3", "ClientAliveCountMax 99"],
  ["Compression no", "Compression yes"],
];

describeRule("ssh-is-hardened", {
  judges: [WEB.id, EDGE.id, REPOSITORY.id],
  breaches: [
    ...WEAKER.flatMap(([line, other]) => [
      WEB.breach(`sshd says ${other}`, /says .* not /, WEB.file(SSHD, line, other)),
      WEB.breach(`sshd does not say ${line}`, /does not say/, WEB.withoutLine(SSHD, line)),
    ]),
    WEB.breach("a setting stands in front in small letters", /says .* twice/, (machine) =>
      machine.file(SSHD, (text) => `passwordauthentication yes\n${text}`),
    ),
    WEB.breach("some are let in otherwise", /Match User/, (machine) =>
      machine.file(SSHD, (text) => `${text}Match User tom\nPasswordAuthentication yes\n`),
    ),
    WEB.breach("another file is included", /Include/, (machine) =>
      machine.file(SSHD, (text) => `Include /etc/ssh/sshd_config.d/*.conf\n${text}`),
    ),
    WEB.breach("sshd says what no rule judges", /port, which no rule judges/, (machine) =>
      machine.file(SSHD, (text) => `${text}Port 2222\n`),
    ),
    WEB.breach("there is no configuration", /sshd_config is not there/, (machine) =>
      machine.file(SSHD, () => undefined),
    ),
  ],
  allows: [WEB.allows("fewer tries are given", WEB.file(SSHD, "MaxAuthTries 4", "MaxAuthTries 3"))],
});

describeRule("ssh-algorithms-are-strong", {
  judges: [WEB.id, EDGE.id],
  breaches: [
    WEB.breach(
      "a cipher has no sum of its own",
      /aes128-cbc among its Ciphers/,
      WEB.file(SSHD, "Ciphers ", "Ciphers aes128-cbc,"),
    ),
    WEB.breach("a sum is SHA-1", /hmac-sha1 among its MACs/, WEB.file(SSHD, "MACs ", "MACs hmac-sha1,")),
    WEB.breach(
      "keys sign with SHA-1",
      /ssh-rsa among its PubkeyAcceptedAlgorithms/,
      WEB.file(SSHD, "PubkeyAcceptedAlgorithms ", "PubkeyAcceptedAlgorithms ssh-rsa,"),
    ),
    WEB.breach(
      "the host shows a DSA key",
      /ssh-dss among its HostKeyAlgorithms/,
      WEB.file(SSHD, "HostKeyAlgorithms ", "HostKeyAlgorithms ssh-dss,"),
    ),
    WEB.breach(
      "authorities sign with RSA and SHA-256",
      /rsa-sha2-256 among its CASignatureAlgorithms/,
      WEB.file(SSHD, "CASignatureAlgorithms ", "CASignatureAlgorithms rsa-sha2-256,"),
    ),
    WEB.breach(
      "old groups are left among the defaults",
      /leaves diffie-hellman-\*/,
      WEB.file(SSHD, "KexAlgorithms -diffie-hellman-*,ecdh-*", "KexAlgorithms -ecdh-*"),
    ),
    WEB.breach(
      "an old group is named",
      /diffie-hellman-group14-sha1 among its KexAlgorithms/,
      WEB.file(SSHD, "KexAlgorithms -diffie-hellman-*,ecdh-*", "KexAlgorithms diffie-hellman-group14-sha1"),
    ),
    WEB.breach(
      "a list is added to the defaults",
      /among its Ciphers/,
      WEB.file(SSHD, "Ciphers ", "Ciphers +"),
    ),
    WEB.breach("no ciphers are named", /does not say Ciphers/, (machine) =>
      machine.file(SSHD, (text) => text.replace(/^Ciphers .*\n/m, "")),
    ),
  ],
  allows: [
    WEB.allows(
      "the best exchanges are named",
      WEB.file(
        SSHD,
        "KexAlgorithms -diffie-hellman-*,ecdh-*",
        "KexAlgorithms sntrup761x25519-sha512@openssh.com,curve25519-sha256",
      ),
    ),
  ],
});

describeRule("ssh-listens-to-the-vpn-only", {
  judges: [WEB.id, EDGE.id, REPOSITORY.id],
  breaches: [
    WEB.breach(
      "everybody is let in",
      /lets in \*@0\.0\.0\.0\/0/,
      WEB.file(SSHD, "AllowUsers ", "AllowUsers *@0.0.0.0/0 "),
    ),
    WEB.breach(
      "somebody is let in from anywhere",
      /lets in tom/,
      WEB.file(SSHD, "AllowUsers ", "AllowUsers tom "),
    ),
    WEB.breach(
      "the pool of its own site is left out",
      /does not let in \*@10\.99\.1\.0\/24/,
      WEB.file(SSHD, "*@10.99.1.0/24 ", ""),
    ),
    WEB.breach("nobody is named", /does not say AllowUsers/, (machine) =>
      machine.file(SSHD, (text) => text.replace(/^AllowUsers .*\n/m, "")),
    ),
  ],
});

const SUDO_LINES = [
  "env_reset",
  "use_pty",
  "!visiblepw",
  "log_allowed",
  "log_denied",
  "log_output",
  'logfile="/var/log/sudo.log"',
  "syslog=authpriv",
  "timestamp_timeout=5",
  "!log_input",
  "ignore_iolog_errors",
];

describeRule("sudo-is-logged", {
  judges: [WEB.id, EDGE.id],
  breaches: [
    ...SUDO_LINES.map((line) =>
      WEB.breach(`sudo does not have ${line}`, /sudo/, WEB.withoutLine(SUDO, `Defaults ${line}`)),
    ),
    WEB.breach("somebody is not asked", /sudo says Defaults !authenticate/, (machine) =>
      machine.file(SUDO, (text) => `${text}Defaults !authenticate\n`),
    ),
    WEB.breach("somebody may do anything", /lets somebody in by|sudo says/, (machine) =>
      machine.file(SUDO, (text) => `${text}tom ALL=(ALL) NOPASSWD: ALL\n`),
    ),
    WEB.breach("answers of a command are not recorded", /does not record what \/usr\/bin\/psql/, (machine) =>
      machine.file(SUDO, (text) => `${text}Defaults!/usr/bin/psql !log_output\n`),
    ),
    WEB.breach(
      "playing back is recorded, which is played back",
      /records what \/usr\/bin\/sudoreplay answers/,
      WEB.withoutLine(SUDO, "Defaults!/usr/bin/sudoreplay !log_output"),
    ),
    WEB.breach(
      "the log of commands ends too soon",
      /kept 28 days/,
      WEB.file("/etc/logrotate.d/straat-sudo", "rotate 27", "rotate 4"),
    ),
    WEB.breach("the log of commands is never turned over", /logrotate\.d/, (machine) =>
      machine.file("/etc/logrotate.d/straat-sudo", () => undefined),
    ),
    WEB.breach("answers to a person are not recorded", /sudo says Defaults:tom !log_output/, (machine) =>
      machine.file(SUDO, (text) => `${text}Defaults:tom !log_output\n`),
    ),
    WEB.breach(
      "somebody is remembered for hours",
      /more than a quarter/,
      WEB.file(SUDO, "timestamp_timeout=5", "timestamp_timeout=480"),
    ),
    WEB.breach(
      "somebody is remembered for ever",
      /more than a quarter/,
      WEB.file(SUDO, "timestamp_timeout=5", "timestamp_timeout=-1"),
    ),
    WEB.breach(
      "answers are kept a month",
      /kept 30 days, and 183/,
      WEB.file("/etc/tmpfiles.d/straat-sudo.conf", "183d", "30d"),
    ),
    WEB.breach(
      "it is not said how long answers are kept",
      /how long sudo's record is kept/,
      WEB.file("/etc/tmpfiles.d/straat-sudo.conf", " 183d", " -"),
    ),
  ],
  allows: [
    WEB.allows("sudo asks anew each time", WEB.file(SUDO, "timestamp_timeout=5", "timestamp_timeout=0")),
  ],
});

const RULES = "/etc/audit/rules.d/straat.rules";

describeRule("audit-sees-what-matters", {
  judges: [WEB.id, EDGE.id, REPOSITORY.id],
  breaches: [
    ...[
      "-w /etc/shadow -p wa -k identity",
      "-w /etc/sudoers.d -p wa -k sudo",
      "-w /var/lib/straat/secret -p wa -k straat",
      "-a always,exit -F arch=b32 -S execve,execveat -F auid>=1000 -F auid!=unset -k command",
      "-a always,exit -F path=/usr/bin/su -F perm=x -F auid>=1000 -F auid!=unset -k privileged",
      "-a always,exit -F dir=/var/log/audit -F perm=r -F auid>=1000 -F auid!=unset -k audit",
    ].map((line) => WEB.breach(`there is no ${line}`, /has no line/, WEB.withoutLine(RULES, line))),
    WEB.breach(
      "only some changes are recorded",
      /has no line/,
      WEB.file(RULES, "-w /etc/ssh -p wa", "-w /etc/ssh -p a"),
    ),
    WEB.breach("root may change the rules", /does not end with -e 2/, WEB.withoutLine(RULES, "-e 2")),
    WEB.breach("the rules are open until the next line", /does not end with -e 2/, (machine) =>
      machine.file(RULES, (text) => `${text}-D\n`),
    ),
    WEB.breach("a server stops when it cannot audit", /says -f 2/, WEB.file(RULES, "-f 1\n", "-f 2\n")),
    WEB.breach("the kernel keeps a few records", /says -b 64/, WEB.file(RULES, "-b 8192", "-b 64")),
    WEB.breach(
      "who logged in can be changed",
      /--loginuid-immutable/,
      WEB.withoutLine(RULES, "--loginuid-immutable"),
    ),
    WEB.breach("somebody is left out", /keeps something out/, (machine) =>
      machine.file(RULES, (text) => text.replace("-e 2\n", "-a never,user -F auid=1001\n-e 2\n")),
    ),
  ],
});

const AUDITD = "/etc/audit/auditd.conf";

describeRule("audit-is-kept", {
  judges: [WEB.id, EDGE.id],
  breaches: [
    WEB.breach(
      "records are not written",
      /says write_logs no/,
      WEB.file(AUDITD, "write_logs = yes", "write_logs = no"),
    ),
    WEB.breach(
      "one small file is kept",
      /says max_log_file 1/,
      WEB.file(AUDITD, "max_log_file = 32", "max_log_file = 1"),
    ),
    WEB.breach("a single file is kept", /says num_logs 1/, WEB.file(AUDITD, "num_logs = 10", "num_logs = 1")),
    WEB.breach(
      "old records are ignored away",
      /max_log_file_action IGNORE/,
      WEB.file(AUDITD, "max_log_file_action = ROTATE", "max_log_file_action = IGNORE"),
    ),
    WEB.breach(
      "a full disk stops the server",
      /disk_full_action HALT/,
      WEB.file(AUDITD, "disk_full_action = ROTATE", "disk_full_action = HALT"),
    ),
    WEB.breach(
      "a full queue is told nobody",
      /overflow_action IGNORE/,
      WEB.file(AUDITD, "overflow_action = SYSLOG", "overflow_action = IGNORE"),
    ),
    WEB.breach(
      "records have no names",
      /log_format RAW/,
      WEB.file(AUDITD, "log_format = ENRICHED", "log_format = RAW"),
    ),
    WEB.breach(
      "records of the server itself are left out",
      /does not say local_events/,
      WEB.withoutLine(AUDITD, "local_events = yes"),
    ),
  ],
});
