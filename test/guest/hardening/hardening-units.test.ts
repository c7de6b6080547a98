import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { filesOf } from "../../../lib/guest/boot/first-boot";
import { aptPart } from "../../../lib/guest/boot/packages";
import { hardeningPart } from "../../../lib/guest/hardening/hardening";
import { integrityPart } from "../../../lib/guest/hardening/integrity";
import { timeSyncPart } from "../../../lib/guest/hardening/time-sync";
import { webPart } from "../../../lib/guest/software/web";
import { IpAddress } from "../../../lib/model/ip";
import { describeWith } from "../../support/tool";

const parts = [
  aptPart({ mirror: "https://packages.example.nl" }),
  hardeningPart("web"),
  timeSyncPart({ ntp: [IpAddress.parse("172.31.0.123")] }),
  integrityPart(),
  webPart(),
];

describe("hardening, time, integrity and the web server", () => {
  test("are of one server: no file is written twice, and each order gives the same files", () => {
    const files = (some: typeof parts) =>
      filesOf(some)
        .map((file) => JSON.stringify(file))
        .filter((file) => !file.includes("/etc/straat/first-boot"))
        .sort();
    expect(files([...parts].reverse())).toEqual(files(parts));
  });

  test("have commands that are one line of sh each", () => {
    const input = parts.flatMap(({ commands = [] }) => commands).join("\n");
    expect(spawnSync("sh", ["-n"], { input, encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  });
});

describeWith("systemd-analyze", "apt-get install systemd", "their units", () => {
  const folder = mkdtempSync(join(tmpdir(), "straat-units-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("are units systemd takes, and at times that are times", () => {
    // What they run and call is on a server only; the units themselves are judged whole.
    const units = parts
      .flatMap(({ files = [] }) => files)
      .filter(({ path }) => /^\/etc\/systemd\/system\/straat-[a-z-]+\.(service|timer)$/.test(path));
    const paths = units.map(({ path, content }) => {
      const file = join(folder, basename(path));
      writeFileSync(
        file,
        content.replace(/^ExecStart=.*/m, "ExecStart=/bin/true").replace(/^OnFailure=.*\n/m, ""),
      );
      return file;
    });
    expect(paths).toHaveLength(8);
    expect(
      spawnSync("systemd-analyze", ["verify", "--man=no", ...paths], { encoding: "utf8" }),
    ).toMatchObject({
      status: 0,
      stderr: "",
    });
    for (const { content } of units) {
      for (const [, calendar] of content.matchAll(/^OnCalendar=(.*)$/gm))
        expect(spawnSync("systemd-analyze", ["calendar", calendar ?? ""]).status).toBe(0);
    }
  });

  test("tell of their failure, and keep their programs in their place", () => {
    const services = parts.flatMap(({ files = [] }) => files).filter(({ path }) => path.endsWith(".service"));
    for (const { path, content } of services) {
      expect([path, content]).toEqual([path, expect.stringContaining("OnFailure=straat-alarm@%n.service\n")]);
      expect([path, content]).toEqual([path, expect.stringContaining("ProtectSystem=strict\n")]);
      expect([path, content]).toEqual([path, expect.stringMatching(/^CapabilityBoundingSet=CAP_/m)]);
    }
    expect(services).toHaveLength(4);
  });
});
