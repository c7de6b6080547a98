import { describe, expect, test } from "@jest/globals";
import { type Environment, Peer, Port, RedundantVms, VmSize } from "../../lib";
import { buildStreet } from "../support/app";

const group = (environment: Environment, name: string) =>
  new RedundantVms(environment, name, { size: VmSize.SMALL });

describe("a declared flow", () => {
  test("is written into the model file of its environment, once, with its reason and where it was declared", () => {
    const built = buildStreet({}, (environment) => {
      const [web, database] = [group(environment, "web"), group(environment, "database")];
      database.connections.allowFrom(web, Port.POSTGRES, { why: "application data" });
      web.connections.allowTo(Peer.networks("203.0.113.7/32"), Port.HTTPS, { why: "payments" });
      database.connections.allowInternally(Port.tcpRange(7000, 7002), { why: "replication" });
    });
    const web = { kind: "group", path: "verne/production/web" };
    const database = { kind: "group", path: "verne/production/database" };
    expect(built.stack("verne/production").model.flows).toMatchObject([
      { from: web, to: database, port: "tcp/5432", why: "application data", declaredOn: database.path },
      {
        from: web,
        to: { kind: "networks", networks: ["203.0.113.7/32"] },
        port: "tcp/443",
        why: "payments",
        declaredOn: web.path,
      },
      { from: database, to: database, port: "tcp/7000-7002", why: "replication", declaredOn: database.path },
    ]);
    expect(built.stack("verne/street").model.flows).toEqual([]);
  });

  test("leads back from the comment of each rule that is made of it", () => {
    const built = buildStreet({}, (environment) => {
      group(environment, "web").connections.allowFrom(Peer.networks("198.51.100.0/24"), Port.HTTPS, {
        why: "partner",
      });
    });
    const [flow] = built.stack("verne/production").model.flows;
    const stacks = [built.stack("verne/production"), built.stack("verne/street")];
    const rules = stacks.flatMap(({ model }) => model.walls.flatMap((wall) => wall.rules));
    expect(rules.filter(({ id }) => id === flow?.id).map(({ why }) => why)).toEqual(["partner", "partner"]);
    expect(flow?.id).toMatch(/^production\/web#[0-9a-f]{6}$/);
  });

  test("is not there unless it is declared", () => {
    const built = buildStreet({}, (environment) => void group(environment, "web"));
    expect(built.stack("verne/production").model.flows).toEqual([]);
  });

  test("stays inside its environment", () => {
    const seen: RedundantVms[] = [];
    const { mistakes } = buildStreet({}, (environment) => {
      const web = group(environment, "web");
      for (const other of seen) web.connections.allowFrom(other, Port.HTTPS, { why: "leak" });
      seen.push(web);
    });
    expect(mistakes).toHaveLength(6);
    expect(mistakes[0]?.problem).toContain("stages and clients cannot reach each other");
  });

  test.each<[string, (web: RedundantVms) => void, string]>([
    ["nobody", (web) => web.connections.allowFrom(undefined as never, Port.HTTPS, { why: "x" }), "is nobody"],
    [
      "something else",
      (web) => web.connections.allowFrom({} as never, Port.HTTPS, { why: "x" }),
      "is nobody",
    ],
    [
      "no port",
      (web) => web.connections.allowFrom(Peer.vpn(), undefined as never, { why: "x" }),
      "is not a port",
    ],
    ["a number", (web) => web.connections.allowFrom(Peer.vpn(), 443 as never, { why: "x" }), "is not a port"],
    [
      "no reason",
      (web) => web.connections.allowFrom(Peer.vpn(), Port.HTTPS, undefined as never),
      "is missing",
    ],
    [
      "an empty reason",
      (web) => web.connections.allowFrom(Peer.vpn(), Port.HTTPS, { why: " " }),
      "is missing",
    ],
    [
      "two lines",
      (web) => web.connections.allowFrom(Peer.vpn(), Port.HTTPS, { why: "a\nb" }),
      "one printable line",
    ],
    [
      "an empty list",
      (web) => web.connections.allowFrom(Peer.networks(), Port.HTTPS, { why: "x" }),
      "names nobody",
    ],
    [
      "port 0",
      (web) => web.connections.allowFrom(Peer.vpn(), Port.tcp(0), { why: "x" }),
      "is not a tcp port",
    ],
    [
      "a wide network",
      (web) => web.connections.allowTo(Peer.networks("::/0"), Port.SSH, { why: "x" }),
      "wider than anybody",
    ],
  ])("with %s is refused, and nothing is recorded", (_what, declare, why) => {
    const recorded: number[] = [];
    const { mistakes } = buildStreet({}, (environment) => {
      const web = group(environment, "web");
      try {
        declare(web);
      } finally {
        recorded.push(environment.toModel().flows.length);
      }
    });
    expect(mistakes).toHaveLength(4);
    expect(mistakes.every(({ problem }) => problem.includes(why))).toBe(true);
    expect(recorded).toEqual([0, 0, 0, 0]);
  });
});
