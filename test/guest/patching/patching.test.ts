import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { encodeDocument } from "../../../lib/guest/documents/live-document";
import { type PatchPlanProps, patchPlan } from "../../../lib/guest/patching/patch-plan";
import { patchDocument, patchingPart } from "../../../lib/guest/patching/patching";
import { EmergencyPatch } from "../../../lib/model/emergency-patch";
import { IpAddress } from "../../../lib/model/ip";
import { MaintenanceWindow, WEEKDAYS } from "../../../lib/model/maintenance-window";
import { Stage } from "../../../lib/model/stage";
import { mistakeOf } from "../../support/errors";
import { addressesOf, PatchServer, STATE } from "../../support/patch-server";
import { verifyUnits } from "../../support/systemd";
import { describeWith } from "../../support/tool";

const plan = (changes: Partial<PatchPlanProps> = {}) =>
  patchPlan({
    group: "web",
    stage: Stage.PRODUCTION,
    window: MaintenanceWindow.SHEET,
    members: 2,
    ...changes,
  });
const leak = (changes: { readonly id?: string; readonly reason?: string; readonly owner?: string } = {}) =>
  EmergencyPatch.of({
    id: "CVE-2027-1",
    reason: "exploited",
    owner: "Jo de Vries",
    approvedOn: "2027-01-15",
    until: "2027-01-18",
    where: ["verne"],
    ...changes,
  });

const PAYLOAD = `window Mon,Tue,Wed,Thu,Fri 00:00 04:00 Europe/Amsterdam
places 2
data no
member 1 address 10.20.0.1
member 1 place 0
member 1 security Mon,Tue,Wed,Thu,Fri *-*-* 00:00:00 Europe/Amsterdam
member 1 full Tue *-*-09..15 00:50:00 Europe/Amsterdam
member 1 restart Tue *-*-01..08,16..31 00:50:00 Europe/Amsterdam
member 2 address 10.20.0.2
member 2 place 1
member 2 security Mon,Tue,Wed,Thu,Fri *-*-* 00:25:00 Europe/Amsterdam
member 2 full Thu *-*-11..17 00:50:00 Europe/Amsterdam
member 2 restart Thu *-*-01..10,18..31 00:50:00 Europe/Amsterdam
`;
const FILE = "/var/lib/straat/documents/patch";
const HANDLER = "/usr/local/lib/straat/documents/patch";
const UNITS = "/etc/systemd/system/straat-patch-";

describe("the document `patch`", () => {
  test("says of every member when it is patched", () => {
    expect(patchDocument(plan(), { addresses: addressesOf(plan()) })).toBe(PAYLOAD);
  });

  test("carries what else may not be down, and emergencies with who declared them, in order", () => {
    const text = patchDocument(plan({ data: true }), {
      addresses: addressesOf(plan()),
      peers: ["2001:db8::2", "10.9.0.1", "10.9.0.1"].map((address) => IpAddress.parse(address)),
      emergencies: [leak({ id: "DSA-1-1" }), leak()],
    });
    expect(text).toContain("\ndata yes\n");
    expect(text.slice(text.indexOf("peer "))).toBe(`peer 10.9.0.1
peer 2001:db8::2
emergency CVE-2027-1 2027-01-18
emergency-owner CVE-2027-1 Jo de Vries
emergency-reason CVE-2027-1 exploited
emergency DSA-1-1 2027-01-18
emergency-owner DSA-1-1 Jo de Vries
emergency-reason DSA-1-1 exploited
`);
  });

  test("is refused without the address of each member, and for one leak twice", () => {
    const [one] = addressesOf(plan());
    expect(mistakeOf(() => patchDocument(plan(), { addresses: [one as IpAddress] })).property).toBe(
      "addresses",
    );
    const twice = { addresses: addressesOf(plan()), emergencies: [leak(), leak()] };
    expect(mistakeOf(() => patchDocument(plan(), twice)).property).toBe("emergencies");
  });

  test("of the largest group fits where it is carried with room to spare", () => {
    const large = plan({ members: 5 });
    const emergencies = Array.from({ length: 50 }, (_, index) => leak({ id: `CVE-2027-${index}` }));
    const payload = patchDocument(large, { addresses: addressesOf(large), emergencies });
    expect(encodeDocument({ name: "patch", payload }).length).toBeLessThan(4096);
  });
});

describe("what patches a server", () => {
  const part = patchingPart();
  const content = (path: string) => part.files?.find((file) => file.path === path)?.content ?? "";

  test("puts the distribution's own timers out of action", () => {
    expect(part.masked).toEqual(
      expect.arrayContaining(["apt-daily.timer", "apt-daily-upgrade.timer", "unattended-upgrades.service"]),
    );
    expect(part.enabled).toBeUndefined();
  });

  test.each([
    ["security", 18],
    ["full", 88],
    ["restart", 88],
    ["emergency", 18],
  ])("stops a run of %s after %d minutes, and two to stop", (kind, minutes) => {
    const service = content(`${UNITS}${kind}.service`);
    expect(service).toContain(`ExecStart=/usr/local/lib/straat/patch ${kind}\n`);
    expect(service).toContain(`TimeoutStartSec=${minutes}min\nTimeoutStopSec=2min\n`);
    expect(service).toContain("OnFailure=straat-alarm@%n.service\n");
  });
});

describeWith("apt-config", "apt-get install apt", "apt, as a round has it", () => {
  let server: PatchServer;
  beforeEach(() => {
    server = new PatchServer(1);
  });
  afterEach(() => server.remove());

  /** What apt reads on a server that has the distribution's own settings too. */
  function settings(kind: string): string {
    const parts = server.at("/etc/apt/apt.conf.d");
    const packaged = "/etc/apt/apt.conf.d/50unattended-upgrades";
    mkdirSync(parts, { recursive: true });
    if (existsSync(packaged)) cpSync(packaged, join(parts, "50unattended-upgrades"));
    writeFileSync(join(parts, "50more"), 'Unattended-Upgrade::Allowed-Origins { "evil:evil"; };\n');
    const path = `/etc/straat/patch-${kind}.apt`;
    const text = (server.read(path) ?? "").replace(path, server.at(path));
    server.write(path, `Dir::Etc::parts "${parts}";\n${text}`);
    const env = { ...process.env, APT_CONFIG: server.at(path) };
    const { stdout, stderr } = spawnSync("apt-config", ["dump"], { encoding: "utf8", env });
    expect(stderr).toBe("");
    return stdout;
  }

  const origins = (text: string) =>
    text.split("\n").filter((line) => /Unattended-Upgrade::(Origins-Pattern|Allowed-Origins)::/.test(line));

  test("takes security updates from the security origin alone, whatever else is configured", () => {
    const codename = "$" + "{distro_codename}";
    expect(origins(settings("security"))).toEqual([
      `Unattended-Upgrade::Origins-Pattern:: "origin=Debian,codename=${codename},label=Debian-Security";`,
      `Unattended-Upgrade::Origins-Pattern:: "origin=Debian,codename=${codename}-security,label=Debian-Security";`,
    ]);
  });

  test("takes a full round from all origins", () => {
    expect(origins(settings("full"))).toEqual(['Unattended-Upgrade::Origins-Pattern:: "origin=*";']);
  });

  test("does nothing by itself, asks nothing, restarts nothing, and can be stopped between two packages", () => {
    const text = settings("full");
    for (const line of [
      'APT::Periodic::Enable "0";',
      'APT::Periodic::Unattended-Upgrade "0";',
      'Unattended-Upgrade::Automatic-Reboot "false";',
      'Unattended-Upgrade::MinimalSteps "true";',
      'DPkg::Options:: "--force-confold";',
    ]) {
      expect(text.toLowerCase()).toContain(line.toLowerCase());
    }
  });
});

describeWith("systemd-analyze", "apt-get install systemd", "the handler of the document `patch`", () => {
  let server: PatchServer;
  beforeEach(() => {
    server = new PatchServer(1);
    server.clock("2027-01-16T12:00:00Z");
  });
  afterEach(() => server.remove());

  const check = (payload: string) => {
    server.write("/staged", payload);
    const { status, stderr } = server.run(HANDLER, ["check", server.at("/staged")]);
    return status === 0 ? "taken" : stderr.trim();
  };
  const apply = (payload: string, verb = "apply") => {
    server.write(FILE, payload);
    return server.run(HANDLER, [verb, server.at(FILE)]);
  };
  const timers = () =>
    ["security", "full", "restart", "emergency"].filter((kind) => server.read(`${UNITS}${kind}.timer`));

  test("takes what is rendered, for any plan, whatever people write in emergencies", () => {
    expect(check(PAYLOAD)).toBe("taken");
    const texts = fc.string({ unit: "grapheme", minLength: 3, maxLength: 20 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom(...Stage.ALL),
        texts,
        (members, stage, text) => {
          const made = plan({ members, stage });
          let emergency: EmergencyPatch;
          try {
            emergency = leak({ reason: text, owner: `Jo ${text}` });
          } catch {
            return;
          }
          const props = { addresses: addressesOf(made), emergencies: [emergency] };
          expect(check(patchDocument(made, props))).toBe("taken");
        },
      ),
      { numRuns: 25 },
    );
  });

  test("takes every kind of window", () => {
    const window = MaintenanceWindow.of({
      days: WEEKDAYS,
      start: "19:00",
      end: "24:00",
      timeZone: "Africa/Cairo",
    });
    expect(check(patchDocument(plan({ window }), { addresses: addressesOf(plan()) }))).toBe("taken");
  });

  test.each([
    ["nothing", "", "there is no document"],
    ["a line of its own", `${PAYLOAD}reboot now\n`, "line 14 says nothing about patching"],
    ["no end", PAYLOAD.slice(0, -1), "the last line has no end"],
    ["a null byte", `${PAYLOAD}\0\n`, "is no text"],
    ["a line twice", `${PAYLOAD}places 3\n`, "places is there twice"],
    [
      "a timer twice",
      `${PAYLOAD}member 1 full Mon *-*-09..15 00:50:00 Europe/Amsterdam\n`,
      "member 1 full is there twice",
    ],
    [
      "no word of this member",
      PAYLOAD.replaceAll("member 1", "member 3"),
      "says nothing of member 1 address",
    ],
    ["no window", PAYLOAD.replace(/^window.*\n/, ""), "says nothing of window"],
    [
      "a setting of systemd's in a calendar",
      PAYLOAD.replace("*-*-09..15 00:50:00", "*-*-09..15 00:50:00\nOnBootSec=1"),
      "line 7",
    ],
    ["a specifier", PAYLOAD.replace("*-*-* 00:00:00", "%h 00:00:00"), "line 6"],
    [
      "a day that is none",
      PAYLOAD.replace("*-*-09..15", "*-*-09..39"),
      "systemd does not read member 1 full",
    ],
    ["an unknown zone", PAYLOAD.replaceAll("Amsterdam", "Amersfoort"), "Europe/Amersfoort is not known here"],
    [
      "another zone than the window's",
      PAYLOAD.replace("15 00:50:00 Europe/Amsterdam", "15 00:50:00 America/New_York"),
      "in another time zone",
    ],
    ["two members in one night", PAYLOAD.replace("full Thu", "full Tue"), "two members are patched on Tue"],
    [
      "two members in one place",
      PAYLOAD.replace("member 2 place 1", "member 2 place 0"),
      "two members have place 0",
    ],
    ["an emergency with a path", `${PAYLOAD}emergency ../x 2027-01-01\n`, "line 14"],
  ])("refuses a document with %s", (_, payload, reason) => {
    expect(check(payload)).toContain(reason);
  });

  test("makes the timers of this member, which systemd takes; again changes nothing", () => {
    expect(apply(PAYLOAD).status).toBe(0);
    expect(timers()).toEqual(["security", "full", "restart"]);
    expect(server.read(`${UNITS}full.timer`)).toBe(`[Unit]
Description=Patch this server: full

[Timer]
OnCalendar=Tue *-*-09..15 00:50:00 Europe/Amsterdam
RandomizedDelaySec=270
FixedRandomDelay=yes
AccuracySec=1s
Persistent=no

[Install]
WantedBy=timers.target
`);
    const made = timers().map((kind) => ({
      path: `${UNITS}${kind}.timer`,
      content: server.read(`${UNITS}${kind}.timer`) ?? "",
    }));
    expect(verifyUnits([...(patchingPart().files ?? []), ...made])).toBe("");
    expect(server.calls("systemctl")).toContain("restart straat-patch-full.timer");
    apply(PAYLOAD);
    expect(server.calls("systemctl").filter((call) => call.startsWith("restart"))).toEqual([]);
  });

  test("makes other timers for another member", () => {
    server.standIn("uname", "echo verne-production-web-2");
    apply(PAYLOAD);
    expect(server.read(`${UNITS}full.timer`)).toContain(
      "OnCalendar=Thu *-*-11..17 00:50:00 Europe/Amsterdam\n",
    );
  });

  test("looks for its turn while an emergency is declared, and until it expires", () => {
    const declared = patchDocument(plan(), { addresses: addressesOf(plan()), emergencies: [leak()] });
    apply(declared);
    expect(server.read(`${UNITS}emergency.timer`)).toContain(
      "OnCalendar=*-*-* *:00/5:00 UTC\nRandomizedDelaySec=0\n",
    );
    expect(server.read(`${STATE}/emergency/CVE-2027-1.arrived`)).toBe(
      `${Date.parse("2027-01-16T12:00:00Z") / 1000}\n`,
    );
    server.clock("2027-01-19T00:00:30Z");
    const { stdout } = apply(declared, "today");
    expect(timers()).toEqual(["security", "full", "restart"]);
    expect(stdout).toBe(
      '<1>{"alarm":"straat-patch-emergency.service","emergency":"CVE-2027-1","reason":"expired before this server was patched"}\n',
    );
    expect(apply(declared, "today").stdout).toBe("");
  });

  test("raises no alarm for an emergency that was dealt with", () => {
    server.write(`${STATE}/emergency/CVE-2027-1.done`, "1\n");
    server.clock("2027-01-19T00:00:30Z");
    const declared = patchDocument(plan(), { addresses: addressesOf(plan()), emergencies: [leak()] });
    expect(apply(declared, "today").stdout).toBe("");
  });

  test("judges whether its timers run", () => {
    apply(PAYLOAD);
    expect(server.run(HANDLER, ["verify"]).status).toBe(0);
    server.recorder("systemctl", '[ "$1 $3" != "is-active straat-patch-full.timer" ]');
    const { status, stderr } = server.run(HANDLER, ["verify"]);
    expect([status, stderr]).toEqual([1, "patch: straat-patch-full.timer does not run\n"]);
  });

  test("leaves no timer without a document, and raises the alarm: nothing is patched", () => {
    apply(PAYLOAD);
    const { status, stdout } = server.run(HANDLER, ["remove"]);
    expect(status).toBe(0);
    expect(timers()).toEqual([]);
    expect(stdout).toContain('<1>{"alarm":"straat-patch"');
    expect(server.calls("systemctl")).toContain("disable --quiet --now straat-patch-security.timer");
  });
});
