import type { Body } from "../../support/app";
import { EditableFleet } from "../support/editable-fleet";
import { type Breach, describeRule } from "../support/rule-cases";

const STACK = "platform-amsterdam";
const CLUSTERS = [`${STACK}/cluster`, "platform-alkmaar/cluster"];
const AGENT = "kubernetes_daemon_set_v1.cluster_logs_program";
const PIPELINE = "kubernetes_config_map_v1.cluster_logs_settings";
const settingsOf = (name: string) =>
  `kubernetes_config_map_v1.cluster_scanner_settings-trivy-operator${name}`;

const breach = (when: string, saying: RegExp, change: (fleet: EditableFleet) => unknown): Breach => ({
  when,
  saying,
  finds: [`${STACK}/cluster`],
  change: (fleet) => void change(fleet),
});

/** The agent's configuration, with one text in it for another. */
const written = (when: string, saying: RegExp, from: string | RegExp, to: string) =>
  breach(when, saying, (fleet) => {
    const { data } = fleet.resource(STACK, PIPELINE) as Body;
    const changed = data["rsyslog.conf"].replace(from, to);
    if (changed === data["rsyslog.conf"]) throw new Error(`nothing is changed by ${from}`);
    data["rsyslog.conf"] = changed;
  });

const podOf = (fleet: EditableFleet): Body => fleet.resource(STACK, AGENT)["spec"].template.spec;

describeRule("logs-of-every-cluster", {
  fleet: EditableFleet.examples,
  judges: CLUSTERS,
  breaches: [
    breach("nothing reads what containers say", /0 programs read/, (fleet) => fleet.drop(STACK, AGENT)),
    breach("two programs read it", /2 programs read/, (fleet) => {
      const { resource } = fleet.stack(STACK).terraform;
      resource.kubernetes_daemon_set_v1.more = structuredClone(fleet.resource(STACK, AGENT));
    }),
    breach("it is told something else", /is not told what this stack has for it/, (fleet) => {
      podOf(fleet)["container"][0].command = ["/usr/sbin/rsyslogd", "-n", "-f", "/tmp/other.conf"];
    }),
    breach("what it is told is not there", /is not told what this stack has for it/, (fleet) => {
      fleet.resource(STACK, PIPELINE)["data"] = {};
    }),
    written(
      "it sends to somebody else",
      /sends with target "198\.51\.100\.9"/,
      /target="[^"]*"/,
      'target="198.51.100.9"',
    ),
    written("it sends in the clear", /sends with tls "off", not "on"/, 'tls="on"', 'tls="off"'),
    written(
      "it believes whoever answers",
      /tls\.permittedPeer \["\*"\]/,
      /permittedPeer=\["[^"]*"\]/,
      'permittedPeer=["*"]',
    ),
    written("it gives up", /action\.resumeRetryCount "3"/, 'resumeRetryCount="-1"', 'resumeRetryCount="3"'),
    written("it speaks TLS of yesterday", /tlsCfgCmd "MinProtocol=TLSv1"/, "TLSv1.2", "TLSv1"),
    written(
      "it sends to a second",
      /sends in 2 ways/,
      '  action(type="omrelp"',
      '  action(type="omrelp" target="x")\n  action(type="omrelp"',
    ),
    written(
      "it has another way out",
      /has another way, omfwd/,
      '  action(type="omrelp"',
      '  action(type="omfwd" target="x")\n  action(type="omrelp"',
    ),
    written(
      "it takes lines of others",
      /has another way, imtcp/,
      'module(load="imfile")',
      'module(load="imfile")\nmodule(load="imtcp")',
    ),
    written(
      "it includes a file",
      /includes what nobody sees/,
      'module(load="imfile")',
      'module(load="imfile")\ninclude(file="/tmp/x")',
    ),
    written(
      "it reads some logs only",
      /reads \/var\/log\/containers\/web/,
      "/var/log/containers/*.log",
      "/var/log/containers/web*.log",
    ),
    written(
      "it writes them to its node",
      /writes to .*tmp\/x/,
      'action(type="omfile" file="/var/spool/straat-logs/alive"',
      'action(type="omfile" file="/tmp/x"',
    ),
    written(
      "what waits is in memory",
      /forgets what is not acknowledged/,
      'queue.type="Disk"',
      'queue.type="LinkedList"',
    ),
    written("lines are sent as they are", /sends lines as they are/, "    call straat_scrub_text\n", ""),
    written(
      "passwords are left in them",
      /leaves password in lines of the scope all/,
      /<scrubbed:password>/g,
      "password",
    ),
  ],
  allows: [
    {
      when: "another collector of the site takes them",
      change: (fleet) => {
        const { model } = fleet.stack(STACK);
        const other = model["site"].services.logs.at(-1);
        const { data } = fleet.resource(STACK, PIPELINE) as Body;
        data["rsyslog.conf"] = data["rsyslog.conf"].replace(/target="[^"]*"/, `target="${other}"`);
      },
    },
    {
      when: "a comment speaks of another way",
      change: (fleet) => {
        const { data } = fleet.resource(STACK, PIPELINE) as Body;
        data["rsyslog.conf"] += "# omfwd sends in the clear\n";
      },
    },
  ],
});

const told = (when: string, saying: RegExp, map: string, change: object) =>
  breach(when, saying, (fleet) => Object.assign(fleet.resource(STACK, settingsOf(map))["data"], change));

describeRule("leaks-of-every-cluster", {
  fleet: EditableFleet.examples,
  judges: CLUSTERS,
  breaches: [
    breach("nothing looks", /0 programs look for leaks/, (fleet) =>
      fleet.drop(STACK, "kubernetes_deployment_v1.cluster_scanner_program"),
    ),
    breach("its settings are not there", /without the ConfigMap trivy-operator-trivy-config/, (fleet) =>
      fleet.drop(STACK, settingsOf("-trivy-config")),
    ),
    breach("its Secret is not there", /without the Secret trivy-operator/, (fleet) =>
      fleet.drop(STACK, "kubernetes_secret_v1.cluster_scanner_secret-trivy-operator"),
    ),
    told("it is switched off", /OPERATOR_VULNERABILITY_SCANNER_ENABLED "false"/, "-config", {
      OPERATOR_VULNERABILITY_SCANNER_ENABLED: "false",
    }),
    told("a client is left out", /OPERATOR_EXCLUDE_NAMESPACES "zorgplein-production"/, "-config", {
      OPERATOR_EXCLUDE_NAMESPACES: "zorgplein-production",
    }),
    told("jobs are left out", /OPERATOR_TARGET_WORKLOADS/, "-config", {
      OPERATOR_TARGET_WORKLOADS: "pod,replicaset,replicationcontroller,statefulset,daemonset,cronjob",
    }),
    told("it looks once a week", /OPERATOR_SCANNER_REPORT_TTL "168h"/, "-config", {
      OPERATOR_SCANNER_REPORT_TTL: "168h",
    }),
    told("what it finds is sent elsewhere", /OPERATOR_WEBHOOK_BROADCAST_URL/, "-config", {
      OPERATOR_WEBHOOK_BROADCAST_URL: "https://www.example.com",
    }),
    told(
      "it is told of nothing in particular",
      /told trivy\.ignoreFile, and no rule knows/,
      "-trivy-config",
      {
        "trivy.ignoreFile": "CVE-2026-1",
      },
    ),
    told("leaks without an update are passed over", /trivy\.ignoreUnfixed "true"/, "-trivy-config", {
      "trivy.ignoreUnfixed": "true",
    }),
    told("small leaks are passed over", /trivy\.severity "HIGH,CRITICAL"/, "-trivy-config", {
      "trivy.severity": "HIGH,CRITICAL",
    }),
    told("a scanner is run by its tag", /trivy\.tag "0\.70\.0"/, "-trivy-config", { "trivy.tag": "0.70.0" }),
    told("a scanner is an attacker's", /runs 0\.69\.4, which an attacker made/, "-trivy-config", {
      "trivy.tag": `0.69.4@sha256:${"0".repeat(64)}`,
    }),
    told("scans may be root", /podTemplateContainerSecurityContext/, "", {
      "scanJob.podTemplateContainerSecurityContext": "{}",
    }),
    breach("a setting is not there", /told OPERATOR_TARGET_NAMESPACES not at all/, (fleet) => {
      delete fleet.resource(STACK, settingsOf("-config"))["data"].OPERATOR_TARGET_NAMESPACES;
    }),
  ],
  allows: [
    {
      when: "more scans go on at once",
      change: (fleet) => {
        fleet.resource(STACK, settingsOf("-config"))["data"].OPERATOR_CONCURRENT_SCAN_JOBS_LIMIT = "9";
      },
    },
  ],
});

const FIGURES = "kubernetes_deployment_v1.cluster_metrics_program";
const args = (change: (words: string[]) => string[]) => (fleet: EditableFleet) => {
  const container = fleet.resource(STACK, FIGURES)["spec"].template.spec.container[0];
  container.args = change(container.args);
};

describeRule("figures-of-every-cluster", {
  fleet: EditableFleet.examples,
  judges: CLUSTERS,
  breaches: [
    breach("nothing tells figures", /0 programs tell figures/, (fleet) => fleet.drop(STACK, FIGURES)),
    breach(
      "jobs have none",
      /no figures of its jobs/,
      args((words) => words.map((word) => word.replace(",jobs", ""))),
    ),
    breach(
      "a client is left out",
      /told namespaces-denylist/,
      args((words) => [...words, "--namespaces-denylist=zorgplein-production"]),
    ),
    breach(
      "nobody knows whose they are",
      /do not say straat\/client/,
      args((words) => words.filter((word) => !word.startsWith("--metric-labels"))),
    ),
    breach(
      "an option is no option",
      /is told zorgplein, and no rule knows/,
      args((words) => [...words, "zorgplein"]),
    ),
  ],
  allows: [
    { when: "it answers at another port", change: args((words) => [...words.slice(1), "--port=9090"]) },
  ],
});
