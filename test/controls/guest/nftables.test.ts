import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Peer, Port, RedundantVms, VmSize } from "../../../lib";
import { acceptedBy, asTold } from "../../../lib/controls/guest/accepted-by";
import { readDocument } from "../../../lib/controls/guest/live-document";
import { FIXED, ORDER } from "../../../lib/controls/guest/nft-fixed";
import { readRuleset } from "../../../lib/controls/guest/nftables";
import type { GroupRecord } from "../../../lib/model/model-file";
import { readModelFile } from "../../../lib/model/read-model-file";
import { buildStreet } from "../../support/app";
import { addGroups, legalStreets } from "../../support/legal-street";
import { documentsOf, type FleetServer, fleetServers, payloadOf, serverOf, serversOf } from "./fleet-servers";
import { wallDifferences } from "./wall-difference";

const KEY = "guestinfo.straat.firewall";
const rulesetOf = ({ extraConfig }: FleetServer) => readRuleset(readDocument(KEY, extraConfig[KEY]).payload);
const firewalls = documentsOf("firewall");

describe("the firewall documents of the example fleet", () => {
  test("are read on every server", () => {
    expect(firewalls).toHaveLength(fleetServers.length);
    for (const { payload, group } of firewalls) expect(readRuleset(payload).title).toBe(group.path);
  });

  test("accept exactly the flows that the model's walls tell, hook by hook, id by id", () => {
    for (const { payload, group, model } of firewalls) {
      const ruleset = readRuleset(payload);
      const walls = model.walls.filter(({ at }) => at === group.path);
      expect(walls.length).toBeGreaterThanOrEqual(2);
      for (const { hook, rules } of walls) {
        expect(acceptedBy(ruleset, hook)).toEqual(rules.map(asTold).filter((rule) => rule !== undefined));
        expect(rules.length).toBeGreaterThan(0);
      }
    }
  });

  test("have around their flows what every server has, in order, and what the model tells of theirs", () => {
    for (const { payload, group, model } of firewalls) {
      expect(wallDifferences(readRuleset(payload), group, model)).toEqual([]);
    }
  });

  test("say the same of a model file that was read back", () => {
    for (const { payload, group, model } of firewalls) {
      const revived = readModelFile(JSON.stringify(model), "straat.json");
      const own = revived.groups.find(({ path }) => path === group.path) as GroupRecord;
      expect(wallDifferences(readRuleset(payload), own, revived)).toEqual([]);
    }
  });

  test("use every fixed statement, of which each has a purpose", () => {
    const texts = firewalls.map(({ payload }) => payload).join("");
    for (const [name, { line, purpose }] of Object.entries(FIXED)) {
      expect({ name, isUsed: texts.includes(`\t\t${line}\n`) }).toEqual({ name, isUsed: true });
      expect(purpose).not.toBe("");
    }
    expect(Object.values(ORDER).flat()).toEqual(expect.arrayContaining(Object.keys(FIXED)));
  });

  test("tell of an edge which sources are forged, and what its public addresses lead to", () => {
    const { chains } = readRuleset(payloadOf("verne/street edge_1", "firewall"));
    expect([...chains.keys()]).toEqual(["prerouting", "postrouting", "forward", "input", "output"]);
    const [inward] = chains.get("prerouting")?.statements ?? [];
    expect(inward).toMatchObject({ kind: "inward", card: "ens192", group: "verne/acceptance/web" });
    const forged = chains.get("forward")?.statements.filter(({ kind }) => kind === "forged") ?? [];
    expect(forged).toHaveLength(10);
    expect(forged.at(-1)).toMatchObject({ card: "ens192", family: 6, when: "inside" });
  });
});

describe("rulesets of other streets", () => {
  test("with countries are read with the countries, and the file that fills them", () => {
    const built = buildStreet({ exposure: "public", network6: "2001:db8:77::/48" }, (environment) => {
      const web = new RedundantVms(environment, "web", { size: VmSize.SMALL });
      if (environment.stage.name !== "production") return;
      web.connections.allowFrom(Peer.country("NL", "BE"), Port.HTTPS, { why: 'visitors of "here"' });
    });
    const edge = serversOf(built).find(({ title }) => title === "verne/street edge_1") as FleetServer;
    const ruleset = rulesetOf(edge);
    expect(ruleset.includesCountries).toBe(true);
    expect(acceptedBy(ruleset, "forward")).toContainEqual(
      expect.objectContaining({ countries: ["BE", "NL"], why: "visitors of 'here'", port: "tcp/443" }),
    );
    expect(wallDifferences(ruleset, edge.group, edge.model)).toEqual([]);
  });

  test("of any legal street say what the model says", () => {
    fc.assert(
      fc.property(legalStreets, ({ props, groups }) => {
        const built = buildStreet(props, (environment) => {
          const [first, ...others] = addGroups(environment, groups);
          first?.connections.allowFrom(environment.audience, Port.HTTPS, { why: "visitors" });
          for (const other of others) {
            if (first !== undefined)
              other.connections.allowFrom(first, Port.tcpRange(8080, 8090), { why: "data" });
          }
        });
        for (const server of serversOf(built)) {
          expect(wallDifferences(rulesetOf(server), server.group, server.model)).toEqual([]);
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe("the closed ruleset of the first boot", () => {
  const closed = (path: string) => [
    "# Closed: what holds until this server has been told what is open.",
    "table inet straat",
    "delete table inet straat",
    "table inet straat {",
    "\tchain straat_input {",
    "\t\ttype filter hook input priority filter; policy drop;",
    '\t\tiifname "lo" accept',
    "\t}",
    `}${path}`,
    "",
  ];

  test("is read, and accepts no flow", () => {
    const ruleset = readRuleset(closed("").join("\n"));
    expect(acceptedBy(ruleset, "input")).toEqual([]);
    expect(ruleset.chains.get("input")).toMatchObject({
      policy: "drop",
      statements: [{ name: "loopback in" }],
    });
  });

  test("differs from what a server is declared to have", () => {
    const { group, model } = serverOf("verne/production web_1");
    const differences = wallDifferences(readRuleset(closed("").join("\n")), group, model);
    expect(differences).toContain("output: there is no such chain, so nothing holds packets there");
    expect(differences).toContain("input: lacks the statement for tracked");
  });
});
