import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "@jest/globals";
import { chronyConf, timeSyncPart } from "../../../lib/guest/hardening/time-sync";
import { IpAddress } from "../../../lib/model/ip";
import { describeWith } from "../../support/tool";

const folder = mkdtempSync(join(tmpdir(), "straat-time-"));
afterAll(() => rmSync(folder, { recursive: true }));

const part = timeSyncPart({ ntp: ["172.31.0.123", "2001:db8::123"].map((text) => IpAddress.parse(text)) });
const conf = part.files?.find(({ path }) => path === "/etc/chrony/chrony.conf")?.content ?? "";

describe("the time of a server", () => {
  test("comes from the site's time servers, and from nobody that DHCP or a package names", () => {
    expect(conf.match(/^server (\S+)/gm)).toEqual(["server 172.31.0.123", "server 2001:db8::123"]);
    expect(conf).not.toMatch(/^(pool|peer|confdir|sourcedir|include|allow|refclock)/m);
    expect(part.masked).toEqual(["systemd-timesyncd.service"]);
  });

  test("is believed of two that agree, where there are three or more", () => {
    expect(chronyConf(["10.0.0.1", "10.0.0.2"])).not.toContain("minsources");
    expect(chronyConf(["10.0.0.1", "10.0.0.2", "10.0.0.3"])).toContain("minsources 2\n");
  });
});

describeWith("chronyd", "apt-get install chrony", "chrony", () => {
  test("reads its configuration, and serves nobody", () => {
    const file = join(folder, "chrony.conf");
    writeFileSync(file, conf);
    const read = spawnSync("chronyd", ["-p", "-f", file], { encoding: "utf8" });
    expect(read.status).toBe(0);
    expect(read.stdout).toBe(
      conf
        .split("\n")
        .filter((line) => !line.startsWith("#"))
        .join("\n"),
    );
    expect(read.stdout).toMatch(/^port 0$/m);
    expect(read.stdout).toMatch(/^cmdport 0$/m);
    writeFileSync(file, `${conf}nonsense 1\n`);
    expect(spawnSync("chronyd", ["-p", "-f", file]).status).not.toBe(0);
  });
});

describe("the watch over the clock", () => {
  let root = "";
  beforeEach(() => {
    root = mkdtempSync(join(folder, "root-"));
    for (const { path, content } of part.files ?? []) write(path, content);
    for (const path of ["run/straat-time-sync", "var/lib/prometheus/node-exporter", "bin"])
      mkdirSync(join(root, path), { recursive: true });
    uptime(5000);
  });

  function write(path: string, content: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }

  const uptime = (seconds: number) => write("/proc/uptime", `${seconds}.42 1.00\n`);

  /** Runs the program with what chronyc would say; without it chronyd is not there. */
  function watch(tracking?: { readonly age: number; readonly offset: number; readonly leap?: string }) {
    const answer =
      tracking === undefined
        ? "echo '506 Cannot talk to daemon' >&2; exit 1"
        : `echo "AC1F007B,172.31.0.123,3,$(($(date +%s) - ${tracking.age})).123456789,${tracking.offset},0.1,0.1,1.0,0.0,0.1,0.01,0.01,128.0,${tracking.leap ?? "Normal"}"`;
    writeFileSync(join(root, "bin/chronyc"), `#!/bin/sh\n${answer}\n`, { mode: 0o755 });
    const { status, stderr } = spawnSync("sh", [join(root, "usr/local/lib/straat/time-sync")], {
      encoding: "utf8",
      env: { ...process.env, STRAAT_ROOT: root, PATH: `${root}/bin:${process.env["PATH"]}` },
    });
    return { status, stderr };
  }

  const figures = () => {
    const path = join(root, "var/lib/prometheus/node-exporter/straat_time.prom");
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  };

  test("is content with a clock that was compared and is right, and tells its figures", () => {
    expect(watch({ age: 60, offset: -0.25 })).toEqual({ status: 0, stderr: "" });
    expect(figures()).toMatch(/^straat_time_offset_seconds 0\.25\d*$/m);
    expect(figures()).toMatch(/^straat_time_unsynchronised_seconds 6\d$/m);
    expect(figures()).toMatch(/^straat_time_right 1$/m);
  });

  test.each([1.001, -1.5, 4000])("gives an alarm for a clock that is %f seconds off", (offset) => {
    const { status, stderr } = watch({ age: 60, offset });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^<2>time: the clock is [0-9.]+ seconds off\n$/);
    expect(figures()).toMatch(/^straat_time_right 0$/m);
  });

  test.each([
    ["chrony is silent", undefined],
    ["chrony was never answered", { age: 0, offset: 0, leap: "Not synchronised" }],
    ["chrony lost its servers and does not say so", { age: 900, offset: 0 }],
    ["the comparison lies in the future", { age: -3600, offset: 0 }],
  ] as const)("gives an alarm after ten minutes in which %s, and not before", (_, tracking) => {
    expect(watch({ age: 0, offset: 0 }).status).toBe(0);
    uptime(5590);
    expect(watch(tracking).status).toBe(0);
    uptime(5610);
    const { status, stderr } = watch(tracking);
    expect(status).toBe(1);
    expect(stderr).toMatch(/was not compared for 61\d seconds/);
    expect(watch({ age: 0, offset: 0 }).status).toBe(0);
  });

  test("gives a server that has just started ten minutes, whatever was known before it", () => {
    expect(watch({ age: 0, offset: 0 }).status).toBe(0);
    uptime(30);
    expect(watch().status).toBe(0);
    uptime(601);
    expect(watch().status).toBe(1);
  });
});
