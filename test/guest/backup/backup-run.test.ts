import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { BACKUP_PROGRAMS, BackupHouse, lackingOf, until } from "../../support/backup-house";
import { DatedSnapshots } from "../../support/dated-snapshots";
import type { GuestRoot } from "../../support/guest-root";
import { describeUnless } from "../../support/tool";

const SECRET = "/var/lib/straat/secret/backup";
const METRICS = "/var/lib/prometheus/node-exporter/straat_backup.prom";

/** A test that mounts; without root it is not run, which is said. */
function asRoot(name: string, run: () => void): void {
  const lacking = process.getuid?.() === 0 ? undefined : "root, for mounts of its own";
  describeUnless(lacking, `that ${name}`, () => test("holds", run, 30_000));
}

describeUnless(lackingOf(BACKUP_PROGRAMS), "the backup of a server", () => {
  let house: BackupHouse;
  let guest: GuestRoot;

  beforeAll(async () => {
    house = await BackupHouse.open();
    guest = house.begun("verne-production-web-1", { paths: ["/srv/data/uploads"] });
  }, 60_000);
  afterAll(() => house?.close());
  beforeEach(() => house.setDocument(guest, { paths: ["/srv/data/uploads"] }));

  const snapshots = () => new DatedSnapshots(house, guest);
  /** The one that came last: two may say that they began in the same second. */
  const newest = () => {
    const known = snapshots();
    const came = (one: { readonly id: string }) => statSync(known.path(one)).mtimeMs;
    return known.all.toSorted((one, other) => came(one) - came(other)).at(-1);
  };
  const without = (program: string) => rmSync(join(guest.bin, program));
  /** The files of the newest snapshot, as paths of the server. */
  const sent = () =>
    snapshots()
      .restic("ls", newest()?.id ?? "", "--no-lock")
      .stdout.split("\n")
      .filter((line) => line.startsWith(guest.root))
      .map((line) => line.slice(guest.root.length));

  test("sends what is there and what is declared, and no keys nor a database's own files", () => {
    guest.write("/etc/straat/tls/other.key", "secret");
    guest.write("/srv/data/postgresql/15/main/PG_VERSION", "15");
    guest.write("/srv/data/uploads/a b'c\"$(d)\n.txt", "an odd name");
    guest.write("/var/www/index.html", "page");
    house.setDocument(guest, { paths: ["/srv/data/uploads"], excludes: ["/srv/data/cache"] });
    guest.write("/srv/data/cache/x", "can be made anew");
    const reply = house.backUp(guest);
    expect(reply).toMatchObject({ status: 0, stderr: "" });
    const paths = sent();
    expect(paths).toEqual(
      expect.arrayContaining(["/etc/hostname", "/srv/data/uploads/letter.txt", "/var/www/index.html"]),
    );
    expect(paths).toContain("/var/lib/straat/documents/backup");
    expect(paths.filter((path) => /straat\/(tls|secret)|data\/(postgresql|cache)/.test(path))).toEqual([]);
    expect(newest()).toMatchObject({ tag: "complete" });
    rmSync(guest.at("/srv/data/postgresql"), { recursive: true });
    rmSync(guest.at("/srv/data/uploads/a b'c\"$(d)\n.txt"));
  });

  test("gives a single file back, as it was that day (H-10)", () => {
    const path = "/srv/data/uploads/changing.txt";
    guest.write(path, "of the first day");
    expect(house.backUp(guest).status).toBe(0);
    const day = newest()?.id ?? "";
    guest.write(path, "of the second day");
    expect(house.backUp(guest).status).toBe(0);
    const target = join(house.folder, "given-back");
    const args = ["restore", day, "--no-lock", "--target", target, "--include", guest.at(path)];
    expect(snapshots().restic(...args)).toMatchObject({ status: 0 });
    expect(readFileSync(join(target, guest.at(path)), "utf8")).toBe("of the first day");
    expect(readdirSync(join(target, guest.at("/srv/data/uploads")))).toEqual(["changing.txt"]);
  });

  test("tells what came of it in figures and one line, and in neither the password", () => {
    const before = Math.floor(Date.now() / 1000);
    const reply = house.backUp(guest);
    const told = JSON.parse(reply.stdout.slice(3));
    expect(told).toMatchObject({
      backup: "run",
      ok: true,
      stage: "complete",
      snapshot: expect.stringMatching(/^[0-9a-f]{8}/),
    });
    const figures = guest.read(METRICS) ?? "";
    expect(figures).toContain("\nstraat_backup_ok 1\n");
    expect(Number(/^straat_backup_completed_seconds (\d+)$/m.exec(figures)?.[1])).toBeGreaterThanOrEqual(
      before,
    );
    const password = guest.read(`${SECRET}/password`)?.trim() ?? "";
    expect(Buffer.from(password, "base64")).toHaveLength(32);
    expect(reply.stdout + reply.stderr + figures).not.toContain(password);
  });

  test("shows its password to no process, and keeps it to root alone", () => {
    guest.standIn(
      "restic",
      `{ tr '\\0' ' ' </proc/$$/cmdline; tr '\\0' ' ' </proc/$$/environ; } >>'${guest.folder}/seen'; real "$@"`,
    );
    guest.standIn("age", `tr '\\0' ' ' </proc/$$/cmdline >>'${guest.folder}/seen'; real "$@"`);
    expect(house.backUp(guest).status).toBe(0);
    for (const program of ["restic", "age"]) without(program);
    const seen = readFileSync(join(guest.folder, "seen"), "utf8");
    expect(seen).toContain("--tls-client-cert");
    expect(seen).not.toContain(guest.read(`${SECRET}/password`)?.trim());
    expect(guest.run("stat", ["-c", "%a", guest.at(SECRET), guest.at(`${SECRET}/password`)]).stdout).toBe(
      "700\n600\n",
    );
    expect(existsSync(guest.at("/run/straat-backup/client.pem"))).toBe(false);
  });

  test("leaves its password where the repository and the escrow can each read it, and nobody else", () => {
    const folder = join(house.store, "keys/verne-production-web-1");
    const [file = ""] = readdirSync(folder);
    const open = (identity: string) => guest.run("age", ["-d", "-i", identity, join(folder, file)]).stdout;
    expect(open(join(house.folder, "escrow.age"))).toBe(guest.read(`${SECRET}/password`));
    expect(open(house.repository.at("/var/lib/straat/secret/backup.age"))).toBe(
      guest.read(`${SECRET}/password`),
    );
    const stranger = join(house.folder, "stranger.age");
    spawnSync("age-keygen", ["-o", stranger]);
    expect(open(stranger)).toBe("");
    expect(readFileSync(join(folder, file))).not.toContain(guest.read(`${SECRET}/password`)?.trim());
  });

  test("leaves it again when somebody else may read it, beside the old one", () => {
    const folder = join(house.store, "keys/verne-production-web-1");
    const identity = join(house.folder, "new.age");
    spawnSync("age-keygen", ["-o", identity]);
    const recipient = spawnSync("age-keygen", ["-y", identity], { encoding: "utf8" }).stdout.trim();
    const before = readdirSync(folder);
    house.setDocument(guest, { recipients: [house.recipient, recipient] });
    expect(house.backUp(guest).status).toBe(0);
    const [added = "", ...more] = readdirSync(folder).filter((name) => !before.includes(name));
    expect(more).toEqual([]);
    expect(guest.run("age", ["-d", "-i", identity, join(folder, added)]).stdout).toBe(
      guest.read(`${SECRET}/password`),
    );
    rmSync(join(folder, added));
  });

  test("sends the files all the same when a dump fails, as incomplete, and raises the alarm", () => {
    guest.write("/usr/local/lib/straat/dump-databases", "#!/bin/sh\nexit 1\n", 0o755);
    house.setDocument(guest, { databases: ["postgresql"] });
    guest.write("/srv/data/uploads/new.txt", "came after the last time");
    const reply = house.backUp(guest);
    expect(reply.status).toBe(1);
    expect(reply.stdout).toContain("<3>backup: the backup is incomplete");
    expect(newest()).toMatchObject({ tag: "incomplete" });
    expect(sent()).toContain("/srv/data/uploads/new.txt");
    expect(guest.read(METRICS)).toContain("\nstraat_backup_ok 0\n");
  });

  test("is incomplete when what was declared is not there", () => {
    house.setDocument(guest, { paths: ["/srv/data/uploads", "/srv/data/nowhere"] });
    const reply = house.backUp(guest);
    expect(reply.status).toBe(1);
    expect(reply.stdout).toContain("/srv/data/nowhere is not there");
    expect(newest()).toMatchObject({ tag: "incomplete" });
  });

  test.each<[string, string, string]>([
    [
      "there is no document",
      "/var/lib/straat/documents/backup",
      "there is no document that says what to back up",
    ],
    ["it has no certificate yet", "/etc/straat/tls/server.pem", "this server has no certificate yet"],
  ])("fails when %s, and says so", (_, path, expected) => {
    const text = guest.read(path) ?? "";
    rmSync(guest.at(path));
    const reply = house.backUp(guest);
    guest.write(path, text);
    expect(reply.status).toBe(1);
    expect(reply.stdout).toContain(expected);
    expect(reply.stdout).toContain('"ok":false');
  });

  test("fails when nobody answers", () => {
    const path = "/var/lib/straat/documents/backup";
    guest.write(path, (guest.read(path) ?? "").replace(/^repository .*/m, "repository 127.0.0.1:9"));
    const reply = house.backUp(guest);
    expect(reply.status).toBe(1);
    expect(reply.stdout).toContain("the repository does not answer as it should");
  });

  test("does not speak to a repository of another house", () => {
    const authority = guest.read("/etc/straat/tls/ca.pem") ?? "";
    house.forge("verne-production-web-1", join(house.folder, "elsewhere"));
    guest.write("/etc/straat/tls/ca.pem", readFileSync(join(house.folder, "other.pem")));
    const reply = house.backUp(guest);
    guest.write("/etc/straat/tls/ca.pem", authority);
    expect(reply.status).toBe(1);
    expect(reply.stdout).toContain("does not answer as it should");
  });

  asRoot("finds the repository by its name, where the document says that it is and nowhere else", () => {
    const through = (address: string) => {
      house.setDocument(guest, { repository: address, repositoryName: "backup-alkmaar-1" });
      guest.run("/usr/local/lib/straat/documents/backup", [
        "apply",
        guest.at("/var/lib/straat/documents/backup"),
      ]);
      const bind = `mount --bind '${guest.at("/var/lib/straat/backup/hosts")}' /etc/hosts && exec "$0"`;
      return guest.run("unshare", ["-m", "sh", "-c", bind, guest.at("/usr/local/lib/straat/backup")]);
    };
    expect(through("127.0.0.1")).toMatchObject({ status: 0 });
    expect(guest.run("curl", ["-s", "http://backup-alkmaar-1/"]).status).not.toBe(0);
    expect(through("127.0.0.2").stdout).toContain("does not answer as it should");
  });

  test("begins a repository of its own when the server was made anew, and keeps the old one", () => {
    const place = house.placeOf(guest);
    const kept = guest.at("/var/lib/straat/kept");
    guest.run("mv", [guest.at(SECRET), kept]);
    expect(house.backUp(guest)).toMatchObject({ status: 0 });
    expect(house.placeOf(guest)).not.toBe(place);
    expect(existsSync(join(house.store, "repositories", place, "config"))).toBe(true);
    guest.run("sh", ["-c", `rm -r '${guest.at(SECRET)}' && mv '${kept}' '${guest.at(SECRET)}'`]);
  });

  test("begins again when the repository's disk is new: password and all", () => {
    const copy = house.copyOf(guest, "verne-production-web-9");
    for (const kind of ["repositories", "keys"])
      rmSync(join(house.store, kind, "verne-production-web-9"), { recursive: true });
    expect(house.backUp(copy)).toMatchObject({ status: 0 });
    expect(house.filesOf(copy, "snapshots")).toHaveLength(1);
    expect(readdirSync(join(house.store, "keys/verne-production-web-9"))).toHaveLength(1);
  });

  test("waits while the keeper has the repository for itself", () => {
    guest.standIn("sleep", `echo waited >>'${guest.folder}/slept'`);
    guest.standIn(
      "restic",
      `case $* in *" backup "*) [ -e '${guest.folder}/slept' ] || { echo 'repository is already locked by PID 1' >&2; exit 1; } ;; esac; real "$@"`,
    );
    const reply = house.backUp(guest);
    for (const program of ["restic", "sleep"]) without(program);
    expect(reply).toMatchObject({ status: 0 });
    expect(readFileSync(join(guest.folder, "slept"), "utf8")).toBe("waited\n");
  });

  test("that is killed half-way leaves a lock and nothing broken, and the next one clears it away", async () => {
    for (const name of ["a", "b"]) guest.write(`/srv/data/uploads/${name}`, randomBytes(500_000));
    // restic sends a kilobyte a second, with its lock taken.
    const pid = join(guest.folder, "pid");
    const slow = `echo $$ >'${pid}'; set -- "$@" --limit-upload 1`;
    guest.standIn("restic", `case $* in *" backup "*) ${slow} ;; esac; real "$@"`);
    const program = guest.at("/usr/local/lib/straat/backup");
    const child: ChildProcess = spawn(program, { env: guest.environment, stdio: "ignore" });
    const ended = new Promise((resolve) => child.on("exit", resolve));
    await until(() => house.filesOf(guest, "locks").length > 0);
    process.kill(Number(readFileSync(pid, "utf8")), "SIGKILL");
    expect(await ended).toBe(1);
    without("restic");
    expect(house.filesOf(guest, "locks")).toHaveLength(1);
    expect(house.backUp(guest)).toMatchObject({ status: 0 });
    expect(house.filesOf(guest, "locks")).toEqual([]);
    expect(snapshots().restic("check", "--read-data", "--no-lock")).toMatchObject({ status: 0 });
    for (const name of ["a", "b"]) rmSync(guest.at(`/srv/data/uploads/${name}`));
  });

  test("is not begun while another runs", () => {
    const reply = guest.run("flock", [
      guest.at("/run/straat-backup/lock"),
      guest.at("/usr/local/lib/straat/backup"),
    ]);
    expect(reply.status).toBe(1);
    expect(reply.stdout).toContain("another run is busy");
  });

  asRoot("fails when the repository's disk is full, breaks nothing, and goes on when there is room", () => {
    const small = house.copyOf(guest, "verne-production-web-8");
    const room = house.withRoom(small, 3_000_000);
    small.write("/srv/data/uploads/large", randomBytes(6_000_000));
    // restic tries again for a quarter of an hour; here the limit comes sooner.
    const limited = "PATH=${PATH#*:} exec timeout -k 1 5 restic";
    small.standIn("restic", `case $* in *" backup "*) ${limited} "$@" ;; esac; real "$@"`);
    const reply = house.backUp(small);
    rmSync(join(small.bin, "restic"));
    expect(reply.status).toBe(1);
    expect(reply.stdout).toContain("nothing was sent");
    expect(small.read(METRICS)).toContain("\nstraat_backup_ok 0\n");
    expect(room.check()).toBe(0);
    room.grow(60_000_000);
    expect(house.backUp(small)).toMatchObject({ status: 0 });
    expect(room.check()).toBe(0);
  });
});
