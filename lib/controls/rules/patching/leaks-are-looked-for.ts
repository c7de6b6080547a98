import { FIGURES } from "../../../model/promises/figures";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { SCAN_SETTINGS as SETTINGS } from "../../subjects/awaited";
import { filesOf, textIn } from "../../subjects/frozen";
import { wrongRecurring } from "../../subjects/recurring";
import { REFUSED_SCANNERS } from "../../subjects/refused-scanners";
import { forFiles, numberIn, shellSettings } from "../../subjects/served-files";
import { wordsOf } from "../../subjects/settings";

const TEMPLATE = "/etc/straat/vulnerabilities.tpl";
const PREFERENCES = "/etc/apt/preferences.d/straat-trivy";
const CHECK_MINUTES = FIGURES.criticalCheckHours * 60;

const MOST: Readonly<Record<string, number>> = {
  scan_hours: FIGURES.vulnerabilityScanHours,
  alarm_hours: FIGURES.criticalAlarmHours,
  limit_hours: FIGURES.criticalPatchHours,
};

/** H-20, I-04: what leaks is known before somebody uses it. */
export const leaksAreLookedFor = stackRule({
  id: "leaks-are-looked-for",
  info: `every server lists its known leaks each ${FIGURES.vulnerabilityScanHours} hours, and raises the alarm before a critical one is a day old`,
  explanation:
    "A leak that nobody lists is not patched in time. The alarm at half of the time is what leaves people the other half.",
  remedy: "leave the scan to the library, and its database to vulnerabilityDatabase of the site",
  promises: ["H-20", "I-04"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  // While no server has it, that is what is told.
  subjects: (stack) => {
    const all = Machine.in(stack);
    return all.some((machine) => filesOf(machine).has(SETTINGS)) ? all : [];
  },
  judge: (machine) => wrongScan(machine),
});

const wrongScan = forFiles((files) => {
  const settings = shellSettings(files, SETTINGS);
  const refused = (settings.get("refused") ?? "").split(" ");
  const preferences = textIn(files, PREFERENCES);
  const allowed = REFUSED_SCANNERS.filter(
    (version) =>
      !refused.includes(version) ||
      !preferences.includes(`Package: trivy\nPin: version ${version}*\nPin-Priority: -1\n`),
  );
  return [
    // The timer puts itself off by some minutes, the same each time.
    ...wrongRecurring(files, {
      unit: "straat-vulnerability-scan",
      program: "scan-vulnerabilities",
      atMost: CHECK_MINUTES,
    }),
    ...Object.entries(MOST)
      .map(([name, most]) => ({ name, most, found: numberIn(files, SETTINGS, name) }))
      .filter(({ most, found }) => found > most)
      .map(({ name, most, found }) => `${SETTINGS} has ${name} ${found}, and ${most} is the most`),
    ...(/^[a-z0-9][a-z0-9.-]*(:\d+)?\/\S+:\S+$/.test(settings.get("database") ?? "")
      ? []
      : [`${SETTINGS} names no database of leaks`]),
    // By its last line a list that was cut short is known.
    ...(wordsOf(textIn(files, TEMPLATE)).at(-1) === "end"
      ? []
      : [`${TEMPLATE} does not tell that a list is whole`]),
    ...allowed.map(
      (version) => `release ${version} of Trivy, which an attacker made, may be installed and run`,
    ),
  ];
});
