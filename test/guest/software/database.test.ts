import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { backupPart } from "../../../lib/guest/backup/backup";
import { databasePart } from "../../../lib/guest/software/database";
import {
  MARIADB_CONFIG,
  POSTGRESQL_CONFIG,
  POSTGRESQL_HBA,
} from "../../../lib/guest/software/database-config";
import { GuestRoot } from "../../support/guest-root";
import { lackingPostgres, Postgres } from "../../support/postgres";
import { verifyUnits } from "../../support/systemd";
import { describeUnless, describeWith } from "../../support/tool";

const DUMP = "/usr/local/lib/straat/dump-databases";
const FOLDER = "/srv/data/dumps/postgresql";
const ODD = 'host=evil.example "x" \'; --';

const server = (...parts: ReturnType<typeof databasePart>[]) =>
  new GuestRoot(...[backupPart(), ...parts].flatMap(({ files }) => files ?? []));

describeUnless(lackingPostgres(), "a PostgreSQL server of ours, for real", () => {
  const guest = server(databasePart({ engine: "postgresql" }));
  let postgres: Postgres;

  beforeAll(async () => {
    guest.write("/srv/data/lost+found", "");
    const tls = guest.at("/etc/straat/database/tls");
    const config = POSTGRESQL_CONFIG.replaceAll("/etc/straat/database/tls", tls)
      .replace("/etc/straat/database/pg_hba.conf", join(guest.folder, "pg_hba.conf"))
      .replace(/include_if_exists.*/, `include_if_exists '${tls}.conf'`);
    postgres = await Postgres.start(guest, config, POSTGRESQL_HBA);
    postgres.ask("create role verne login password 'Captain Nemo 20000'");
    for (const name of ["verne", "globals", ODD]) {
      postgres.ask(`create database "${name.replaceAll('"', '""')}" owner verne`);
    }
    postgres.ask(
      "create table letters (id int primary key, text text); insert into letters select n, md5(n::text) from generate_series(1, 500) n",
      "verne",
    );
    postgres.ask("create table odd (n int); insert into odd values (42)", ODD);
  }, 60_000);
  afterAll(() => {
    postgres?.close();
    guest.remove();
  });

  const dump = (env: NodeJS.ProcessEnv = {}) =>
    guest.run(DUMP, ["postgresql"], { ...postgres.environment, ...env });
  const connect = (password: string, ...params: readonly string[]) => {
    const target = `host=127.0.0.1 port=${postgres.port} dbname=verne connect_timeout=5 ${params.join(" ")}`;
    return guest.run("psql", ["-XAtqw", "-c", "select current_user", target], { PGPASSWORD: password });
  };
  const odd = `x-${Buffer.from(ODD).toString("hex")}.dump`;

  test("lets nobody in from the network before it has a certificate", () => {
    const { status, stderr } = connect("Captain Nemo 20000", "user=verne sslmode=prefer");
    expect(status).not.toBe(0);
    expect(stderr).toContain("no pg_hba.conf entry");
  });

  test("takes its certificate, and then lets in who has a password, over TLS 1.2 and up alone (V-10)", () => {
    const pem = ["server.key", "server.pem"].map((name) => guest.at(`/etc/straat/tls/${name}`)) as [
      string,
      string,
    ];
    guest.write("/etc/straat/tls/ca.pem", "");
    const curve = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=db".split(
      " ",
    );
    expect(spawnSync("openssl", [...curve, "-keyout", pem[0], "-out", pem[1]]).status).toBe(0);
    expect(guest.run("/usr/local/lib/straat/database-certificate")).toMatchObject({ status: 0, stderr: "" });
    expect(guest.calls("systemctl")).toEqual(["reload postgresql@15-main.service"]);
    expect(statSync(guest.at("/etc/straat/database/tls/server.key")).mode & 0o777).toBe(0o600);
    postgres.run("reload");
    const secure = "user=verne sslmode=require";
    for (let turn = 0; turn < 50 && connect("Captain Nemo 20000", secure).status !== 0; turn += 1)
      spawnSync("sleep", ["0.1"]);
    expect(connect("Captain Nemo 20000", secure)).toMatchObject({ status: 0, stdout: "verne\n" });
    expect(connect("Captain Nemo 20001", secure).stderr).toContain("password authentication failed");
    expect(connect("Captain Nemo 20000", "user=verne sslmode=disable").stderr).toContain("no encryption");
    expect(connect("x", "user=postgres sslmode=require").stderr).toContain("pg_hba.conf rejects");
    expect(postgres.ask("select rolpassword from pg_authid where rolname = 'verne'")).toMatch(
      /^SCRAM-SHA-256\$/,
    );
    const version = (flag: string) => {
      const target = ["s_client", "-starttls", "postgres", "-connect", `127.0.0.1:${postgres.port}`, flag];
      return spawnSync("openssl", [...target, "-cipher", "ALL@SECLEVEL=0"], { input: "", encoding: "utf8" })
        .stdout;
    };
    expect(version("-tls1_2")).toContain("BEGIN CERTIFICATE");
    expect(version("-tls1_1")).not.toContain("BEGIN CERTIFICATE");
  }, 30_000);

  test("takes the certificate once, and another when there is one", () => {
    expect(guest.run("/usr/local/lib/straat/database-certificate")).toMatchObject({ status: 0 });
    expect(guest.calls("systemctl")).toEqual([]);
    const path = "/etc/straat/tls/server.pem";
    guest.write(path, `${guest.read(path)}\n`);
    expect(guest.run("/usr/local/lib/straat/database-certificate")).toMatchObject({ status: 0 });
    expect(guest.calls("systemctl")).toEqual(["reload postgresql@15-main.service"]);
  });

  test("writes who comes and goes, and neither statements nor passwords", () => {
    postgres.ask("alter role verne password 'Captain Nemo 20000'");
    expect(() => postgres.ask("select 'personal data' from nowhere")).toThrow();
    const log = readFileSync(join(postgres.data, "log"), "utf8");
    expect(log).toMatch(/connection authorized: user=verne database=verne .*SSL enabled/);
    expect(log).toContain("disconnection:");
    expect(log).not.toMatch(/Captain Nemo|personal data/);
  });

  test("is dumped database by database, whatever one is called, and accounts with their passwords", () => {
    expect(dump()).toMatchObject({ status: 0, stdout: "", stderr: "" });
    expect(readdirSync(guest.at(FOLDER)).toSorted()).toEqual(
      ["globals.dump", "globals.sql", "postgres.dump", "verne.dump", odd].toSorted(),
    );
    expect(statSync(guest.at(FOLDER)).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(guest.at(FOLDER))) {
      expect(statSync(guest.at(`${FOLDER}/${name}`)).mode & 0o077).toBe(0);
    }
    expect(guest.read(`${FOLDER}/globals.sql`)).toContain("PASSWORD 'SCRAM-SHA-256$");
  });

  test("comes back from a dump as it was, one database by itself (H-10)", () => {
    postgres.ask("create database again");
    const path = guest.at(`${FOLDER}/verne.dump`);
    postgres.as("pg_restore", ["--exit-on-error", "-U", "postgres", "-d", "again", path]);
    const sum = "select count(*), md5(string_agg(id || text, ',' order by id)) from letters";
    expect(postgres.ask(sum, "again")).toBe(postgres.ask(sum, "verne"));
    postgres.ask("drop database again");
  });

  test("leaves no dump of a database that is no more, and keeps the last of one that fails", () => {
    postgres.ask(`drop database globals`);
    guest.standIn("pg_dump", '[ "$PGDATABASE" = verne ] && exit 1; real "$@"');
    const before = statSync(guest.at(`${FOLDER}/verne.dump`)).mtimeMs;
    const reply = dump();
    expect(reply.status).toBe(1);
    expect(reply.stdout).toBe("<3>dump of postgresql: verne.dump failed\n");
    guest.standIn("pg_dump", 'real "$@"');
    expect(statSync(guest.at(`${FOLDER}/verne.dump`)).mtimeMs).toBe(before);
    expect(readdirSync(guest.at(FOLDER)).toSorted()).toEqual(
      ["globals.sql", "postgres.dump", "verne.dump", odd].toSorted(),
    );
  });

  test("fails to be dumped when it does not answer, and keeps what was there", () => {
    const reply = dump({ PGPORT: "1" });
    expect(reply.status).toBe(1);
    expect(reply.stdout).toContain("<3>dump of postgresql: the server does not answer\n");
    expect(existsSync(guest.at(`${FOLDER}/verne.dump`))).toBe(true);
  });

  test("dumps nothing on a replica, and leaves nothing old there", () => {
    postgres.becomeReplica();
    expect(dump()).toMatchObject({
      status: 0,
      stdout: "<6>dump of postgresql: a replica has nothing of its own to dump\n",
    });
    expect(readdirSync(guest.at(FOLDER))).toEqual([]);
  });
});

describe("a MariaDB server of ours (by stand-ins: this machine has no MariaDB)", () => {
  const guest = server(databasePart({ engine: "mariadb" }));
  const folder = "/srv/data/dumps/mariadb";
  beforeAll(() => {
    guest.standIn("setpriv", 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"');
    guest.standIn("chown", "exit 0");
    guest.standIn(
      "mariadb",
      'case $* in *read_only*) echo f ;; *schema_name*) printf "verne\\nodd name\\n" ;; esac',
    );
    guest.recorder(
      "mariadb-dump",
      'for a; do case $a in --result-file=*) printf "rows\\n-- Dump completed on\\n" >"${a#*=}" ;; esac; done',
    );
  });
  afterAll(() => guest.remove());
  const dump = () => guest.run(DUMP, ["mariadb"]);

  test("is dumped database by database in one transaction, with what is programmed in it, and its accounts", () => {
    expect(dump()).toMatchObject({ status: 0, stdout: "", stderr: "" });
    const odd = `x-${Buffer.from("odd name").toString("hex")}.dump`;
    expect(readdirSync(guest.at(folder)).toSorted()).toEqual(["globals.sql", "verne.dump", odd].toSorted());
    const [globals, verne] = guest.calls("mariadb-dump");
    expect(globals).toContain("--system=users");
    expect(verne).toMatch(/^--single-transaction --routines --events --triggers .* -- verne$/);
  });

  test("takes a dump without its last line for one that failed", () => {
    guest.standIn("mariadb-dump", 'for a; do case $a in --result-file=*) echo half >"${a#*=}" ;; esac; done');
    expect(dump()).toMatchObject({ status: 1 });
    expect(guest.read(`${folder}/verne.dump`)).toContain("Dump completed");
  });

  test("dumps nothing where it takes no writes", () => {
    guest.standIn("mariadb", "echo t");
    expect(dump()).toMatchObject({ status: 0 });
    expect(readdirSync(guest.at(folder))).toEqual([]);
  });

  test("moves to the data disk, once, and takes what is there already", () => {
    guest.write("/var/lib/mysql/mysql/user.frm", "of the package");
    guest.standIn("mountpoint", "exit 0");
    guest.write("/etc/mysql/mariadb.conf.d/x", "");
    expect(guest.run("/usr/local/lib/straat/make-database")).toMatchObject({ status: 0, stderr: "" });
    expect(guest.read("/srv/data/mysql/mysql/user.frm")).toBe("of the package");
    expect(guest.read("/etc/mysql/mariadb.conf.d/90-straat.cnf")).toBe(MARIADB_CONFIG);
    expect(guest.calls("systemctl")[0]).toBe("stop mariadb.service");
    guest.write("/srv/data/mysql/mysql/user.frm", "of the application");
    expect(guest.run("/usr/local/lib/straat/make-database")).toMatchObject({ status: 0 });
    expect(guest.read("/srv/data/mysql/mysql/user.frm")).toBe("of the application");
    expect(guest.calls("systemctl")).not.toContain("stop mariadb.service");
  });

  test("starts again for its first certificate, and goes on running for the next", () => {
    for (const name of ["server.pem", "server.key"]) guest.write(`/etc/straat/tls/${name}`, "one");
    guest.recorder("mariadb");
    guest.calls("systemctl");
    const program = "/usr/local/lib/straat/database-certificate";
    expect(guest.run(program)).toMatchObject({ status: 0, stderr: "" });
    expect(guest.calls("systemctl")).toEqual(["restart mariadb.service"]);
    expect(guest.read("/etc/mysql/mariadb.conf.d/91-straat-tls.cnf")).toContain(
      "ssl_key = /etc/straat/database/tls/server.key",
    );
    guest.write("/etc/straat/tls/server.pem", "two");
    expect(guest.run(program)).toMatchObject({ status: 0 });
    expect(guest.calls("systemctl")).toEqual([]);
    expect(guest.calls("mariadb")).toEqual(["--execute flush ssl"]);
  });

  test("takes TLS 1.2 and up from the network and nothing else", () => {
    expect(MARIADB_CONFIG).toContain("require_secure_transport = ON\ntls_version = TLSv1.2,TLSv1.3\n");
  });
});

describe("the part of a database server", () => {
  test.each(["postgresql", "mariadb"] as const)("makes nothing without the data disk: %s", (engine) => {
    const guest = server(databasePart({ engine }));
    guest.standIn("mountpoint", "exit 1");
    guest.recorder("pg_createcluster");
    expect(guest.run("/usr/local/lib/straat/make-database")).toMatchObject({
      status: 1,
      stderr: "the data disk is not there\n",
    });
    expect([guest.calls("systemctl"), guest.calls("pg_createcluster")]).toEqual([[], []]);
    guest.remove();
    expect(databasePart({ engine })).toEqual(databasePart({ engine }));
  });

  describeWith(
    "pg_createcluster",
    "apt-get install postgresql-common",
    "and Debian's own maker of clusters",
    () => {
      test("makes no cluster by itself, and ours on the data disk", () => {
        const text = databasePart({ engine: "postgresql" }).files?.find(({ path }) =>
          path.includes("createcluster"),
        )?.content;
        const guest = new GuestRoot();
        writeFileSync(
          join(guest.folder, "c.conf"),
          (text ?? "").replaceAll("/srv/data", guest.at("/srv/data")),
        );
        const read =
          "use PgCommon; my %c = PgCommon::read_conf_file($ARGV[0]); print map { qq($_=$c{$_}\\n) } sort keys %c;";
        const { stdout } = spawnSync(
          "perl",
          ["-I/usr/share/perl5", "-e", read, join(guest.folder, "c.conf")],
          { encoding: "utf8" },
        );
        expect(stdout).toContain("create_main_cluster=false\n");
        expect(stdout).toContain(`data_directory=${guest.at("/srv/data")}/postgresql/%v/%c\n`);
        expect(stdout).toContain("--data-checksums");
        guest.remove();
      });
    },
  );

  describeWith("systemd-analyze", "apt-get install systemd", "and its units", () => {
    test.each(["postgresql", "mariadb"] as const)("are what systemd takes: %s", (engine) => {
      const files = databasePart({ engine }).files ?? [];
      // A drop-in is judged with the unit it changes, which only the package brings.
      expect(verifyUnits(files.filter(({ path }) => !path.includes(".service.d/")))).toBe("");
      const dropIn = files.find(({ path }) => path.includes(".service.d/"))?.content;
      expect(dropIn).toContain("RequiresMountsFor=/srv/data\nAssertPathIsMountPoint=/srv/data\n");
    });
  });

  describeWith("shellcheck", "apt-get install shellcheck", "and its programs", () => {
    test.each(["make-database", "database-certificate", "dump-databases", "dump-postgresql", "dump-mariadb"])(
      "%s has nothing that shellcheck minds",
      (name) => {
        const path = join(__dirname, `../../../lib/guest/scripts/${name}.sh`);
        expect(spawnSync("shellcheck", [path], { encoding: "utf8" })).toMatchObject({
          stdout: "",
          status: 0,
        });
      },
    );
  });
});
