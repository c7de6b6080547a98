import { renderScrubbing, WITHHELD } from "./log-scrubbing";

/** Where what was not yet acknowledged waits on disk; root's alone (0700). */
export const LOG_SPOOL = "/var/spool/straat-logs";

/** Longest line that is sent, in bytes; of a longer one the rest is left out, from the last space on. */
export const LINE_BYTES = 16_384;

/** Longest message: a line in which each byte takes six (a control character in JSON), with fields taken from it. */
export const MESSAGE_BYTES = 24 * LINE_BYTES;

/** What the document renders: where to, and the inputs. Without it rsyslog does not run, and the journal keeps all. */
export const LOG_INCLUDE = "/etc/rsyslog.d/50-straat.conf";

const OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const ADDRESS = `(${OCTET}[.]${OCTET}[.]${OCTET}[.]${OCTET}|[0-9A-Fa-f]{0,4}(:[0-9A-Fa-f]{0,4}){2,7})`;
/** Groups in {@link ADDRESS}, itself included. */
const ADDRESS_GROUPS = 6;

/** Sets a field from a group of an expression, where it matches. */
function field(name: string, expression: string, group: number): string {
  return `set $!straat!${name} = re_extract($.t, '${expression}', 0, ${group}, "");`;
}

function number(name: string, expression: string, group: number): string {
  return `set $!straat!${name} = cnum(re_extract($.t, '${expression}', 0, ${group}, "0"));`;
}

/** Some lines of sshd. The user's name is the client's text where nobody logged in, so only the line's end is trusted. */
const SSHD = {
  accepted: `^Accepted [a-z/-]+ for ([^ ]+) from ${ADDRESS} port [0-9]+ ssh2(: [^ ]+ SHA256:[^ ]+)?$`,
  failed: `^Failed [a-z/-]+ for (invalid user )?(.*) from ${ADDRESS} port [0-9]+( ssh2)?(: [^ ]+ SHA256:[^ ]+)?$`,
  invalid: `^Invalid user (.*) from ${ADDRESS} port [0-9]+$`,
  closed: `^(Connection (closed|reset) by|Disconnected from) (authenticating|invalid) user (.*) ${ADDRESS} port [0-9]+ [[]preauth[]]$`,
} as const;

const SSHD_FIELDS = `  if re_match($.t, '${SSHD.accepted}') then {
    set $!straat!event!action = "ssh-login";
    set $!straat!event!outcome = "success";
    ${field("user!name", SSHD.accepted, 1)}
    ${field("source!ip", SSHD.accepted, 2)}
  } else if re_match($.t, '${SSHD.failed}') then {
    set $!straat!event!action = "ssh-login";
    set $!straat!event!outcome = "failure";
    ${field("user!name", SSHD.failed, 2)}
    ${field("source!ip", SSHD.failed, 3)}
  } else if re_match($.t, '${SSHD.invalid}') then {
    set $!straat!event!action = "ssh-login";
    set $!straat!event!outcome = "failure";
    ${field("user!name", SSHD.invalid, 1)}
    ${field("source!ip", SSHD.invalid, 2)}
  } else if re_match($.t, '${SSHD.closed}') then {
    set $!straat!event!action = "ssh-login";
    set $!straat!event!outcome = "failure";
    ${field("user!name", SSHD.closed, 4)}
    ${field("source!ip", SSHD.closed, 5)}
  }`;

const SUDO = "^ *([^ ]+) : (.* ; )?TTY=[^ ]+ ; PWD=.* ; USER=([^ ]+) ;";
const SUDO_FIELDS = `  if re_match($.t, '${SUDO}') then {
    set $!straat!event!action = "sudo";
    set $!straat!event!outcome = "success";
    if re_match($.t, '${SUDO.replace("(.* ; )?", ".* ; ")}') then set $!straat!event!outcome = "failure";
    ${field("user!name", SUDO, 1)}
    ${field("user!effective!name", SUDO, 3)}
  }`;

const DROP = "^straat drop ([a-z]+): ";
const DROP_FIELDS = `  set $!straat!event!dataset = "firewall";
  set $!straat!event!action = "drop";
  set $!straat!event!outcome = "denied";
  ${field("network!direction", DROP, 1)}
  if re_match($.t, ' SRC=${ADDRESS} DST=${ADDRESS} ') then {
    ${field("source!ip", ` SRC=${ADDRESS} `, 1)}
    ${field("destination!ip", ` DST=${ADDRESS} `, 1)}
  }
  if re_match($.t, ' PROTO=([A-Za-z0-9]+)( |$)') then {
    ${field("network!transport", " PROTO=([A-Za-z0-9]+)( |$)", 1)}
    set $!straat!network!transport = tolower($!straat!network!transport);
  }
  if re_match($.t, ' SPT=[0-9]+ DPT=[0-9]+( |$)') then {
    ${number("source!port", " SPT=([0-9]+) ", 1)}
    ${number("destination!port", " DPT=([0-9]+)( |$)", 1)}
  }`;

/** The common and the combined format of a log of visits. */
const VISIT = `^${ADDRESS} [^ ]+ ([^ ]+) [[][^]]+[]] "([A-Z]+) ([^ "]+)( HTTP/[0-9.]+)?" ([1-5][0-9][0-9]) ([0-9]+|-)`;
const VISIT_FIELDS = `  if re_match($.t, '${VISIT}') then {
    ${field("source!ip", VISIT, 1)}
    ${field("user!name", VISIT, ADDRESS_GROUPS + 1)}
    ${field("http!request!method", VISIT, ADDRESS_GROUPS + 2)}
    ${field("url!path", VISIT, ADDRESS_GROUPS + 3)}
    ${number("http!response!status_code", VISIT, ADDRESS_GROUPS + 5)}
    set $!straat!event!action = "visit";
    set $!straat!event!outcome = "success";
    if $!straat!http!response!status_code >= 400 then set $!straat!event!outcome = "failure";
    if $!straat!user!name == "-" then unset $!straat!user;
  }`;

/**
 * What makes a message of a line, and sends it. Fields come from what journald itself vouches for (`_COMM`, `_UID`,
 * `_SYSTEMD_UNIT`, `_TRANSPORT`), never from what the line says of itself: any user may log as `sshd`. The line is
 * scrubbed before anything is read from it, and stays one text: JSON in it is no field.
 */
export function logPipeline(): string {
  return `# Rendered. A change made here is undone when the server is replaced.
# What is sent where, and which files, is in ${LOG_INCLUDE}, which the document "logs" renders.
global(
  workDirectory="${LOG_SPOOL}"
  maxMessageSize="${MESSAGE_BYTES}"
  net.enableDNS="off"
  parser.escapeControlCharactersOnReceive="off"
  umask="0077"
)
# What reads a line makes the message of it too: nothing waits in memory between the journal and the queue on disk.
main_queue(queue.type="Direct")
module(load="imfile")
module(load="mmutf8fix")
module(load="omrelp" tls.tlslib="openssl")

# The identity of a message: who gets it twice can tell.
template(name="straat_begin" type="list") {
  constant(value="{\\"@timestamp\\":\\"")
  property(name="timereported" dateFormat="rfc3339" date.inUTC="on")
  constant(value="\\",\\"event\\":{\\"id\\":\\"") property(name="uuid") constant(value="\\"}}")
}
template(name="straat_message" type="list") { property(name="$!straat") }
template(name="straat_line" type="list") { property(name="$!straat") constant(value="\\n") }

include(file="${LOG_INCLUDE}")

${renderScrubbing()}
ruleset(name="straat_begin") {
  action(type="mmutf8fix" mode="utf-8")
  unset $!straat;
  set $.ok = parse_json(exec_template("straat_begin"), "\\$!straat");
  set $!straat!host!name = $$myhostname;
  set $!straat!log!level = $syslogseverity-text;
  call straat_labels
  set $.t = $msg;
  # Half a character is not valid, and half a secret is not recognised.
  if strlen($.t) > ${LINE_BYTES} then {
    set $!straat!labels!cut = "true";
    set $.t = substring($.t, 0, ${LINE_BYTES});
    set $.t = re_extract($.t, '^(.*)[[:space:]][^[:space:]]*$', 0, 1, $.t);
    set $.t = re_extract($.t, '^(.*[ -~])[^ -~]*$', 0, 1, "<cut>");
  }
}

ruleset(name="straat_end") {
  set $!straat!message = $.t;
  if $.t == ${JSON.stringify(WITHHELD)} then set $!straat!labels!withheld = "true";
  call straat_send
}

# Lines of a program of ours that says which source it has seen alive.
ruleset(name="straat_heartbeat") {
  set $!straat!event!dataset = "heartbeat";
  set $!straat!labels!source = re_extract($.t, '^heartbeat ([a-z0-9-]+) ', 0, 1, "unknown");
}

ruleset(name="straat_firewall") {
${DROP_FIELDS}
}

ruleset(name="straat_sshd") {
${SSHD_FIELDS}
}

ruleset(name="straat_sudo") {
${SUDO_FIELDS}
}

ruleset(name="straat_journal") {
  call straat_begin
  set $!straat!event!dataset = "system";
  set $!straat!process!name = $programname;
  if $!_COMM != "" then set $!straat!process!name = $!_COMM;
  if $!_PID != "" then set $!straat!process!pid = cnum($!_PID);
  if $!_UID != "" then set $!straat!user!id = $!_UID;
  if $!_SYSTEMD_UNIT != "" then set $!straat!service!name = $!_SYSTEMD_UNIT;
  if $syslogfacility == 4 or $syslogfacility == 10 then set $!straat!event!dataset = "auth";

  # Figures: digits that are no citizen's, from our own program.
  if $!_SYSTEMD_UNIT == "straat-metrics.service" and $.t startswith "{\\"straat_metrics\\":" then {
    set $!straat!event!dataset = "metrics";
  } else {
    call straat_scrub_text
    if $!_TRANSPORT == "kernel" then {
      set $!straat!process!name = "kernel";
      # Only the kernel has facility 0; what root writes into its log has another.
      if $syslogfacility == 0 and $.t startswith "straat drop " then call straat_firewall
      else if $syslogfacility != 0 and $.t startswith "heartbeat firewall " then call straat_heartbeat
    } else if ($!_SYSTEMD_UNIT == "straat-heartbeat.service" or $!_SYSTEMD_UNIT == "straat-metrics.service")
      and $.t startswith "heartbeat " then call straat_heartbeat
    else if $!_COMM == "sshd" and $!_UID == "0" then call straat_sshd
    else if $!_COMM == "sudo" and $!_UID == "0" then call straat_sudo
  }
  call straat_end
}

ruleset(name="straat_audit") {
  call straat_begin
  call straat_scrub_all
  set $!straat!event!dataset = "audit";
  set $!straat!event!action = re_extract($.t, '^(node=[^ ]+ )?type=([A-Z0-9_]+) msg=audit[(]', 0, 2, "unknown");
  if re_match($.t, '^(node=[^ ]+ )?type=USER msg=audit[(][0-9.:]+[)]: .* msg=.(text=)?heartbeat audit ') then {
    set $!straat!event!dataset = "heartbeat";
    set $!straat!labels!source = "audit";
  } else if re_match($.t, '( success=yes |[ ,]res=(success|1)(.|$))') then set $!straat!event!outcome = "success";
  else if re_match($.t, '( success=no |[ ,]res=(failed|0)(.|$))') then set $!straat!event!outcome = "failure";
  if re_match($.t, ' auid=[0-9]+ ') then ${field("user!id", " auid=([0-9]+) ", 1)}
  if re_match($.t, ' addr=${ADDRESS} ') then ${field("source!ip", ` addr=${ADDRESS} `, 1)}
  call straat_end
}

ruleset(name="straat_application") {
  call straat_begin
  set $!straat!event!dataset = $syslogtag;
  call straat_scrub_text
  call straat_end
}

ruleset(name="straat_access") {
  call straat_begin
  set $!straat!event!dataset = $syslogtag;
  call straat_scrub_access
${VISIT_FIELDS}
  call straat_end
}

# Was sent just before the last stop, and perhaps never acknowledged: sent again, as it was.
ruleset(name="straat_again") {
  unset $!straat;
  set $.ok = parse_json($msg, "\\$!straat");
  if $.ok == 0 then call straat_send
}

# The journal's reader uses the ruleset that stands open here.
if $inputname == "imjournal" then call straat_journal
`;
}
