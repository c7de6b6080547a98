import { randomFillSync } from "node:crypto";
import { statSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { bundleFiles, encodeFiles, FILE_KEYS } from "../../../lib/guest/boot/file-bundle";
import type { GuestFile } from "../../../lib/guest/guest-part";
import { readScript } from "../../../lib/guest/script";
import { mistakeOf } from "../../support/errors";
import { GuestRoot } from "../../support/guest-root";

const EXAMPLE: readonly GuestFile[] = [
  { path: "/etc/straat/one", content: "first\n\nthird\n" },
  { path: "/usr/local/lib/straat/run", content: '#!/bin/sh\necho "$1"\n', mode: "0755" },
  { path: "/etc/empty", content: "" },
  { path: "/var/lib/secret.d/key", content: "\n", mode: "0600" },
];

/** What a server has after it unpacked these values. */
function unpack(server: GuestRoot, values: Readonly<Record<string, string>>) {
  for (const key of FILE_KEYS) server.setInfo(key, values[key]);
  return server.run("sh", ["-c", readScript("unpack-files")]);
}

function withServer<T>(use: (server: GuestRoot) => T): T {
  const server = new GuestRoot();
  try {
    return use(server);
  } finally {
    server.remove();
  }
}

const mode = (server: GuestRoot, path: string) =>
  (statSync(server.at(path)).mode & 0o777).toString(8).padStart(4, "0");

describe("the files of a server", () => {
  test("arrive as they were written, with their modes, and leave nothing else", () =>
    withServer((server) => {
      expect(unpack(server, encodeFiles(EXAMPLE))).toMatchObject({ status: 0, stderr: "" });
      for (const { path, content, mode: wanted = "0644" } of EXAMPLE) {
        expect([path, server.read(path), mode(server, path)]).toEqual([path, content, wanted]);
      }
      expect(server.run("ls", ["-A", server.at("/run")]).stdout).toBe("");
    }));

  test("arrive whatever their lines are", () => {
    const line = fc.oneof(
      fc.constantFrom("", "file 0755 1 /etc/passwd", "EOF", "\\", "%s", "$(id)", "`id`", "'", '"'),
      fc.string(),
    );
    const text = fc
      .array(
        line.map((one) => one.replace(/[\n\r\0]/g, " ")),
        { maxLength: 8 },
      )
      .map((lines) => lines.map((one) => `${one}\n`).join(""));
    const property = fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (texts) =>
      withServer((server) => {
        const files = texts.map((content, index) => ({ path: `/etc/f${index}`, content }));
        expect(unpack(server, encodeFiles(files)).status).toBe(0);
        expect(files.map(({ path }) => server.read(path))).toEqual(texts);
      }),
    );
    fc.assert(property, { numRuns: 40 });
  });

  test("are put in place again as a whole while no first boot came to its end, and never after", () =>
    withServer((server) => {
      server.write("/var/lib/cloud/instance/sem/config_runcmd", "begun");
      expect(unpack(server, encodeFiles(EXAMPLE)).status).toBe(0);
      expect(server.read("/var/lib/cloud/instance/sem/config_runcmd")).toBeUndefined();
      expect(server.calls("systemctl")).toEqual(["enable nftables.service"]);
      server.write("/var/lib/straat/first-boot-done", "");
      server.write("/etc/straat/one", "changed since\n");
      server.write("/var/lib/cloud/instance/sem/config_runcmd", "done");
      expect(unpack(server, encodeFiles(EXAMPLE)).status).toBe(0);
      expect(server.read("/etc/straat/one")).toBe("changed since\n");
      expect(server.read("/var/lib/cloud/instance/sem/config_runcmd")).toBe("done");
    }));

  test("travel in as many values as they need, in their order", () =>
    withServer((server) => {
      const noise = randomText(120_000);
      const values = encodeFiles([{ path: "/etc/noise", content: noise }]);
      expect(Object.keys(values)).toEqual(FILE_KEYS.slice(0, 2));
      expect(Object.values(values).every((value) => value.length <= 65_536)).toBe(true);
      expect(unpack(server, values).status).toBe(0);
      expect(server.read("/etc/noise")).toBe(noise);
    }));

  test("are put nowhere when a part of them is missing, cut short or changed", () => {
    const values = encodeFiles([...EXAMPLE, { path: "/etc/noise", content: randomText(120_000) }]);
    const [first, second] = FILE_KEYS as unknown as readonly [string, string];
    const whole = values as Record<string, string>;
    const damaged: readonly Readonly<Record<string, string>>[] = [
      {},
      { [first]: whole[first] as string },
      { [first]: whole[second] as string, [second]: whole[first] as string },
      { ...whole, [second]: (whole[second] as string).slice(0, -40) },
      encodeWrong(),
    ];
    for (const one of damaged) {
      withServer((server) => {
        const { status, stderr } = unpack(server, one);
        expect(status).not.toBe(0);
        expect(stderr).toMatch(/no files for this server|damaged|invalid|unexpected/);
        expect(server.read("/etc/straat/one")).toBeUndefined();
      });
    }
  });

  test("are the same bytes for the same files", () => {
    expect(encodeFiles([...EXAMPLE])).toEqual(encodeFiles(EXAMPLE));
  });

  test("that are too much for guestinfo are refused, saying by how much", () => {
    const mistake = mistakeOf(() => encodeFiles([{ path: "/etc/noise", content: randomText(400_000) }]));
    expect(mistake.problem).toMatch(/are \d+ bytes over what guestinfo can carry \(262144\)/);
  });

  test.each(["etc/x", "/etc/../x", "/etc/a b", "/etc/x\n0755 0 /y", "/"])(
    "have plain paths, not %j",
    (path) => {
      expect(() => bundleFiles([{ path, content: "" }])).toThrow(RangeError);
    },
  );

  test.each(["no end", "nul\0\n", "carriage\r\n"])("are text of whole lines, not %j", (content) => {
    expect(() => bundleFiles([{ path: "/etc/x", content }])).toThrow(RangeError);
  });
});

/** Text that no compressor makes shorter than three quarters. */
function randomText(length: number): string {
  return `${randomFillSync(Buffer.alloc(Math.ceil((length * 3) / 4))).toString("base64")}\n`;
}

/** A bundle whose text is not what its first line says. */
function encodeWrong(): Readonly<Record<string, string>> {
  const { gzipSync } = require("node:zlib") as typeof import("node:zlib");
  const text = bundleFiles(EXAMPLE).replace("third", "other");
  return { [FILE_KEYS[0] as string]: gzipSync(text).toString("base64") };
}
