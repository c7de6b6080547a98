import { describe, expect, test } from "@jest/globals";
import type { Assessment } from "../../../lib/controls/assessment";
import { type Grant, sortedGrants } from "../../../lib/controls/evidence/access-grant";
import { accessJson } from "../../../lib/controls/evidence/access-json";
import { accessPage } from "../../../lib/controls/evidence/access-page";
import { type AccessReport, accessReport, grantsThat } from "../../../lib/controls/evidence/access-report";
import { markdown } from "../../../lib/controls/evidence/markdown";
import { House } from "../../../lib/controls/house";
import { Day } from "../../../lib/model/day";
import { admins } from "../../../stacks/admins";
import { TEST_DAY } from "../../support/app";
import { fullModels } from "../../support/full-models";
import { EditableFleet } from "../support/editable-fleet";
import { ed25519Key } from "../support/keys";

const examples = EditableFleet.examples().assess([]);

/** A house in which everybody is let in whom a client file can let in. */
function everybody(day = TEST_DAY): Assessment {
  const models = fullModels();
  const facts = { whole: true, platformsKnown: true, day, teamTech: ["Sanne Vermeer"], evidence: [] };
  const house = new House({ models, ...facts });
  return { house, stacks: models, verdicts: [], notJudged: [] };
}

function ofKind({ grants }: AccessReport, kind: Grant["kind"]): readonly Grant[] {
  return grants.filter((grant) => grant.kind === kind);
}

describe("who has access to the examples", () => {
  const report = accessReport(examples, "verne");

  test("is every administrator, with last day, VPN, key, SSH and sudo, and what is open in the VPN", () => {
    const people = ofKind(report, "administrator");
    expect(people.map(({ who, untilText }) => [who, untilText])).toEqual([
      ["Sanne Vermeer (svermeer)", "2027-06-30"],
      ["Jantien de Vries (jdevries)", "2028-01-31"],
      ["Omar Bakker (obakker)", "2028-01-31"],
    ]);
    for (const { can, declaredBy } of people) {
      expect(declaredBy).toEqual(["platform-amsterdam", "platform-alkmaar"]);
      expect(can.join("\n")).toMatch(
        /tunnel of the VPN at amsterdam, as 10\.99\.1\.\d+\n.*at alkmaar, as 10\.99\.2\./,
      );
      expect(can.join("\n")).toMatch(/logs in with the key SHA256:/);
      expect(can).toContain("SSH and sudo on 6 servers of verne/production: web, cache, database");
      expect(can).toContain("SSH and sudo on 2 servers of verne/street: edge");
      expect(can).toContain("tcp/443 of verne/test/web, as everybody in the VPN: visitors");
    }
  });

  test("is every entry of a whitelist, with owner, reason, last day, and what gets through the walls", () => {
    const entries = ofKind(report, "whitelist entry");
    expect(entries).toHaveLength(4);
    expect(entries).toContainEqual({
      kind: "whitelist entry",
      who: "198.51.100.16/28 of Reform Club",
      owner: "Reform Club",
      can: ["tcp/443 of verne/acceptance/web", "tcp/443 of verne/production/web"],
      why: "acceptance by the client's testers",
      declaredBy: ["verne"],
      until: Day.parse("2027-12-31"),
      untilText: "2027-12-31",
    });
    expect(entries.map(({ why }) => why)).toContain("demonstrations (list agency offices)");
  });

  test("is the internet where a client is public, and nobody of it where it is not", () => {
    expect(ofKind(report, "internet")).toEqual([
      expect.objectContaining({
        can: ["tcp/443 of verne/production/web"],
        why: "visitors",
        owner: "Aouda Fogg",
      }),
    ]);
    expect(ofKind(accessReport(examples, "zorgplein"), "internet")).toEqual([]);
    expect(ofKind(accessReport(examples, "buurtbus"), "internet")).toEqual([]);
  });

  test("is who gets everywhere without being in a list: authorities, readers of backups, collectors of logs", () => {
    const fleet = EditableFleet.examples();
    fleet.stack("platform-alkmaar").model.trust.sshAuthorities.push(ed25519Key(1));
    const trusting = accessReport(fleet.assess([]), "verne");
    const told = (kind: Grant["kind"]) =>
      ofKind(trusting, kind).map(({ who, can, declaredBy }) => `${who}: ${can.join(", ")} (${declaredBy})`);
    expect(told("authority")).toEqual([
      expect.stringMatching(
        /^whoever has the SSH key SHA256:\S+ .*: signs .* at alkmaar \(platform-alkmaar\)$/,
      ),
      expect.stringMatching(
        /^whoever has the key of the certificate [0-9A-F:]{95}: says .* amsterdam .* alkmaar /,
      ),
    ]);
    expect(told("backup reader")).toEqual([
      expect.stringMatching(/^the repository of alkmaar, by age1lmh\S+: reads .* brought to alkmaar/),
      expect.stringMatching(/^the repository of amsterdam, by age1u4n\S+: reads .* brought to amsterdam/),
      expect.stringMatching(
        /^whoever has the key of age1j70\S+: .* of amsterdam, .* of alkmaar \(platform-amsterdam,platform-alkmaar\)$/,
      ),
    ]);
    expect(told("log collector")).toEqual([
      expect.stringMatching(/^logs-alk\S+ \(172\.31\.2\.44.*\): is sent the logs of servers of alkmaar/),
      expect.stringMatching(/^logs-ams\S+ \(172\.31\.1\.44.*\): is sent the logs of servers of amsterdam/),
    ]);
  });

  test("of the fleet is all of it, each person once", () => {
    const all = accessReport(examples);
    expect(ofKind(all, "administrator")).toHaveLength(admins.length);
    expect(ofKind(all, "whitelist entry")).toHaveLength(4 + 2);
    const can = ofKind(all, "administrator").flatMap((grant) => grant.can);
    expect(can.filter((text) => text.includes("zorgplein/production"))).toHaveLength(admins.length);
  });

  test("follows the walls, not what was declared: a port that a wall does not let through is not told", () => {
    const fleet = EditableFleet.examples();
    for (const wall of fleet.stack("verne-street").model.walls)
      wall.rules = wall.rules.filter(({ why }: { why: string }) => why !== "visitors");
    const walled = accessReport(fleet.assess([]), "verne");
    expect(ofKind(walled, "internet")).toEqual([]);
    for (const { can } of ofKind(walled, "whitelist entry")) expect(can).toEqual(["reaches nothing"]);
  });

  test("says no SSH on a server whose own wall does not let it in", () => {
    const fleet = EditableFleet.examples();
    const { walls } = fleet.stack("verne-production").model;
    for (const wall of walls)
      wall.rules = wall.rules.filter(({ port }: { port: string }) => port !== "tcp/22");
    const [person] = ofKind(accessReport(fleet.assess([]), "verne"), "administrator");
    expect(person?.can.filter((text) => text.startsWith("SSH")).join()).not.toContain("verne/production");
    expect(person?.can.filter((text) => text.startsWith("SSH")).join()).toContain("verne/test");
  });
});

describe("whoever can be let in is told", () => {
  const report = accessReport(everybody());

  test("each with a reason, an owner, and an end date or that there is none", () => {
    const kinds = new Set(report.grants.map(({ kind }) => kind));
    expect(kinds).toEqual(
      new Set([
        "administrator",
        "authority",
        "whitelist entry",
        "checkpoints",
        "scanners",
        "country",
        "internet",
        "waiver",
        "team Tech",
      ]),
    );
    for (const grant of report.grants) {
      for (const text of [grant.who, grant.owner, grant.why, grant.untilText]) expect(text).not.toBe("");
      expect(grant.can.length).toBeGreaterThan(0);
      expect(grant.declaredBy.length).toBeGreaterThan(0);
      expect(grant.until === undefined ? grant.untilText : `${grant.until}`).toBe(grant.untilText);
    }
  });

  test("by name where a flow is for some administrators only", () => {
    const named = ofKind(report, "administrator").filter(({ can }) =>
      can.some((text) => text === "tcp/9000 of verne/production/web, by name: profiling"),
    );
    expect(named.map(({ owner }) => owner)).toEqual([admins[0]?.person]);
  });

  test("countries, checkpoints and scanners with what they reach", () => {
    const can = (kind: Grant["kind"]) => ofKind(report, kind).flatMap((grant) => grant.can);
    // Anybody may come by port 80 there, so they may too.
    expect(can("country")).toContain("tcp/80, tcp/443 of verne/production/web");
    expect(can("checkpoints")).toContain("tcp/80, tcp/443 of verne/production/web");
    expect(ofKind(report, "scanners").map(({ who }) => who)).toEqual([
      "Detectify (1 network of https://example.nl/ips, 2027-01-02)",
    ]);
  });

  test("a waiver with an end that cannot be read comes first of all, and is no access without an end", () => {
    expect(report.grants[0]).toMatchObject({ kind: "waiver", untilText: "next summer", until: undefined });
    expect(grantsThat(report, "cannot be read")).toHaveLength(1);
    expect(grantsThat(report, "does not end").map(({ untilText }) => untilText)).not.toContain("next summer");
  });

  test("also the CISO's leave for a class of data", () => {
    expect(ofKind(report, "waiver").map(({ can }) => can[0])).toContain(
      "allows a class below the sheet's for class 2 (internal) of its data (V-02)",
    );
  });
});

describe("the order", () => {
  const grant = (who: string, until: string | undefined): Grant => ({
    kind: "whitelist entry",
    who,
    owner: who,
    can: ["something"],
    why: "because",
    declaredBy: ["verne"],
    until: until === undefined ? undefined : Day.parse(until),
    untilText: until ?? "no end date",
  });
  const day = Day.parse("2027-01-15");

  test("is what has ended, what ends within 30 days, what ends later, and what does not", () => {
    const grants = [
      grant("never", undefined),
      grant("later", "2027-02-15"),
      grant("on the thirtieth day", "2027-02-14"),
      grant("today", "2027-01-15"),
      grant("ended", "2027-01-14"),
    ];
    expect(sortedGrants(grants, day).map(({ who }) => who)).toEqual([
      "ended",
      "today",
      "on the thirtieth day",
      "later",
      "never",
    ]);
    const report = { ...accessReport(examples), day, grants: sortedGrants(grants, day) };
    expect(grantsThat(report, "ends soon").map(({ who }) => who)).toEqual(["today", "on the thirtieth day"]);
    expect(grantsThat(report, "has ended").map(({ who }) => who)).toEqual(["ended"]);
  });

  test("does not hang on the order in which things were declared", () => {
    const { grants } = accessReport(everybody());
    expect(sortedGrants(grants.toReversed(), day)).toEqual(grants);
  });
});

describe("the report of who has access", () => {
  test("is the same in JSON, with what does not apply as null", () => {
    const report = accessReport(everybody(), "verne");
    const told = JSON.parse(accessJson(report));
    expect(told).toMatchObject({ version: 1, day: "2027-01-15", client: "verne" });
    expect(told.grants).toHaveLength(report.grants.length);
    for (const grant of told.grants) {
      expect(Object.keys(grant)).toHaveLength(10);
      expect(Object.values(grant)).not.toContain(undefined);
    }
    expect(JSON.parse(accessJson(accessReport(examples))).client).toBeNull();
  });

  test("lists each of them in Markdown, under the heading of its end", () => {
    const soon = everybody(Day.parse("2027-12-10"));
    const text = markdown(accessPage(accessReport(soon, "verne")));
    const [, first = "", later = ""] = text.split(/^## /m);
    expect(first).toMatch(/^Access that ends within 30 days/);
    expect(first).toContain("198.51.100.0/28 of Gemeente");
    expect(later).not.toContain("Gemeente");
    for (const { who } of accessReport(soon, "verne").grants)
      expect(text).toContain(who.replaceAll("://", "\\://"));
  });

  test("says what it did not look at", () => {
    const { notLooked } = accessReport(examples);
    expect(notLooked.join(" ")).toMatch(/sign-in of a cluster.*vCenter.*left out of the model files/);
  });

  test("has no key but in fingerprints of public halves", () => {
    for (const text of [accessJson(accessReport(examples)), markdown(accessPage(accessReport(examples)))])
      expect(text).not.toMatch(/ssh-ed25519 AAAA|PRIVATE|AGE-SECRET/);
  });
});
