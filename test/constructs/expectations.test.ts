import { describe, expect, test } from "@jest/globals";
import {
  type AdminProps,
  type Environment,
  Peer,
  Port,
  RedundantVms,
  SitePlatform,
  Stage,
  Street,
  VmSize,
} from "../../lib";
import { Day } from "../../lib/model/day";
import { admins } from "../../stacks/admins";
import { buildApp, buildStreet, clientProps } from "../support/app";
import { tenantOf } from "../support/cluster-site";
import { PlainWorkload } from "../support/plain-workload";
import { oost, west } from "../support/sites";

/** Production with a web server for everyone and a database for the web server, and what is expected of them. */
function production(
  expectations: (environment: Environment, web: RedundantVms, database: RedundantVms) => void,
) {
  return buildStreet({ exposure: "public", network6: "2001:db8:5::/48" }, (environment) => {
    const web = new RedundantVms(environment, "web", { size: VmSize.SMALL });
    const database = new RedundantVms(environment, "database", { size: VmSize.SMALL });
    web.connections.allowFrom(environment.audience, Port.HTTPS, { why: "visitors" });
    database.connections.allowFrom(web, Port.POSTGRES, { why: "application data" });
    if (environment.stage === Stage.PRODUCTION) expectations(environment, web, database);
  });
}

describe("what an author expects", () => {
  test("is met where the walls agree, open and closed, between groups and from outside", () => {
    const { complaint } = production(({ expect: policy }, web, database) => {
      policy.open(Peer.internet(), web, Port.HTTPS);
      policy.open(web, database, Port.POSTGRES);
      policy.open(Peer.vpn(), database, Port.SSH);
      policy.closed(Peer.internet(), database, Port.POSTGRES);
      policy.closed(Peer.internet(), web, Port.SSH);
      policy.closed(database, web, Port.HTTPS);
      policy.closed(web, Peer.internet(), Port.HTTPS);
      policy.closed(Peer.networks("198.51.100.0/24"), database, Port.POSTGRES);
    });
    expect(complaint).toBe("");
  });

  test("to be closed stops the synth where it is open, naming the rule at each wall", () => {
    const { mistakes } = production(({ expect: policy }, web) =>
      policy.closed(Peer.internet(), web, Port.HTTPS),
    );
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatchObject({
      path: "verne/production",
      property: "expect.closed",
      value: "internet → verne/production/web tcp/443",
    });
    expect(mistakes[0]?.problem).toMatch(
      /^is open .*verne\/street\/edge forward: .* visitors; verne\/production\/web input: /,
    );
  });

  test("to be open stops the synth where it is closed, naming the walls that say no", () => {
    const { mistakes } = production(({ expect: policy }, _web, database) => {
      policy.open(Peer.internet(), database, Port.POSTGRES);
    });
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]?.problem).toBe(
      "is closed, at verne/street/edge forward; verne/production/database input",
    );
  });

  test("to be open is not met by a part", () => {
    const { mistakes } = production(({ expect: policy }, web, database) => {
      policy.open(web, database, Port.tcpRange(5432, 5433));
    });
    expect(mistakes[0]?.problem).toContain("is closed in part (tcp/5433");
  });

  test("is of one port or one range: no port at all is refused, and does not read as every port or as none", () => {
    for (const port of [undefined, 443, "tcp/443"]) {
      const { complaint } = production(({ expect: policy }, web) =>
        policy.closed(Peer.internet(), web, port as never),
      );
      expect(complaint).toContain("is not a port");
    }
  });

  test("is nothing of pings from or to pods, which no policy judges; between servers it is", () => {
    const built = tenantOf(
      (tenant, environment) => {
        const pods = new PlainWorkload(tenant, "pods");
        const web = new RedundantVms(environment, "web", { size: VmSize.SMALL });
        environment.expect.closed(web, pods, Port.PING);
        environment.expect.closed(pods, Peer.internet(), Port.PING);
        environment.expect.closed(web, Peer.internet(), Port.PING);
        environment.expect.closed(pods, web, Port.HTTPS);
      },
      { stages: ["development"] },
    );
    expect(built.mistakes.map(({ property, problem }) => [property, problem])).toEqual([
      ["expect.closed", expect.stringMatching(/^is nothing a NetworkPolicy judges/)],
      ["expect.closed", expect.stringMatching(/^is nothing a NetworkPolicy judges/)],
    ]);
  });

  test("twice, or both ways, is a mistake", () => {
    const { mistakes } = production(({ expect: policy }, web) => {
      policy.open(Peer.internet(), web, Port.HTTPS);
      policy.open(Peer.internet(), web, Port.HTTPS);
      policy.closed(Peer.internet(), web, Port.HTTPS);
    });
    expect(mistakes.map(({ problem }) => problem)).toEqual([
      "is expected twice",
      "is expected to be open and to be closed",
    ]);
  });
});

describe("a flow that would open too much", () => {
  const declared = (declare: (web: RedundantVms, environment: Environment) => void, changes = {}) =>
    buildStreet({ stages: ["development"], ...changes }, (environment) => {
      declare(new RedundantVms(environment, "web", { size: VmSize.SMALL }), environment);
    });

  test.each([
    ["SSH", Port.SSH],
    ["SSH inside a range", Port.tcpRange(20, 25)],
    ["RDP", Port.tcp(3389)],
    ["the Kubernetes API", Port.KUBERNETES_API],
  ])("of %s to others than the VPN is refused", (_what, port) => {
    const built = declared((web) => web.connections.allowFrom(Peer.internet(), port, { why: "convenience" }));
    expect(built.complaint).toContain("to others than administrators in the VPN (V-07)");
    expect(declared((web) => web.connections.allowInternally(port, { why: "x" })).complaint).toContain(
      "(V-07)",
    );
    expect(declared((web) => web.connections.allowFrom(Peer.vpn(), port, { why: "x" })).complaint).toBe("");
  });

  test("to or from a network of this house is refused: neighbours are apart, whoever is named", () => {
    for (const network of [
      "10.0.16.0/20",
      "10.16.0.0/22",
      "10.99.2.0/24",
      "172.16.0.0/24",
      "2001:db8:1::/48",
    ]) {
      const built = declared((web) =>
        web.connections.allowFrom(Peer.networks(network), Port.HTTPS, { why: "x" }),
      );
      expect(built.complaint).toContain("is of this house");
    }
  });

  test("of an administrator is that person's alone", () => {
    const [one, other] = admins as readonly [AdminProps, AdminProps, AdminProps];
    const built = buildApp((app) => {
      new SitePlatform(app, { site: oost, otherSites: [west], admins });
      new Street(app, "verne", clientProps({ stages: ["development"] })).forEachEnvironment((environment) => {
        const web = new RedundantVms(environment, "web", { size: VmSize.SMALL });
        web.connections.allowFrom(Peer.admins(one), Port.POSTGRES, { why: "look-ups" });
        environment.expect.open(Peer.admins(one), web, Port.POSTGRES);
        environment.expect.closed(Peer.admins(other), web, Port.POSTGRES);
        environment.expect.closed(Peer.country("RU"), web, Port.POSTGRES);
      });
    });
    expect(built.complaint).toBe("");
  });

  test("of an administrator ends with that person's access, and that is spoken of", () => {
    const [person] = admins as readonly [AdminProps, AdminProps, AdminProps];
    const flows = (day: string) => {
      const declare = (environment: Environment) => {
        const web = new RedundantVms(environment, "web", { size: VmSize.SMALL });
        web.connections.allowFrom(Peer.admins(person), Port.POSTGRES, { why: "look-ups" });
      };
      const built = buildStreet({ stages: ["development"] }, declare, { day: Day.parse(day) });
      return [built.stack("verne/development").model.flows.length, built.notices.length];
    };
    expect(flows(person.until)).toEqual([1, 0]);
    expect(flows("2099-01-01")).toEqual([0, 1]);
  });

  test("for an audience that is none is refused", () => {
    const built = declared((_web, environment) => void environment.audienceOf("open" as never));
    expect(built.complaint).toContain("is not an exposure");
  });

  test("from an IPv6 network into a street that has none is refused, and not rendered without an address", () => {
    const peer = Peer.networks("2001:db9:9::/48");
    const declare = (web: RedundantVms) => web.connections.allowFrom(peer, Port.HTTPS, { why: "partner" });
    expect(declared(declare).complaint).toContain("has no address in IPv4");
    expect(declared(declare, { network6: "2001:db8:5::/48" }).complaint).toBe("");
  });
});
