import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { AUDIT_EXCEPTIONS, AUDIT_RULES } from "../../subjects/audit-trail";
import { filesUnder, textIn } from "../../subjects/frozen";
import { forFiles } from "../../subjects/served-files";
import { missingLines, SPACED, settingsOf, wordsOf, wrongSettings } from "../../subjects/settings";

const RULES = "/etc/audit/rules.d/straat.rules";

/** B-13, V-01: who did what on a server can be told afterwards. */
export const auditSeesWhatMatters = stackRule({
  id: "audit-sees-what-matters",
  info: "the audit records every command of a person, and every change of accounts, access, walls, units and clocks",
  explanation:
    "After an incident it is what tells who did what with clients' data. A rule that is not there, or can be taken away by root, leaves the one hour dark that matters.",
  remedy: "leave the rules of auditd to the library; what is recorded for an application comes beside them",
  promises: ["B-13", "V-01", "H-22"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: Machine.in,
  judge: forFiles((files) => {
    const text = textIn(files, RULES);
    const lines = wordsOf(text);
    const never = lines.filter(
      (line) => /\bnever\b|^-a exclude|^-[dW] /.test(line) && !AUDIT_EXCEPTIONS.includes(line),
    );
    const others = filesUnder(files, "/etc/audit/rules.d").filter(([path]) => path !== RULES);
    return [
      ...missingLines(RULES, text, AUDIT_RULES),
      ...wrongSettings(RULES, settingsOf(text, SPACED), {
        "-b": { from: 8192, to: 1_048_576 },
        "-f": "1",
        "--loginuid-immutable": "",
      }),
      ...never.map((line) => `${RULES} says ${line}, which keeps something out of the record`),
      ...(lines.at(-1) === "-e 2" ? [] : [`${RULES} does not end with -e 2: root could change the rules`]),
      ...others.map(([path]) => `${path} is more rules, which may undo these`),
    ];
  }),
});
