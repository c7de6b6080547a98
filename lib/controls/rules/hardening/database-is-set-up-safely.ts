import { type DatabaseEngine, isDatabase, Software } from "../../../model/software";
import { ERROR_EVERYWHERE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { type Files, textIn } from "../../subjects/frozen";
import { jobsOf, jobsTold } from "../../subjects/jobs";
import { forFiles, isEnabled, servedUnit, shellSettings } from "../../subjects/served-files";
import { ASSIGNED, settingsIn, type Wanted, wordsOf, wrongSettings } from "../../subjects/settings";

const FOLDER = "/etc/straat/database";
const CLUSTER = "/etc/postgresql-common/createcluster.d/straat.conf";
const CERTIFICATE = "straat-database-certificate";

/** What programs of the house know of an engine, which makes its first start and gives it its certificates. */
interface Engine {
  readonly account: string;
  readonly tlsConfig: string;
  readonly tls: readonly string[];
  readonly config: string;
  readonly wanted: Readonly<Record<string, Wanted>>;
}

const ENGINES: Readonly<Record<DatabaseEngine, Engine>> = {
  [Software.POSTGRESQL]: {
    account: "postgres",
    tlsConfig: `${FOLDER}/tls.conf`,
    tls: ["ssl = on"],
    config: `${FOLDER}/postgresql.conf`,
    wanted: {
      // Who may come is for the walls; that it listens is what hostssl and the address that moves need.
      listen_addresses: "'*'",
      authentication_timeout: /^'([1-9]|[1-5]\d|60)s'$/,
      // Until there is a certificate nobody comes in: hostssl asks for one.
      ssl: "off",
    },
  },
  [Software.MARIADB]: {
    account: "mysql",
    tlsConfig: "/etc/mysql/mariadb.conf.d/91-straat-tls.cnf",
    tls: ["[mariadbd]", `ssl_cert = ${FOLDER}/tls/server.pem`, `ssl_key = ${FOLDER}/tls/server.key`],
    config: `${FOLDER}/mariadb.cnf`,
    wanted: { datadir: "/srv/data/mysql", bind_address: "*", skip_name_resolve: "ON" },
  },
};

/** Who comes in at all, line by line: the first that fits decides. */
const ACCESS = [
  "local all postgres peer",
  "local all all peer",
  "hostssl all postgres all reject",
  "hostssl all all all scram-sha-256",
];

/** How a cluster is made: on the data disk, told when a disk loses a bit, and with no way in that asks nothing. */
const OF_CLUSTER: Readonly<Record<string, Wanted>> = {
  create_main_cluster: "false",
  data_directory: /^'\/srv\/data\//,
  initdb_options: /^'(?=.*--data-checksums)(?=.*--auth-local=peer)(?=.*--auth-host=scram-sha-256)/,
};

/** V-10, V-02, H-22: a database is made on its own disk, and opens when it has its certificate. */
export const databaseIsSetUpSafely = stackRule({
  id: "database-is-set-up-safely",
  info: "a database is made on the data disk with checksums, lets in exactly whom its list says, and takes its server's certificate as soon as there is one",
  explanation:
    "A list of access with one line more is a way in beside the passwords. Without the settings that its programs read a database never gets a certificate, and nobody reaches it.",
  remedy: "leave the files below /etc/straat/database to the library",
  promises: ["V-10", "V-02", "H-22"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => Machine.in(stack).filter(({ group }) => isDatabase(group?.runs)),
  judge: forFiles((files, told) => {
    const { engine } = jobsOf(told);
    if (engine === undefined) return "runs no database";
    return [
      ...wrongEngine(files, engine),
      ...wrongCertificate(files),
      ...(engine === Software.POSTGRESQL ? wrongPostgresql(files) : []),
    ];
  }, jobsTold),
});

function wrongEngine(files: Files, engine: DatabaseEngine): readonly string[] {
  const { account, tlsConfig, tls, config, wanted } = ENGINES[engine];
  const path = `${FOLDER}/settings`;
  const settings = shellSettings(files, path);
  const on = wordsOf(textIn(files, `${FOLDER}/tls-on.conf`));
  const told = { engine, account, tls_config: tlsConfig };
  return [
    ...Object.entries(told)
      .filter(([name, value]) => settings.get(name) !== value)
      .map(([name, value]) => `${path} says ${name} ${settings.get(name) ?? "nowhere"} and not ${value}`),
    ...(on.join("\n") === tls.join("\n") ? [] : [`${FOLDER}/tls-on.conf does not turn TLS on`]),
    ...wrongSettings(config, settingsIn(files, config, ASSIGNED), wanted),
  ];
}

/** A new certificate is seen when it comes, and at every start. */
function wrongCertificate(files: Files): readonly string[] {
  const watch = servedUnit(files, `${CERTIFICATE}.path`);
  const give = servedUnit(files, `${CERTIFICATE}.service`);
  return [
    ...[`${CERTIFICATE}.path`, `${CERTIFICATE}.service`]
      .filter((unit) => !isEnabled(files, unit))
      .map((unit) => `${unit} is not started by the first boot`),
    ...(watch.all("Path.PathChanged").includes("/etc/straat/tls/server.pem") &&
    watch.all("Path.Unit").join() === `${CERTIFICATE}.service`
      ? []
      : [`${CERTIFICATE}.path does not see a new certificate`]),
    ...(give.all("Service.ExecStart").join() === "/usr/local/lib/straat/database-certificate"
      ? []
      : [`${CERTIFICATE}.service does not give the database its certificate`]),
  ];
}

function wrongPostgresql(files: Files): readonly string[] {
  const access = wordsOf(textIn(files, `${FOLDER}/pg_hba.conf`)).map((line) => line.split(/\s+/).join(" "));
  const config = wordsOf(textIn(files, `${FOLDER}/postgresql.conf`));
  const includes = config.filter((line) => /^include/.test(line));
  return [
    ...(access.join("\n") === ACCESS.join("\n")
      ? []
      : [`${FOLDER}/pg_hba.conf lets in by ${access.join("; ")}, and ${ACCESS.join("; ")} is right`]),
    // What comes later counts, so what turns TLS on is the last.
    ...(includes.length === 1 && config.at(-1) === `include_if_exists '${ENGINES.postgresql.tlsConfig}'`
      ? []
      : [`${FOLDER}/postgresql.conf does not end with what turns TLS on`]),
    ...wrongSettings(CLUSTER, settingsIn(files, CLUSTER, ASSIGNED), OF_CLUSTER),
  ];
}
