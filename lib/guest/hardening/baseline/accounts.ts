import { type BaselineItem, command, file, item, type Measure, packages, TEMPLATE } from "./item";

const AUTH = "/etc/pam.d/common-auth";
const ACCOUNT = "/etc/pam.d/common-account";
const PASSWORD = "/etc/pam.d/common-password";

/**
 * Debian's own profile (names have no comma: debconf makes a list of them), without passwords that are empty. `no_pass_expiry`: who came in with a key is not shut out
 * because a password that the account does not have has become old; the account's own end date still holds.
 */
const UNIX = `Name: Unix authentication without empty passwords
Default: no
Priority: 256
Conflicts: unix
Auth-Type: Primary
Auth:
	[success=end default=ignore]	pam_unix.so try_first_pass
Auth-Initial:
	[success=end default=ignore]	pam_unix.so
Account-Type: Primary
Account:
	[success=end new_authtok_reqd=done default=ignore]	pam_unix.so no_pass_expiry
Account-Initial:
	[success=end new_authtok_reqd=done default=ignore]	pam_unix.so no_pass_expiry
Session-Type: Additional
Session:
	required	pam_unix.so
Session-Initial:
	required	pam_unix.so
Password-Type: Primary
Password:
	[success=end default=ignore]	pam_unix.so obscure use_authtok try_first_pass yescrypt
Password-Initial:
	[success=end default=ignore]	pam_unix.so obscure yescrypt
`;

/** After a wrong password (the module's second half); the first half refuses who is locked out. */
const FAILLOCK = `Name: Lock an account after failures
Default: no
Priority: 0
Auth-Type: Primary
Auth:
	[default=die]	pam_faillock.so authfail
`;

const FAILLOCK_FIRST = `Name: Refuse an account that is locked after failures
Default: no
Priority: 1024
Auth-Type: Primary
Auth:
	requisite	pam_faillock.so preauth
Account-Type: Primary
Account:
	required	pam_faillock.so
`;

const HISTORY = `Name: No password for a second time
Default: no
Priority: 1000
Password-Type: Primary
Password:
	requisite	pam_pwhistory.so remember=24 enforce_for_root try_first_pass use_authtok
`;

const FAILLOCK_CONF = `# Rendered.
deny = 5
unlock_time = 900
even_deny_root
root_unlock_time = 60
audit
silent
`;

const QUALITY = `# Rendered.
minlen = 14
difok = 2
minclass = 3
maxrepeat = 3
maxsequence = 3
dictcheck = 1
enforcing = 1
enforce_for_root
`;

const QUALITY_FILE = "/etc/security/pwquality.conf.d/straat.conf";
const FAILLOCK_FILE = "/etc/security/faillock.conf";
const PROFILES = "/usr/share/pam-configs";

/** No account has a password. This is for one that somebody sets all the same, at a console after a failure. */
const PAM: readonly Measure[] = [
  packages("libpam-pwquality"),
  file(`${PROFILES}/straat-unix`, UNIX),
  file(`${PROFILES}/straat-faillock`, FAILLOCK),
  file(`${PROFILES}/straat-faillock-first`, FAILLOCK_FIRST),
  file(`${PROFILES}/straat-history`, HISTORY),
  file(FAILLOCK_FILE, FAILLOCK_CONF),
  file(QUALITY_FILE, QUALITY),
  command(
    "DEBIAN_FRONTEND=noninteractive pam-auth-update --package --disable unix --enable straat-unix straat-faillock straat-faillock-first straat-history pwquality",
  ),
];

const pam = (id: string, title: string, check: string, level: 1 | 2 = 1): BaselineItem =>
  item(id, title, PAM, check, { level });
const quality = (id: string, title: string, key: string, value: number): BaselineItem =>
  pam(id, title, `setting ${QUALITY_FILE} ${key} ${value}`);
const unix = (kind: string, pattern: string) => `has_line ${kind} '[^#]*pam_unix[.]so${pattern}'`;
const defs = (
  id: string,
  title: string,
  key: string,
  value: string,
  check = "true",
  level: 1 | 2 = 1,
): BaselineItem =>
  item(id, title, { kind: "login.defs", key, value }, `setting /etc/login.defs ${key} ${value} && ${check}`, {
    level,
  });

const TMOUT = 900;

/** Sourced by every login shell, also twice. */
const PROFILE = `# Rendered.
umask 027
if [ -z "\${TMOUT-}" ]; then
  TMOUT=${TMOUT}
  readonly TMOUT
  export TMOUT
fi
`;

const PROFILE_FILE = file("/etc/profile.d/straat.sh", PROFILE);
const LOCK_ROOT = command("passwd --quiet --lock root");

/** Chapters 5.3 and 5.4: passwords that nobody has, and accounts that nobody uses. */
export const ACCOUNTS: readonly BaselineItem[] = [
  pam("5.3.1.1", "PAM is installed", "present libpam-runtime"),
  pam("5.3.1.2", "PAM's modules are installed", "present libpam-modules"),
  pam("5.3.1.3", "passwords can be judged", "present libpam-pwquality"),
  pam("5.3.2.1", "accounts are judged by their entries", `${unix(AUTH, ".*")} && ${unix(ACCOUNT, ".*")}`),
  pam(
    "5.3.2.2",
    "accounts are locked after failures",
    `has_line ${AUTH} '.*pam_faillock[.]so preauth' && has_line ${AUTH} '.*pam_faillock[.]so authfail' && has_line ${ACCOUNT} '.*pam_faillock[.]so'`,
  ),
  pam("5.3.2.3", "passwords are judged", `has_line ${PASSWORD} '.*pam_pwquality[.]so.*'`),
  pam("5.3.2.4", "passwords are remembered", `has_line ${PASSWORD} '.*pam_pwhistory[.]so.*'`),
  pam("5.3.3.1.1", "five failures lock", `setting ${FAILLOCK_FILE} deny 5`),
  pam("5.3.3.1.2", "for a quarter of an hour", `setting ${FAILLOCK_FILE} unlock_time 900`),
  pam(
    "5.3.3.1.3",
    "root too",
    `has_line ${FAILLOCK_FILE} even_deny_root && setting ${FAILLOCK_FILE} root_unlock_time 60`,
    2,
  ),
  quality("5.3.3.2.1", "a new password differs", "difok", 2),
  quality("5.3.3.2.2", "a password has fourteen characters", "minlen", 14),
  quality("5.3.3.2.3", "a password has characters of three kinds", "minclass", 3),
  quality("5.3.3.2.4", "a character comes three times in a row at most", "maxrepeat", 3),
  quality("5.3.3.2.5", "three characters in the order of the alphabet at most", "maxsequence", 3),
  quality("5.3.3.2.6", "a password is no word", "dictcheck", 1),
  quality("5.3.3.2.7", "a weak password is refused", "enforcing", 1),
  pam("5.3.3.2.8", "root's too", `has_line ${QUALITY_FILE} enforce_for_root`),
  pam(
    "5.3.3.3.1",
    "24 passwords are remembered",
    `has_line ${PASSWORD} '.*pam_pwhistory[.]so.* remember=24.*'`,
  ),
  pam("5.3.3.3.2", "root's too", `has_line ${PASSWORD} '.*pam_pwhistory[.]so.* enforce_for_root.*'`),
  pam(
    "5.3.3.3.3",
    "the password that was judged is the one that is remembered",
    `has_line ${PASSWORD} '.*pam_pwhistory[.]so.* use_authtok.*'`,
  ),
  pam(
    "5.3.3.4.1",
    "no account opens without a password",
    '! grep -Eqs "^[^#]*pam_unix[.]so.* nullok" "$root"/etc/pam.d/common-*',
  ),
  pam(
    "5.3.3.4.2",
    "pam_unix does not remember: another module does",
    '! grep -Eqs "^[^#]*pam_unix[.]so.* remember=" "$root"/etc/pam.d/common-*',
  ),
  pam("5.3.3.4.3", "passwords are kept by yescrypt", unix(PASSWORD, ".* yescrypt.*")),
  pam("5.3.3.4.4", "the password that was judged is the one that is set", unix(PASSWORD, ".* use_authtok.*")),

  // Of who has a password; an account without one has an end date instead, and would be shut out for nothing.
  defs(
    "5.4.1.1",
    "a password is a year old at most",
    "PASS_MAX_DAYS",
    "365",
    "shadow_without '$2 ~ /^[$]/ && ($5 == \"\" || $5 > 365) { print $1 }'",
  ),
  defs("5.4.1.2", "a password is a day old at least", "PASS_MIN_DAYS", "1", "true", 2),
  defs("5.4.1.3", "a week's warning before a password is too old", "PASS_WARN_AGE", "7"),
  defs("5.4.1.4", "passwords are kept by yescrypt", "ENCRYPT_METHOD", "YESCRYPT"),
  item(
    "5.4.1.5",
    "an account with an old password is shut after 45 days",
    command("useradd --defaults --inactive 45"),
    "setting /etc/default/useradd INACTIVE 45 && shadow_without '$2 ~ /^[$]/ && ($7 == \"\" || $7 > 45) { print $1 }'",
  ),
  item(
    "5.4.1.6",
    "no password was changed tomorrow",
    TEMPLATE,
    "shadow_without '$3 != \"\" && $3 > '\"$(($(date +%s) / 86400))\"' { print $1 }'",
  ),
  item(
    "5.4.2.1",
    "root alone is number 0",
    TEMPLATE,
    "passwd_without '$3 == 0 && $1 != \"root\" { print $1 }'",
  ),
  item(
    "5.4.2.2",
    "root alone has group 0",
    TEMPLATE,
    "passwd_without '$4 == 0 && $1 !~ /^(root|sync|shutdown|halt|operator)$/ { print $1 }'",
  ),
  item(
    "5.4.2.3",
    "the group root alone is number 0",
    TEMPLATE,
    "group_without '$3 == 0 && $1 != \"root\" { print $1 }'",
  ),
  item("5.4.2.4", "root has no password", LOCK_ROOT, "locked root"),
  item(
    "5.4.2.5",
    "root's commands come from folders of root's",
    {
      kind: "login.defs",
      key: "ENV_SUPATH",
      value: "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    },
    "root_path",
  ),
  item(
    "5.4.2.6",
    "what root makes is not everybody's",
    PROFILE_FILE,
    '! grep -Eqs "^[[:space:]]*umask[[:space:]]+0?[0-7]?[0-6][0-6]$" "$root/root/.profile" "$root/root/.bashrc" "$root/root/.bash_profile"',
  ),
  item(
    "5.4.2.7",
    "accounts of services have no shell",
    TEMPLATE,
    "passwd_without '($3 < 1000 || $3 == 65534) && $1 !~ /^(root|sync|shutdown|halt)$/ && $7 !~ /(nologin|false)$/ { print $1 }'",
  ),
  item("5.4.2.8", "accounts without a shell have no password", TEMPLATE, "shells_and_passwords"),
  item(
    "5.4.3.2",
    "a shell that nobody uses ends",
    PROFILE_FILE,
    `setting /etc/profile.d/straat.sh TMOUT ${TMOUT}`,
  ),
  item(
    "5.4.3.3",
    "what people make is not everybody's",
    [PROFILE_FILE, { kind: "login.defs", key: "UMASK", value: "027" }],
    "setting /etc/login.defs UMASK 027 && has_line /etc/profile.d/straat.sh 'umask 027'",
  ),
];
