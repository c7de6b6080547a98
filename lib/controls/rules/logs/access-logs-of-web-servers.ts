import { Software } from "../../../model/software";
import { readLogsDocument } from "../../guest/logs-document";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { stackRule } from "../../rule";
import { textIn } from "../../subjects/frozen";
import { machinesTold } from "../../subjects/machines";
import { forFiles } from "../../subjects/served-files";
import { missingLines, wordsOf } from "../../subjects/settings";

const NGINX = "/etc/nginx/nginx.conf";
const ACCESS_LOG = "/var/log/nginx/access.log";
const ERROR_LOG = "/var/log/nginx/error.log";

/** What is noted of a visit: all but the query of what was visited, in which names and tokens are. */
const VISIT = [
  `log_format straat '$remote_addr - $straat_user [$time_local] "$request_method $straat_path $server_protocol" $status $body_bytes_sent "$straat_referrer" "$http_user_agent"';`,
  "map $request_uri $straat_path {",
  '"~^(?<straat_before_query>[^?#]+)" $straat_before_query;',
  "map $http_referer $straat_referrer {",
  '"~^(?<straat_page>[^?#]+)" $straat_page;',
  "map $remote_user $straat_user {",
  '"~^(?<straat_name>[^ ]+)$" $straat_name;',
  '"~ " "<spaces>";',
];

/** B-01: who visited an application is in the central logs. */
export const accessLogsOfWebServers = stackRule({
  id: "access-logs-of-web-servers",
  info: "web servers note every visit, and send that log and the one of errors",
  explanation:
    "Without the log of visits nobody can tell afterwards what somebody who broke in has seen, nor whether a leak was used.",
  remedy:
    "declare runs: Software.NGINX, from which the logs follow, and leave access_log in nginx.conf to the library",
  promises: ["B-01", "V-01"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: (stack) => machinesTold("logs")(stack).filter(({ group }) => group?.runs === Software.NGINX),
  judge: (machine) => {
    const { files } = readLogsDocument(machine.document("logs"));
    const sent = files.filter(({ kind }) => kind === "access").map(({ path }) => path);
    return [
      ...[ACCESS_LOG, ERROR_LOG]
        .filter((path) => !sent.includes(path))
        .map((path) => `does not send ${path} as a log of visits`),
      ...wrongLogs(machine),
    ];
  },
});

const wrongLogs = forFiles((files) => {
  const lines = wordsOf(textIn(files, NGINX)).filter((line) => /^(access|error)_log /.test(line));
  const wanted = [`access_log ${ACCESS_LOG} straat;`, `error_log ${ERROR_LOG} warn;`];
  return [
    ...missingLines(NGINX, textIn(files, NGINX), VISIT),
    ...wanted.filter((line) => !lines.includes(line)).map((line) => `${NGINX} does not say ${line}`),
    ...lines.filter((line) => !wanted.includes(line)).map((line) => `${NGINX} says ${line}`),
  ];
});
