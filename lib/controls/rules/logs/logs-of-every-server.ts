import type { LogFileRecord } from "../../../model/model-file";
import { readLogsDocument } from "../../guest/logs-document";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import type { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { differences } from "../../subjects/administrators";
import { isTold, machines } from "../../subjects/machines";
import { wrongAlarm } from "../../subjects/recurring";
import { forFiles, isEnabled, servedUnit } from "../../subjects/served-files";

const COMMAND = "/usr/sbin/rsyslogd -n -iNONE -f /etc/straat/rsyslog.conf";

/** B-01, B-13, V-01: edges, gateways and repositories too; what happened on a server that is gone is still known. */
export const logsOfEveryServer = stackRule({
  id: "logs-of-every-server",
  info: "every server is told where to send its logs and which of its files are logs, and sends them with the house's own configuration",
  explanation:
    "Who breaks into a server takes its logs away first. What is not sent within seconds was never there.",
  remedy:
    "declare the logs of an application in logs of its group, and leave how they are sent to the library",
  promises: ["B-01", "B-13", "V-01"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: machines,
  judge: (machine) => [...wrongFiles(machine), ...wrongSender(machine)],
});

function wrongFiles(machine: Machine): readonly string[] {
  // That it is not given the document at all is told by every-document-is-there.
  if (!isTold(machine, "logs")) return [];
  const { files } = readLogsDocument(machine.document("logs"));
  const declared = machine.group?.logs ?? [];
  return differences(files.map(lineOf), declared.map(lineOf), {
    extra: (log) => `sends ${log}, which its group does not declare`,
    missing: (log) => `does not send ${log}, which its group declares`,
  });
}

function lineOf({ kind, dataset, path }: LogFileRecord): string {
  return `${kind} ${dataset} ${path}`;
}

const wrongSender = forFiles((files) => {
  const commands = servedUnit(files, "rsyslog.service").all("Service.ExecStart");
  return [
    ...(commands.join() === COMMAND
      ? []
      : [`rsyslog.service runs ${commands.join(" and ") || "as the package has it"}`]),
    ...(isEnabled(files, "rsyslog.service") ? [] : ["rsyslog.service is not started by the first boot"]),
    ...wrongAlarm(files, "rsyslog.service"),
  ];
});
