import { createHash } from "node:crypto";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { otherwise } from "../../subjects/everywhere";
import { type Files, textIn } from "../../subjects/frozen";
import { machines } from "../../subjects/machines";
import { forFiles } from "../../subjects/served-files";

const PIPELINE = "/etc/straat/rsyslog.conf";

const SECRETS = [
  ...["private-key", "key-material", "authorization", "cookie", "bearer", "password", "passwd", "option"],
  ...["url-password", "jwt", "provider-token"],
];
const PERSONAL = [...SECRETS, "bsn-named", "bsn", "e-mail"];

/** What is taken out of lines of each scope, at least. */
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  all: SECRETS,
  text: PERSONAL,
  access: [...PERSONAL, "query"],
};

/** By which scope each kind of line is scrubbed before it is sent. */
const LINES: Readonly<Record<string, string>> = {
  journal: "text",
  audit: "all",
  application: "text",
  access: "access",
};

/** I-09, V-03: what is secret stays where it is. */
export const logsAreScrubbed = stackRule({
  id: "logs-are-scrubbed",
  info: "passwords, keys, tokens and citizens' numbers are taken out of every line before it is sent",
  explanation:
    "Central logs are read by many people and kept for long. A password or a citizen's number in them has leaked, however well the database that held it is locked.",
  remedy:
    "leave rsyslog's configuration to the library; what is to be scrubbed is listed in lib/guest/logs/log-scrubbing.ts",
  promises: ["I-09", "V-03"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: machines,
  judge: (machine, stack, house) => {
    const { wrong, digest } = scrubbingOf(machine);
    // A server that runs keeps what it was made with, which may be older than another's.
    if (stack.kind === "plan") return wrong;
    const other = otherwise(house, PIPELINE, digest, machine.id);
    return other === undefined ? wrong : [...wrong, `${PIPELINE} is another than on ${other.where}`];
  },
});

const scrubbingOf = forFiles((files) => ({
  wrong: [...wrongScopes(files), ...wrongLines(files)],
  digest: createHash("sha256").update(textIn(files, PIPELINE)).digest("hex"),
}));

function wrongScopes(files: Files): readonly string[] {
  return Object.entries(SCOPES).flatMap(([scope, kinds]) => {
    const rules = rulesetIn(files, `straat_scrub_${scope}`);
    const left = kinds.filter((kind) => !rules.includes(`"<scrubbed:${kind}>"`));
    return left.map((kind) => `${PIPELINE} leaves ${kind} in lines of the scope ${scope}`);
  });
}

function wrongLines(files: Files): readonly string[] {
  return Object.entries(LINES).flatMap(([kind, scope]) => {
    const rules = rulesetIn(files, `straat_${kind}`);
    const scrubs = rules.indexOf(`call straat_scrub_${scope}\n`);
    const sends = rules.search(/call straat_(end|send)\b/);
    return scrubs >= 0 && scrubs < sends ? [] : [`${PIPELINE} sends lines of the kind ${kind} as they are`];
  });
}

/** What stands in a ruleset; nothing where there is none. */
function rulesetIn(files: Files, name: string): string {
  const text = textIn(files, PIPELINE);
  const start = text.indexOf(`\nruleset(name="${name}") {\n`);
  const rest = start < 0 ? "" : text.slice(start + 1);
  return rest.slice(0, rest.indexOf("\n}\n") + 1).replace(/^\s*#.*$/gm, "");
}
