import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  CLOSE_COMMANDS,
  dataCommands,
  FILE_COMMANDS,
  HERE_COMMANDS,
  listCommands,
  OPEN_COMMANDS,
  PASSWORD_COMMANDS,
  RESTORE_COMMANDS,
  RESTORED,
  recipientCommands,
  SHELL_COMMANDS,
} from "../../../lib/controls/evidence/restore-commands";
import { backupPart } from "../../../lib/guest/backup/backup";
import { BACKUP_PROGRAMS, BackupHouse, lackingOf } from "../../support/backup-house";
import { GuestRoot } from "../../support/guest-root";
import { lackingPostgres, Postgres } from "../../support/postgres";
import { describeUnless } from "../../support/tool";
import { EditableFleet } from "../support/editable-fleet";

const HOST = "verne-production-database-1";
const ALL = [
  ...listCommands(HOST),
  ...PASSWORD_COMMANDS,
  ...SHELL_COMMANDS,
  ...OPEN_COMMANDS,
  ...RESTORE_COMMANDS,
  ...FILE_COMMANDS,
  ...HERE_COMMANDS,
  ...dataCommands("postgresql"),
  ...dataCommands("mariadb"),
  ...CLOSE_COMMANDS,
];

/** Runs lines as root would type them, with paths of servers led elsewhere; undefined when they fail. */
function typed(lines: readonly string[], paths: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv) {
  const script = Object.entries(paths).reduce(
    (text, [from, to]) => text.replaceAll(from, to),
    lines.join("\n"),
  );
  // Its input is a socket here, for which bash would take itself for a remote login and read the machine's own settings.
  return spawnSync("bash", ["--norc", "-euc", script], { encoding: "utf8", env });
}

describeUnless(
  lackingOf([...BACKUP_PROGRAMS, "jq"]),
  "what the runbook says to type, with the real programs",
  () => {
    let house: BackupHouse;
    let server: GuestRoot;
    let number: string;
    let work: string;

    beforeAll(async () => {
      house = await BackupHouse.open();
      const old = house.begun(HOST, { paths: ["/srv/data/uploads"] });
      number = house.placeOf(old).split("/")[1] as string;
      // The server is lost. Another one of that name has a certificate, and has begun a repository of its own.
      server = house.client(HOST);
      rmSync(server.at("/srv/data/uploads"), { recursive: true });
      expect(house.backUp(server)).toMatchObject({ status: 0 });
      work = mkdtempSync(join(tmpdir(), "straat-restore-"));
    }, 90_000);
    afterAll(() => {
      house?.close();
      rmSync(work, { recursive: true, force: true });
    });

    const onRepository = (...lines: readonly string[]) =>
      typed(
        lines.map((line) => line.replace("number=0123456789abcdef", `number=${number}`)),
        {
          "/srv/data/backup": house.store,
          "/var/lib/straat/secret": house.repository.at("/var/lib/straat/secret"),
          "/run/straat-restore": join(work, "there"),
          [RESTORED]: join(work, "restored-there"),
        },
        house.repository.environment,
      );
    const onServer = (password: string, lines: readonly string[]) =>
      typed(
        lines.map((line) =>
          line
            .replace("number=0123456789abcdef", `number=${number}`)
            .replace(/^cat >(.*password)$/, `printf '%s\\n' '${password}' >$1`),
        ),
        {
          "/etc/straat/tls": server.at("/etc/straat/tls"),
          "/var/lib/straat/documents": server.at("/var/lib/straat/documents"),
          "/run/straat-restore": join(work, "here"),
          [RESTORED]: join(work, "restored"),
        },
        server.environment,
      );
    const password = () =>
      onRepository(...listCommands(HOST), ...PASSWORD_COMMANDS)
        .stdout.trim()
        .split("\n")
        .at(-1);

    test("shows both repositories of a server that was made anew, the old one first", () => {
      const { stdout } = onRepository(...listCommands(HOST));
      const numbers = [...stdout.matchAll(/ ([0-9a-f]{16})\.[0-9a-f]{16}$/gm)].map(([, one]) => one);
      expect(numbers).toHaveLength(2);
      expect(numbers[0]).toBe(number);
      expect(numbers[1]).toBe(house.placeOf(server).split("/")[1]);
    });

    test("brings back what the lost server had, asked for by the new one", () => {
      const reply = onServer(password() ?? "", [...OPEN_COMMANDS, ...RESTORE_COMMANDS]);
      expect(reply).toMatchObject({ status: 0 });
      expect(reply.stdout).toContain("complete");
      const found = spawnSync("find", [join(work, "restored"), "-name", "letter.txt"], { encoding: "utf8" });
      expect(readFileSync(found.stdout.trim(), "utf8")).toBe(`what ${HOST} keeps\n`);
    });

    test("does not do so with another password", () => {
      const reply = onServer("guessed", OPEN_COMMANDS);
      expect(reply.status).not.toBe(0);
      expect(reply.stderr).toContain("wrong password");
    });

    test("brings back one file, and nothing else", () => {
      rmSync(join(work, "restored"), { recursive: true, force: true });
      const opened = onServer(password() ?? "", [...OPEN_COMMANDS, "ask ls latest --tag complete"]);
      const path = opened.stdout.split("\n").find((line) => line.endsWith("/letter.txt")) as string;
      const lines = FILE_COMMANDS.map((line) => (line.startsWith("path=") ? `path=${path}` : line));
      const reply = onServer(password() ?? "", [...OPEN_COMMANDS, ...lines]);
      expect(reply).toMatchObject({ status: 0 });
      const files = spawnSync("find", [join(work, "restored"), "-type", "f"], { encoding: "utf8" }).stdout;
      expect(files.trim().split("\n")).toHaveLength(1);
      expect(readFileSync(files.trim(), "utf8")).toBe(`what ${HOST} keeps\n`);
    });

    test("brings it back on the repository itself, without the server", () => {
      const reply = onRepository(...listCommands(HOST), ...PASSWORD_COMMANDS, ...HERE_COMMANDS);
      expect(reply).toMatchObject({ status: 0 });
      const found = spawnSync("find", [join(work, "restored-there"), "-name", "letter.txt"], {
        encoding: "utf8",
      });
      expect(readFileSync(found.stdout.trim(), "utf8")).toBe(`what ${HOST} keeps\n`);
    });

    test("leaves nothing behind at the end", () => {
      mkdirSync(join(work, "here"), { recursive: true });
      expect(onServer("", CLOSE_COMMANDS)).toMatchObject({ status: 0 });
      expect(spawnSync("ls", [work], { encoding: "utf8" }).stdout).not.toMatch(/^(here|restored)$/m);
    });
  },
);

describeUnless(lackingPostgres(), "databases as the runbook restores them", () => {
  const guest = new GuestRoot(...(backupPart().files ?? []));
  const other = new GuestRoot();
  let lost: Postgres;
  let fresh: Postgres;

  beforeAll(async () => {
    guest.write("/srv/data/lost+found", "");
    lost = await Postgres.start(
      guest,
      `hba_file = '${join(guest.folder, "pg_hba.conf")}'`,
      "local all all peer\n",
    );
    fresh = await Postgres.start(
      other,
      `hba_file = '${join(other.folder, "pg_hba.conf")}'`,
      "local all all peer\n",
    );
    lost.ask("create role verne login password 'Captain Nemo 20000'");
    for (const name of ["verne", 'odd "name"'])
      lost.ask(`create database "${name.replaceAll('"', '""')}" owner verne`);
    lost.ask("create table letters (n int); insert into letters select generate_series(1, 500)", "verne");
    lost.ask("create table kept (n int); insert into kept values (42)");
  }, 60_000);
  afterAll(() => {
    lost?.close();
    fresh?.close();
    guest.remove();
    other.remove();
  });

  test("come back with their owners, whatever they are called", () => {
    const dumped = guest.run("/usr/local/lib/straat/dump-databases", ["postgresql"], lost.environment);
    expect(dumped).toMatchObject({ status: 0 });
    const restored = join(other.folder, "restored");
    cpSync(guest.at("/srv/data/dumps"), join(restored, "srv/data/dumps"), { recursive: true });
    const isRoot = process.getuid?.() === 0;
    const lines = dataCommands("postgresql").map((line) =>
      isRoot ? line : line.replace(/setpriv .* -- "\$@"/, 'PGUSER=postgres "$@"'),
    );
    const reply = typed(lines, { [RESTORED]: restored }, { ...other.environment, ...fresh.environment });
    expect(reply).toMatchObject({ status: 0 });
    // The one thing it complains of is what the runbook says.
    expect(reply.stderr.trim()).toMatch(/^ERROR: {2}role "postgres" already exists$/);
    expect(fresh.ask("select count(*) from letters", "verne").trim()).toBe("500");
    expect(fresh.ask("select n from kept").trim()).toBe("42");
    const owners =
      "select datname, pg_get_userbyid(datdba) from pg_database where datname !~ '^template' order by 1";
    expect(fresh.ask(owners)).toBe(lost.ask(owners));
    const secret = "select rolpassword from pg_authid where rolname = 'verne'";
    expect(fresh.ask(secret)).toBe(lost.ask(secret));
  });
});

describe("the lines themselves", () => {
  test("are shell that bash can read", () => {
    const { status, stderr } = spawnSync("bash", ["-n"], { input: ALL.join("\n"), encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test("tell who can read a server's backups, from the files of a synth", () => {
    const lines = recipientCommands("verne-production", "vsphere_virtual_machine.database_1");
    const folder = mkdtempSync(join(tmpdir(), "straat-synth-"));
    try {
      const { terraform } = EditableFleet.examples().stack("verne-production");
      const file = join(folder, "cdk.tf.json");
      spawnSync("tee", [file], { input: JSON.stringify(terraform) });
      const reply = typed(lines, { "cdktf.out/stacks/verne-production/cdk.tf.json": file }, process.env);
      expect(reply).toMatchObject({ status: 0 });
      expect(reply.stdout.match(/^recipient age1/gm)).toHaveLength(2);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
