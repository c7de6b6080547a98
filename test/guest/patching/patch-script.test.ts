import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type PatchPlanProps, patchPlan } from "../../../lib/guest/patching/patch-plan";
import { EmergencyPatch } from "../../../lib/model/emergency-patch";
import { IpAddress } from "../../../lib/model/ip";
import { MaintenanceWindow, WEEKDAYS } from "../../../lib/model/maintenance-window";
import { Stage } from "../../../lib/model/stage";
import { PATCH, PatchServer, STATE } from "../../support/patch-server";

const pair = (changes: Partial<PatchPlanProps> = {}) =>
  patchPlan({
    group: "web",
    stage: Stage.PRODUCTION,
    window: MaintenanceWindow.SHEET,
    members: 2,
    ...changes,
  });

// Member 1 of a pair in production: security updates from 00:00 to 00:25, its night is Tuesday from 00:50.
const SECURITY = "2027-01-12T23:02:00Z";
const FULL = "2027-01-11T23:52:00Z";
const RESTART = "2027-01-18T23:52:00Z";

let server: PatchServer;
beforeEach(() => {
  server = new PatchServer(1);
  server.give(pair());
});
afterEach(() => server.remove());

const postponed = (reason: string | RegExp) => ({
  status: 75,
  report: expect.objectContaining({ result: "postponed", reason: expect.stringMatching(reason) }),
});
const nothingHappened = () => {
  expect(server.calls("apt-get")).toEqual([]);
  expect(server.calls("unattended-upgrade")).toEqual([]);
  expect(server.calls("systemctl")).toEqual([]);
};

describe("a round of security updates", () => {
  test("installs from the security origin, restarts services, and tells what changed", () => {
    expect(server.patch("security", SECURITY)).toEqual({
      status: 0,
      report: {
        patch: "security",
        server: "verne-production-web-1",
        started: "2027-01-12T23:02:00Z",
        ended: "2027-01-12T23:02:00Z",
        result: "done",
        reason: "",
        restart: "no",
        packages: [
          { name: "libnew:amd64", before: "-", after: "1.0" },
          { name: "openssl:amd64", before: "3.0.11-1", after: "3.0.13-1" },
        ],
      },
    });
    expect(server.calls("apt-get")).toEqual(["-q update"]);
    expect(server.calls("unattended-upgrade")).toEqual([""]);
    expect(server.calls("needrestart")[0]).toBe("-q -r a");
    expect(server.run("cat", [join(server.folder, "apt-config")]).stdout).toBe(
      `${server.at("/etc/straat/patch-security.apt")} 1\n`,
    );
    expect(server.calls("systemctl")).toContain("start --no-block straat-vulnerability-scan.service");
    expect(server.read(`${STATE}/last-security`)).toBe(`${Date.parse(SECURITY) / 1000}\n`);
  });

  test("never restarts the server, and tells that it waits for it", () => {
    server.set("kernel", "3\n");
    const { status, report } = server.patch("security", SECURITY);
    expect([status, report?.result, report?.restart]).toEqual([0, "done", "pending"]);
    expect(server.calls("systemctl")).not.toContain("reboot");
    expect(server.read("/var/lib/prometheus/node-exporter/straat_patch.prom")).toContain(
      "\nstraat_patch_restart_pending 1\n",
    );
  });

  test.each([
    ["before the window", "2027-01-12T22:59:59Z", "Tue is no|it is 23:59"],
    ["in the part of the other member", "2027-01-12T23:25:00Z", "it is 00:25 in Europe/Amsterdam"],
    ["after the window", "2027-01-13T03:00:00Z", "it is 04:00"],
    ["on a Saturday", "2027-01-15T23:02:00Z", "Sat is no day of the window"],
    ["too late in its part", "2027-01-12T23:05:01Z", "19 minutes are left, and it takes 20"],
    ["at midnight in UTC, summer and winter", "2027-07-13T00:02:00Z", "it is 02:02"],
  ])("does not begin %s (%s)", (_, moment, reason) => {
    expect(server.patch("security", moment)).toEqual(postponed(reason));
    nothingHappened();
  });

  test("is postponed while the peer does not answer", () => {
    server.set("silent", "10.20.0.2\n");
    expect(server.patch("security", SECURITY)).toEqual(postponed("10.20.0.2 does not answer"));
    nothingHappened();
  });

  test("asks members of other groups too, and never itself", () => {
    server.give(pair(), { peers: [IpAddress.parse("2001:db8::7")] });
    server.patch("security", SECURITY);
    const asked = server.calls("ping").map((call) => call.split(" ").at(-1));
    expect(asked).toEqual(["10.20.0.2", "2001:db8::7"]);
  });

  test("fails, and says so, when the mirror fails; nothing is installed", () => {
    server.set("mirror", "100\n");
    const { status, report } = server.patch("security", SECURITY);
    expect([status, report?.reason]).toEqual([1, "the package lists cannot be fetched"]);
    expect(server.calls("unattended-upgrade")).toEqual([]);
    expect(server.read(`${STATE}/last-security`)).toBeUndefined();
  });

  test("fails when a service is broken since, by name; what was broken before is no reason", () => {
    server.set("failed", "old.service loaded failed failed Old\n");
    expect(server.patch("security", SECURITY).status).toBe(0);
    server.recorder(
      "unattended-upgrade",
      `echo 'nginx.service loaded failed failed Web' >> '${server.folder}/failed'`,
    );
    const { status, report } = server.patch("security", SECURITY);
    expect([status, report?.reason]).toEqual([1, "broken since the updates: nginx.service"]);
  });

  test("raises the alarm when the monthly round is overdue (H-18)", () => {
    server.write(`${STATE}/since`, String(Date.parse(SECURITY) / 1000 - 37 * 86_400));
    const { status, report } = server.patch("security", SECURITY);
    expect([status, report?.reason]).toEqual([1, "the last full round was 37 days ago"]);
    server.write(`${STATE}/last-full`, String(Date.parse(SECURITY) / 1000 - 35 * 86_400));
    expect(server.patch("security", SECURITY).status).toBe(0);
  });

  test("does nothing while another run is busy", () => {
    const lock = server.at("/run/lock/straat-patch");
    server.run("mkdir", ["-p", server.at("/run/lock")]);
    server.clock(SECURITY);
    const { status, stdout } = server.run("flock", [lock, server.at(PATCH), "security"]);
    expect([status, stdout]).toEqual([0, "<5>another run is busy\n"]);
    nothingHappened();
  });

  test("does not begin without a document, nor for a member it does not name, nor in an unknown zone", () => {
    server.run("rm", [server.at("/var/lib/straat/documents/patch")]);
    expect(server.patch("security", SECURITY)).toMatchObject({ status: 1, report: { result: "failed" } });
    server.give(pair({ members: 1 }));
    server.standIn("uname", "echo verne-production-web-2");
    expect(server.patch("security", SECURITY).report?.reason).toBe("the document says nothing of member 2");
    server.give(pair({ window: MaintenanceWindow.of({ timeZone: "Europe/Brussels" }) }));
    expect(server.patch("security", SECURITY).report?.reason).toMatch(/zone Europe\/Brussels is not known/);
    nothingHappened();
  });
});

describe("the full round", () => {
  test("installs from every origin, and restarts when a new kernel waits", () => {
    server.set("kernel", "3\n");
    const { status, report } = server.patch("full", FULL);
    expect([status, report?.result, report?.restart]).toEqual([0, "done", "now"]);
    expect(server.calls("systemctl").at(-1)).toBe("reboot");
    expect(server.run("cat", [join(server.folder, "apt-config")]).stdout).toContain("/patch-full.apt");
    expect(server.read(`${STATE}/last-full`)).toBe(`${Date.parse(FULL) / 1000}\n`);
  });

  test("restarts when a package asks for it, and not when nothing does", () => {
    expect(server.patch("full", FULL).report?.restart).toBe("no");
    expect(server.calls("systemctl")).not.toContain("reboot");
    server.write("/run/reboot-required", "");
    expect(server.patch("full", FULL).report?.restart).toBe("now");
  });

  test.each([
    [
      "the night of another member",
      "2027-01-13T23:52:00Z",
      "Thu is the night of another member; this server's is Tue",
    ],
    ["the security part of its night", "2027-01-11T23:30:00Z", "it is 00:30"],
    ["what is left of the window", "2027-01-12T01:21:00Z", "99 minutes are left, and it takes 100"],
  ])("does not begin in %s", (_, moment, reason) => {
    server.set("kernel", "3\n");
    expect(server.patch("full", moment)).toEqual(postponed(reason));
    nothingHappened();
  });

  test("does not restart while the peer went away meanwhile, and raises the alarm", () => {
    server.set("kernel", "3\n");
    server.recorder("unattended-upgrade", `echo 10.20.0.2 > '${server.folder}/silent'`);
    expect(server.patch("full", FULL)).toEqual(postponed("no restart while 10.20.0.2 does not answer"));
    expect(server.calls("systemctl")).not.toContain("reboot");
  });

  test("does not restart when the window is nearly over", () => {
    server.set("kernel", "3\n");
    const late = Date.parse("2027-01-12T02:51:00Z") / 1000;
    server.recorder("needrestart", `echo ${late} > '${server.folder}/now'; echo 'NEEDRESTART-KSTA: 3'`);
    expect(server.patch("full", FULL)).toEqual(postponed("no time is left for a restart"));
  });

  test("of a server with data waits for a backup of the last 24 hours (H-07)", () => {
    server.give(pair({ data: true }));
    const file = "/var/lib/straat/backup/last-success";
    const age = (seconds: number) => server.write(file, `${Date.parse(FULL) / 1000 - seconds}\n`);
    expect(server.patch("full", FULL)).toEqual(postponed("no backup of this server was completed"));
    age(86_461);
    expect(server.patch("full", FULL)).toEqual(postponed("the last backup is 24 hours old"));
    server.write(file, "yesterday\n");
    expect(server.patch("full", FULL)).toEqual(postponed("no backup"));
    nothingHappened();
    age(86_400);
    expect(server.patch("full", FULL).status).toBe(0);
    server.run("rm", [server.at(file)]);
    expect(server.patch("security", SECURITY).status).toBe(0);
  });

  test("that was missed is done on the next night of the member's own, once", () => {
    server.write(`${STATE}/since`, String(Date.parse(RESTART) / 1000 - 31 * 86_400));
    expect(server.patch("restart", RESTART).report).toMatchObject({ patch: "full", result: "done" });
    expect(server.patch("restart", RESTART).report).toMatchObject({ patch: "restart", packages: [] });
  });
});

describe("a night of the member's own without a full round", () => {
  test("restarts the server only when that is needed", () => {
    expect(server.patch("restart", RESTART)).toMatchObject({ status: 0, report: { restart: "no" } });
    server.set("kernel", "2\n");
    expect(server.patch("restart", RESTART)).toMatchObject({ status: 0, report: { restart: "now" } });
    expect(server.calls("systemctl").filter((call) => call === "reboot")).toHaveLength(1);
    expect(server.calls("apt-get")).toEqual([]);
  });
});

describe("a night in which the clocks change", () => {
  const window = (timeZone: string) =>
    MaintenanceWindow.of({ days: WEEKDAYS, start: "01:00", end: "05:00", timeZone });

  test.each([
    ["Europe/Amsterdam", "2027-03-28T00:02:00Z", "2027-03-29T23:02:00Z"],
    ["Europe/Amsterdam", "2027-10-30T23:02:00Z", "2027-11-01T00:02:00Z"],
    ["America/New_York", "2027-03-14T06:02:00Z", "2027-03-15T05:02:00Z"],
    ["America/New_York", "2027-11-07T05:02:00Z", "2027-11-08T06:02:00Z"],
    ["Australia/Lord_Howe", "2027-04-03T14:02:00Z", "2027-04-04T14:32:00Z"],
    ["Africa/Cairo", "2027-04-29T23:02:00Z", "2027-04-30T22:02:00Z"],
  ])("in %s (%s) has no work, without an alarm; the next one has", (timeZone, changing, next) => {
    server.give(pair({ window: window(timeZone) }));
    expect(server.may("security", changing)).toBe("no: the clocks change tonight");
    expect(server.patch("security", changing)).toMatchObject({ status: 0, report: { result: "passed" } });
    nothingHappened();
    expect(server.may("security", next)).toBe("yes");
  });
});

describe("an emergency (C1)", () => {
  const leak = (id = "CVE-2027-1") =>
    EmergencyPatch.of({
      id,
      reason: `it's "critical" \\ $(reboot); é`,
      owner: "Jo de Vries",
      approvedOn: "2027-01-15",
      until: "2027-01-18",
      where: ["verne"],
    });
  const TURN = 35 * 60;
  /** The first turn of member 1 of the pair after a Saturday noon; the other member's comes next. */
  const noon = Date.parse("2027-01-16T12:00:00Z") / 1000;
  const turnOf = (place: number) =>
    new Date((Math.ceil((noon / TURN - place) / 2) * 2 + place) * TURN * 1000).toISOString();
  const own = turnOf(0);

  beforeEach(() => server.give(pair(), { emergencies: [leak()] }));

  test("is dealt with outside the window, once, and the report tells who declared it and why", () => {
    server.set("kernel", "3\n");
    const { status, report } = server.patch("emergency", own);
    expect(status).toBe(0);
    expect(report).toMatchObject({
      result: "done",
      restart: "now",
      emergency: [{ id: "CVE-2027-1", owner: "Jo de Vries", reason: `it's "critical" \\ $(reboot); é` }],
    });
    expect(server.calls("unattended-upgrade")).toHaveLength(1);
    expect(server.patch("emergency", own)).toEqual({ status: 0 });
    expect(server.calls("unattended-upgrade")).toEqual([]);
  });

  test("is dealt with again only for another leak", () => {
    server.patch("emergency", own);
    server.give(pair(), { emergencies: [leak(), leak("CVE-2027-2")] });
    expect(server.patch("emergency", own).report?.emergency?.map(({ id }) => id)).toEqual(["CVE-2027-2"]);
  });

  test("is dealt with by one member after another: each in its own turn", () => {
    const other = new PatchServer(2);
    try {
      other.give(pair(), { emergencies: [leak()] });
      for (const [moment, answers] of [
        [turnOf(0), ["yes", "no: it is the turn of another member"]],
        [turnOf(1), ["no: it is the turn of another member", "yes"]],
      ] as const) {
        expect([server, other].map((one) => one.may("emergency", moment))).toEqual(answers);
      }
    } finally {
      other.remove();
    }
  });

  test("does not begin when its turn is too short for the work and a restart", () => {
    const into = (minutes: number) => new Date(Date.parse(own) + minutes * 60_000);
    expect(server.may("emergency", into(5))).toBe("yes");
    expect(server.may("emergency", into(6))).toBe("no: the next turn is awaited");
  });

  test("waits for a peer that does not answer, with an alarm, and is not done then", () => {
    server.set("silent", "10.20.0.2\n");
    expect(server.patch("emergency", own)).toEqual(postponed("10.20.0.2 does not answer"));
    server.set("silent", "");
    expect(server.patch("emergency", own).status).toBe(0);
  });

  test("is not done when the restart it needs had to wait", () => {
    server.set("kernel", "3\n");
    server.recorder("unattended-upgrade", `echo 10.20.0.2 > '${server.folder}/silent'`);
    expect(server.patch("emergency", own).status).toBe(75);
    expect(server.read(`${STATE}/emergency/CVE-2027-1.done`)).toBeUndefined();
  });

  test("ends with its last day, by Amsterdam's clock", () => {
    const at = (moment: string) => server.may("emergency", moment);
    expect(at("2027-01-18T22:59:59Z")).not.toBe("no: no emergency waits for this server");
    expect(at("2027-01-18T23:00:00Z")).toBe("no: no emergency waits for this server");
  });

  test("leaves security updates of the window to the window, and goes before full rounds and restarts", () => {
    const monday = (time: string) => new Date(`2027-01-18T${time}:00+01:00`);
    const turns = (from: Date, to: Date) => {
      const answers = new Set<string>();
      for (let time = from.getTime(); time < to.getTime(); time += 300_000) {
        answers.add(server.may("emergency", new Date(time)));
      }
      return answers;
    };
    expect(turns(new Date(monday("00:00").getTime() - 1_800_000), monday("00:50"))).not.toContain("yes");
    server.write(`${STATE}/emergency/CVE-2027-1.arrived`, String(noon));
    expect(turns(monday("00:50"), monday("02:35"))).toContain("yes");
    server.write(`${STATE}/emergency/CVE-2027-1.arrived`, String(monday("00:45").getTime() / 1000));
    expect(turns(monday("00:50"), monday("02:35"))).not.toContain("yes");
    expect(turns(monday("02:35"), monday("04:00"))).toContain("yes");
    server.give(pair(), { emergencies: [leak()] });
    server.standIn("uname", "echo verne-production-web-1");
    expect(server.patch("full", "2027-01-11T23:52:00Z").report?.reason).toBe("an emergency goes first");
    expect(server.calls("apt-get")).toEqual([]);
  });
});

test("the report keeps its last 500 lines", () => {
  server.write(`${STATE}/report.jsonl`, '{"patch":"x"}\n'.repeat(700));
  server.run(PATCH, ["security"]);
  expect(server.reports).toHaveLength(500);
});

test("the programs have nothing that shellcheck minds", () => {
  const scripts = ["patch", "patch-report", "document-patch", "scan-vulnerabilities"];
  const paths = scripts.map((name) => join(__dirname, "../../../lib/guest/scripts", `${name}.sh`));
  const { error, stdout } = spawnSync("shellcheck", paths, { encoding: "utf8" });
  if (error === undefined) expect(stdout).toBe("");
});

test("an unknown kind is refused", () => {
  writeFileSync(join(server.folder, "now"), "0\n");
  expect(server.run(PATCH, ["everything"]).status).toBe(64);
});
