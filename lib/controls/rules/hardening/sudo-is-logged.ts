import { FIGURES } from "../../../model/promises";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { filesUnder, textIn } from "../../subjects/frozen";
import { forFiles } from "../../subjects/served-files";
import { wordsOf } from "../../subjects/settings";
import { SUDO_SETTINGS, sudoLogDays, sudoOutputDays } from "../../subjects/sudo-log";

/** How sudo has to behave (CIS 5.2), each as a line of its own. */
const WANTED: readonly string[] = [
  "env_reset",
  'secure_path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"',
  "use_pty",
  "!visiblepw",
  "syslog=authpriv",
  "log_allowed",
  "log_denied",
  "log_exit_status",
  'logfile="/var/log/sudo.log"',
  "log_output",
  // What somebody types is also their passwords.
  "!log_input",
  // A full disk would keep those out who come to make room; the answer is then in the log alone.
  "ignore_iolog_errors",
  'iolog_dir="/var/log/sudo-io/%{user}"',
];

/** Commands whose answer is left out: playing back would record the recording, and a restart ends it. */
const SILENT: readonly string[] = ["/usr/bin/sudoreplay", "/usr/sbin/reboot", "/usr/sbin/shutdown"];

/** What would let somebody off being asked, recorded or cleaned. */
const LOOSE =
  /^Defaults.*(!(authenticate|use_pty|env_reset|log_allowed|log_denied|syslog|logfile)\b|setenv\b|env_keep|!secure_path)|NOPASSWD|NOEXEC:|NOLOG|SETENV:/;

/** B-13, V-01, H-16: what administrators do as root is written down, with the answer. */
export const sudoIsLogged = stackRule({
  id: "sudo-is-logged",
  info: `sudo records who did what with which answer, and keeps answers ${FIGURES.logRetentionDays} days`,
  explanation:
    "Administrators are the few who may do anything. What they did with clients' data is told by this record alone.",
  remedy: "leave sudo's settings to the library; who may use it stands in stacks/admins.ts",
  promises: ["B-13", "V-01", "H-16"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: Machine.in,
  judge: forFiles((files) => {
    const lines = wordsOf(textIn(files, SUDO_SETTINGS)).map((line) => line.split(/\s+/).join(" "));
    const silent = lines.flatMap((line) => /^Defaults!(\S+) !log_output$/.exec(line)?.[1] ?? []);
    const muted = lines.filter(
      (line) => /!log_output/.test(line) && !/^Defaults!\S+ !log_output$/.test(line),
    );
    const others = filesUnder(files, "/etc/sudoers.d").filter(([path]) => path !== SUDO_SETTINGS);
    const minutes = Number(
      lines.flatMap((line) => /^Defaults timestamp_timeout=(\d+)$/.exec(line)?.[1] ?? []).at(-1) ??
        Number.NaN,
    );
    const days = Math.min(sudoOutputDays(files), sudoLogDays(files));
    return [
      ...WANTED.filter((setting) => !lines.includes(`Defaults ${setting}`)).map(
        (setting) => `sudo does not have ${setting}`,
      ),
      ...lines.filter((line) => LOOSE.test(line)).map((line) => `sudo says ${line}`),
      ...lines
        .filter((line) => !line.startsWith("Defaults"))
        .map((line) => `sudo lets somebody in by ${line}`),
      ...SILENT.filter((path) => !silent.includes(path)).map(
        (path) => `sudo records what ${path} answers, which has no end`,
      ),
      ...silent
        .filter((path) => !SILENT.includes(path))
        .map((path) => `sudo does not record what ${path} answers`),
      ...muted.map((line) => `sudo says ${line}`),
      ...(minutes >= 0 && minutes <= 15
        ? []
        : ["sudo remembers somebody for more than a quarter of an hour"]),
      ...(days >= FIGURES.logRetentionDays
        ? []
        : [`what was done is kept ${days} days, and ${FIGURES.logRetentionDays} is right`]),
      ...others.map(([path]) => `${path} is more of sudo's rules, beside the list of administrators`),
    ];
  }),
});
