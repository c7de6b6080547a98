import { describe, expect, test } from "@jest/globals";
import { type Environment, Exposure, Peer, Port, RedundantVms, type StreetProps, VmSize } from "../../lib";
import { admins } from "../../stacks/admins";
import { buildStreet } from "../support/app";

const LIST = {
  name: "Detectify",
  source: "https://detectify.example/addresses",
  date: "2027-01-01",
  networks: ["198.51.100.0/28"],
};
const FIVE: readonly (readonly [string, Peer])[] = [
  ["vpn", Peer.vpn()],
  ["admins", Peer.admins(...admins)],
  ["country", Peer.country("NL")],
  ["checkpoints", Peer.checkpoints(LIST)],
  ["scanners", Peer.scanners(LIST)],
];
const why = { why: "x" };

function declared(
  declare: (web: RedundantVms, environment: Environment) => void,
  changes: Partial<StreetProps> = {},
) {
  return buildStreet({ stages: ["development"], ...changes }, (environment) => {
    declare(new RedundantVms(environment, "web", { size: VmSize.SMALL }), environment);
  });
}

describe("somebody who only ever comes here", () => {
  test.each(FIVE)("(%s) may be let in, and the flow is written as it was declared", (kind, peer) => {
    const built = declared((web) => web.connections.allowFrom(peer, Port.HTTPS, why));
    const [flow, ...more] = built.stack("verne/development").model.flows;
    expect(more).toEqual([]);
    expect(flow).toMatchObject({ from: JSON.parse(JSON.stringify(peer.record)), port: "tcp/443" });
    expect(flow?.from.kind).toBe(kind);
  });

  test.each(FIVE)("(%s) is nobody servers connect to", (kind, peer) => {
    const { mistakes } = declared((web) => web.connections.allowTo(peer, Port.HTTPS, why));
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatchObject({ path: "verne/development/web", property: "allowTo", value: kind });
    expect(mistakes[0]?.problem).toContain("nobody servers connect to");
    expect(mistakes[0]?.remedy).toContain("Peer.networks(…)");
  });
});

describe("a vulnerability scanner (V-04)", () => {
  const scan = (port: Port) => declared((web) => web.connections.allowFrom(Peer.scanners(LIST), port, why));

  test.each([Port.HTTP, Port.HTTPS])("is let in over %s", (port) => {
    expect(scan(port).complaint).toBe("");
  });

  test.each([
    Port.tcp(8080),
    Port.tcpRange(80, 81),
    Port.tcpRange(80, 443),
    Port.udp(443),
    Port.PING,
    Port.POSTGRES,
  ])("is not let in over %s", (port) => {
    const { mistakes } = scan(port);
    expect(mistakes.map(({ value }) => value)).toEqual([`${port} from Detectify`]);
    expect(mistakes[0]?.problem).toContain("at more than HTTP and HTTPS (V-04)");
  });

  test("is not let in over SSH, for two reasons", () => {
    const problems = scan(Port.SSH).mistakes.map(({ problem }) => problem);
    expect(problems.map((problem) => /\(V-0\d\)/.exec(problem)?.[0]).toSorted()).toEqual([
      "(V-04)",
      "(V-07)",
    ]);
  });

  test("is not held against checkpoints, which may look at any port that is nobody's to administer by", () => {
    const look = (port: Port) =>
      declared((web) => web.connections.allowFrom(Peer.checkpoints(LIST), port, why));
    expect(look(Port.tcp(8080)).complaint).toBe("");
    expect(look(Port.SSH).complaint).toContain("(V-07)");
  });
});

describe("a way to administer servers (V-07)", () => {
  const others: readonly (readonly [string, Peer])[] = [
    ["everyone", Peer.internet()],
    ["a network", Peer.networks("198.51.100.0/28")],
    ["the VPN's own network, by its numbers", Peer.networks("10.99.1.0/24")],
    ["a country", Peer.country("NL")],
    ["checkpoints", Peer.checkpoints(LIST)],
    ["a service of the site", Peer.service("backup")],
  ];
  const services = [
    ...[22, 23, 3389, 5601, 5900, 6443, 10_250].map((number) => Port.tcp(number)),
    Port.tcpRange(1, 65_535),
    Port.tcpRange(6000, 6443),
    Port.tcpRange(10_250, 10_255),
  ];

  test.each(others)("is closed to %s, by whatever service", (_who, peer) => {
    for (const port of services) {
      const { complaint } = declared((web) => web.connections.allowFrom(peer, port, why));
      expect([`${port}`, complaint.includes("to others than administrators in the VPN (V-07)")]).toEqual([
        `${port}`,
        true,
      ]);
    }
  });

  test("is open to the VPN and to named administrators", () => {
    for (const peer of [Peer.vpn(), Peer.admins(...admins)]) {
      const built = declared((web) => {
        for (const port of services) web.connections.allowFrom(peer, port, why);
      });
      expect(built.complaint).toBe("");
    }
  });

  test("is TCP: the same numbers over UDP are no way in", () => {
    const built = declared((web) => web.connections.allowFrom(Peer.internet(), Port.udp(3389), why));
    expect(built.complaint).toBe("");
  });
});

describe("a list in the other family", () => {
  const list = { ...LIST, networks: ["2001:db9:9::/48"] };

  test.each([
    ["checkpoints", Peer.checkpoints(list)],
    ["scanners", Peer.scanners(list)],
    ["networks", Peer.networks("2001:db9:9::/48")],
  ])("(%s) is refused in a street without IPv6, and taken in one with it", (_kind, peer) => {
    const declare = (web: RedundantVms) => web.connections.allowFrom(peer, Port.HTTPS, why);
    expect(declared(declare).complaint).toContain("has no address in IPv4");
    expect(declared(declare, { network6: "2001:db8:5::/48" }).complaint).toBe("");
  });
});

describe("the audience of an application (H-06)", () => {
  const entry = { network: "198.51.100.0/28", owner: "Reform Club", reason: "office", until: "2027-12-31" };
  const whitelist = [entry, { ...entry, network: "192.0.2.0/24", until: "2027-01-14" }];
  const audiences = (changes: Partial<StreetProps>) => {
    const seen: Record<string, readonly string[]> = {};
    const built = buildStreet(changes, (environment) => {
      const { stage } = environment;
      seen[stage.name] = [
        ...Object.values(Exposure).map((one) => environment.audienceOf(one)),
        environment.audience,
      ].map(String);
    });
    expect(built.complaint).toBe("");
    return seen;
  };

  test("follows from its own exposure in production, and from the stage elsewhere", () => {
    const seen = audiences({ whitelist, exposure: Exposure.CLOSED });
    expect(Object.values(Exposure)).toEqual(["closed", "restricted", "public"]);
    expect(seen).toEqual({
      development: ["vpn", "vpn", "vpn", "vpn"],
      test: ["vpn", "vpn", "vpn", "vpn"],
      acceptance: ["whitelist", "whitelist", "whitelist", "whitelist"],
      production: ["vpn", "whitelist", "internet", "vpn"],
    });
    expect(audiences({ whitelist, exposure: Exposure.PUBLIC })["production"]?.at(-1)).toBe("internet");
    expect(audiences({ whitelist, exposure: Exposure.RESTRICTED })["production"]?.at(-1)).toBe("whitelist");
  });

  test("is the VPN where no entry of the whitelist holds, and never everyone", () => {
    for (const ended of [[], whitelist.slice(1)]) {
      const seen = audiences({ whitelist: ended });
      expect(seen["acceptance"]).toEqual(["vpn", "vpn", "vpn", "vpn"]);
      expect(seen["production"]).toEqual(["vpn", "vpn", "internet", "vpn"]);
    }
  });

  test("has the entries that hold today, and no others", () => {
    const built = buildStreet({ whitelist }, (environment) => {
      const { connections } = new RedundantVms(environment, "web", { size: VmSize.SMALL });
      connections.allowFrom(environment.audienceOf(Exposure.RESTRICTED), Port.HTTPS, why);
    });
    for (const stage of ["acceptance", "production"]) {
      const [flow] = built.stack(`verne/${stage}`).model.flows;
      expect(flow?.from).toMatchObject({ kind: "whitelist", entries: [{ network: "198.51.100.0/28" }] });
      expect(flow?.from.kind === "whitelist" && flow.from.entries).toHaveLength(1);
    }
  });

  test("may differ by application: one for everyone beside one for the whitelist", () => {
    const built = buildStreet({ whitelist, exposure: Exposure.RESTRICTED }, (environment) => {
      const site = new RedundantVms(environment, "web", { size: VmSize.SMALL });
      const office = new RedundantVms(environment, "office", { size: VmSize.SMALL });
      site.connections.allowFrom(environment.audienceOf(Exposure.PUBLIC), Port.HTTPS, why);
      office.connections.allowFrom(environment.audience, Port.HTTPS, why);
    });
    const kinds = built.stack("verne/production").model.flows.map(({ from }) => from.kind);
    expect(kinds).toEqual(["internet", "whitelist"]);
  });
});
