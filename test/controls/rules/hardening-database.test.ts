import { DATABASE, OneServer } from "../support/one-server";
import { describeRule } from "../support/rule-cases";

const OTHER = new OneServer("verne-production", "database_1");
const FOLDER = "/etc/straat/database";
const ACCESS = `${FOLDER}/pg_hba.conf`;
const CONFIG = `${FOLDER}/postgresql.conf`;
const CLUSTER = "/etc/postgresql-common/createcluster.d/straat.conf";
const UNIT = "/etc/systemd/system/straat-database-certificate";

describeRule("database-is-set-up-safely", {
  judges: [DATABASE.id, OTHER.id],
  breaches: [
    ...[
      "local   all postgres          peer",
      "local   all all               peer",
      "hostssl all postgres all      reject",
      "hostssl all all      all      scram-sha-256",
    ].map((line) =>
      DATABASE.breach(`access has no ${line}`, /pg_hba\.conf lets in by/, DATABASE.withoutLine(ACCESS, line)),
    ),
    DATABASE.breach(
      "a network comes in without a password",
      /pg_hba\.conf lets in by/,
      DATABASE.file(ACCESS, /$/, "host all all 10.0.0.0/8 trust\n"),
    ),
    DATABASE.breach(
      "everybody is let in before the administrator is kept out",
      /pg_hba\.conf lets in by/,
      DATABASE.file(ACCESS, /^/, "hostssl all all all scram-sha-256\n"),
    ),
    ...["listen_addresses = '*'", "authentication_timeout = '30s'", "ssl = off"].map((line) =>
      DATABASE.breach(`nothing says ${line}`, /does not say/, DATABASE.withoutLine(CONFIG, line)),
    ),
    DATABASE.breach(
      "TLS is never turned on",
      /does not end with what turns TLS on/,
      DATABASE.withoutLine(CONFIG, `include_if_exists '${FOLDER}/tls.conf'`),
    ),
    DATABASE.breach(
      "something is read after it",
      /does not end with what turns TLS on/,
      DATABASE.file(CONFIG, /$/, "port = 5432\n"),
    ),
    DATABASE.breach(
      "what turns TLS on says nothing",
      /tls-on\.conf does not turn TLS on/,
      DATABASE.withoutLine(`${FOLDER}/tls-on.conf`, "ssl = on"),
    ),
    ...["engine='postgresql'", "account='postgres'", `tls_config='${FOLDER}/tls.conf'`].map((line) =>
      DATABASE.breach(
        `programs are not told ${line}`,
        /settings says/,
        DATABASE.withoutLine(`${FOLDER}/settings`, line),
      ),
    ),
    DATABASE.breach("programs are told nothing", /settings is not there/, (machine) =>
      machine.file(`${FOLDER}/settings`, () => undefined),
    ),
    DATABASE.breach(
      "data is on the system's disk",
      /data_directory/,
      DATABASE.file(CLUSTER, "/srv/data/", "/var/lib/"),
    ),
    DATABASE.breach(
      "nobody is told of a lost bit",
      /initdb_options/,
      DATABASE.file(CLUSTER, "--data-checksums ", ""),
    ),
    DATABASE.breach("a cluster is made as the package does it", /straat\.conf is not there/, (machine) =>
      machine.file(CLUSTER, () => undefined),
    ),
    DATABASE.breach("nobody sees a new certificate", /certificate\.path/, (machine) =>
      machine.file(`${UNIT}.path`, () => undefined),
    ),
    DATABASE.breach(
      "another file is looked at",
      /does not see a new certificate/,
      DATABASE.file(`${UNIT}.path`, "tls/server.pem", "tls/other.pem"),
    ),
    DATABASE.breach("nobody gives it its certificate", /certificate\.service/, (machine) =>
      machine.file(`${UNIT}.service`, () => undefined),
    ),
    DATABASE.breach(
      "a certificate is not looked for at a start",
      /certificate\.service is not started by the first boot/,
      DATABASE.file("/etc/straat/first-boot", /.*enable --now straat-database-certificate\.service\n/, ""),
    ),
  ],
  allows: [
    DATABASE.allows(
      "a password is waited for less long",
      DATABASE.file(CONFIG, "authentication_timeout = '30s'", "authentication_timeout = '10s'"),
    ),
    DATABASE.allows("access has a comment more", DATABASE.file(ACCESS, /^/, "# Who comes in.\n")),
  ],
});
