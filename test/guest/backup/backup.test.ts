import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { BACKUP_PATHS, type BackupProps, backupDocument, backupPart } from "../../../lib/guest/backup/backup";
import { backupRepositoryPart, repositorySettings } from "../../../lib/guest/backup/backup-repository";
import { encodeDocument } from "../../../lib/guest/documents/live-document";
import { checkAgeRecipient } from "../../../lib/model/age-recipient";
import { FIGURES } from "../../../lib/model/promises/figures";
import { mistakeOf, mistakesOf } from "../../support/errors";
import { GuestRoot } from "../../support/guest-root";
import { verifyUnits } from "../../support/systemd";
import { describeWith } from "../../support/tool";

const REPOSITORY = "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg";
const props: BackupProps = { repository: "172.31.16.4", recipients: [REPOSITORY] };
const HANDLER = "/usr/local/lib/straat/documents/backup";

describe("the document of a backup", () => {
  test("says what goes where and when, in an order of its own", () => {
    const text = backupDocument({
      ...props,
      paths: ["/srv/data/uploads", "/srv/app"],
      excludes: ["/srv/data/uploads/cache"],
      databases: ["postgresql"],
    });
    expect(text).toBe(
      `repository 172.31.16.4:8000\ntime 08:00\ntime 20:00\nspread 30\nlimit 90\npath /srv/app\npath /srv/data/uploads
exclude /srv/data/uploads/cache\ndatabase postgresql\nrecipient ${REPOSITORY}\n`,
    );
    expect(backupDocument({ ...props, paths: ["/b", "/a", "/b"] })).toBe(
      backupDocument({ ...props, paths: ["/a", "/b"] }),
    );
  });

  test.each<[Partial<BackupProps>, string]>([
    [{}, "repository 172.31.16.4:8000\ntime"],
    [{ repository: "2001:db8::4" }, "repository [2001:db8::4]:8000\ntime"],
    [{ repositoryName: "backup-alkmaar-1" }, "repository backup-alkmaar-1:8000\naddress 172.31.16.4\ntime"],
    [
      { repository: "2001:db8::4", repositoryName: "backup.example.nl" },
      "repository backup.example.nl:8000\naddress 2001:db8::4\ntime",
    ],
  ])("finds the repository by %j", (changes, expected) => {
    expect(backupDocument({ ...props, ...changes })).toContain(expected);
  });

  test.each<[string, Partial<BackupProps>]>([
    ["repository", { repository: "backup;reboot" }],
    ["repository", { repository: "" }],
    ["repositoryName", { repositoryName: "10.0.0.1" }],
    ["repositoryName", { repositoryName: "Backup" }],
    ["repositoryName", { repositoryName: "a b" }],
    ["recipients", { recipients: [] }],
    ["recipients[0]", { recipients: [REPOSITORY.replace("q", "p")] }],
    ["recipients[1]", { recipients: [REPOSITORY, "age1"] }],
    ["paths[0]", { paths: ["srv"] }],
    ["paths[0]", { paths: ["/srv/../etc/shadow"] }],
    ["paths[0]", { paths: ["/srv/a b"] }],
    ["paths[0]", { paths: ["/srv/$(reboot)"] }],
    ["paths[0]", { paths: ["/srv\nrecipient x"] }],
    ["paths[0]", { paths: ["/"] }],
    ["paths[0]", { paths: ["/srv/"] }],
    ["excludes[0]", { excludes: ["/srv/data"] }],
    ["excludes[0]", { excludes: ["/srv"] }],
    ["excludes[0]", { excludes: ["/srv/data/dumps"] }],
    ["excludes[0]", { excludes: ["/srv/data/*"] }],
    ["excludes[0]", { paths: ["/srv/app/files"], excludes: ["/srv/app"] }],
    ["plan.times", { plan: { times: ["08:00"] } }],
  ])("is refused for its %s in %j", (property, changes) => {
    expect(mistakeOf(() => backupDocument({ ...props, ...changes })).property).toBe(property);
  });

  test("tells all its mistakes at once, and never repeats a secret key", () => {
    const secret = "AGE-SECRET-KEY-1QQQQ";
    const mistakes = mistakesOf(() => backupDocument({ ...props, recipients: [secret], paths: ["x"] }));
    expect(mistakes.map(({ property }) => property)).toEqual(["paths[0]", "recipients[0]"]);
    expect(JSON.stringify(mistakes)).not.toContain(secret);
  });

  test("knows a typing error in a recipient, whichever letter it is", () => {
    expect(checkAgeRecipient(REPOSITORY)).toBe(REPOSITORY);
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 61 }),
        fc.constantFrom(..."qpzry9x8gf2tvdw0s3jn54khce6mua7l"),
        (at, letter) => {
          fc.pre(REPOSITORY[at] !== letter);
          const wrong = REPOSITORY.slice(0, at) + letter + REPOSITORY.slice(at + 1);
          expect(mistakeOf(() => checkAgeRecipient(wrong)).value).toBe(JSON.stringify(wrong));
        },
      ),
    );
  });
});

describe("the server's side, on the server", () => {
  const part = backupPart();
  let guest: GuestRoot;
  beforeAll(() => {
    guest = new GuestRoot(...(part.files ?? []));
    guest.standIn("uname", "echo verne-production-web-2");
    guest.standIn("age", "exit 0");
  });
  afterAll(() => guest.remove());
  const handle = (verb: string, text?: string) => {
    if (text !== undefined) guest.write("/document", text);
    return guest.run(HANDLER, text === undefined ? [verb] : [verb, guest.at("/document")]);
  };
  const TIMER = "/etc/systemd/system/straat-backup.timer";

  test("takes every document that the library renders", () => {
    const name = fc.stringMatching(/^\/[a-z.]?[A-Za-z0-9_@+-]{1,9}(\/\.?[A-Za-z0-9_@+.-]{1,9}){0,3}$/);
    const any = fc.record({
      paths: fc.array(name, { maxLength: 4 }),
      repository: fc.constantFrom("10.0.0.1", "2001:db8::1"),
      repositoryName: fc.constantFrom("backup-alkmaar-1", "backup.example.nl"),
      databases: fc.subarray(["postgresql", "mariadb"] as const),
    });
    let taken = 0;
    fc.assert(
      fc.property(any, (changes) => {
        let text: string;
        try {
          text = backupDocument({ ...props, ...changes });
        } catch {
          return;
        }
        taken += 1;
        expect(handle("check", text)).toMatchObject({ status: 0, stderr: "" });
      }),
      { numRuns: 15 },
    );
    expect(taken).toBeGreaterThan(5);
  });

  test.each<[string, (text: string) => string]>([
    ["nothing", () => ""],
    ["an end that is missing", (text) => text.trimEnd()],
    ["a byte that hides what follows", (text) => text.replace("\ntime", "\0\ntime")],
    ["a line it does not know", (text) => `${text}run reboot\n`],
    ["a path with a command in it", (text) => `${text}path /srv/$(reboot)\n`],
    ["a path that climbs", (text) => `${text}path /srv/../etc\n`],
    ["no time", (text) => text.replaceAll(/^time .*\n/gm, "")],
    ["a time there is not", (text) => text.replace("time 08:00", "time 08:61")],
    ["nobody who can read", (text) => text.replaceAll(/^recipient .*\n/gm, "")],
    ["two repositories", (text) => `${text}repository 10.0.0.9:8000\n`],
    ["two addresses", (text) => `${text}address 10.0.0.9\naddress 10.0.0.8\n`],
    ["no limit", (text) => text.replace(/^limit .*\n/m, "")],
  ])("refuses %s", (_, change) => {
    const reply = handle("check", change(backupDocument(props)));
    expect(reply.status).toBe(1);
    expect(reply.stderr).toMatch(/^backup: [^\n]+\n$/);
  });

  test("refuses a recipient that age does not know", () => {
    guest.standIn("age", "exit 1");
    expect(handle("check", backupDocument(props))).toMatchObject({ status: 1 });
    guest.standIn("age", "exit 0");
  });

  test("runs at the document's times in UTC, at a minute of its own, and no longer than the limit", () => {
    guest.calls("systemctl");
    expect(handle("apply", backupDocument({ ...props, plan: { maximumMinutes: 80 } }))).toMatchObject({
      status: 0,
    });
    const times = [...(guest.read(TIMER) ?? "").matchAll(/^OnCalendar=\*-\*-\* (\d\d):(\d\d):(\d\d) UTC$/gm)];
    expect(times.map(([, hour]) => hour)).toEqual(["08", "20"]);
    expect(times[0]?.slice(2)).toEqual(times[1]?.slice(2));
    expect(Number(times[0]?.[2])).toBeLessThan(30);
    expect(guest.read("/etc/systemd/system/straat-backup.service.d/limit.conf")).toBe(
      "[Service]\nTimeoutStartSec=80min\n",
    );
    expect(guest.calls("systemctl")).toEqual([
      "daemon-reload",
      "enable --quiet straat-backup.timer",
      "restart straat-backup.timer",
    ]);
  });

  test("shows the backup, and it alone, where the repository's name leads", () => {
    handle("apply", backupDocument({ ...props, repositoryName: "backup-alkmaar-1" }));
    expect(guest.read("/etc/systemd/system/straat-backup.service.d/limit.conf")).toContain(
      "BindReadOnlyPaths=/var/lib/straat/backup/hosts:/etc/hosts\n",
    );
    expect(guest.read("/var/lib/straat/backup/hosts")).toBe(
      "127.0.0.1 localhost\n::1 localhost\n172.31.16.4 backup-alkmaar-1\n",
    );
  });

  test("gives members of a group other minutes, and a member the same one each time", () => {
    const minutesOf = (host: string) => {
      guest.standIn("uname", `echo ${host}`);
      handle("apply", backupDocument(props));
      return /08:(\d\d:\d\d) UTC/.exec(guest.read(TIMER) ?? "")?.[1];
    };
    const hosts = Array.from({ length: 20 }, (_, at) => `verne-production-web-${at + 1}`);
    const minutes = hosts.map(minutesOf);
    expect(new Set(minutes).size).toBeGreaterThan(10);
    expect(hosts.map(minutesOf)).toEqual(minutes);
    for (const minute of minutes) expect(Number(minute?.slice(0, 2))).toBeLessThan(30);
  });

  test("is verified by its timer, and without a document runs never", () => {
    expect(handle("verify")).toMatchObject({ status: 0 });
    expect(handle("today", backupDocument(props))).toMatchObject({ status: 0 });
    expect(handle("remove")).toMatchObject({ status: 0 });
    expect(existsSync(guest.at(TIMER))).toBe(false);
    expect(handle("remove")).toMatchObject({ status: 0 });
    guest.recorder("systemctl", "case $1 in is-active) exit 3 ;; esac");
    expect(handle("verify")).toMatchObject({ status: 1, stderr: "backup: the timer does not run\n" });
    guest.recorder("systemctl");
  });

  describeWith("systemd-analyze", "apt-get install systemd", "and its units", () => {
    test("are what systemd takes, with the timer and the limit that a document makes", () => {
      handle("apply", backupDocument({ ...props, repositoryName: "backup-alkmaar-1" }));
      const made = [TIMER, "/etc/systemd/system/straat-backup.service.d/limit.conf"].map((path) => ({
        path,
        content: guest.read(path) ?? "",
      }));
      expect(verifyUnits([...(part.files ?? []), ...made])).toBe("");
    });

    test("raise the alarm, and leave little to do harm with: 3.5 of 10 where all files are to be read", () => {
      const path = "/etc/systemd/system/straat-backup.service";
      expect(guest.read(path)).toContain("OnFailure=straat-alarm@%n.service");
      const args = ["security", "--offline=true", "--threshold=35", "--no-pager", guest.at(path)];
      const { status, stdout } = spawnSync("systemd-analyze", args, { encoding: "utf8" });
      expect(stdout).toContain("Overall exposure level");
      expect(status).toBe(0);
    });
  });
});

describe("the repository's side", () => {
  const part = backupRepositoryPart();
  const file = (path: string) => part.files?.find((one) => one.path === path)?.content ?? "";

  test("keeps what the sheet says: 21 nights and 6 weeks, 24 h", () => {
    expect(repositorySettings()).toMatchObject({
      keep_days: 21,
      keep_weeks_days: 42,
      loss_hours: 24,
      check_parts: 30,
    });
    expect([FIGURES.backupNights, FIGURES.backupWeeks, FIGURES.backupLossHours]).toEqual([21, 6, 24]);
    expect(file("/usr/local/lib/straat/repository-forget")).not.toMatch(/--keep-(daily|weekly|last)/);
  });

  test("forgets and checks at night, restores monthly, watches hourly, and all raise the alarm", () => {
    const when = (task: string) =>
      /OnCalendar=(.*)/.exec(file(`/etc/systemd/system/straat-repository-${task}.timer`))?.[1];
    expect(["forget", "check", "restore-test", "watch"].map(when)).toEqual([
      "*-*-* 00:30:00 UTC",
      "*-*-* 02:30:00 UTC",
      "*-*-01 11:00:00 UTC",
      "*-*-* *:15:00 UTC",
    ]);
    for (const task of ["forget", "check", "restore-test", "watch"]) {
      expect(part.enabled).toContain(`straat-repository-${task}.timer`);
      const service = file(`/etc/systemd/system/straat-repository-${task}.service`);
      expect(service).toContain("OnFailure=straat-alarm@%n.service");
      expect(service).toContain("PrivateNetwork=yes");
    }
  });

  test("lets the key that decrypts be seen by who looks after the repository alone", () => {
    const holding = part.files?.filter(({ content }) => content.includes("LoadCredential=backup.age")) ?? [];
    expect(holding.map(({ path }) => /straat-repository-[a-z-]+\.service$/.test(path))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    for (const { content } of holding) expect(content).toContain("User=straat-backup-keeper\n");
  });

  test.each([-1, 0.5, Number.NaN, 10_081])("is refused for a restore of %d minutes", (restoreMinutes) => {
    expect(mistakeOf(() => backupRepositoryPart({ restoreMinutes })).property).toBe("restoreMinutes");
  });

  test("fits with everything of a server into guestinfo, and has no secret", () => {
    const texts = [...(part.files ?? []), ...(backupPart().files ?? [])]
      .map(({ content }) => content)
      .join("\n");
    expect(encodeDocument({ name: "backup", payload: texts }).length).toBeLessThan(24 * 1024);
    expect(texts).not.toMatch(/AGE-SECRET-KEY|BEGIN .*PRIVATE/);
    expect(BACKUP_PATHS).toContain("/srv/data");
  });

  describeWith("systemd-analyze", "apt-get install systemd", "and its units", () => {
    test("are what systemd takes", () => {
      expect(verifyUnits(part.files ?? [])).toBe("");
    });

    test.each([
      "backup-front",
      "backup-store",
      "backup-store-proxy",
      "repository-forget",
      "repository-restore-test",
    ])("leave %s little to do harm with, by systemd's own judgement: 2 of 10", (name) => {
      const unit = `straat-${name}.service`;
      const guest = new GuestRoot();
      guest.write(`/${unit}`, file(`/etc/systemd/system/${unit}`));
      const args = ["security", "--offline=true", "--threshold=20", "--no-pager", guest.at(`/${unit}`)];
      const { status, stdout } = spawnSync("systemd-analyze", args, { encoding: "utf8" });
      guest.remove();
      expect(stdout).toContain("Overall exposure level");
      expect(status).toBe(0);
    });
  });
});

describeWith("shellcheck", "apt-get install shellcheck", "the programs of backups", () => {
  const folder = join(__dirname, "../../../lib/guest/scripts");
  test.each([
    "backup",
    "document-backup",
    "repository-forget",
    "repository-check",
    "repository-restore-test",
    "repository-watch",
  ])("%s has nothing that shellcheck minds", (name) => {
    const args = ["-x", "-P", folder, join(folder, `${name}.sh`)];
    expect(spawnSync("shellcheck", args, { encoding: "utf8" })).toMatchObject({ stdout: "", status: 0 });
  });
});
