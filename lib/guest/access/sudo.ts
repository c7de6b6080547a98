import type { Admin } from "../../model/admin";
import type { GuestPart } from "../guest-part";
import { documentHandler } from "../script";
import { adminsByLogin } from "./admin-accounts";

/** Where sudo writes a line for each command, beside the journal. */
export const SUDO_LOG = "/var/log/sudo.log";

/** Where sudo keeps what commands answered, for `sudoreplay`. It may hold clients' data, so it stays on the server. */
export const SUDO_OUTPUT = "/var/log/sudo-io";

/** For so long what commands answered is kept, as long as the central logs. */
const OUTPUT_DAYS = 183;

/**
 * How sudo behaves (B-13, V-01): it logs who did what, refused or not, with the answer and the status; it cleans the
 * environment and gives each command a terminal of its own. Who may use it comes with the live document `sudoers`;
 * before there is one nobody may, except root.
 */
export function sudoPart(): GuestPart {
  return {
    name: "sudo",
    packages: ["sudo", "logrotate"],
    files: [
      // Read in the order of their names, and the last setting counts.
      { path: "/etc/sudoers.d/zz-straat", content: DEFAULTS, mode: "0440" },
      { path: "/etc/logrotate.d/straat-sudo", content: ROTATION },
      {
        path: "/etc/tmpfiles.d/straat-sudo.conf",
        content: `d ${SUDO_OUTPUT} 0700 root root ${OUTPUT_DAYS}d\n`,
      },
      documentHandler("sudoers"),
    ],
    commands: [
      // What a template or cloud-init gives its own users; nobody has sudo but named administrators.
      "rm -f /etc/sudoers.d/90-cloud-init-users && gpasswd --members '' sudo",
      `install -d -m 0700 ${SUDO_OUTPUT}`,
      "visudo -cq",
    ],
  };
}

/**
 * `ignore_iolog_errors`: on a full disk an administrator has to be able to make room; auditd and the journal tell of
 * it all the same. `maxseq` bounds what is kept of one person, beside the days.
 */
const DEFAULTS = `# Rendered. A change made here is undone when the server is replaced.
Defaults env_reset
Defaults secure_path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
Defaults use_pty
Defaults !visiblepw
Defaults timestamp_timeout=5
Defaults passwd_tries=1
Defaults !mail_badpass
Defaults syslog=authpriv
Defaults syslog_goodpri=notice
Defaults syslog_badpri=alert
Defaults log_allowed
Defaults log_denied
Defaults log_exit_status
Defaults log_year
Defaults logfile="${SUDO_LOG}"
Defaults loglinelen=0
Defaults log_output
Defaults !log_input
Defaults iolog_dir="${SUDO_OUTPUT}/%{user}"
Defaults iolog_file="%{seq}"
Defaults maxseq=10000
Defaults ignore_iolog_errors
Defaults!/usr/bin/sudoreplay !log_output
Defaults!/usr/sbin/reboot !log_output
Defaults!/usr/sbin/shutdown !log_output
`;

const ROTATION = `${SUDO_LOG} {
    weekly
    rotate 27
    compress
    missingok
    notifempty
    create 0600 root root
}
`;

/**
 * The payload of the live document `sudoers`: each administrator with their last day, in UTC. They need no password,
 * because accounts have none (the exception to CIS 5.2.4); the second factor is the key's, see `PubkeyAuthOptions`.
 *
 * @throws InvalidError when two administrators share a login or a key (V-03), or there are too many (H-16)
 */
export function sudoersDocument({ admins }: { readonly admins: readonly Admin[] }): string {
  return adminsByLogin(admins)
    .map(({ login, until }) => `admin ${login} ${until}\n`)
    .join("");
}
