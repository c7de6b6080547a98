import { describe, expect, test } from "@jest/globals";
import { RedundantVms, Software, VmSize } from "../../lib";
import { realisedByServers } from "../../lib/constructs/realised-promises";
import type { ServerRecord } from "../../lib/model/model-file";
import { type PromiseId, promise } from "../../lib/model/promises";
import { buildStreet } from "../support/app";
import { buildFleet } from "../support/fleet";

const SERVER = {} as ServerRecord;
const TWO = { servers: [SERVER, SERVER], runs: undefined };
const WHOLE_SITE = {
  logCollector: "logs.example.nl",
  vulnerabilityDatabase: "packages.example.nl/trivy-db:2",
};
const BARE_SITE = { logCollector: undefined, vulnerabilityDatabase: undefined };
const HOUSE = { authority: "a certificate" };

function difference(more: readonly PromiseId[], less: readonly PromiseId[]): readonly PromiseId[] {
  return more.filter((id) => !less.includes(id));
}

describe("what servers realise", () => {
  const usual = realisedByServers(TWO, WHOLE_SITE, HOUSE);

  test("is told of promises that the library says it realises, not of what is only recorded", () => {
    for (const id of usual)
      expect([id, promise(id).classes]).toEqual([id, expect.arrayContaining(["realise"])]);
  });

  test("leaves out what nobody stands in for where there is one server (H-03, H-04)", () => {
    const alone = realisedByServers({ ...TWO, servers: [SERVER] }, WHOLE_SITE, HOUSE);
    expect(difference(usual, alone)).toEqual(["H-03", "H-04"]);
    expect(difference(alone, usual)).toEqual([]);
  });

  test("leaves out logs without a collector, or without the certificate to send them with (B-01, B-20)", () => {
    const nowhere = { ...WHOLE_SITE, logCollector: undefined };
    expect(difference(usual, realisedByServers(TWO, nowhere, HOUSE))).toEqual(["B-01", "B-20"]);
    expect(difference(usual, realisedByServers(TWO, WHOLE_SITE, { authority: undefined }))).toEqual([
      "B-01",
      "B-20",
    ]);
  });

  test("leaves out leaks where no database of them is declared (H-20, I-04)", () => {
    const blind = { ...WHOLE_SITE, vulnerabilityDatabase: undefined };
    expect(difference(usual, realisedByServers(TWO, blind, HOUSE))).toEqual(["H-20", "I-04"]);
  });

  test("has what a server is made of anyway, also where nothing else is declared", () => {
    const least = realisedByServers(TWO, BARE_SITE, { authority: undefined });
    expect(least).toEqual(
      expect.arrayContaining(["B-07", "B-13", "H-17", "H-18", "H-19", "H-22", "V-07", "V-08"]),
    );
    expect(least).not.toContain("B-01");
  });

  test("has TLS where something of ours serves it (V-10)", () => {
    for (const runs of [Software.NGINX, Software.POSTGRESQL, Software.MARIADB]) {
      expect(difference(realisedByServers({ ...TWO, runs }, WHOLE_SITE, HOUSE), usual)).toEqual(["V-10"]);
    }
    expect(usual).not.toContain("V-10");
  });
});

describe("what stacks realise", () => {
  const fleet = buildFleet(["zorgplein"]);
  const realised = (path: string) => fleet.stack(path).model.realises;

  test("is, in an environment, its own network and class, its servers and their backups", () => {
    expect(realised("zorgplein/production")).toEqual([
      ...["B-01", "B-06", "B-07", "B-09", "B-13", "B-15", "B-16", "B-17"],
      ...["B-20", "B-21", "B-22", "B-23"],
      ...[
        "H-02",
        "H-03",
        "H-04",
        "H-05",
        "H-06",
        "H-07",
        "H-08",
        "H-15",
        "H-16",
        "H-17",
        "H-18",
        "H-19",
        "H-20",
        "H-22",
      ],
      ...["I-04", "I-08"],
      ...["V-02", "V-03", "V-07", "V-08", "V-09", "V-10"],
    ]);
  });

  test("is, at the edge, the firewall and no backup: a new one is made instead", () => {
    const edge = realised("zorgplein/street");
    expect(edge).toEqual(expect.arrayContaining(["B-09", "H-03", "H-05", "H-06", "V-02", "V-07"]));
    expect(edge.filter((id) => ["B-15", "B-16", "H-07", "V-10"].includes(id))).toEqual([]);
  });

  test("is, on a platform, the repository's side of backups, and no pair: the other site stands in", () => {
    const platform = realised("platform-alkmaar");
    expect(platform).toEqual(
      expect.arrayContaining(["B-15", "B-16", "B-17", "B-19", "H-08", "H-09", "H-15", "V-07"]),
    );
    expect(platform.filter((id) => ["B-09", "H-03", "V-02"].includes(id))).toEqual([]);
  });

  test("is no backup and no log while no platform is declared, which knows the authority and the escrow", () => {
    const alone = buildStreet({}, (environment) => {
      new RedundantVms(environment, "web", { size: VmSize.SMALL });
    }).stack("verne/production").model.realises;
    expect(alone).toEqual(expect.arrayContaining(["B-09", "H-02", "H-03", "V-02", "V-07"]));
    expect(alone.filter((id) => ["B-01", "B-15", "B-16", "H-07"].includes(id))).toEqual([]);
  });
});
