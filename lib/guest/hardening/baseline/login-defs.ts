/** All that Debian 12's `/etc/login.defs` sets, and its values; items of the baseline replace some. */
const DEBIAN: Readonly<Record<string, string>> = {
  MAIL_DIR: "/var/mail",
  FAILLOG_ENAB: "yes",
  LOG_UNKFAIL_ENAB: "no",
  LOG_OK_LOGINS: "no",
  SYSLOG_SU_ENAB: "yes",
  SYSLOG_SG_ENAB: "yes",
  FTMP_FILE: "/var/log/btmp",
  SU_NAME: "su",
  HUSHLOGIN_FILE: ".hushlogin",
  ENV_SUPATH: "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  ENV_PATH: "PATH=/usr/local/bin:/usr/bin:/bin",
  TTYGROUP: "tty",
  TTYPERM: "0600",
  ERASECHAR: "0177",
  KILLCHAR: "025",
  UMASK: "022",
  PASS_MAX_DAYS: "99999",
  PASS_MIN_DAYS: "0",
  PASS_WARN_AGE: "7",
  UID_MIN: "1000",
  UID_MAX: "60000",
  GID_MIN: "1000",
  GID_MAX: "60000",
  LOGIN_RETRIES: "5",
  LOGIN_TIMEOUT: "60",
  CHFN_RESTRICT: "rwh",
  DEFAULT_HOME: "yes",
  USERGROUPS_ENAB: "yes",
  ENCRYPT_METHOD: "SHA512",
  NONEXISTENT: "/nonexistent",
  PREVENT_NO_AUTH: "superuser",
};

/** The whole file, so that it is the same on every server. */
export function loginDefs(settings: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ ...DEBIAN, ...settings }).map(([key, value]) => `${key}\t${value}`);
  return `# Rendered. A change made here is undone when the server is replaced.\n${lines.join("\n")}\n`;
}
