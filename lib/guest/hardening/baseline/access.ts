import { type BaselineItem, command, file, item, part } from "./item";

const ssh = (id: string, title: string, check: string, level: 1 | 2 = 1): BaselineItem =>
  item(id, title, part("ssh"), check, { level });
const sudo = (id: string, title: string, check: string): BaselineItem => item(id, title, part("sudo"), check);

/** `su` is for the members of a group that has none: administrators have sudo, which says who did what. */
const NOBODY = "straat-su";
const SU = `#%PAM-1.0
# Rendered. Root may become anybody; nobody becomes root this way.
auth       sufficient pam_rootok.so
auth       required   pam_wheel.so use_uid group=${NOBODY}
session    required   pam_env.so readenv=1
session    required   pam_env.so readenv=1 envfile=/etc/default/locale
session    optional   pam_mail.so nopen
session    required   pam_limits.so
@include common-auth
@include common-account
@include common-session
`;

/** Chapters 5.1 and 5.2, which the parts `ssh` and `sudo` realise: here is what proves that they hold. */
export const ACCESS: readonly BaselineItem[] = [
  ssh(
    "5.1.1",
    "only root reads sshd's configuration",
    "access /etc/ssh/sshd_config 0600 root:root && access_if_there '/etc/ssh/sshd_config.d/*' 0600 root:root",
  ),
  ssh("5.1.2", "only root reads the host's keys", "host_keys '' 0600"),
  ssh("5.1.3", "only root writes the host's public keys", "host_keys .pub 0644"),
  ssh(
    "5.1.4",
    "only named administrators come in",
    "sshd_says allowgroups '.+' && sshd_says allowusers '.+'",
  ),
  ssh("5.1.5", "sshd shows the banner", "sshd_says banner /etc/issue.net"),
  ssh(
    "5.1.6",
    "sshd has strong ciphers only",
    "sshd_without ciphers 'cbc|3des|arcfour|blowfish|cast|rijndael|^aes(128|192|256)-ctr$'",
  ),
  ssh(
    "5.1.7",
    "sshd notices who is gone",
    "sshd_between clientaliveinterval 1 900 && sshd_between clientalivecountmax 1 15",
  ),
  {
    ...ssh("5.1.8", "sshd is no way through", "sshd_says disableforwarding yes", 2),
    exceptions: [
      {
        roles: ["bastion"],
        reason:
          "administrators go through it to other servers (ProxyJump): AllowTcpForwarding local, all else off",
        promise: "PROMISES 2",
      },
    ],
  },
  ssh("5.1.9", "sshd takes no GSSAPI", "sshd_says gssapiauthentication no", 2),
  ssh("5.1.10", "sshd does not trust hosts", "sshd_says hostbasedauthentication no"),
  ssh("5.1.11", "sshd reads no rhosts", "sshd_says ignorerhosts yes"),
  ssh("5.1.12", "sshd has strong key exchanges only", "sshd_without kexalgorithms 'sha1$|group1-|group14-'"),
  ssh("5.1.13", "who does not log in within a minute is gone", "sshd_between logingracetime 1 60"),
  ssh("5.1.14", "sshd logs which key opened a session", "sshd_says loglevel 'VERBOSE|INFO'"),
  ssh(
    "5.1.15",
    "sshd has strong sums only",
    "sshd_without macs 'md5|sha1|umac-64|ripemd|^hmac-sha2-(256|512)$'",
  ),
  ssh("5.1.16", "four tries for a connection", "sshd_between maxauthtries 1 4"),
  ssh("5.1.17", "ten sessions for a connection", "sshd_between maxsessions 1 10"),
  ssh("5.1.18", "not everybody tries at once", "sshd_says maxstartups '([1-9]|10):30:([1-9]|[1-5][0-9]|60)'"),
  ssh("5.1.19", "no empty passwords", "sshd_says permitemptypasswords no"),
  ssh("5.1.20", "root does not log in", "sshd_says permitrootlogin no"),
  ssh("5.1.21", "nobody sets the environment before the shell", "sshd_says permituserenvironment no"),
  ssh("5.1.22", "sshd asks PAM who may", "sshd_says usepam yes"),

  sudo("5.2.1", "sudo is installed", "present sudo"),
  sudo("5.2.2", "a command of sudo has a terminal of its own", "sudo_has 'Defaults[[:space:]]+use_pty'"),
  sudo("5.2.3", "sudo writes down each command", "sudo_has 'Defaults[[:space:]]+logfile=.+'"),
  {
    ...item("5.2.4", "sudo asks for a password", [], "false", { level: 2 }),
    exceptions: [
      {
        reason: "accounts have no password; the second factor is the touch and PIN of the key",
        promise: "PROMISES 2",
      },
    ],
  },
  sudo("5.2.5", "nobody is let off asking for all commands", "! sudo_has '[^#]*!authenticate.*' >/dev/null"),
  sudo(
    "5.2.6",
    "sudo forgets after a quarter of an hour",
    "sudo_has 'Defaults[[:space:]]+timestamp_timeout=([0-9]|1[0-5])'",
  ),
  item(
    "5.2.7",
    "nobody becomes root with su",
    [file("/etc/pam.d/su", SU), command(`getent group ${NOBODY} >/dev/null || groupadd --system ${NOBODY}`)],
    `has_line /etc/pam.d/su 'auth +required +pam_wheel.so use_uid group=${NOBODY}' && group_without '$1 == "${NOBODY}" && $4 != ""'`,
  ),
];
