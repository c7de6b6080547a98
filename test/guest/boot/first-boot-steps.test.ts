import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { firstBootSteps } from "../../../lib/guest/boot/first-boot-steps";
import type { GuestPart } from "../../../lib/guest/guest-part";
import { GuestRoot } from "../../support/guest-root";

const REPORT = "guestinfo.straat.report.first-boot";

let server: GuestRoot;
beforeEach(() => {
  server = new GuestRoot();
});
afterEach(() => server.remove());

function boot(...parts: readonly GuestPart[]) {
  server.install(...firstBootSteps(parts));
  return server.run("/usr/local/lib/straat/first-boot");
}

describe("the end of a first boot", () => {
  test("takes each part's commands in order, then masks units, then starts the others", () => {
    server.recorder("step");
    const { status } = boot(
      { name: "one", commands: ["step one >> /dev/null"], enabled: ["one.timer"] },
      { name: "two", commands: ["step two", "step 'it''s three'"], masked: ["apt-daily.timer"] },
    );
    expect(status).toBe(0);
    expect(server.calls("step")).toEqual(["one", "two", "its three"]);
    expect(server.calls("systemctl")).toEqual([
      "daemon-reload",
      "mask --now apt-daily.timer",
      "reset-failed",
      "enable --now one.timer",
    ]);
    expect(server.info(REPORT)).toBe('{"ok":true,"error":null}');
    expect(server.read("/var/lib/straat/first-boot-done")).toBe("");
  });

  test("tells a step that fails, and takes the others: who has to mend it has to get in", () => {
    server.recorder("step");
    const { status, stdout } = boot(
      { name: "broken", commands: ['echo "no \\"room\\"; $(left)" >&2; exit 3'] },
      { name: "ssh", commands: ["step ssh"], enabled: ["ssh.service"] },
    );
    expect(status).toBe(1);
    expect(server.calls("step")).toEqual(["ssh"]);
    expect(server.calls("systemctl")).toContain("enable --now ssh.service");
    expect(JSON.parse(server.info(REPORT) as string).ok).toBe(false);
    expect(JSON.parse(server.info(REPORT) as string).error).toContain("broken: ");
    expect(stdout).toMatch(/^<3>first boot, broken: /m);
  });

  test("ends a command at its first failing line", () => {
    server.recorder("step");
    boot({ name: "two-lines", commands: ["false; step never"] });
    expect(server.calls("step")).toEqual([]);
  });

  test("has steps of one line each; anything else is a defect of the library", () => {
    for (const command of ["one\ntwo", "one\ttwo", ""])
      expect(() => firstBootSteps([{ name: "part", commands: [command] }])).toThrow(RangeError);
  });
});
