import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { textIn } from "../../subjects/frozen";
import { machines } from "../../subjects/machines";
import { forFiles } from "../../subjects/served-files";

const PIPELINE = "/etc/straat/rsyslog.conf";
const HANDLER = "/usr/local/lib/straat/documents/logs";
const INCLUDE = 'include(file="/etc/rsyslog.d/50-straat.conf")';

/** What the handler of the document `logs` writes of the connection, as it stands in that program. */
const CONNECTION = [
  String.raw`action(type=\"omrelp\" target=\"" collector "\" port=\"" port "\" template=\"straat_message\""`,
  String.raw`tls=\"on\" tls.authMode=\"name\" tls.permittedPeer=[\"" peer "\"] tls.caCert=\"" tls "/ca.pem\""`,
  String.raw`tls.myCert=\"" tls "/server.pem\" tls.myPrivKey=\"" tls "/server.key\""`,
  String.raw`tls.tlsCfgCmd=\"MinProtocol=TLSv1.2\"`,
];

/** Modules and actions by which a log would leave the server, or another's come in. */
const WAYS =
  /\b(om(?:fwd|elasticsearch|kafka|mail|prog|udpspoof|http|relp|file|uxsock|snmp)|im(?:tcp|udp|relp|ptcp|gssapi|uxsock|diag))\b/g;

/** V-10, B-01: logs are read by nobody on their way, and arrive at nobody else's. */
export const logsOverTls = stackRule({
  id: "logs-over-tls",
  info: "logs leave a server in one way: over TLS, to who shows the collector's certificate, showing the server's own",
  explanation:
    "Logs that travel in the clear, or to whoever answers at an address, are read by whoever is on the way. A second way out is one nobody looks at.",
  remedy: "leave rsyslog's configuration and the handler of the document logs to the library",
  promises: ["V-10", "B-01"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "the sheet promises that nothing travels in the clear" },
  subjects: machines,
  judge: (machine) => wrongWay(machine),
});

const wrongWay = forFiles((files) => {
  const pipeline = textIn(files, PIPELINE);
  const handler = textIn(files, HANDLER);
  const said = pipeline.split("\n").filter((line) => !/^\s*#/.test(line));
  const ways = [...new Set(said.join("\n").match(WAYS) ?? [])];
  const own = [...(handler.match(WAYS) ?? [])];
  const includes = said.filter((line) => line.includes("include(") || line.startsWith("$"));
  return [
    ...(said.includes('module(load="omrelp" tls.tlslib="openssl")')
      ? []
      : [`${PIPELINE} does not load omrelp with TLS`]),
    ...ways.filter((way) => way !== "omrelp").map((way) => `${PIPELINE} has another way, ${way}`),
    ...(said.join("\n").match(/\baction\(type="omrelp"/g) ?? []).map(
      () => `${PIPELINE} sends logs by itself`,
    ),
    ...said
      .filter((line) => /(^|\s)(@@?|:om|\|\s*\/)/.test(line) && /^[a-z*]+\.[a-z*=!]+\s/.test(line))
      .map((line) => `${PIPELINE} says ${line}`),
    ...(includes.join() === INCLUDE ? [] : [`${PIPELINE} includes ${includes.join(" and ") || "nothing"}`]),
    ...CONNECTION.filter((words) => !handler.includes(words)).map(
      (words) => `${HANDLER} does not write ${words}`,
    ),
    ...(own.toSorted().join() === "omfile,omrelp" ? [] : [`${HANDLER} writes logs to ${own.join(" and ")}`]),
  ];
});
