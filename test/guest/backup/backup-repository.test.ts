import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { BACKUP_PROGRAMS, BackupHouse, lackingOf, own, type Reply } from "../../support/backup-house";
import { DatedSnapshots, nights } from "../../support/dated-snapshots";
import type { GuestRoot } from "../../support/guest-root";
import { describeUnless } from "../../support/tool";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const EVENING = new Date("2025-03-02T20:17:00Z");

/** What a keeper's program said of one server. */
function said({ stdout }: Reply, host: string): readonly Record<string, unknown>[] {
  const lines = stdout.split("\n").filter((line) => line.startsWith("<"));
  return lines.map((line) => JSON.parse(line.slice(3))).filter((entry) => entry.host === host);
}

const problems = (reply: Reply, host: string) =>
  said(reply, host).flatMap(({ problem }) => (problem === undefined ? [] : [String(problem)]));

describeUnless(lackingOf(BACKUP_PROGRAMS), "the keeper of a backup repository", () => {
  let house: BackupHouse;
  let first: GuestRoot;
  const made: string[] = [];

  beforeAll(async () => {
    house = await BackupHouse.open();
    first = house.begun("verne-production-web-1");
  }, 60_000);
  afterAll(() => house?.close());

  /** A server of this name with a repository, alone in the house. */
  const server = (host: string) => {
    for (const old of made.splice(0)) {
      for (const kind of ["repositories", "keys"])
        rmSync(join(house.store, kind, old), { recursive: true, force: true });
    }
    made.push(host);
    const guest = house.copyOf(first, host);
    return { guest, host, snapshots: new DatedSnapshots(house, guest) };
  };

  /** A server with these snapshots, each of which came when it says. */
  const dated = (host: string, moments: readonly Date[]) => {
    const one = server(host);
    for (const snapshot of one.snapshots.all) rmSync(one.snapshots.path(snapshot));
    one.snapshots.add(moments);
    one.snapshots.arriveInTime();
    return one;
  };

  const ageKeys = (host: string, moment: Date) => {
    const folder = join(house.store, "keys", host);
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), moment, moment);
  };

  describe("that forgets", () => {
    test("is not led by snapshots that take the places of true ones: of the past, just under midnight", () => {
      const { host, snapshots } = dated("forged-past", nights(EVENING, 4));
      const forged = nights(new Date("2025-03-02T23:59:00Z"), 4);
      snapshots.add(forged);
      const isForged = (time: Date) => forged.some((one) => one.getTime() === time.getTime());
      // They come today, whatever they say.
      for (const one of snapshots.all)
        if (isForged(one.time)) snapshots.arrive(one, new Date(EVENING.getTime() + DAY));
      const reply = house.keep("forget");
      expect(reply.status).toBe(1);
      expect(problems(reply, host)).toEqual([
        expect.stringContaining("claim a time at which they did not come"),
      ]);
      expect(snapshots.all.filter(({ time }) => !isForged(time))).toHaveLength(4);
      // What restic would have done by itself: every true one is gone.
      snapshots.restic(
        "forget",
        "--group-by",
        "",
        "--keep-within-daily",
        "21d",
        "--keep-within-weekly",
        "42d",
      );
      expect(snapshots.all.filter(({ time }) => !isForged(time))).toEqual([]);
    });

    test("is not led by a snapshot of the future, and forgets again once a person has removed it", () => {
      const { host, snapshots } = dated("forged-future", nights(EVENING, 2));
      snapshots.add([new Date(EVENING.getTime() - 8 * HOUR)]);
      snapshots.arriveInTime();
      snapshots.add([new Date(Date.now() + 40 * DAY)]);
      const reply = house.keep("forget");
      expect(reply.status).toBe(1);
      expect(problems(reply, host)).toHaveLength(1);
      expect(snapshots.count).toBe(4);
      const [forged] = snapshots.all.slice(-1);
      expect(problems(reply, host)[0]).toContain(forged?.id.slice(0, 8));
      expect(snapshots.restic("forget", forged?.id ?? "")).toMatchObject({ status: 0 });
      snapshots.arriveInTime();
      expect(house.keep("forget").status).toBe(0);
      expect(snapshots.count).toBe(2);
    });

    test("takes a clock that is four minutes ahead for a clock, and six for a forgery", () => {
      const { snapshots } = dated("clock", nights(EVENING, 2));
      const [, last] = snapshots.all;
      if (last === undefined) throw new Error("there are two");
      snapshots.arrive(last, new Date(last.time.getTime() - 4 * 60_000));
      expect(house.keep("forget").status).toBe(0);
      snapshots.arrive(last, new Date(last.time.getTime() - 6 * 60_000));
      expect(house.keep("forget").status).toBe(1);
    });

    test("keeps everything of a server that has sent nothing for a year", () => {
      const { host, snapshots } = dated("silent", nights(EVENING, 5));
      ageKeys(host, EVENING);
      expect(house.keep("forget").status).toBe(0);
      expect(snapshots.count).toBe(5);
    });

    test("waits while the newest is incomplete, and drops it once its day has a complete one", () => {
      const morning = new Date(EVENING.getTime() - 12 * HOUR);
      const { snapshots } = dated("incomplete", [...nights(EVENING, 2).slice(0, 1), morning]);
      snapshots.add([EVENING], "incomplete");
      snapshots.arriveInTime();
      expect(house.keep("forget").status).toBe(0);
      expect(snapshots.all.map(({ tag }) => tag)).toEqual(["complete", "complete", "incomplete"]);
      snapshots.add([new Date(EVENING.getTime() + DAY / 2)]);
      snapshots.arriveInTime();
      expect(house.keep("forget").status).toBe(0);
      expect(snapshots.all.map(({ tag }) => tag)).toEqual(["complete", "complete", "complete"]);
      expect(snapshots.times).toContain(morning.toISOString().slice(0, 16));
    });

    test("finds the true key among those a stolen server added, also when they are more than restic tries", () => {
      const { guest, host, snapshots } = dated("many-keys", nights(EVENING, 2));
      const [key = ""] = house.filesOf(guest, "keys");
      const other = JSON.parse(readFileSync(key, "utf8"));
      const later = new Date(Date.now() + HOUR);
      for (let count = 0; count < 300; count += 1) {
        const path = join(key, "..", count.toString(16).padStart(64, "0"));
        writeFileSync(
          path,
          JSON.stringify({ ...other, data: Buffer.alloc(120, count % 256).toString("base64") }),
        );
        utimesSync(path, later, later);
        chmodSync(path, 0o660);
      }
      const junk = join(house.store, "keys", host, `${house.placeOf(guest).split("/")[1]}.${"0".repeat(16)}`);
      writeFileSync(junk, "nothing that age knows");
      expect(house.keep("forget")).toMatchObject({ status: 0 });
      expect(snapshots.count).toBe(2);
    });

    test("forgets altogether who was retired, 42 days after the last backup and not a day sooner", () => {
      const { guest, host } = dated("retired", [new Date(Date.now() - 41 * DAY)]);
      house.repository.write(`/etc/straat/backup-retired/${host}`, "");
      ageKeys(host, new Date(Date.now() - 90 * DAY));
      expect(house.keep("forget").status).toBe(0);
      expect(house.filesOf(guest, "snapshots")).toHaveLength(1);
      const [snapshot = ""] = house.filesOf(guest, "snapshots");
      const past = new Date(Date.now() - 43 * DAY);
      utimesSync(snapshot, past, past);
      expect(house.keep("forget")).toMatchObject({ status: 0, stdout: expect.stringContaining('"removed"') });
      expect(readdirSync(join(house.store, "repositories", host))).toEqual([]);
      expect(readdirSync(join(house.store, "keys", host))).toEqual([]);
    });

    test("clears away the lock of a keeper that was ended, and goes on with the others when one server fails", () => {
      const { guest, snapshots } = dated("locked", nights(EVENING, 2));
      const lock = join(snapshots.folder, "locks", "0".repeat(64));
      writeFileSync(lock, "damaged");
      const broken = join(house.store, "keys", "aaa-broken");
      const [, number = ""] = house.placeOf(guest).split("/");
      made.push("aaa-broken");
      mkdirSync(broken);
      writeFileSync(join(broken, `${number}.${"1".repeat(16)}`), "nothing that age knows");
      mkdirSync(join(house.store, "repositories/aaa-broken", number), { recursive: true });
      writeFileSync(join(house.store, "repositories/aaa-broken", number, "config"), "x");
      const reply = house.keep("forget");
      expect(problems(reply, "aaa-broken")).toEqual(["no deposited password opens the repository"]);
      expect(said(reply, "locked")).toHaveLength(1);
    });
  });

  describe("that checks", () => {
    test("finds a damaged pack when its turn comes at the latest, and says which server's", () => {
      const { guest, host } = server("damaged");
      expect(house.keep("check")).toMatchObject({ status: 0 });
      // Every part once: as many nights as there are parts, with one part a night.
      house.repository.write(
        "/etc/straat/backup-repository",
        readSettings(house).replace("check_parts='30'", "check_parts='2'"),
      );
      const nightsOf = (pack: string) => {
        const whole = readFileSync(pack);
        const bytes = Buffer.from(whole);
        bytes.writeUInt8(bytes.readUInt8(9) ^ 255, 9);
        writeFileSync(pack, bytes);
        const answers = [0, 1].map((later) => {
          const now = Math.floor(Date.now() / 1000) + later * 86_400;
          house.repository.standIn("date", `[ "$*" = +%s ] && { echo ${now}; exit; }; real "$@"`);
          return house.keep("check");
        });
        writeFileSync(pack, whole);
        return answers;
      };
      const found = house.filesOf(guest, "data").map(nightsOf);
      rmSync(join(house.repository.bin, "date"));
      house.repository.write(
        "/etc/straat/backup-repository",
        readSettings(house).replace("check_parts='2'", "check_parts='30'"),
      );
      const statuses = found.map((answers) =>
        answers
          .map(({ status }) => status)
          .toSorted()
          .join(),
      );
      // What files hold is read in its turn; the trees they are in every night.
      expect(statuses.toSorted()).toEqual(["0,1", "1,1"]);
      for (const problem of found.flat().flatMap((answer) => problems(answer, host))) {
        expect(problem).toMatch(/^the repository is damaged, or could not be read \(part [12]\/2\)$/);
      }
    });

    test("reads another part each night, and all thirty in thirty nights", () => {
      server("parts");
      const seen = new Set<unknown>();
      house.repository.standIn("restic", "echo '[]'");
      for (let later = 0; later < 30; later += 1) {
        house.repository.standIn(
          "date",
          `[ "$*" = +%s ] && { echo $((1700000000 + ${later} * 86400)); exit; }; real "$@"`,
        );
        seen.add(said(house.keep("check"), "parts")[0]?.part);
      }
      for (const name of ["restic", "date"]) rmSync(join(house.repository.bin, name));
      expect(seen).toEqual(new Set(Array.from({ length: 30 }, (_, at) => `${at + 1}/30`)));
    });
  });

  describe("that restores", () => {
    const scratch = () => readdirSync(join(house.store, "scratch"));
    const figures = () =>
      house.repository.read("/var/lib/prometheus/node-exporter/straat_backup_restore.prom");

    test("restores the newest backup, records how long it took, and leaves nothing behind", () => {
      const { host } = server("restored");
      const reply = house.keep("restore-test");
      expect(reply.status).toBe(0);
      expect(said(reply, host)).toEqual([
        expect.objectContaining({ ok: true, seconds: expect.any(Number), files: expect.any(Number) }),
      ]);
      expect(figures()).toMatch(/^straat_backup_restore_seconds\{host="restored"\} \d+$/m);
      expect(scratch()).toEqual([]);
    });

    test("clears away what a run left that could not", () => {
      server("left-behind");
      const left = join(house.store, "scratch/restore/a/b");
      mkdirSync(left, { recursive: true });
      writeFileSync(join(left, "personal.txt"), "data");
      for (const path of ["", "/..", "/../.."]) own(`${left}${path}`, "keeper");
      own(join(left, "personal.txt"), "keeper");
      chmodSync(left, 0);
      expect(house.keep("restore-test").status).toBe(0);
      expect(scratch()).toEqual([]);
    });

    test("clears away when it is ended half-way", () => {
      server("ended");
      house.repository.standIn("restic", 'case $* in *" restore "*) kill -TERM $PPID ;; esac; real "$@"');
      const reply = house.keep("restore-test");
      rmSync(join(house.repository.bin, "restic"));
      expect(reply.status).not.toBe(0);
      expect(scratch()).toEqual([]);
    });

    test("raises the alarm when what comes out is not what was sent", () => {
      const { guest, host } = server("changed");
      guest.standIn(
        "sha256sum",
        'case $* in */hostname) echo "$(printf %064d 0)  $*" ;; *) real "$@" ;; esac',
      );
      expect(house.backUp(guest).status).toBe(0);
      const reply = house.keep("restore-test");
      expect(problems(reply, host)).toEqual(["what was restored is not what was sent"]);
      expect(scratch()).toEqual([]);
    });

    test("does not try when there is no room, and says so", () => {
      const { host } = server("no-room");
      house.repository.standIn("df", 'case $* in *avail*) printf "Avail\\n1000\\n" ;; *) real "$@" ;; esac');
      const reply = house.keep("restore-test");
      rmSync(join(house.repository.bin, "df"));
      expect(problems(reply, host)).toEqual([
        expect.stringMatching(/^there is no room to restore \d+ bytes$/),
      ]);
    });

    test("raises the alarm when it takes longer than was agreed (H-11)", () => {
      const { host } = server("slow");
      const settings = readSettings(house);
      house.repository.write(
        "/etc/straat/backup-repository",
        settings.replace("restore_minutes='0'", "restore_minutes='1'"),
      );
      // A clock on which each question takes a minute and a second.
      const clock = house.repository.at("/run/straat-repository/clock");
      house.repository.standIn(
        "date",
        `[ "$*" = +%s ] || real "$@"; echo x >>'${clock}'; echo $((1800000000 + $(wc -l <'${clock}') * 61))`,
      );
      const reply = house.keep("restore-test");
      rmSync(join(house.repository.bin, "date"));
      house.repository.write("/etc/straat/backup-repository", settings);
      expect(problems(reply, host)).toEqual([expect.stringContaining("1 minutes were agreed")]);
    });
  });

  describe("that watches", () => {
    test("is content with a backup of this hour", () => {
      server("fresh");
      expect(house.keep("watch")).toMatchObject({ status: 0, stdout: "" });
    });

    test.each<[number, readonly string[]]>([
      [23.9, []],
      [24.1, ["the last complete backup is 24 hours old, and 24 were promised"]],
    ])(
      "raises the alarm when the last complete backup is older than 24 h: one of %d h",
      (hours, expected) => {
        const { host, snapshots } = dated(`aged-${hours * 10}`, [new Date(Date.now() - hours * HOUR)]);
        expect(problems(house.keep("watch"), host)).toEqual(expected);
        // One that lacks its databases is none.
        snapshots.add([new Date(Date.now() - 60_000)], "incomplete");
        expect(problems(house.keep("watch"), host)).toEqual(expected);
      },
    );

    test("raises the alarm for a server that deposited a password a day ago and never sent anything", () => {
      const { host } = server("never");
      rmSync(join(house.store, "repositories", host), { recursive: true });
      expect(house.keep("watch").status).toBe(0);
      ageKeys(host, new Date(Date.now() - 25 * HOUR));
      expect(problems(house.keep("watch"), host)).toEqual([expect.stringContaining("25 hours old")]);
    });

    test("does not expect backups of a server that was retired", () => {
      const { host } = dated("gone", [new Date(Date.now() - 50 * HOUR)]);
      house.repository.write(`/etc/straat/backup-retired/${host}`, "");
      expect(house.keep("watch").status).toBe(0);
    });

    test("raises the alarm when there are fewer snapshots than there were, and when there are suddenly many", () => {
      const now = Date.now();
      const { host, snapshots } = dated("count", nights(new Date(now - HOUR), 3));
      expect(house.keep("watch").status).toBe(0);
      rmSync(snapshots.path(snapshots.all[0] ?? { id: "" }));
      expect(problems(house.keep("watch"), host)).toEqual(["there are 2 snapshots and there were 3"]);
      snapshots.add(Array.from({ length: 9 }, (_, at) => new Date(now - at * 1000)));
      expect(problems(house.keep("watch"), host)).toEqual(["10 snapshots came in a day"]);
    });

    test("takes what the keeper itself forgot for forgotten", () => {
      const { snapshots } = dated(
        "forgot",
        [EVENING.getTime(), EVENING.getTime() - HOUR, Date.now() - HOUR].map((at) => new Date(at)),
      );
      expect(house.keep("watch").status).toBe(0);
      expect(house.keep("forget").status).toBe(0);
      expect(snapshots.count).toBe(1);
      expect(house.keep("watch").status).toBe(0);
    });

    test("raises the alarm when a snapshot claims a time at which it did not come", () => {
      const { host, snapshots } = dated("odd-time", [new Date(Date.now() - HOUR)]);
      snapshots.add([new Date(Date.now() - 9 * HOUR)]);
      expect(problems(house.keep("watch"), host)).toEqual([expect.stringContaining("did not come")]);
    });

    test("raises the alarm when the disk is nearly full", () => {
      server("full");
      house.repository.standIn("df", 'printf "Use%%\\n 86%%\\n"');
      const reply = house.keep("watch");
      rmSync(join(house.repository.bin, "df"));
      expect(reply.status).toBe(1);
      expect(reply.stdout).toContain("86 percent full");
    });
  });
});

function readSettings(house: BackupHouse): string {
  return house.repository.read("/etc/straat/backup-repository") ?? "";
}
