import { describe, expect, test } from "@jest/globals";
import { RedundantVms, Software, Street, VmSize } from "../../../lib";
import { findingsOf } from "../../../lib/controls/assessment";
import { databaseTakesTlsOnly } from "../../../lib/controls/rules/data/database-takes-tls-only";
import { platform } from "../../../stacks/platform";
import { alkmaar, amsterdam } from "../../../stacks/sites";
import { buildApp, clientProps } from "../../support/app";
import { EditableFleet } from "../support/editable-fleet";
import { DATABASE, REPOSITORY, WEB } from "../support/one-server";
import { describeRule } from "../support/rule-cases";

const NGINX = "/etc/nginx/nginx.conf";
const FRONT = "/etc/straat/backup-front.conf";

describeRule("tls-is-strong", {
  judges: [WEB.id, REPOSITORY.id],
  breaches: [
    WEB.breach(
      "TLS 1.1 is spoken",
      /ssl_protocols with TLSv1\.1/,
      WEB.file(NGINX, "ssl_protocols TLSv1.2", "ssl_protocols TLSv1.1 TLSv1.2"),
    ),
    WEB.breach("nothing is said of versions", /does not say ssl_protocols/, (machine) =>
      machine.file(NGINX, (text) => text.replace(/^ *ssl_protocols .*\n/m, "")),
    ),
    WEB.breach(
      "a cipher has no forward secrecy",
      /ssl_ciphers with AES256-GCM-SHA384/,
      WEB.file(NGINX, "ssl_ciphers ", "ssl_ciphers AES256-GCM-SHA384:"),
    ),
    WEB.breach(
      "a cipher is of CBC",
      /ECDHE-RSA-AES256-SHA384/,
      WEB.file(NGINX, "ssl_ciphers ", "ssl_ciphers ECDHE-RSA-AES256-SHA384:"),
    ),
    WEB.breach(
      "whatever OpenSSL calls high is spoken",
      /ssl_ciphers with HIGH/,
      WEB.file(NGINX, "ssl_ciphers ", "ssl_ciphers HIGH:"),
    ),
    WEB.breach("a curve is small", /ssl_ecdh_curve with secp192r1/, WEB.file(NGINX, "X25519:", "secp192r1:")),
    WEB.breach(
      "tickets outlive their session",
      /ssl_session_tickets with on/,
      WEB.file(NGINX, "ssl_session_tickets off", "ssl_session_tickets on"),
    ),
    WEB.breach("strangers get an answer", /does not say ssl_reject_handshake/, (machine) =>
      machine.file(NGINX, (text) => text.replace(/^ *ssl_reject_handshake .*\n/m, "")),
    ),
    WEB.breach(
      "a site has a setting of its own",
      /sites-enabled\/default says ssl_protocols with TLSv1/,
      (machine) =>
        machine.file(
          "/etc/nginx/sites-enabled/default",
          (text) => `${text}server { listen 443 ssl; ssl_protocols TLSv1; }\n`,
        ),
    ),
    WEB.breach(
      "visitors learn the version",
      /which nginx it is/,
      WEB.file(NGINX, "server_tokens off", "server_tokens on"),
    ),
    WEB.breach(
      "visitors are told for a day",
      /does not tell visitors for a year/,
      WEB.file("/etc/nginx/snippets/straat-hsts.conf", "31536000", "86400"),
    ),
    WEB.breach(
      "visitors are not sent on",
      /does not send visitors on/,
      WEB.file("/etc/nginx/snippets/straat-to-https.conf", "301 https", "301 http"),
    ),
    WEB.breach("the configuration breaks off", /nginx\.conf/, (machine) =>
      machine.file(NGINX, (text) => text.slice(0, text.lastIndexOf("}"))),
    ),
    REPOSITORY.breach(
      "a repository asks for no certificate",
      /ssl_verify_client with optional/,
      REPOSITORY.file(FRONT, "ssl_verify_client on", "ssl_verify_client optional"),
    ),
    REPOSITORY.breach("a repository knows no authority", /does not say ssl_client_certificate/, (machine) =>
      machine.file(FRONT, (text) => text.replace(/^ *ssl_client_certificate .*\n/m, "")),
    ),
  ],
  allows: [
    WEB.allows(
      "only TLS 1.3 is spoken",
      WEB.file(NGINX, "ssl_protocols TLSv1.2 TLSv1.3", "ssl_protocols TLSv1.3"),
    ),
  ],
});

const POSTGRESQL = "/etc/straat/database/postgresql.conf";
const HBA = "/etc/straat/database/pg_hba.conf";

describeRule("database-takes-tls-only", {
  judges: [DATABASE.id, "verne-production/vsphere_virtual_machine.database_1"],
  breaches: [
    DATABASE.breach("somebody comes in in the clear", /lets in by host all app/, (machine) =>
      machine.file(HBA, (text) => `${text}host all app all scram-sha-256\n`),
    ),
    DATABASE.breach(
      "somebody comes in without a password",
      /lets in by hostssl all all all trust/,
      DATABASE.file(
        HBA,
        "hostssl all all      all      scram-sha-256",
        "hostssl all all      all      trust",
      ),
    ),
    DATABASE.breach(
      "anybody on the server is anybody",
      /lets in by local all all trust/,
      DATABASE.file(HBA, "local   all all               peer", "local   all all               trust"),
    ),
    DATABASE.breach(
      "the administrator comes in from the network",
      /administrator in from the network/,
      (machine) => machine.file(HBA, (text) => text.replace(/^hostssl all postgres.*\n/m, "")),
    ),
    DATABASE.breach(
      "passwords are kept as MD5",
      /password_encryption 'md5'/,
      DATABASE.file(POSTGRESQL, "password_encryption = 'scram-sha-256'", "password_encryption = 'md5'"),
    ),
    DATABASE.breach(
      "TLS 1.0 is spoken",
      /ssl_min_protocol_version 'TLSv1'/,
      DATABASE.file(POSTGRESQL, "'TLSv1.2'", "'TLSv1'"),
    ),
    DATABASE.breach(
      "another list of who comes in is read",
      /hba_file/,
      DATABASE.file(POSTGRESQL, "/etc/straat/database/pg_hba.conf", "/tmp/pg_hba.conf"),
    ),
    DATABASE.breach(
      "weak ciphers are spoken",
      /ssl_ciphers/,
      DATABASE.file(POSTGRESQL, "ECDHE+AESGCM:", "ALL:"),
    ),
  ],
});

describe("a group with MariaDB", () => {
  const assessed = (edit: (text: string) => string) => {
    const built = buildApp((app) => {
      platform(app);
      new Street(app, "verne", {
        ...clientProps(),
        site: amsterdam,
        backupSite: alkmaar,
        network: "10.20.0.0/20",
      }).forEachEnvironment((environment) => {
        const size = VmSize.SMALL;
        new RedundantVms(environment, "database", { size, data: true, runs: Software.MARIADB });
      });
    });
    const fleet = EditableFleet.of(built);
    fleet
      .machine("verne-production", "database_1")
      .file("/etc/straat/database/mariadb.cnf", (text) => `${edit(text)}\n`);
    return fleet.assess([databaseTakesTlsOnly], ["verne-production"]);
  };

  test("is judged, and has nothing wrong with it", () => {
    const assessment = assessed((text) => text);
    expect(findingsOf(assessment)).toEqual([]);
    const kept = assessment.verdicts.flatMap((verdict) => verdict.kept);
    expect(kept).toContain("verne-production/vsphere_virtual_machine.database_1");
  });

  test.each([
    ["require_secure_transport = ON", "require_secure_transport = OFF"],
    ["tls_version = TLSv1.2,TLSv1.3", "tls_version = TLSv1.1,TLSv1.2"],
    ["local_infile = OFF", "local_infile = ON"],
    ["skip_symbolic_links = ON\n", ""],
  ])("has something wrong when %s is %s", (from, to) => {
    expect(findingsOf(assessed((text) => text.replace(from, to)))).toHaveLength(1);
  });
});
