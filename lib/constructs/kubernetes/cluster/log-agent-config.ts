import { renderScrubbing, WITHHELD } from "../../../guest/logs/log-scrubbing";
import { Classification } from "../../../model/classification";
import type { IpAddress } from "../../../model/ip";
import { Port } from "../../../model/port";
import { FIGURES } from "../../../model/promises/figures";
import { DNS_NAMESPACE, GATEWAY_NAMESPACE } from "../../../network/workload-facts";

/** Where things are inside the agent's pods. */
export const AGENT = {
  config: "/etc/straat",
  certificate: "/run/straat/tls",
  /** On the node: what the collector has not acknowledged yet, and how far each log was read, outlive the pod. */
  spool: "/var/spool/straat-logs",
  alive: "/var/spool/straat-logs/alive",
  token: "/var/run/secrets/kubernetes.io/serviceaccount",
} as const;

export interface LogAgentConfigProps {
  /**
   * The log collector. It is one: handing lines over to a second when the first is away loses those that the first was sent and
   * did not acknowledge (measured), and waiting on disk loses none.
   */
  readonly collector: IpAddress;
  /** The name in its certificate. */
  readonly collectorName: string;
  readonly site: string;
}

/**
 * A label of the namespace, which only who makes namespaces can write; in what is read its slash is escaped. A namespace without
 * it is no client's.
 */
function label(name: string, unlabelled: string): string {
  return `set $!straat!labels!${name} = re_extract($.labels, '"straat.?/${name}": "([a-z0-9-]+)"', 0, 1, "${unlabelled}");`;
}

/**
 * What rsyslog reads, makes of it and sends, as on servers (see `lib/guest/logs`): the same names, the same scrubbing
 * (BIO2 8.15.02, I-09), the same collectors, over RELP in TLS with certificates on both sides. What a line is labelled with
 * comes from the API server and from the name of the file, never from the line (B-01, I-09).
 */
export function logAgentConfig({ collector, collectorName, site }: LogAgentConfigProps): string {
  return `global(
  workDirectory="${AGENT.spool}"
  maxMessageSize="131072"
  net.enableDNS="off"
  parser.escapeControlCharactersOnReceive="off"
  umask="0077"
)
main_queue(queue.type="Direct")
module(load="imfile")
module(load="impstats" interval="60" format="json" resetCounters="off" ruleset="straat_alive")
module(load="mmkubernetes")
module(load="mmutf8fix")
module(load="omrelp" tls.tlslib="openssl")

template(name="straat_begin" type="list") {
  constant(value="{\\"event\\":{\\"id\\":\\"") property(name="uuid") constant(value="\\"}}")
}
template(name="straat_labels" type="list") { property(name="$!kubernetes!namespace_labels") }
template(name="straat_message" type="list") { property(name="$!straat") }
template(name="straat_alive" type="list") { property(name="timereported" dateFormat="rfc3339") constant(value="\\n") }

${renderScrubbing()}
# A sign of life, which the node's kubelet looks for. When it has grown it is begun anew.
ruleset(name="straat_alive") {
  action(type="omfile" file="${AGENT.alive}" template="straat_alive" fileCreateMode="0600"
    rotation.sizeLimit="4096" rotation.sizeLimitCommand="/usr/bin/rm ${AGENT.alive}")
}

# What is not acknowledged waits on the node's disk; when that is full, the logs themselves wait.
ruleset(name="straat_send" queue.type="Disk" queue.filename="straat" queue.size="10000000"
  queue.maxDiskSpace="1g" queue.maxFileSize="16m" queue.checkpointInterval="100"
  queue.timeoutEnqueue="2000000000" queue.timeoutShutdown="1000" queue.saveOnShutdown="on"
  queue.workerThreads="1") {
  action(type="omrelp" target="${collector}" port="${Port.LOGSTASH.first}" template="straat_message"
    tls="on" tls.authMode="name" tls.permittedPeer=["${collectorName}"] tls.caCert="${AGENT.certificate}/ca.crt"
    tls.myCert="${AGENT.certificate}/tls.crt" tls.myPrivKey="${AGENT.certificate}/tls.key"
    tls.tlsCfgCmd="MinProtocol=TLSv1.2" windowSize="128" timeout="30" conn.timeout="10"
    action.resumeRetryCount="-1" action.resumeInterval="5" action.resumeIntervalMax="30")
}

ruleset(name="straat_container") {
  action(type="mmkubernetes" kubernetesurl="https://kubernetes.default.svc" tls.cacert="${AGENT.token}/ca.crt"
    tokenfile="${AGENT.token}/token" de_dot="off" cacheexpireinterval="600")
  action(type="mmutf8fix" mode="utf-8")
  unset $!straat;
  set $.ok = parse_json(exec_template("straat_begin"), "\\$!straat");
  set $.labels = exec_template("straat_labels");
  ${label("client", "platform")}
  ${label("stage", "platform")}
  ${label("class", String(FIGURES.minimumClass))}
  # Namespaces name the class, servers number it.
${Classification.ALL.map(({ name, level }) => `  if $!straat!labels!class == "${name}" then set $!straat!labels!class = "${level}";`).join("\n")}
  # The API server did not answer: whose it is then tells the namespace alone.
  if $.labels == "" then {
    set $!straat!labels!client = "unknown";
    set $!straat!labels!stage = "unknown";
  }
  set $!straat!labels!site = "${site}";
  set $!straat!host!name = getenv("NODE_NAME");
  set $!straat!orchestrator!namespace = $!kubernetes!namespace_name;
  set $!straat!orchestrator!resource!name = $!kubernetes!pod_name;
  set $!straat!container!name = $!kubernetes!container_name;

  # As the container runtime writes it: when, by which way out, whole or a part, and what was said.
  set $!straat!@timestamp = re_extract($msg, '^([0-9T:.Z+-]+) std(out|err) [FP] ', 0, 1, "");
  set $!straat!log!level = "info";
  if re_match($msg, '^[^ ]+ stderr ') then set $!straat!log!level = "error";
  if re_match($msg, '^[^ ]+ std(out|err) P ') then set $!straat!labels!cut = "true";
  set $.t = re_extract($msg, '^[0-9T:.Z+-]+ std(out|err) [FP] (.*)$', 0, 2, $msg);

  if $!kubernetes!namespace_name == "${GATEWAY_NAMESPACE}" and $!kubernetes!container_name == "envoy" then {
    set $!straat!event!dataset = "access";
    call straat_scrub_access
  } else {
    set $!straat!event!dataset = "application";
    if $!straat!labels!client == "platform" or $!kubernetes!namespace_name == "${DNS_NAMESPACE}" then
      set $!straat!event!dataset = "system";
    call straat_scrub_text
  }
  set $!straat!message = $.t;
  if $.t == ${JSON.stringify(WITHHELD)} then set $!straat!labels!withheld = "true";
  call straat_send
}

input(type="imfile" file="/var/log/containers/*.log" tag="container" ruleset="straat_container" addMetadata="on"
  escapeLF="on" reopenOnTruncate="on" persistStateAfterSubmission="on" persistStateInterval="0"
  discardTruncatedMsg="on" msgDiscardingError="off")
`;
}
