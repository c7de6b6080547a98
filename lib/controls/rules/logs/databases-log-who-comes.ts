import { type DatabaseEngine, isDatabase, Software } from "../../../model/software";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { filesOf } from "../../subjects/frozen";
import { ASSIGNED, settingsIn, type Wanted, wrongSettings } from "../../subjects/settings";

interface Log {
  readonly path: string;
  readonly wanted: Readonly<Record<string, Wanted>>;
}

/** Who comes and goes, into the journal; and no statements, which have people's data and passwords in them. */
const LOGS: Readonly<Record<DatabaseEngine, Log>> = {
  [Software.POSTGRESQL]: {
    path: "/etc/straat/database/postgresql.conf",
    wanted: {
      log_destination: "'syslog'",
      logging_collector: "off",
      log_connections: "on",
      log_disconnections: "on",
      log_statement: "'none'",
      log_min_error_statement: "'panic'",
      log_parameter_max_length: "0",
      log_parameter_max_length_on_error: "0",
    },
  },
  [Software.MARIADB]: {
    path: "/etc/straat/database/mariadb.cnf",
    wanted: {
      plugin_load_add: "server_audit",
      server_audit: "FORCE_PLUS_PERMANENT",
      server_audit_logging: "ON",
      server_audit_events: "CONNECT",
      server_audit_output_type: "syslog",
    },
  },
};

/** B-01, V-01: who logged in to a database is in the central logs, and what they asked is not. */
export const databasesLogWhoComes = stackRule({
  id: "databases-log-who-comes",
  info: "databases log who comes and goes, and no statements",
  explanation:
    "Access to live data is registered, or nobody can go through it. A statement in a log carries the data itself to where many people read.",
  remedy: "leave the database's settings of logs to the library",
  promises: ["B-01", "V-01", "I-09"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: (stack) => Machine.in(stack).filter(({ group }) => isDatabase(group?.runs)),
  judge: (machine) => {
    const runs = machine.group?.runs;
    if (!isDatabase(runs)) return "runs no database";
    const { path, wanted } = LOGS[runs];
    return wrongSettings(path, settingsIn(filesOf(machine), path, ASSIGNED), wanted);
  },
});
