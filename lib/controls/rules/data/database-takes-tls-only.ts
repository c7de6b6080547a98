import type { Software } from "../../../model/software";
import { ERROR_EVERYWHERE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { type Files, textIn } from "../../subjects/frozen";
import { forFiles } from "../../subjects/served-files";
import { ASSIGNED, settingsIn, type Wanted, wordsOf, wrongSettings } from "../../subjects/settings";

const FOLDER = "/etc/straat/database";
const POSTGRESQL = `${FOLDER}/postgresql.conf`;
const ACCESS = `${FOLDER}/pg_hba.conf`;
const MARIADB = `${FOLDER}/mariadb.cnf`;

const OF_POSTGRESQL: Readonly<Record<string, Wanted>> = {
  hba_file: `'${ACCESS}'`,
  password_encryption: "'scram-sha-256'",
  ssl_min_protocol_version: /^'TLSv1\.[23]'$/,
  ssl_ciphers: /^'(ECDHE\+(AESGCM|CHACHA20))(:ECDHE\+(AESGCM|CHACHA20))*'$/,
  ssl_prefer_server_ciphers: "on",
  ssl_cert_file: `'${FOLDER}/tls/server.pem'`,
  ssl_key_file: `'${FOLDER}/tls/server.key'`,
};
const OF_MARIADB: Readonly<Record<string, Wanted>> = {
  require_secure_transport: "ON",
  tls_version: /^TLSv1\.[23](,TLSv1\.3)?$/,
  local_infile: "OFF",
  skip_symbolic_links: "ON",
};

/** V-10, V-02: data leaves its database sealed, for who has a password and never for its administrator. */
export const databaseTakesTlsOnly = stackRule({
  id: "database-takes-tls-only",
  info: "a database lets people in from the network over TLS and with a password, and its administrator on the server only",
  explanation:
    "Queries and answers are the data itself. In the clear they are read by whoever is on the way, and a connection that needs no password is everybody's.",
  remedy:
    "leave the database's settings to the library; applications connect with sslmode=verify-full or its like",
  promises: ["V-10", "V-02", "H-22"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "clients' data would pass in the clear" },
  subjects: (stack) => Machine.in(stack).filter(({ group }) => isDatabase(group?.runs)),
  judge: forFiles(
    (files, engine) => (engine === "postgresql" ? wrongPostgresql(files) : wrongMariadb(files)),
    ({ group }) => group?.runs ?? "",
  ),
});

function isDatabase(runs: Software | undefined): boolean {
  return runs === "postgresql" || runs === "mariadb";
}

function wrongPostgresql(files: Files): readonly string[] {
  const lines = wordsOf(textIn(files, ACCESS)).map((line) => line.split(/\s+/));
  const first = lines.find(([kind]) => kind?.startsWith("host"))?.join(" ");
  return [
    ...wrongSettings(POSTGRESQL, settingsIn(files, POSTGRESQL, ASSIGNED), OF_POSTGRESQL),
    ...lines
      .filter(([kind, , , ...rest]) =>
        kind === "local" ? rest.at(-1) !== "peer" : !isSealed(kind, rest.at(-1)),
      )
      .map((words) => `${ACCESS} lets in by ${words.join(" ")}`),
    ...(first === "hostssl all postgres all reject"
      ? []
      : [`${ACCESS} lets the database's administrator in from the network`]),
  ];
}

function isSealed(kind: string | undefined, method: string | undefined): boolean {
  return kind === "hostssl" && (method === "scram-sha-256" || method === "reject");
}

function wrongMariadb(files: Files): readonly string[] {
  return wrongSettings(MARIADB, settingsIn(files, MARIADB, ASSIGNED), OF_MARIADB);
}
