import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { BASELINE_EXCEPTIONS, BASELINE_ITEMS } from "../../subjects/cis-debian";
import { type Files, textIn } from "../../subjects/frozen";
import { forFiles } from "../../subjects/served-files";
import { wrongSettings } from "../../subjects/settings";
import { UNITS, unitIn } from "../../subjects/units";

const BASELINE = "/etc/straat/baseline";

/** H-22: each recommendation of CIS for Debian 12 is tried on the server itself every day, or is an exception by name. */
export const baselineIsJudged = stackRule({
  id: "baseline-is-judged",
  info: "every day a server tries each recommendation of its hardening baseline, and raises the alarm where one fails",
  explanation:
    "A setting in a file is not yet how a server behaves. A check that was taken out lets a server grow soft without anybody deciding it.",
  remedy: "leave the baseline to the library; an exception is decided there, for a role, with its reason",
  promises: ["H-22"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: Machine.in,
  judge: forFiles(
    (files, kind) => [...wrongTimer(files), ...wrongList(textIn(files, BASELINE), kind)],
    ({ group }) => (group?.runs === "nginx" ? "web" : (group?.role ?? "server")),
  ),
});

function wrongTimer(files: Files): readonly string[] {
  return [
    ...wrongSettings("straat-baseline.timer", unitIn(files, `${UNITS}/straat-baseline.timer`), {
      "Timer.OnCalendar": /^\*-\*-\* \d\d:\d\d:\d\d UTC$/,
      "Timer.Persistent": /^(true|yes)$/,
    }),
    ...wrongSettings("straat-baseline.service", unitIn(files, `${UNITS}/straat-baseline.service`), {
      "Service.ExecStart": "/usr/local/lib/straat/check-baseline",
      "Unit.OnFailure": "straat-alarm@%n.service",
    }),
  ];
}

function wrongList(text: string, kind: string): readonly string[] {
  const lines = text.split("\n");
  const tried = new Map(
    lines.flatMap((line) => (/^\d/.test(line) ? [line.split("\t") as [string, string]] : [])),
  );
  const excepted = lines.flatMap(
    (line) => /^# ([\d.]+) is an exception here \([^)]+\): \S/.exec(line)?.[1] ?? [],
  );
  const allowed = (id: string) =>
    BASELINE_EXCEPTIONS[id]?.includes(kind) || BASELINE_EXCEPTIONS[id]?.includes("all");
  const hollow = [...tried].filter(([, check]) => /^\s*(true|:|exit 0)?\s*$/.test(check ?? ""));
  return [
    ...BASELINE_ITEMS.filter((id) => !tried.has(id) && !excepted.includes(id)).map(
      (id) => `nothing tries ${id} of CIS`,
    ),
    ...excepted
      .filter((id) => !allowed(id))
      .map((id) => `${id} of CIS is an exception that nobody decided for ${kind}`),
    ...hollow.map(([id]) => `the check of ${id} of CIS always holds`),
  ];
}
