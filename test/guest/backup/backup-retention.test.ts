import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { BACKUP_PROGRAMS, BackupHouse, lackingOf } from "../../support/backup-house";
import { DatedSnapshots, nights, type Snapshot } from "../../support/dated-snapshots";
import type { GuestRoot } from "../../support/guest-root";
import { describeUnless } from "../../support/tool";

const DAY = 86_400_000;
/** A Sunday. Sixty nights end there; six evenings more, so that today can be any day of the week. */
const SUNDAY = new Date("2025-03-02T20:17:00Z");
const LAST = new Date(SUNDAY.getTime() + 6 * DAY);
/** What a server sends in the morning, of the last days before and after that Sunday. */
const MORNINGS = nights(new Date(LAST.getTime() - DAY / 2), 10);

const day = (moment: Date) => moment.toISOString().slice(0, 10);
/** The Monday of its week. */
const week = (moment: Date) => day(new Date(moment.getTime() - ((moment.getUTCDay() + 6) % 7) * DAY));

describeUnless(lackingOf(BACKUP_PROGRAMS), "sixty nights of backups, with restic itself", () => {
  let house: BackupHouse;
  let guest: GuestRoot;
  let whole: readonly Snapshot[];
  let nightly: DatedSnapshots;
  let stash: string;
  const hosts: (readonly [today: Date, snapshots: DatedSnapshots])[] = [];

  beforeAll(async () => {
    house = await BackupHouse.open();
    guest = house.begun("verne-production-web-1");
    const first = new DatedSnapshots(house, guest);
    for (const snapshot of first.all) rmSync(first.path(snapshot));
    first.add([...nights(LAST, 66), ...MORNINGS]);
    first.arriveInTime();
    whole = first.all;
    nightly = new DatedSnapshots(house, house.copyOf(guest, "night-by-night"));
    stash = join(house.folder, "stash");
    renameSync(join(nightly.folder, "snapshots"), stash);
    mkdirSync(join(nightly.folder, "snapshots"));
    for (let later = 0; later < 7; later += 1) {
      const today = new Date(SUNDAY.getTime() + later * DAY);
      const copy = new DatedSnapshots(house, house.copyOf(guest, `today-is-${later}`));
      for (const snapshot of copy.all) if (snapshot.time > today) rmSync(copy.path(snapshot));
      hosts.push([today, copy]);
    }
    expect(house.keep("forget")).toMatchObject({ status: 0 });
  }, 120_000);
  afterAll(() => house?.close());

  test("begin with sixty nights, and more, for each day of the week", () => {
    expect(whole).toHaveLength(76);
    expect(new Set(hosts.map(([today]) => today.getUTCDay())).size).toBe(7);
    for (const [today] of hosts) {
      const there = whole.filter(({ time }) => time <= today).map(({ time }) => day(time));
      expect(new Set(there).size).toBeGreaterThanOrEqual(60);
    }
  });

  test.each([0, 1, 2, 3, 4, 5, 6])(
    "keep the last 21 nights, whole, %d days after Sunday (B-15, H-09)",
    (later) => {
      const [today, snapshots] = hosts[later] as (typeof hosts)[number];
      const recent = snapshots.times.filter(
        (time) => new Date(`${time}Z`).getTime() > today.getTime() - 21 * DAY,
      );
      expect(recent).toEqual(nights(today, 21).map((night) => night.toISOString().slice(0, 16)));
    },
  );

  test.each([0, 1, 2, 3, 4, 5, 6])(
    "keep one of each of the last six weeks, %d days after Sunday (B-15)",
    (later) => {
      const [today, snapshots] = hosts[later] as (typeof hosts)[number];
      const age = (time: Date) => (today.getTime() - time.getTime()) / DAY;
      const old = snapshots.all.filter(({ time }) => age(time) >= 21);
      // The last of each week, and nothing twice.
      expect(new Set(old.map(({ time }) => week(time))).size).toBe(old.length);
      for (const { time } of old) expect(time.getUTCDay()).toBe(0);
      const weeks = Array.from({ length: 6 }, (_, back) => week(new Date(today.getTime() - back * 7 * DAY)));
      const kept = new Set(snapshots.all.map(({ time }) => week(time)));
      expect(weeks.filter((monday) => !kept.has(monday))).toEqual([]);
      const oldest = Math.max(...snapshots.all.map(({ time }) => age(time)));
      expect(oldest).toBeGreaterThanOrEqual(35);
      // What is older than was promised is kept by nobody.
      expect(oldest).toBeLessThan(42);
    },
  );

  test("end as the same ones when restic forgets every night as when it forgets once", () => {
    for (const today of new Set(whole.map(({ time }) => day(time)))) {
      for (const one of whole.filter(({ time }) => day(time) === today)) {
        renameSync(join(stash, one.id), nightly.path(one));
      }
      // Before that nothing is old enough to go.
      if (nightly.count < 22) continue;
      const keep = ["--keep-within-daily", "21d", "--keep-within-weekly", "42d"];
      expect(nightly.restic("forget", "--quiet", "--group-by", "", ...keep)).toMatchObject({ status: 0 });
    }
    expect(nightly.times).toEqual(hosts[6]?.[1].times);
    expect(nightly.count).toBeLessThan(30);
  });
});
