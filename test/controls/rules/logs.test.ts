import { describe, expect, test } from "@jest/globals";
import { RedundantVms, Software, VmSize } from "../../../lib";
import { findingsOf } from "../../../lib/controls/assessment";
import { databasesLogWhoComes } from "../../../lib/controls/rules/logs/databases-log-who-comes";
import { buildStreet } from "../../support/app";
import { EditableFleet } from "../support/editable-fleet";
import { everyoneTold, everywhere } from "../support/every-machine";
import { describeRule } from "../support/rule-cases";

const VERNE = "verne-production";
const WEB = `${VERNE}/vsphere_virtual_machine.web_1`;
const EDGE = "verne-street/vsphere_virtual_machine.edge_1";
const GATEWAY = "platform-alkmaar/vsphere_virtual_machine.vpn_1";
const REPOSITORY = "platform-alkmaar/vsphere_virtual_machine.backup_1";

const [web, edge] = [
  (fleet: EditableFleet) => fleet.machine(VERNE, "web_1"),
  (fleet: EditableFleet) => fleet.machine("verne-street", "edge_1"),
];

type Edit = (text: string) => string | undefined;

const swap =
  (from: string | RegExp, to: string) =>
  (text: string): string =>
    text.replace(from, to);

/** A change to one file of a web server, which is found there. */
function breach(when: string, path: string, edit: Edit, saying: RegExp) {
  const change = (fleet: EditableFleet) => web(fleet).file(path, edit);
  return { when, change, finds: [WEB], saying };
}

/** A change to what a web server is told of its logs. */
function told(when: string, edit: (text: string) => string, saying: RegExp) {
  const change = (fleet: EditableFleet) => web(fleet).document("logs", edit);
  return { when, change, finds: [WEB], saying };
}

const STEPS = "/etc/straat/first-boot";
const SENDER = "/etc/systemd/system/rsyslog.service.d/straat.conf";

describeRule("logs-of-every-server", {
  judges: [WEB, EDGE, GATEWAY, REPOSITORY],
  breaches: [
    told(
      "a log is sent that nobody declared",
      (text) => `${text}file application mail /var/log/mail.log\n`,
      /sends application mail \/var\/log\/mail\.log, which its group does not declare/,
    ),
    {
      when: "an application's log is not sent",
      change: (fleet) =>
        fleet
          .machine("zorgplein-production", "application_1")
          .document("logs", (text) => text.replace(/^file application zorgplein .*\n/m, "")),
      finds: ["zorgplein-production/vsphere_virtual_machine.application_1"],
      saying: /does not send application zorgplein \/srv\/zorgplein\/log\/\*\.log, which its group declares/,
    },
    told("a line is no line of it", (text) => `${text}run /bin/sh\n`, /cannot be judged/),
    breach(
      "rsyslog is not started",
      STEPS,
      swap(/^.*enable --now rsyslog\.service\n/m, ""),
      /rsyslog\.service is not started/,
    ),
    breach(
      "rsyslog runs with the package's configuration",
      SENDER,
      swap("/etc/straat/rsyslog.conf", "/etc/rsyslog.conf"),
      /rsyslog\.service runs .*\/etc\/rsyslog\.conf/,
    ),
    breach(
      "rsyslog runs as the package has it",
      SENDER,
      swap(/^ExecStart=.*\n/gm, ""),
      /runs as the package has it/,
    ),
    breach(
      "a sender that fails raises no alarm",
      SENDER,
      swap(/^OnFailure.*\n/m, ""),
      /fails without an alarm/,
    ),
  ],
  allows: [
    {
      when: "an edge is told nothing, of which another rule tells",
      change: (fleet) => {
        delete edge(fleet).body.extra_config["guestinfo.straat.logs"];
      },
    },
  ],
});

describeRule("logs-to-the-sites-collector", {
  judges: [WEB, EDGE, GATEWAY, REPOSITORY],
  breaches: [
    told(
      "logs go elsewhere",
      swap("collector 172.31.1.44", "collector 203.0.113.9"),
      /203\.0\.113\.9, which is no collector of amsterdam/,
    ),
    told(
      "logs go to another site",
      swap("collector 172.31.1.44", "collector 172.31.2.44"),
      /172\.31\.2\.44, which is no collector/,
    ),
    told("logs may also go elsewhere", swap("port ", "collector 203.0.113.9\nport "), /203\.0\.113\.9/),
    told("logs go to another port", swap("port 5044", "port 514"), /port 514/),
    told(
      "another name is trusted",
      swap("logs-ams.example.nl", "logs.example.com"),
      /logs\.example\.com for its collector, and that of amsterdam is logs-ams\.example\.nl/,
    ),
    {
      when: "all servers take somebody else for their collector",
      change: everywhere("logs", (text) => text.replace(/^peer .*$/m, "peer logs.example.com")),
      finds: everyoneTold("logs"),
      saying: /logs\.example\.com for its collector/,
    },
    {
      when: "the site names no collector",
      change: (fleet) => {
        delete fleet.stack("verne-street").model.site.logCollector;
      },
      finds: [EDGE, "verne-street/vsphere_virtual_machine.edge_2"],
      saying: /and that of amsterdam is not named/,
    },
    {
      when: "the site has a collector that a server does not know",
      change: (fleet) => fleet.stack("verne-street").model.site.services.logs.push("172.31.1.45"),
      finds: [EDGE, "verne-street/vsphere_virtual_machine.edge_2"],
      saying: /does not know 172\.31\.1\.45/,
    },
  ],
});

describeRule("logs-say-whose", {
  judges: [WEB, EDGE, GATEWAY, REPOSITORY],
  breaches: [
    told(
      "logs say another client",
      swap("client verne", "client zorgplein"),
      /say client zorgplein, and it is verne/,
    ),
    told(
      "logs say another stage",
      swap("stage production", "stage test"),
      /say stage test, and it is production/,
    ),
    told("logs say another group", swap("group web", "group database"), /say group database, and it is web/),
    told("logs say a lower class", swap("class 3", "class 1"), /say class 1, and it is 3/),
    {
      when: "an edge says a stage",
      change: (fleet) => edge(fleet).document("logs", swap("stage street", "stage production")),
      finds: [EDGE],
      saying: /say stage production, and it is street/,
    },
    {
      when: "a repository says a client",
      change: (fleet) =>
        fleet
          .machine("platform-alkmaar", "backup_1")
          .document("logs", swap("client platform", "client verne")),
      finds: [REPOSITORY],
      saying: /say client verne, and it is platform/,
    },
  ],
});

const NGINX = "/etc/nginx/nginx.conf";

describeRule("access-logs-of-web-servers", {
  judges: [WEB],
  breaches: [
    told(
      "visits are not sent",
      swap(/^file access nginx .*\n/m, ""),
      /does not send \/var\/log\/nginx\/access\.log/,
    ),
    told(
      "errors are not sent",
      swap(/^file access nginx-error .*\n/m, ""),
      /does not send \/var\/log\/nginx\/error\.log/,
    ),
    told(
      "visits are sent as any other log, whose queries stay",
      swap("file access nginx ", "file application nginx "),
      /does not send/,
    ),
    breach(
      "visits are not noted",
      NGINX,
      swap(/access_log .*;/, "access_log off;"),
      /does not say access_log/,
    ),
    breach(
      "some visits are not noted",
      NGINX,
      swap("  include /etc/nginx/conf.d", "  access_log off;\n  include /etc/nginx/conf.d"),
      /says access_log off/,
    ),
    breach(
      "the queries of visits are noted",
      NGINX,
      swap("$request_method $straat_path", "$request"),
      /has no line log_format straat/,
    ),
    breach(
      "what comes before a query is all",
      NGINX,
      swap('[^?#]+)" $straat_before_query', '.+)" $straat_before_query'),
      /has no line "~\^/,
    ),
    breach("errors are not noted", NGINX, swap("error.log warn", "error.log emerg"), /error_log/),
  ],
  allows: [
    {
      when: "an application has a log of its own",
      change: (fleet) =>
        web(fleet).document("logs", (text) => `${text}file application shop /srv/shop/log/*.log\n`),
    },
  ],
});

const DATABASE = `${VERNE}/vsphere_virtual_machine.database_1`;
const POSTGRESQL = "/etc/straat/database/postgresql.conf";

function onDatabase(when: string, edit: Edit, saying: RegExp) {
  const change = (fleet: EditableFleet) => fleet.machine(VERNE, "database_1").file(POSTGRESQL, edit);
  return { when, change, finds: [DATABASE], saying };
}

describeRule("databases-log-who-comes", {
  judges: [DATABASE, "zorgplein-acceptance/vsphere_virtual_machine.database_2"],
  breaches: [
    onDatabase(
      "who comes is not noted",
      swap("log_connections = on", "log_connections = off"),
      /log_connections off, not on/,
    ),
    onDatabase(
      "who goes is not noted",
      swap(/^log_disconnections.*\n/m, ""),
      /does not say log_disconnections/,
    ),
    onDatabase("the log stays in a file", swap("'syslog'", "'stderr'"), /log_destination/),
    onDatabase(
      "statements are noted",
      swap("log_statement = 'none'", "log_statement = 'all'"),
      /log_statement/,
    ),
    onDatabase(
      "a second setting takes the first back",
      (text) => `${text}log_connections = off\n`,
      /says log_connections 2 times/,
    ),
  ],
});

describe("databases-log-who-comes of MariaDB", () => {
  const problems = (edit?: (text: string) => string) => {
    const built = buildStreet({ stages: ["development"] }, (environment) => {
      new RedundantVms(environment, "database", { size: VmSize.SMALL, runs: Software.MARIADB, data: true });
    });
    const fleet = EditableFleet.of(built);
    if (edit !== undefined) {
      fleet.machine("verne-development", "database_1").file("/etc/straat/database/mariadb.cnf", edit);
    }
    const assessment = fleet.assess([databasesLogWhoComes]);
    expect(assessment.verdicts).toHaveLength(1);
    return findingsOf(assessment).map(({ problem }) => problem);
  };

  test("finds nothing in what the library writes", () => {
    expect(problems()).toEqual([]);
  });

  test("bites when who comes is not noted", () => {
    expect(problems(swap("server_audit_logging = ON", "server_audit_logging = OFF"))).toEqual([
      "/etc/straat/database/mariadb.cnf says server_audit_logging OFF, not ON",
    ]);
  });

  test("bites when statements are noted", () => {
    expect(problems(swap("events = CONNECT", "events = CONNECT,QUERY"))).toHaveLength(1);
  });
});
