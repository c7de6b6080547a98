import type { DatabaseEngine } from "../../model/software";
import { DATA_VOLUME } from "../boot/data-volume";
import { type GuestFile, type GuestPart, PROGRAMS } from "../guest-part";
import { program } from "../script";
import { ALARM, renderUnit } from "../unit";
import {
  DATABASE_SETTINGS,
  DATABASE_TLS,
  MARIADB_CONFIG,
  POSTGRESQL_CONFIG,
  POSTGRESQL_HBA,
} from "./database-config";

export interface DatabasePartProps {
  readonly engine: DatabaseEngine;
}

/** Where our configuration of a database is; its certificate is in `tls` below it. */
const FOLDER = "/etc/straat/database";

/**
 * What makes a server a database server (H-02, V-10): its data on the data disk, passwords as SCRAM, from the network
 * over TLS only, who comes and goes in the central logs. From which addresses anybody may come is for the walls, which
 * know the declared flows. Until the server has its certificate nobody comes in from the network at all.
 *
 * Databases and accounts are the application's to make. It needs the data volume; backups dump it (B-15).
 */
export function databasePart({ engine }: DatabasePartProps): GuestPart {
  return {
    name: `database-${engine}`,
    ...ENGINES[engine],
    files: [
      program("make-database"),
      program("database-certificate"),
      { path: `${FOLDER}/settings`, content: DATABASE_SETTINGS[engine] },
      { path: `${FOLDER}/tls-on.conf`, content: DATABASE_TLS[engine] },
      ...(ENGINES[engine].files ?? []),
      { path: "/etc/systemd/system/straat-database-certificate.service", content: CERTIFICATE_SERVICE },
      { path: "/etc/systemd/system/straat-database-certificate.path", content: CERTIFICATE_PATH },
    ],
    commands: [`${PROGRAMS}/make-database`, `${PROGRAMS}/database-certificate`],
    enabled: ["straat-database-certificate.path", "straat-database-certificate.service"],
  };
}

/** Without its disk a database would begin an empty one on the system's. */
function onlyWithDisk(unit: string): GuestFile {
  return {
    path: `/etc/systemd/system/${unit}.service.d/straat.conf`,
    content: renderUnit([
      "Unit",
      [
        ["RequiresMountsFor", DATA_VOLUME],
        ["AssertPathIsMountPoint", DATA_VOLUME],
        ["OnFailure", ALARM],
      ],
    ]),
  };
}

/** The package makes no cluster, because the disk is not there yet; `make-database` does. */
const CREATE_CLUSTER = `# Rendered. A change made here is undone when the server is replaced.
create_main_cluster = false
data_directory = '${DATA_VOLUME}/postgresql/%v/%c'
initdb_options = '--data-checksums --encoding=UTF8 --locale=C.UTF-8 --auth-local=peer --auth-host=scram-sha-256'
`;

const ENGINES: Readonly<Record<DatabaseEngine, Pick<GuestPart, "packages" | "files">>> = {
  postgresql: {
    packages: ["postgresql-15"],
    files: [
      { path: "/etc/postgresql-common/createcluster.d/straat.conf", content: CREATE_CLUSTER },
      { path: `${FOLDER}/postgresql.conf`, content: POSTGRESQL_CONFIG },
      { path: `${FOLDER}/pg_hba.conf`, content: POSTGRESQL_HBA },
      onlyWithDisk("postgresql@15-main"),
    ],
  },
  mariadb: {
    packages: ["mariadb-server"],
    files: [{ path: `${FOLDER}/mariadb.cnf`, content: MARIADB_CONFIG }, onlyWithDisk("mariadb")],
  },
};

const CERTIFICATE_SERVICE = renderUnit(
  [
    "Unit",
    [
      ["Description", "Give the database its certificate"],
      ["OnFailure", ALARM],
    ],
  ],
  [
    "Service",
    [
      ["Type", "oneshot"],
      ["ExecStart", `${PROGRAMS}/database-certificate`],
      ["UMask", "0077"],
      ["NoNewPrivileges", "yes"],
      ["ProtectSystem", "strict"],
      ["ReadWritePaths", "/etc/straat/database -/etc/mysql/mariadb.conf.d"],
      ["ProtectHome", "yes"],
      ["PrivateTmp", "yes"],
      ["PrivateDevices", "yes"],
      ["PrivateNetwork", "yes"],
    ],
  ],
  ["Install", [["WantedBy", "multi-user.target"]]],
);

const CERTIFICATE_PATH = renderUnit(
  ["Unit", [["Description", "See a new certificate for the database"]]],
  [
    "Path",
    [
      ["PathChanged", "/etc/straat/tls/server.pem"],
      ["Unit", "straat-database-certificate.service"],
    ],
  ],
  ["Install", [["WantedBy", "multi-user.target"]]],
);
