import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "@jest/globals";
import { AIDE_CONF, CHANGING, integrityPart } from "../../../lib/guest/hardening/integrity";
import { mistakesOf } from "../../support/errors";
import { describeWith } from "../../support/tool";

const folder = mkdtempSync(join(tmpdir(), "straat-integrity-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("the integrity of a server", () => {
  test.each(["", "etc", "/etc/../x", "/etc/a b", "/etc/$(x)", "/etc/x\n!/usr", "/", "/etc/(a|b)"])(
    "is not widened by a path like %j",
    (path) => {
      expect(mistakesOf(() => integrityPart({ changing: [path] }))[0]?.property).toBe("changing");
    },
  );
});

describeWith("aide", "apt-get install aide", "the integrity of a server, by AIDE", () => {
  let root = "";
  const at = (path: string) => join(root, path);

  function write(path: string, content: string, mode = 0o644): void {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), content);
    chmodSync(at(path), mode);
  }

  function run(...args: readonly string[]) {
    const { status, stderr } = spawnSync("sh", [at("/usr/local/lib/straat/integrity"), ...args], {
      encoding: "utf8",
      env: { ...process.env, STRAAT_ROOT: root },
    });
    return { status, said: stderr };
  }

  beforeEach(() => {
    root = mkdtempSync(join(folder, "root-"));
    for (const { path, content } of integrityPart({ changing: ["/etc/app"] }).files ?? [])
      write(path, content);
    for (const path of ["/root", "/boot", "/var/spool/cron", "/var/lib/prometheus/node-exporter"])
      mkdirSync(at(path), { recursive: true });
    write("/usr/bin/tool", "original", 0o755);
    write("/usr/lib/x.so", "library");
    write("/etc/service.conf", "setting = 1\n");
    write("/etc/passwd", "root:x:0:0::/root:/bin/sh\n");
    write("/etc/ssh/straat/keys/jan", "ssh-ed25519 A\n");
    write("/var/log/app.log", "one\n");
    expect(run("init").status).toBe(0);
    expect(run("check").status).toBe(0);
  });

  test("is judged by a configuration AIDE takes", () => {
    expect(spawnSync("aide", ["--config-check", `--config=${at(AIDE_CONF)}`]).status).toBe(0);
  });

  test("is whole while logs grow, live documents change, accounts come, and times change", () => {
    appendFileSync(at("/var/log/app.log"), "two\n");
    write("/var/log/new.log", "x\n");
    write("/etc/passwd", "root:x:0:0::/root:/bin/sh\njan:x:1000:1000::/home/jan:/bin/sh\n");
    write("/etc/ssh/straat/keys/piet", "ssh-ed25519 B\n");
    write("/var/lib/straat/documents/ssh", "x");
    write("/usr/bin/tool", "original", 0o755);
    utimesSync(at("/usr/lib/x.so"), 1, 1);
    expect(run("check")).toMatchObject({ status: 0, said: expect.stringMatching(/"integrity":"right"/) });
  });

  test.each<[string, RegExp, (write: (path: string, content: string, mode?: number) => void) => void]>([
    ["a program is another", /: \/usr\/bin\/tool/, (write) => write("/usr/bin/tool", "replaced", 0o755)],
    ["a program is another of the same size", /SHA512/, (write) => write("/usr/bin/tool", "0riginal", 0o755)],
    [
      "a program may run as root",
      /4755 root root .*\/usr\/bin\/tool/,
      () => chmodSync(at("/usr/bin/tool"), 0o4755),
    ],
    [
      "a new program may run as root, where files live",
      /4755 .*\/var\/lib\/hidden/,
      (write) => write("/var/lib/hidden", "x", 0o4755),
    ],
    ["a library is gone", /Removed entries: 1/, () => rmSync(at("/usr/lib/x.so"))],
    [
      "a setting is another",
      /: \/etc\/service\.conf/,
      (write) => write("/etc/service.conf", "setting = 2\n"),
    ],
    [
      "a unit is new",
      /Added entries: 1/,
      (write) => write("/etc/systemd/system/evil.service", "[Service]\n"),
    ],
    ["everybody writes accounts", /: \/etc\/passwd/, () => chmodSync(at("/etc/passwd"), 0o666)],
    ["AIDE looks away", /aide\.conf/, () => appendFileSync(at(AIDE_CONF), "# !/usr\n")],
  ])("is found broken when %s", (_, what, change) => {
    change(write);
    const { status, said } = run("check");
    expect(status).toBe(1);
    expect(said).toMatch(what);
    expect(said).toMatch(/^<1>\{"integrity":"changed"/);
    const figures = readFileSync(at("/var/lib/prometheus/node-exporter/straat_integrity.prom"), "utf8");
    expect(figures).toMatch(/^straat_integrity_right 0$/m);
  });

  test("is what patches made of it, if it was whole just before them", () => {
    write("/usr/bin/tool", "patched", 0o755);
    expect(run("refresh")).toMatchObject({ status: 0, said: expect.stringContaining('"refreshed"') });
    expect(run("check").status).toBe(0);
    expect(readFileSync(at("/var/lib/prometheus/node-exporter/straat_integrity.prom"), "utf8")).toContain(
      "right 1\n",
    );
  });

  test("is not what somebody made of it before patches, nor after a check long ago, nor twice", () => {
    write("/usr/bin/tool", "replaced", 0o755);
    expect(run("check").status).toBe(1);
    write("/usr/bin/other", "patched", 0o755);
    expect(run("refresh").status).toBe(3);
    expect(run("check").status).toBe(1);
    expect(run("accept").status).toBe(64);
    expect(run("accept", "tool was mended by hand").said).toContain("tool was mended by hand");
    expect(run("check").status).toBe(0);
    const clean = at("/var/lib/straat/integrity/clean");
    const [, digest] = readFileSync(clean, "utf8").split(" ");
    writeFileSync(clean, `${Math.floor(Date.now() / 1000) - 7 * 3600} ${digest}`);
    expect(run("refresh").status).toBe(3);
    expect(run("check").status).toBe(0);
    expect(run("refresh").status).toBe(0);
    expect(run("refresh").status).toBe(3);
  });

  test("is not refreshed when the database was exchanged after the check", () => {
    appendFileSync(at("/var/lib/straat/integrity/privileged"), "4755 root root /usr/bin/evil\n");
    expect(run("refresh").status).toBe(3);
  });

  test("cannot be told without a database or with a broken one, and that is not whole", () => {
    writeFileSync(at("/var/lib/straat/integrity/aide.db"), "nonsense\n");
    expect(run("check").status).not.toBe(0);
    rmSync(at("/var/lib/straat/integrity/aide.db"));
    expect(run("check")).toMatchObject({
      status: 2,
      said: expect.stringMatching(/^<2>.*nothing is remembered yet/),
    });
    expect(run("refresh").status).toBe(3);
    expect(run("nonsense").status).toBe(64);
  });

  test("is remembered once: a second first boot changes nothing", () => {
    write("/usr/bin/tool", "replaced", 0o755);
    expect(run("init").status).toBe(0);
    expect(run("check").status).toBe(1);
  });

  test("watches programs and settings, and what changes is told", () => {
    const is = (path: string) =>
      spawnSync("aide", [`--config=${at(AIDE_CONF)}`, `--path-check=f:${path}`], { encoding: "utf8" }).status;
    for (const path of [
      "/usr/bin/sudo",
      "/etc/ssh/ssh_config",
      "/boot/vmlinuz",
      "/usr/local/lib/straat/agent",
      "/etc/app.conf",
    ])
      expect([path, is(path)]).toEqual([path, 0]);
    for (const path of ["/var/log/syslog", "/var/lib/x", "/home/jan/x", "/etc/app/setting"])
      expect([path, is(path) === 0]).toEqual([path, false]);
    expect(CHANGING).not.toContain("/etc");
  });
});
