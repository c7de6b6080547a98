import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { type Connectable, type Environment, Peer, Port, Street } from "../../../lib";
import { assess } from "../../../lib/controls/assess";
import { findingsOf } from "../../../lib/controls/assessment";
import { FIREWALL } from "../../../lib/controls/rules/firewall";
import { REACH } from "../../../lib/controls/rules/reach";
import { WALLS } from "../../../lib/controls/rules/walls";
import { buildApp } from "../../support/app";
import { buildFleet } from "../../support/fleet";
import { addGroups, legalStreets } from "../../support/legal-street";
import { EditableFleet } from "../support/editable-fleet";
import { LIST, rule } from "../support/walls";

const RULES = [...WALLS, ...REACH, ...FIREWALL];

/** Flows somebody might declare on a group, by the stage it is in. */
type Declare = (group: Connectable, environment: Environment, other: Connectable) => void;

const FLOWS: Readonly<Record<string, Declare>> = {
  visitors: ({ connections }, { audience }) =>
    connections.allowFrom(audience, Port.HTTPS, { why: "visitors" }),
  partner: ({ connections }) =>
    connections.allowFrom(Peer.networks("198.51.100.0/28"), Port.tcpRange(8443, 8445), { why: "a partner" }),
  neighbours: ({ connections }, _, other) =>
    connections.allowFrom(other, Port.tcp(8080), { why: "requests" }),
  internally: ({ connections }) => connections.allowInternally(Port.tcp(9300), { why: "votes and shards" }),
  scanner: ({ connections }) =>
    connections.allowFrom(Peer.scanners(LIST), Port.HTTP, { why: "scans of releases" }),
  payments: ({ connections }) =>
    connections.allowTo(Peer.networks("203.0.113.64/28"), Port.HTTPS, { why: "payments" }),
  anywhere: ({ connections }) =>
    connections.allowTo(Peer.internet(), Port.HTTPS, { why: "webhooks of clients" }),
  names: ({ connections }) =>
    connections.allowTo(Peer.service("dns"), Port.tcp(853), { why: "names in private" }),
};

const declared = fc.array(fc.tuple(fc.constantFrom(...Object.keys(FLOWS)), fc.nat(), fc.nat()), {
  maxLength: 6,
});

describe("walls of any legal street", () => {
  test("are found right by every rule", () => {
    const property = fc.property(legalStreets, declared, ({ props, groups }, flows) => {
      const built = buildApp((app) =>
        new Street(app, "verne", props).forEachEnvironment((environment) => {
          const all = addGroups(environment, groups);
          for (const [name, one, other] of flows) {
            const [group, neighbour] = [all[one % all.length], all[other % all.length]];
            if (group !== undefined && neighbour !== undefined) FLOWS[name]?.(group, environment, neighbour);
          }
        }),
      );
      const found = findingsOf(EditableFleet.of(built).assess(RULES));
      // Two flows may say the same, and data may be on what answers visitors: advice, and no more.
      expect(found.filter(({ level }) => level === "error")).toEqual([]);
      expect(found.map(({ rule }) => rule).filter((rule) => !ADVICE.includes(rule))).toEqual([]);
    });
    fc.assert(property, { numRuns: 15 });
  });

  const ADVICE = ["no-dead-rules", "data-not-for-strangers"];
});

describe("part of a house", () => {
  test("is judged by what is known: an edge without some of its environments, a platform without its clients", () => {
    const fleet = EditableFleet.onServers();
    fleet.facts = { ...fleet.facts, whole: false, platformsKnown: false };
    for (const names of [
      ["verne-street", "verne-production"],
      ["platform-amsterdam"],
      ["platform-amsterdam", "buurtbus-street", "buurtbus-test"],
    ]) {
      const outputs = fleet.outputs(names);
      expect(findingsOf(assess(fleet.house(outputs), outputs, RULES))).toEqual([]);
    }
  });

  test("is judged in full where all platforms are known: their walls are made of nothing else", () => {
    const fleet = EditableFleet.onServers();
    rule(fleet, "platform-amsterdam", "backup/input", "administ", "tcp/22").from.push(
      "10.0.0.0-10.255.255.255",
    );
    const outputs = fleet.outputs(["platform-amsterdam", "platform-alkmaar"]);
    const broken = (platformsKnown: boolean) => {
      fleet.facts = { ...fleet.facts, whole: false, platformsKnown };
      const { verdicts } = assess(fleet.house(outputs), outputs, RULES);
      const about = verdicts.filter(({ rule: { id } }) => id === "every-rule-has-a-reason");
      const kept = about.flatMap((verdict) => verdict.kept);
      return { found: verdicts.flatMap(({ findings }) => findings), kept };
    };
    const known = broken(true);
    expect(known.found.map((finding) => finding.rule)).toEqual(
      expect.arrayContaining(["every-rule-has-a-reason", "administration-by-vpn-only"]),
    );
    for (const { subject } of known.found) expect(subject).toMatch(/^platform-amsterdam\/.*backup/);
    expect(known.kept).toContain("platform-alkmaar/backup/input");
    // What was not looked at does not count as kept.
    expect(broken(false).kept).toEqual([]);
  });

  test("does not pass for a whole: what the missing environments would say is missed", () => {
    const fleet = EditableFleet.onServers();
    const outputs = fleet.outputs(["verne-street", "verne-production"]);
    const found = findingsOf(assess(fleet.house(outputs), outputs, RULES));
    expect(found.map(({ rule }) => rule)).toContain("every-rule-has-a-reason");
  });

  test("needs the street of an environment: without it flows and ways cannot be judged", () => {
    const fleet = EditableFleet.onServers();
    fleet.facts = { ...fleet.facts, whole: false, platformsKnown: false };
    const outputs = fleet.outputs(["verne-production"]);
    const found = findingsOf(assess(fleet.house(outputs), outputs, RULES));
    const unreadable = found.filter(({ kind }) => kind === "unreadable").map(({ rule }) => rule);
    expect(new Set(unreadable)).toEqual(
      new Set(["every-flow-in-every-wall", "administrators-reach-every-server", "services-reachable"]),
    );
  });
});

test("the whole house is found right, in any order of its stacks", () => {
  const fleet = EditableFleet.of(buildFleet());
  const outputs = fleet.outputs([...fleet.stackNames].reverse());
  expect(findingsOf(assess(fleet.house(outputs), outputs, RULES))).toEqual([]);
});
