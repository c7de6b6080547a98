import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { stackRule } from "../../rule";
import { textIn } from "../../subjects/frozen";
import { machines } from "../../subjects/machines";
import { forFiles, servedUnit } from "../../subjects/served-files";
import { UnitFile } from "../../subjects/unit-file";

const JOURNAL = "/etc/systemd/journald.conf.d/straat.conf";
const HANDLER = "/usr/local/lib/straat/documents/logs";

const WANTED: Readonly<Record<string, string>> = {
  Storage: "persistent",
  Seal: "yes",
  ForwardToSyslog: "no",
  ForwardToWall: "no",
};
/** A longer time without a collector than people need to mend it; in days. */
const LEAST_DAYS = 7;

/** How what was not yet acknowledged is kept, as it stands in the handler. */
const QUEUE = [
  String.raw`queue.type=\"Disk\"`,
  String.raw`queue.saveOnShutdown=\"on\"`,
  String.raw`action.resumeRetryCount=\"-1\"`,
];

/** B-01: "24/7". What could not be sent is sent later. */
export const logsWaitOnDisk = stackRule({
  id: "logs-wait-on-disk",
  info: "logs that cannot be sent wait on the server's disk, and the journal keeps them for days",
  explanation:
    "Collectors are away for a while, also while somebody attacks. Lines that wait in memory are gone with the next restart, and those are the ones people look for.",
  remedy: "leave journald's and rsyslog's settings to the library",
  promises: ["B-01", "B-13"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: machines,
  judge: (machine) => wrongKeeping(machine),
});

const wrongKeeping = forFiles((files) => {
  const journal = UnitFile.parse(textIn(files, JOURNAL));
  const days = /^(\d+)day$/.exec(journal.one("Journal.MaxRetentionSec"))?.[1] ?? "0";
  const handler = textIn(files, HANDLER);
  return [
    ...Object.entries(WANTED)
      .filter(([name, value]) => journal.all(`Journal.${name}`).at(-1) !== value)
      .map(([name, value]) => `${JOURNAL} does not say ${name}=${value}`),
    ...(Number(days) >= LEAST_DAYS
      ? []
      : [`${JOURNAL} keeps lines for ${days} days, and ${LEAST_DAYS} are the fewest`]),
    ...QUEUE.filter((words) => !handler.includes(words)).map((words) => `${HANDLER} does not write ${words}`),
    ...(servedUnit(files, "rsyslog.service").all("Service.Restart").at(-1) === "always"
      ? []
      : ["rsyslog.service does not start again after it ended"]),
  ];
});
