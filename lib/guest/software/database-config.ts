import type { DatabaseEngine } from "../../model/software";
import { DATA_VOLUME } from "../boot/data-volume";
import { shellSettings } from "../shell";

const HEADER = "# Rendered. A change made here is undone when the server is replaced.\n";
const TLS = "/etc/straat/database/tls";

/**
 * PostgreSQL. Statements are not logged: they have people's data in them, and passwords. `ssl` is off until there is a
 * certificate, and from the network TLS is all that is let in.
 */
export const POSTGRESQL_CONFIG = `${HEADER}listen_addresses = '*'
hba_file = '/etc/straat/database/pg_hba.conf'
password_encryption = 'scram-sha-256'
authentication_timeout = '30s'
ssl = off
ssl_min_protocol_version = 'TLSv1.2'
ssl_ciphers = 'ECDHE+AESGCM:ECDHE+CHACHA20'
ssl_prefer_server_ciphers = on
ssl_cert_file = '${TLS}/server.pem'
ssl_key_file = '${TLS}/server.key'
log_destination = 'syslog'
logging_collector = off
syslog_ident = 'postgres'
log_connections = on
log_disconnections = on
log_checkpoints = on
log_lock_waits = on
log_statement = 'none'
log_min_error_statement = 'panic'
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_timezone = 'UTC'
timezone = 'UTC'
tcp_keepalives_idle = 300
include_if_exists '/etc/straat/database/tls.conf'
`;

/** Nobody without a password but on the socket, where the account of the system is the account of the database. */
export const POSTGRESQL_HBA = `${HEADER}local   all postgres          peer
local   all all               peer
hostssl all postgres all      reject
hostssl all all      all      scram-sha-256
`;

/** MariaDB. Without a certificate \`require_secure_transport\` lets nobody in from the network. */
export const MARIADB_CONFIG = `${HEADER}[mariadbd]
datadir = ${DATA_VOLUME}/mysql
bind_address = *
require_secure_transport = ON
tls_version = TLSv1.2,TLSv1.3
local_infile = OFF
skip_name_resolve = ON
skip_symbolic_links = ON
default_time_zone = +00:00
log_warnings = 2
plugin_load_add = server_audit
server_audit = FORCE_PLUS_PERMANENT
server_audit_logging = ON
server_audit_events = CONNECT
server_audit_output_type = syslog
`;

/** What turns TLS on once there is a certificate, and where it has to be for that. */
export const DATABASE_TLS: Readonly<Record<DatabaseEngine, string>> = {
  postgresql: `${HEADER}ssl = on\n`,
  mariadb: `${HEADER}[mariadbd]\nssl_cert = ${TLS}/server.pem\nssl_key = ${TLS}/server.key\n`,
};

export const DATABASE_SETTINGS: Readonly<Record<DatabaseEngine, string>> = {
  postgresql: shellSettings({
    engine: "postgresql",
    account: "postgres",
    tls_config: "/etc/straat/database/tls.conf",
  }),
  mariadb: shellSettings({
    engine: "mariadb",
    account: "mysql",
    tls_config: "/etc/mysql/mariadb.conf.d/91-straat-tls.cnf",
  }),
};
