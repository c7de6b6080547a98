import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { type Files, textIn } from "../../subjects/frozen";
import { forFiles } from "../../subjects/served-files";
import { ASSIGNED, SPACED, settingsIn, type Wanted, wrongSettings } from "../../subjects/settings";
import { stepsOf } from "../../subjects/units";

const LOGIN = "/etc/login.defs";
const LOCKING = "/etc/security/faillock.conf";
const QUALITY = "/etc/security/pwquality.conf.d/straat.conf";
const PROFILES = "/usr/share/pam-configs";

/** CIS 5.3 and 5.4.1, file by file. */
const OF_LOGIN: Readonly<Record<string, Wanted>> = {
  PASS_MAX_DAYS: { from: 1, to: 365 },
  PASS_MIN_DAYS: { from: 1, to: 365 },
  PASS_WARN_AGE: { from: 7, to: 365 },
  ENCRYPT_METHOD: "YESCRYPT",
  UMASK: /^0?[0-7]?[2367]7$/,
  HOME_MODE: "0700",
  FAILLOG_ENAB: "yes",
  SYSLOG_SU_ENAB: "yes",
  ENV_SUPATH: "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LOGIN_RETRIES: { from: 1, to: 5 },
};
const OF_LOCKING: Readonly<Record<string, Wanted>> = {
  deny: { from: 1, to: 5 },
  unlock_time: { from: 900, to: Number.POSITIVE_INFINITY },
  even_deny_root: "",
  root_unlock_time: { from: 60, to: Number.POSITIVE_INFINITY },
  audit: "",
  // Who tries names is not told which of them are there.
  silent: "",
};
const OF_QUALITY: Readonly<Record<string, Wanted>> = {
  minlen: { from: 14, to: 256 },
  difok: { from: 2, to: 256 },
  minclass: { from: 3, to: 4 },
  maxrepeat: { from: 1, to: 3 },
  maxsequence: { from: 1, to: 3 },
  dictcheck: "1",
  enforcing: "1",
  enforce_for_root: "",
};

/** What PAM is told, by the profile that says it. */
const MODULES: Readonly<Record<string, readonly RegExp[]>> = {
  "straat-unix": [/pam_unix\.so .*\buse_authtok\b.*\byescrypt\b/],
  "straat-faillock": [/\[default=die\]\s+pam_faillock\.so authfail/],
  "straat-faillock-first": [/requisite\s+pam_faillock\.so preauth/, /required\s+pam_faillock\.so\n/],
  "straat-history": [
    /requisite\s+pam_pwhistory\.so remember=(2[4-9]|[3-9]\d) enforce_for_root .*\buse_authtok\b/,
  ],
};
const TAKEN_INTO_USE =
  "pam-auth-update --package --disable unix --enable straat-unix straat-faillock straat-faillock-first straat-history pwquality";

/** H-22: no account has a password; should somebody set one at a console, it is a good one, and is not tried for long. */
export const passwordsAreStrong = stackRule({
  id: "passwords-are-strong",
  info: "a password that somebody sets all the same is long, kept well, and locks after five wrong ones",
  explanation:
    "After a failure somebody gives an account a password at the console, and forgets it there. A short one, or one that can be tried for ever, is then the weakest way in.",
  remedy: "leave login.defs, faillock, pwquality and PAM's profiles to the library",
  promises: ["H-22", "V-08"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: Machine.in,
  judge: forFiles((files) => [
    ...wrongSettings(LOGIN, settingsIn(files, LOGIN, SPACED), OF_LOGIN),
    ...wrongSettings(LOCKING, settingsIn(files, LOCKING, ASSIGNED), OF_LOCKING),
    ...wrongSettings(QUALITY, settingsIn(files, QUALITY, ASSIGNED), OF_QUALITY),
    ...wrongModules(files),
    ...wrongSteps(stepsOf(files)),
  ]),
});

function wrongModules(files: Files): readonly string[] {
  return Object.entries(MODULES).flatMap(([name, forms]) => {
    const path = `${PROFILES}/${name}`;
    const text = textIn(files, path);
    const missing = forms
      .filter((form) => !form.test(text))
      .map((form) => `${path} says nothing like ${form.source}`);
    return /\bnullok\b/.test(text) ? [...missing, `${path} lets an empty password in`] : missing;
  });
}

function wrongSteps(steps: readonly string[]): readonly string[] {
  return [
    ...(steps.some((step) => step.includes(TAKEN_INTO_USE))
      ? []
      : ["the first boot does not take PAM's profiles into use"]),
    ...(steps.includes("passwd --quiet --lock root") ? [] : ["the first boot does not lock root"]),
    ...(steps.includes("useradd --defaults --inactive 45")
      ? []
      : ["an account with an old password is never shut"]),
  ];
}
