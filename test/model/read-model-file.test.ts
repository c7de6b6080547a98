import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Street } from "../../lib";
import { Cidr } from "../../lib/model/cidr";
import { Classification } from "../../lib/model/classification";
import type { ModelFile } from "../../lib/model/model-file";
import { readModelFile } from "../../lib/model/read-model-file";
import { RuleWaiver } from "../../lib/model/rule-waiver";
import { Stage } from "../../lib/model/stage";
import { Zone } from "../../lib/model/street-plan";
import { Reachability } from "../../lib/network/reachability";
import { type Body, buildApp } from "../support/app";
import { mistakeOf, mistakesOf } from "../support/errors";
import { buildFleet } from "../support/fleet";
import { fullModels, ruleWaiver } from "../support/full-models";
import { addGroups, legalStreets } from "../support/legal-street";

const full = fullModels();
const fleet = buildFleet().straatStacks.map((stack) => stack.toModel());

const readBack = (model: ModelFile) => readModelFile(JSON.stringify(model), model.stack);

function named(stack: string): ModelFile {
  const model = full.find((candidate) => candidate.stack === stack);
  if (model === undefined) throw new Error(`there is no ${stack}`);
  return model;
}

type Change = (json: Body) => void;

/** What is wrong with a file of which something was changed. */
function mistakesWith(stack: string, change: Change) {
  const json = JSON.parse(JSON.stringify(named(stack)));
  change(json);
  return mistakesOf(() => readModelFile(JSON.stringify(json), "x/straat.json"));
}

describe("a model file that is read back", () => {
  test.each([...full, ...fleet].map((model) => [model.stack, model] as const))(
    "is what was written, for %s",
    (_stack, model) => {
      for (const text of [JSON.stringify(model), `${JSON.stringify(model, null, 2)}\n`]) {
        const read = readModelFile(text, "straat.json");
        expect(read).toEqual(model);
        expect(JSON.stringify(read)).toBe(JSON.stringify(model));
      }
    },
  );

  test("has values of the model in it, and not their texts", () => {
    const { site, client, stage, zones, flows, waivers } = readBack(named("verne-production"));
    expect(site.streets).toBeInstanceOf(Cidr);
    expect(client?.classification).toBe(Classification.INTERNAL);
    expect(stage).toBe(Stage.PRODUCTION);
    expect(zones[0]).toBeInstanceOf(Zone);
    expect(zones[0]?.gateway.virtual.map(String)).toEqual(["10.0.6.1", "2001:db8:77:3::1"]);
    expect(flows[0]?.port.includes("tcp", 443)).toBe(true);
    expect(waivers.map(({ until, untilText }) => [`${until}`, untilText])).toEqual([
      ["2027-06-30", "2027-06-30"],
      ["undefined", "next summer"],
    ]);
  });

  test("is what was written, whatever legal street it is of", () => {
    fc.assert(
      fc.property(legalStreets, ({ props, groups }) => {
        const built = buildApp((app) => {
          new Street(app, "verne", props).forEachEnvironment((environment) => {
            addGroups(environment, groups);
          });
        });
        for (const stack of built.straatStacks) {
          const model = stack.toModel();
          expect(JSON.stringify(readBack(model))).toBe(JSON.stringify(model));
        }
      }),
      { numRuns: Number(process.env["STRAAT_RUNS"] ?? 20) },
    );
  });

  test("is what was written, whatever the end date of a waiver is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200, size: "max" }), (until) => {
        const model = { ...named("platform-oost"), waivers: [RuleWaiver.of({ ...ruleWaiver, until })] };
        expect(JSON.stringify(readBack(model))).toBe(JSON.stringify(model));
      }),
      { numRuns: 100, examples: [["🌧".repeat(90)]] },
    );
  });

  test("tells who reaches whom as what was written does", () => {
    for (const models of [
      full,
      fleet.filter(({ kind, client }) => kind === "platform" || client?.name === "verne"),
    ]) {
      const [live, read] = [new Reachability(models), new Reachability(models.map(readBack))];
      expect(read.places).toEqual(live.places);
      let open = 0;
      for (const [index, from] of live.places.entries()) {
        for (const [position, to] of live.places.entries()) {
          const [mine, theirs] = [read.places[index] as typeof from, read.places[position] as typeof to];
          const space = live.spaceBetween(from, to);
          expect(read.spaceBetween(mine, theirs)).toEqual(space);
          if (!space.isEmpty) open++;
        }
      }
      expect(open).toBeGreaterThan(20);
      const peers = models.flatMap(({ flows }) => flows.flatMap(({ from, to }) => [from, to]));
      const readPeers = models
        .map(readBack)
        .flatMap(({ flows }) => flows.flatMap(({ from, to }) => [from, to]));
      expect(readPeers.map((peer) => read.placeOf(peer))).toEqual(peers.map((peer) => live.placeOf(peer)));
    }
  });
});

describe("what is no model file", () => {
  const text = JSON.stringify(named("verne-street"), null, 2);

  test.each([
    ["nothing", "", "is not JSON, or breaks off"],
    ["a word", "straat", "is not JSON, or breaks off"],
    ["JavaScript", "{ version: 1 }", "is not JSON"],
    ["half a file", text.slice(0, text.length / 2), "is not JSON"],
    ["two files", text + text, "is not JSON"],
    ["a list", "[]", "is no model file"],
    ["null", "null", "is no model file"],
    ["a number", "1", "is no model file"],
    ["an empty object", "{}", "is no model file"],
    ["an object with another stack", JSON.stringify({ version: 2, stack: {} }), "is no model file"],
    ["a plan", JSON.stringify({ format_version: "1.2", resource_changes: [] }), "is no model file"],
    [
      "an older file",
      text.replace('"version": 2', '"version": 1'),
      "is not the version that is read here, 2",
    ],
    ["a newer file", text.replace('"version": 2', '"version": 3'), "is not the version that is read here, 2"],
    ["a version in text", text.replace('"version": 2', '"version": "2"'), "is not the version that is read"],
  ])("is told as that, where it is: %s", (_kind, given, problem) => {
    const mistake = mistakeOf(() => readModelFile(given, "out/straat.json"));
    expect(mistake.path).toBe("out/straat.json");
    expect(mistake.problem).toContain(problem);
    expect(mistake.remedy).toContain("synthesize again");
    expect(mistake.value.length).toBeLessThan(100);
  });

  test("is one that breaks off, wherever it does", () => {
    for (let end = 0; end < text.length; end += 97) {
      expect(() => readModelFile(text.slice(0, end), "x")).toThrow("is not JSON");
    }
  });
});

describe("a damaged model file", () => {
  test.each<[string, Change, string, string]>([
    ["verne-test", (json) => delete json.site.streets, "site.streets", "is not a text"],
    ["verne-test", (json) => delete json.walls, "walls", "is not a list"],
    [
      "verne-test",
      (json) => Object.assign(json, { wals: [] }),
      "wals",
      "is not a property that is known here",
    ],
    [
      "verne-test",
      (json) => Object.assign(json.groups[0], { Data: true }),
      "groups[0].Data",
      "is not a property",
    ],
    [
      "verne-test",
      (json) => Object.assign(json.client, { toString: "x" }),
      "client.toString",
      "not a property",
    ],
    ["verne-test", (json) => delete json.groups[0].quorum, "groups[0].quorum", "neither true nor false"],
    [
      "verne-test",
      (json) => Object.assign(json.groups[0], { data: "true" }),
      "groups[0].data",
      "neither true",
    ],
    ["verne-test", (json) => Object.assign(json.groups[0], { runs: null }), "groups[0].runs", '"nginx"'],
    ["verne-test", (json) => Object.assign(json.groups[0], { servers: [] }), "groups[0].servers", "is empty"],
    ["verne-test", (json) => Object.assign(json.zones[0], { vlan: "7" }), "zones[0].vlan", "whole number"],
    [
      "verne-test",
      (json) => Object.assign(json.zones[0], { gateway: ["10.0.2.2"] }),
      "zones[0]",
      "not the gateway",
    ],
    ["verne-test", (json) => json.zones[0].networks.reverse(), "zones[0]", "is not an IPv4 network"],
    [
      "verne-test",
      (json) => Object.assign(json.flows[0], { port: "tcp/0" }),
      "flows[0].port",
      "is not a tcp port",
    ],
    [
      "verne-test",
      (json) => Object.assign(json.flows[0], { port: "tcp/7-7" }),
      "flows[0].port",
      "tcp/7 is written",
    ],
    ["verne-test", (json) => Object.assign(json.flows[0], { from: {} }), "flows[0].from.kind", '"internet"'],
    [
      "verne-test",
      (json) => Object.assign(json.flows[0].from, { kind: "all" }),
      "flows[0].from.kind",
      '"vpn"',
    ],
    ["verne-test", (json) => Object.assign(json.flows[0], { to: "web" }), "flows[0].to", "is not an object"],
    ["verne-test", (json) => Object.assign(json.client, { exposure: "open" }), "client.exposure", '"closed"'],
    [
      "verne-test",
      (json) => Object.assign(json.client, { classification: 9 }),
      "client.classification",
      "is not 1",
    ],
    [
      "verne-test",
      (json) => Object.assign(json.client.whitelist[0], { until: "2027-02-30" }),
      "client.whitelist[0].until",
      "day of the calendar",
    ],
    [
      "verne-test",
      (json) => Object.assign(json.client.whitelist[0], { network: "0.0.0.0/0" }),
      "client.whitelist[0].network",
      "anybody's",
    ],
    [
      "verne-test",
      (json) => Object.assign(json.client.publicAddresses, { staging: "8.8.8.8" }),
      "client.publicAddresses.staging",
      '"production"',
    ],
    [
      "verne-test",
      (json) => Object.assign(json.walls[0].rules[0], { from: [] }),
      "walls[0].rules[0].from",
      "is empty",
    ],
    [
      "verne-test",
      (json) => Object.assign(json.walls[0].rules[0], { to: ["10.0.0.2-10.0.0.1"] }),
      "walls[0].rules[0].to[0]",
      "from low to high",
    ],
    [
      "verne-test",
      (json) => Object.assign(json.walls[0].rules[0], { countries: [] }),
      "walls[0].rules[0].countries",
      "is empty",
    ],
    ["verne-test", (json) => json.realises.push("B-99"), "realises[", "is no promise of the sheet"],
    ["verne-test", (json) => delete json.client, "client", "belongs in a file of kind environment"],
    ["verne-test", (json) => delete json.audience, "audience", "belongs in a file of kind environment"],
    [
      "verne-street",
      (json) => Object.assign(json, { stage: "test" }),
      "stage",
      "does not belong in a file of kind street",
    ],
    ["verne-street", (json) => Object.assign(json, { kind: "platform" }), "backupSite", "does not belong"],
    [
      "verne-street",
      (json) => Object.assign(json, { trust: { sshAuthorities: [], authorities: [], escrow: [] } }),
      "trust",
      "does not belong",
    ],
    ["platform-oost", (json) => delete json.trust, "trust", "belongs in a file of kind platform"],
    ["platform-oost", (json) => json.trust.authorities.push("AB:CD"), "trust.authorities[0]", "fingerprint"],
    [
      "platform-oost",
      (json) => json.trust.sshAuthorities.push("ssh-dss AAAA"),
      "trust.sshAuthorities[1]",
      "V-08",
    ],
    ["platform-oost", (json) => json.trust.escrow.push("age1nobody"), "trust.escrow[0]", "age recipient"],
    [
      "platform-oost",
      (json) => Object.assign(json.site, { logCollector: "Logs" }),
      "site.logCollector",
      "name",
    ],
    [
      "verne-test",
      (json) => Object.assign(json.backupSite, { backupRecipient: "age1" }),
      "backupSite.backupRecipient",
      "age recipient",
    ],
    ["verne-street", (json) => delete json.waivers[0].owner, "waivers[0].owner", "is not a text"],
    [
      "platform-oost",
      (json) => Object.assign(json.admins[0], { sshKey: "ssh-rsa AAAA" }),
      "admins[0].sshKey",
      "damaged",
    ],
    [
      "platform-oost",
      (json) => Object.assign(json.site.storage, { kind: "tape" }),
      "site.storage.kind",
      '"datastores"',
    ],
    [
      "platform-west",
      (json) => Object.assign(json.site.storage, { names: [] }),
      "site.storage.names",
      "is empty",
    ],
  ])("%s is told where it is, %s", (stack, change, property, problem) => {
    const mistakes = mistakesWith(stack, change);
    const [mistake] = mistakes;
    expect(mistake?.path).toBe("x/straat.json");
    expect(mistake?.property.slice(0, property.length)).toBe(property);
    expect(mistake?.problem).toContain(problem);
    expect(mistakes.every(({ remedy }) => remedy.startsWith("synthesize again"))).toBe(true);
  });

  test("is told of all its mistakes at once", () => {
    const mistakes = mistakesWith("verne-test", (json) => {
      json.client.team = 7;
      json.groups[1].servers[0].member = 0;
      delete json.flows[2].why;
    });
    expect(mistakes.map(({ property }) => property)).toEqual([
      "client.team",
      "groups[1].servers[0].member",
      "flows[2].why",
    ]);
  });

  test("is one that says a thing twice, of which a parser of JSON tells the last alone", () => {
    const text = JSON.stringify(named("verne-test"));
    const twice = text.replace('"quorum":false', '"quorum":true,"quorum":false');
    expect(JSON.parse(twice)).toEqual(JSON.parse(text));
    expect(mistakeOf(() => readModelFile(twice, "x")).problem).toContain("line 1 is not how Straat writes");
  });

  test("is one whose values stand in an order that means the same", () => {
    const indented = JSON.stringify(named("verne-test"), null, 2);
    const line = indented.split("\n").findIndex((part) => part.includes('"Mon"')) + 1;
    const reordered = indented.replace(/"Mon",(\s+)"Tue"/, '"Tue",$1"Mon"');
    const mistake = mistakeOf(() => readModelFile(reordered, "x"));
    expect(mistake.problem).toContain(`line ${line} is not how Straat writes`);
  });
});
