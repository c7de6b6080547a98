import { createHash } from "node:crypto";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { otherwise } from "../../subjects/everywhere";
import { textIn } from "../../subjects/frozen";
import { leftInLines, rulesetIn } from "../../subjects/log-scrubbing";
import { machines } from "../../subjects/machines";
import { forFiles } from "../../subjects/served-files";

const PIPELINE = "/etc/straat/rsyslog.conf";

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
  wrong: [...leftInLines(textIn(files, PIPELINE)), ...wrongLines(textIn(files, PIPELINE))].map(
    (problem) => `${PIPELINE} ${problem}`,
  ),
  digest: createHash("sha256").update(textIn(files, PIPELINE)).digest("hex"),
}));

function wrongLines(pipeline: string): readonly string[] {
  return Object.entries(LINES).flatMap(([kind, scope]) => {
    const rules = rulesetIn(pipeline, `straat_${kind}`);
    const scrubs = rules.indexOf(`call straat_scrub_${scope}\n`);
    const sends = rules.search(/call straat_(end|send)\b/);
    return scrubs >= 0 && scrubs < sends ? [] : [`sends lines of the kind ${kind} as they are`];
  });
}
