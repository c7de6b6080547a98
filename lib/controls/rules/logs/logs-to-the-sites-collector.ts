import { Port } from "../../../model/port";
import { readLogsDocument } from "../../guest/logs-document";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { differences } from "../../subjects/administrators";
import { machinesTold } from "../../subjects/machines";

/** B-01: the logs of a client go to the house's own stack, and to nobody else. */
export const logsToTheSitesCollector = stackRule({
  id: "logs-to-the-sites-collector",
  info: "servers send their logs to exactly the collectors of their site, by the one name in their certificates",
  explanation:
    "Logs tell who visited, who logged in, and what went wrong. Sent elsewhere they are somebody else's to read, and missing where people look.",
  remedy: "write the site's collectors in services.logs, and the name in their certificates in logCollector",
  promises: ["B-01", "V-03"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: machinesTold("logs"),
  judge: (machine, { model: { site } }) => {
    const { collectors, port, peer } = readLogsDocument(machine.document("logs"));
    return [
      ...differences(collectors.map(String), site.services.logs.map(String), {
        extra: (address) => `sends its logs to ${address}, which is no collector of ${site.name}`,
        missing: (address) => `does not know ${address}, a collector of ${site.name}`,
      }),
      ...(port === Port.LOGSTASH.first
        ? []
        : [`sends its logs to port ${port}, and collectors take them at ${Port.LOGSTASH.first}`]),
      ...(/[a-z]/.test(peer) ? [] : [`takes ${peer} for the name of a collector`]),
      ...(peer === site.logCollector
        ? []
        : [
            `takes who is called ${peer} for its collector, and that of ${site.name} is ${site.logCollector ?? "not named"}`,
          ]),
    ];
  },
});
