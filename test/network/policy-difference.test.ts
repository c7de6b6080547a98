import { describe, expect, test } from "@jest/globals";
import { type Environment, Exposure, Peer, Port, RedundantVms, Stage, VmSize } from "../../lib";
import { policyDifference } from "../../lib/network/policy-difference";
import { buildStreet } from "../support/app";

interface Groups {
  readonly web: RedundantVms;
  readonly database: RedundantVms;
}

/** The street's models with these flows in production. */
function models(declare: (groups: Groups, environment: Environment) => void) {
  const built = buildStreet({ exposure: Exposure.PUBLIC }, (environment) => {
    const web = new RedundantVms(environment, "web", { size: VmSize.SMALL });
    const database = new RedundantVms(environment, "database", { size: VmSize.SMALL });
    if (environment.stage === Stage.PRODUCTION) declare({ web, database }, environment);
  });
  return built.paths.map((path) => built.stack(path).model);
}

const ways = (before: Parameters<typeof models>[0], after: Parameters<typeof models>[0]) =>
  policyDifference(models(before), models(after));

const WEB = "verne/production/web";
const DATABASE = "verne/production/database";

describe("the difference of two policies", () => {
  test("is nothing where the same packets get through, however the flows are written", () => {
    const found = ways(
      ({ web }) => web.connections.allowFrom(Peer.internet(), Port.tcpRange(80, 81), { why: "both" }),
      ({ web }) => {
        web.connections.allowFrom(Peer.internet(), Port.tcp(81), { why: "one" });
        web.connections.allowFrom(Peer.internet(), Port.HTTP, { why: "other" });
      },
    );
    expect(found).toEqual({ ways: [], newPlaces: [], gonePlaces: [], waysOfPlaces: [] });
  });

  test("tells what is opened and what is closed, and leaves the rest out", () => {
    const { ways: changes } = ways(
      ({ web }) => web.connections.allowFrom(Peer.internet(), Port.HTTPS, { why: "visitors" }),
      ({ web, database }) => database.connections.allowFrom(web, Port.POSTGRES, { why: "data" }),
    );
    expect(changes.map(({ from, to, kind }) => [from, to, kind])).toEqual([
      ["internet", WEB, "closed"],
      [WEB, DATABASE, "opened"],
    ]);
  });

  test("tells how much wider or narrower a way became", () => {
    const one = ({ web, database }: Groups) =>
      database.connections.allowFrom(web, Port.tcp(8000), { why: "x" });
    const four = ({ web, database }: Groups) =>
      database.connections.allowFrom(web, Port.tcpRange(8000, 8003), { why: "x" });
    expect(ways(one, four).ways).toMatchObject([{ kind: "widened", factor: 4 }]);
    expect(ways(four, one).ways).toMatchObject([{ kind: "narrowed", factor: 0.25 }]);
  });

  test("tells a place that came or went apart from a way that was opened or closed", () => {
    const partner = ({ web }: Groups) =>
      web.connections.allowFrom(Peer.networks("198.51.100.0/24"), Port.HTTPS, { why: "partner" });
    const found = ways(() => {}, partner);
    expect(found.newPlaces).toEqual(["198.51.100.0/24"]);
    expect(found.ways).toEqual([]);
    expect(found.waysOfPlaces).toMatchObject([{ from: "198.51.100.0/24", to: WEB, kind: "opened" }]);
    expect(ways(partner, () => {}).gonePlaces).toEqual(["198.51.100.0/24"]);
  });
});
