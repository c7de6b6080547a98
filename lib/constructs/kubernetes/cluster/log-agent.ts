import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import type { Image } from "../../../model/image";
import type { IpAddress } from "../../../model/ip";
import { Port } from "../../../model/port";
import type { Site } from "../../../model/site";
import { digestOf } from "./digest";
import { AGENT, logAgentConfig } from "./log-agent-config";
import { addNodeProgram } from "./node-program";
import type { PlatformSpace } from "./platform-space";
import { allowInCluster, type Right } from "./rights";
import { toAddresses } from "./traffic";

const NAME = "log-agent";

/** Of which pod and namespace a log is; names of both are in the file's name, and are asked for one by one. */
const RIGHTS: readonly Right[] = [{ group: "", resources: ["namespaces", "pods"], verbs: ["get"] }];

export interface LogAgentProps {
  readonly image: Image;
  readonly site: Site;
  /** The name in the certificates of the site's collectors. */
  readonly collectorName: string;
  /** The Secret with the agent's own certificate. */
  readonly certificate: string;
  readonly apiServers: readonly IpAddress[];
}

/**
 * Sends what all containers of a node say to the site's first log collector (B-01): what applications write, what gateways let
 * through, what the cluster itself tells.
 */
export function addLogAgent(space: PlatformSpace, props: LogAgentProps): void {
  const { image, site, collectorName, certificate, apiServers } = props;
  const [collector] = site.services.logs as readonly [IpAddress, ...IpAddress[]];
  const config = logAgentConfig({ collector, collectorName, site: site.name });
  const metadata = { name: NAME, namespace: space.namespace, labels: space.labelsOf(NAME) };
  const settings = new ConfigMapV1(space, "settings", { metadata, data: { "rsyslog.conf": config } });
  const path = `${AGENT.config}/rsyslog.conf`;
  addNodeProgram(space, {
    name: NAME,
    image,
    resources: { cpu: ["50m", "500m"], memory: ["64Mi", "256Mi"], scratch: ["16Mi", "64Mi"] },
    configuration: digestOf(config),
    because: {
      automountServiceAccountToken:
        "it asks the API server whose a namespace is, which no line may say of itself",
      runAsNonRoot: "logs of containers are root's on the node",
      hostPath: "logs of containers are files of the node, and so is what waits for a collector",
    },
    container: {
      command: ["/usr/sbin/rsyslogd", "-n", "-iNONE", "-f", path],
      env: [
        { name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
        { name: "LC_ALL", value: "C" },
      ],
      readinessProbe: {
        exec: { command: ["/usr/bin/test", "-e", AGENT.alive] },
        periodSeconds: 30,
        timeoutSeconds: 5,
      },
      livenessProbe: {
        // It writes a sign of life each minute; one of before it was started does not count.
        exec: { command: ["/bin/sh", "-c", `test -n "$(find ${AGENT.alive} -mmin -5)"`] },
        initialDelaySeconds: 300,
        periodSeconds: 60,
        timeoutSeconds: 10,
      },
      volumeMount: [
        { name: "settings", mountPath: AGENT.config, readOnly: true },
        { name: "certificate", mountPath: AGENT.certificate, readOnly: true },
        { name: "containers", mountPath: "/var/log/containers", readOnly: true },
        { name: "pods", mountPath: "/var/log/pods", readOnly: true },
        { name: "spool", mountPath: AGENT.spool },
      ],
    },
    volumes: [
      { name: "settings", configMap: { name: settings.metadata.name, defaultMode: "0444" } },
      { name: "certificate", secret: { secretName: certificate, defaultMode: "0400" } },
      { name: "containers", hostPath: { path: "/var/log/containers", type: "Directory" } },
      { name: "pods", hostPath: { path: "/var/log/pods", type: "Directory" } },
      { name: "spool", hostPath: { path: AGENT.spool, type: "DirectoryOrCreate" } },
    ],
  });
  allowInCluster(space, NAME, RIGHTS);
  space.allow(NAME, {
    egress: [toAddresses([collector], Port.LOGSTASH), toAddresses(apiServers, Port.KUBERNETES_API)],
  });
  space.note(NAME, [], undefined);
}
