import { EditableFleet } from "../support/editable-fleet";
import { MUTATED_STACKS, type Mutant } from "./mutant";

/** A change of what servers read, as text. */
interface TextEdit {
  readonly what: string;
  readonly edit: (text: string) => string | undefined;
}

/**
 * Each live document gone, each line of one gone, each end date years later, each number changed; on every server of the
 * group, as a defect of the library would have it.
 */
export function documentMutants(): readonly Mutant[] {
  return MUTATED_STACKS.flatMap((stack) =>
    groupsOf(stack).flatMap((group) => {
      const [first] = serversOf(stack, group) as [string];
      const machine = EditableFleet.examples().machine(stack, first);
      return machine.documentNames.flatMap((name) => {
        const where = `${stack}: ${name} of ${group}`;
        const gone = mutant(stack, `${where} is gone`, group, (server) => {
          delete server.body.extra_config[`guestinfo.straat.${name}`];
        });
        const edits = name === "firewall" ? [] : lineEdits(machine.documentText(name));
        return [
          gone,
          ...edits.map(({ what, edit }) =>
            mutant(stack, `${where}: ${what}`, group, (server) =>
              server.document(name, (text) => edit(text) as string),
            ),
          ),
        ];
      });
    }),
  );
}

/** The wall of each group: policies, single rules, sets, and something new that is open. */
export function rulesetMutants(): readonly Mutant[] {
  return MUTATED_STACKS.flatMap((stack) =>
    groupsOf(stack).flatMap((group) => {
      const [first] = serversOf(stack, group) as [string];
      const text = EditableFleet.examples().machine(stack, first).documentText("firewall");
      return rulesetEdits(text).map(({ what, edit }) =>
        mutant(stack, `${stack}: firewall of ${group}: ${what}`, group, (server) =>
          server.document("firewall", (ruleset) => edit(ruleset) as string),
        ),
      );
    }),
  );
}

/** Lines of which nothing becomes weaker, each with why. */
const HARMLESS: readonly { readonly line: RegExp; readonly why: string }[] = [
  { line: /^Description=|^\/\//, why: "a word for people" },
  { line: /^(AccuracySec|RandomizedDelaySec)=/, why: "how far timers are spread" },
  {
    line: /^(OnBootSec|OnActiveSec)=/,
    why: "how soon after a start the first run comes; the others come anyway",
  },
  {
    line: /^(worker_|sendfile|tcp_nopush|types_hash|keepalive_|reset_timedout|pid |proxy_|\w+_temp_path|send_timeout)/,
    why: "speed",
  },
  {
    line: /^(default_type|include \/etc\/nginx\/(mime|modules)|ssl_session_)/,
    why: "what browsers are told of files, and speed",
  },
  {
    line: /^(freq|priority_boost|q_depth|plugin_dir|end_of_event_timeout|verify_email|use_libwrap) /,
    why: "speed, or the default",
  },
  {
    line: /^(maxupdateskew|driftfile|ntsdumpdir|logdir|log tracking)/,
    why: "how soon a clock is right again",
  },
  {
    line: /^(APT::Install-Suggests|APT::ExtractTemplates|Acquire::(Languages|Retries)|D[Pp]kg::Options)/,
    why: "what apt asks and fetches beside",
  },
  {
    line: /^Unattended-Upgrade::(AutoFix|Minimal|OnlyOnAC|Skip-Updates-On|Remove-)/,
    why: "how updates are installed, not which",
  },
  { line: /^(PrintMotd|UseDNS|TCPKeepAlive) /, why: "what is shown, and speed" },
  {
    line: /^Defaults !?(passwd_tries|mail_badpass|syslog_|log_year|loglinelen|maxseq|iolog_file)/,
    why: "how a line of the log looks",
  },
  { line: /^session +(required|optional) +pam_(env|mail|limits)/, why: "what a session is given" },
  {
    line: /^(log_checkpoints|log_lock_waits|log_timezone|timezone|tcp_keepalives|syslog_ident)/,
    why: "figures, and how a line looks",
  },
  {
    line: /^(IPv[46]_address (127|::1))/,
    why: "connections of a server with itself, which are kept nowhere else",
  },
  { line: /^(-D|-c|--backlog_wait_time.*)$/, why: "how rules are loaded; which ones is judged" },
  {
    line: /^default (-|"");$/,
    why: "what a line of the log has where nothing is told; the default of nginx",
  },
  { line: /^client_body_timeout 5m;$/, why: "how long a repository waits for a server it knows" },
  {
    line: /^ConditionPathExists=!\/var\/lib\/straat\/integrity\/aide\.db$/,
    why: "the program looks by itself whether something is remembered",
  },
  { line: /^-a never,exit /, why: "leaves something out; without it more is told" },
];

/** Lines of a text that are there once, each taken out or weakened. */
function lineEdits(text: string): readonly TextEdit[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.trim().startsWith("#"));
  const telling = lines.filter((line) => !HARMLESS.some((harmless) => harmless.line.test(line.trim())));
  return [...new Set(telling)].flatMap((line) => {
    const shown = shortOf(line, lines);
    const swap = (what: string, from: RegExp, to: string): readonly TextEdit[] =>
      from.test(line)
        ? [
            {
              what: `${what} in "${shown}"`,
              edit: (whole) => whole.replace(line, () => line.replace(from, to)),
            },
          ]
        : [];
    return [
      { what: `without "${shown}"`, edit: (whole: string) => whole.replace(`${line}\n`, "") },
      ...swap("a day years later", /\b20\d\d-\d\d-\d\d\b/, "2099-12-31"),
      ...swap("another address", /\b(\d+\.\d+\.\d+)\.\d+\b/, "$1.250"),
      ...swap("a wider network", /\/32\b/, "/8"),
      ...swap("by day", /^(member .*) \d\d:(\d\d):00 /, "$1 13:$2:00 "),
      ...swap("once a year", /^OnCalendar=.*$/, "OnCalendar=yearly"),
      ...swap("once a week", /^OnCalendar=\*-\*-\* /, "OnCalendar=Sun *-*-* "),
    ];
  });
}

/** A line as a mutant's name has it: its beginning, and its place where others begin alike. */
function shortOf(line: string, lines: readonly string[]): string {
  const short = line.trim().slice(0, 60);
  const alike = [...new Set(lines)].filter((other) => other.trim().startsWith(short));
  return alike.length === 1 ? short : `${short}… ${alike.indexOf(line) + 1}`;
}

function rulesetEdits(ruleset: string): readonly TextEdit[] {
  return ruleset.split("\n").flatMap((line, index) =>
    weakerLines(line).map(({ what, by }) => ({
      what: `${what} at ${index + 1} "${line.trim().slice(0, 60)}"`,
      edit: (whole) => whole.replace(`${line}\n`, () => by),
    })),
  );
}

/** What could stand in the place of a line of a ruleset. */
function weakerLines(line: string): readonly { readonly what: string; readonly by: string }[] {
  const swap = (what: string, from: RegExp, to: string) =>
    from.test(line) ? [{ what, by: `${line.replace(from, to)}\n` }] : [];
  if (line.includes("policy drop")) {
    return [
      ...swap("accepts by default", /policy drop/, "policy accept"),
      { what: "accepts everything", by: `${line}\n\t\taccept\n` },
      { what: "accepts telnet from anywhere", by: `${line}\n\t\ttcp dport 23 accept\n` },
    ];
  }
  if (/^\s*set /.test(line)) {
    const everybody = line.includes("ipv4_addr") ? "0.0.0.0/0" : "::/0";
    return swap("everybody in the set", /elements = \{[^}]*\}/, `elements = { ${everybody} }`);
  }
  if (/ accept\b/.test(line)) {
    return [
      { what: "without the rule", by: "" },
      ...swap("from anywhere", /ip6? saddr @\S+ /, ""),
      ...swap("all ports", /dport \d+/, "dport 1-65535"),
    ];
  }
  return /\b(drop|invalid)\b/.test(line) ? [{ what: "without the line", by: "" }] : [];
}

function groupsOf(stack: string): readonly string[] {
  const { groups } = EditableFleet.examples().stack(stack).model;
  return groups.map(({ path }: { path: string }) => path.split("/").at(-1));
}

function serversOf(stack: string, group: string): readonly string[] {
  const { servers } = EditableFleet.examples().group(stack, group);
  return servers.map(({ address }: { address: string }) => address.split(".")[1]);
}

function mutant(
  stack: string,
  name: string,
  group: string,
  change: (server: ReturnType<EditableFleet["machine"]>) => void,
): Mutant {
  const all = (fleet: EditableFleet) => {
    for (const server of serversOf(stack, group)) change(fleet.machine(stack, server));
  };
  return { name, stack, change: all };
}

export { groupsOf, lineEdits, serversOf };
