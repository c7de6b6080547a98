import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { vpnPart } from "../../../lib/guest/access/vpn";
import { PROGRAMS } from "../../../lib/guest/guest-part";
import { amsterdam } from "../../../stacks/sites";
import { GuestRoot } from "../../support/guest-root";
import { describeWith } from "../../support/tool";

const KEY = "/var/lib/straat/secret/wireguard.key";
const REPORT = "/var/lib/straat/report/vpn-public-key";

describeWith("wg", "apt-get install wireguard-tools", "a gateway's key", () => {
  let guest: GuestRoot;
  beforeEach(() => {
    guest = new GuestRoot(...(vpnPart(amsterdam).files ?? []));
  });
  afterEach(() => guest.remove());
  const make = () => guest.run(`${PROGRAMS}/make-vpn-key`);
  const modeOf = (path: string) => (statSync(guest.at(path)).mode & 0o777).toString(8);

  test("is made when the tunnel first comes up; only root can read it, and its public half is told", () => {
    expect(make()).toMatchObject({ status: 0, stdout: "", stderr: "" });
    const input = guest.read(KEY) ?? "";
    expect(guest.read(REPORT)).toBe(spawnSync("wg", ["pubkey"], { input, encoding: "utf8" }).stdout);
    expect(["/var/lib/straat/secret", KEY, "/var/lib/straat/report", REPORT].map(modeOf)).toEqual([
      "700",
      "600",
      "755",
      "644",
    ]);
    expect(guest.read("/etc/wireguard/wg0.conf")).toContain(`PreUp = ${PROGRAMS}/make-vpn-key\n`);
  });

  test("is never made again, and its public half is told again each time", () => {
    make();
    const [key, report] = [KEY, REPORT].map((path) => guest.read(path));
    guest.write(REPORT, "something else\n");
    expect(make().status).toBe(0);
    expect([KEY, REPORT].map((path) => guest.read(path))).toEqual([key, report]);
  });

  test("is one also when it is made twice at the same time", () => {
    const twice = 'for i in 1 2 3 4 5 6; do "$0" & done; wait';
    expect(guest.run("sh", ["-c", twice, guest.at(`${PROGRAMS}/make-vpn-key`)]).stderr).not.toContain(
      "damaged",
    );
    const input = guest.read(KEY) ?? "";
    expect(guest.read(REPORT)).toBe(spawnSync("wg", ["pubkey"], { input, encoding: "utf8" }).stdout);
    expect(guest.run("ls", ["-A", guest.at("/var/lib/straat/secret")]).stdout).toBe("wireguard.key\n");
  });

  test("that is damaged is left as it is, and nothing is told of it", () => {
    guest.write(KEY, "");
    const { status, stderr } = make();
    expect([status, stderr]).toEqual([1, expect.stringContaining("raise the gateway's generation")]);
    expect([guest.read(KEY), guest.read(REPORT)]).toEqual(["", undefined]);
  });

  test("is not left half made when the machine has none to give", () => {
    guest.standIn("wg", "exit 1");
    expect(make().status).toBe(1);
    expect(guest.run("ls", ["-A", guest.at("/var/lib/straat/secret")]).stdout).toBe("");
  });
});
