import { describe, expect, test } from "@jest/globals";
import {
  type Environment,
  Exposure,
  Peer,
  Port,
  RedundantVms,
  Stage,
  type StreetProps,
  VmSize,
} from "../../../lib";
import type { ModelFile } from "../../../lib/model/model-file";
import { waysChanged } from "../../../lib/review/meaning/ways";
import type { Body } from "../../support/app";
import { buildFleet } from "../../support/fleet";
import { streetWithPods } from "../../support/street-with-pods";
import { DATABASE, edited, groupsIn, modelsOf, street, WEB } from "./support/streets";

type Groups = ReturnType<typeof groupsIn>;

/** A street with these flows in production, and public there. */
function production(
  declare: (groups: Groups, environment: Environment) => void,
  changes: Partial<StreetProps> = {},
): readonly ModelFile[] {
  return street({ exposure: Exposure.PUBLIC, ...changes }, (environment) => {
    const groups = groupsIn(environment);
    if (environment.stage === Stage.PRODUCTION) declare(groups, environment);
  });
}

const nothing = () => {};
const visitors = ({ web }: Groups) =>
  web.connections.allowFrom(Peer.internet(), Port.HTTPS, { why: "visitors" });

describe("ways that change", () => {
  test("are none where the same packets get through, however the flows are written", () => {
    const [before, after] = [
      production(({ web }) =>
        web.connections.allowFrom(Peer.internet(), Port.tcpRange(80, 81), { why: "both" }),
      ),
      production(({ web }) => {
        web.connections.allowFrom(Peer.internet(), Port.tcp(81), { why: "one" });
        web.connections.allowFrom(Peer.internet(), Port.HTTP, { why: "other" });
      }),
    ];
    expect(waysChanged(before, after)).toEqual([]);
  });

  test("say what is opened, to which addresses, and in whose words", () => {
    const after = production(({ web, database }) =>
      database.connections.allowFrom(web, Port.POSTGRES, { why: "application data" }),
    );
    expect(waysChanged(production(nothing), after)).toEqual([
      {
        client: "verne",
        from: WEB,
        to: DATABASE,
        kind: "opened",
        opened: [expect.stringMatching(/^tcp\/5432 from 10\.0\.\S+ to 10\.0\.\S+$/)],
        closed: [],
        why: ["application data"],
        end: undefined,
        isFromOutside: false,
      },
    ]);
  });

  test("say in whose words it was what is closed", () => {
    const [way, ...others] = waysChanged(production(visitors), production(nothing));
    expect(way).toMatchObject({ from: "internet", to: WEB, kind: "closed", opened: [], why: ["visitors"] });
    expect(way?.closed).toEqual([expect.stringMatching(/^tcp\/443 from internet \(IPv4\) to 10\.0\./)]);
    expect(way?.isFromOutside).toBe(false);
    expect(others).toEqual([]);
  });

  test("tell a flow that moved to another port as opened and closed, each with its words", () => {
    const on = (port: Port, why: string) =>
      production(({ web, database }) => database.connections.allowFrom(web, port, { why }));
    expect(waysChanged(on(Port.POSTGRES, "old data"), on(Port.tcp(5433), "new data"))).toMatchObject([
      {
        kind: "changed",
        opened: [expect.stringMatching(/^tcp\/5433 /)],
        closed: [expect.stringMatching(/^tcp\/5432 /)],
        why: ["new data", "no longer: old data"],
      },
    ]);
  });

  test("mark who gets in from outside, and neither administrators nor services of the site", () => {
    const after = production(({ web }) => {
      visitors({ web } as Groups);
      web.connections.allowFrom(Peer.vpn(), Port.tcp(8443), { why: "beheer" });
      web.connections.allowFrom(Peer.service("logs"), Port.tcp(9000), { why: "asks back" });
    });
    const ways = waysChanged(production(nothing), after);
    expect(ways.map(({ from, isFromOutside }) => [from, isFromOutside])).toEqual([
      ["internet", true],
      ["vpn", false],
      ["logs", false],
    ]);
  });

  test("do not tell the internet apart from somebody in it who only got a name", () => {
    const named = ({ web, database }: Groups) => {
      visitors({ web, database });
      web.connections.allowFrom(Peer.networks("198.51.100.0/24"), Port.HTTPS, { why: "a partner" });
    };
    expect(waysChanged(production(visitors), production(named))).toEqual([]);
    expect(waysChanged(production(named), production(visitors))).toEqual([]);
  });

  test("tell somebody with a new name as opened to them, and to nobody else", () => {
    const partner = ({ web }: Groups) =>
      web.connections.allowFrom(Peer.networks("198.51.100.0/24"), Port.HTTPS, { why: "a partner" });
    expect(waysChanged(production(nothing), production(partner))).toMatchObject([
      { from: "198.51.100.0/24", to: WEB, kind: "opened", end: undefined, isFromOutside: true },
    ]);
  });

  test("tell a network that somebody exchanged for another as opened and closed", () => {
    const entry = (network: string) => ({
      whitelist: [{ network, owner: "Reform Club", reason: "tests", until: "2027-05-01" }],
      exposure: Exposure.RESTRICTED,
    });
    const from = (network: string) =>
      production(
        ({ web }, { audience }) => web.connections.allowFrom(audience, Port.HTTPS, { why: "visitors" }),
        entry(network),
      );
    expect(waysChanged(from("198.51.100.0/28"), from("198.51.100.16/28"))).toMatchObject([
      {
        from: "Reform Club",
        kind: "changed",
        opened: [expect.stringContaining("from 198.51.100.16/28 to")],
        closed: [expect.stringContaining("from 198.51.100.0/28 to")],
        isFromOutside: true,
      },
    ]);
  });

  test("tell the country that may come now, and not those that could before", () => {
    const from = (...codes: string[]) =>
      production(({ web }) => web.connections.allowFrom(Peer.country(...codes), Port.HTTPS, { why: "care" }));
    expect(waysChanged(from("NL"), from("NL", "BE"))).toMatchObject([
      { from: "country BE", to: WEB, kind: "opened", isFromOutside: true, why: ["care"] },
    ]);
    expect(waysChanged(production(nothing), from("NL", "BE"))).toMatchObject([{ from: "country BE NL" }]);
    expect(waysChanged(from("NL", "BE"), from("BE"))).toMatchObject([{ from: "country NL", kind: "closed" }]);
  });

  test("do not tell countries apart where everybody may come", () => {
    const country = production(({ web }) =>
      web.connections.allowFrom(Peer.country("NL"), Port.HTTPS, { why: "x" }),
    );
    const ways = waysChanged(country, production(visitors));
    expect(ways.map(({ from, kind }) => [from, kind])).toEqual([["internet", "opened"]]);
  });
});

describe("an end that comes or goes", () => {
  const search = ({ web, database }: Groups, environment: Environment) => {
    const group = new RedundantVms(environment, "search", { size: VmSize.SMALL });
    group.connections.allowFrom(web, Port.tcp(9200), { why: "finding" });
    group.connections.allowFrom(Peer.internet(), Port.HTTPS, { why: "public catalogue" });
    group.connections.allowTo(database, Port.POSTGRES, { why: "what is found" });
    group.connections.allowTo(Peer.networks("198.51.100.0/24"), Port.HTTPS, { why: "a partner" });
    group.connections.allowInternally(Port.tcp(9300), { why: "votes" });
  };
  const SEARCH = "verne/production/search";
  const ways = waysChanged(production(nothing), production(search));

  test("is told as a way in for strangers, one for the house, and one out", () => {
    expect(
      ways.map(({ from, to, kind, end, isFromOutside }) => [from, to, kind, end, isFromOutside]),
    ).toEqual([
      ["internet, 198.51.100.0/24", SEARCH, "opened", "new", true],
      [expect.stringContaining(WEB), SEARCH, "opened", "new", false],
      [SEARCH, expect.stringContaining(DATABASE), "opened", "new", false],
    ]);
  });

  test("is told with everything it brings along, each line with who it is", () => {
    const [, inside, out] = ways;
    expect(inside?.opened).toContainEqual(expect.stringMatching(`^${WEB}: tcp/9200 from `));
    expect(inside?.opened).toContainEqual(expect.stringMatching("^vpn: tcp/22 from "));
    expect(out?.opened).toContainEqual(expect.stringMatching("^198.51.100.0/24: tcp/443 from "));
    expect(inside?.why).toEqual(
      expect.arrayContaining(["finding", "votes", "administrators, through the VPN"]),
    );
    expect(out?.why).toEqual(expect.arrayContaining(["what is found", "a partner", "backup of the site"]));
  });

  test("is told the same way when it goes", () => {
    const gone = waysChanged(production(search), production(nothing));
    expect(gone.map(({ end, kind, isFromOutside }) => [end, kind, isFromOutside])).toEqual([
      ["gone", "closed", false],
      ["gone", "closed", false],
      ["gone", "closed", false],
    ]);
    expect(new Set(gone.flatMap(({ closed }) => closed))).toEqual(
      new Set(ways.flatMap(({ opened }) => opened)),
    );
  });
});

describe("pods and machines", () => {
  const pods = modelsOf(streetWithPods());
  const [FRONT, INDEX] = ["front", "index"].map((name) => `verne/production/apps/${name}`);

  /** Pods of this name in production take nothing any more. */
  const closedTo = (name: string) =>
    edited(pods, (stacks) => {
      const { policies } = (stacks["verne-production"] as Body)["kubernetes"];
      for (const { metadata, spec } of policies) if (metadata.name === name) delete spec.ingress;
    });

  test("a policy that takes nothing any more closes the ways to its pods, and no others", () => {
    const ways = waysChanged(pods, closedTo("index"));
    expect(ways.map(({ from, to, kind, why }) => [from, to, kind, why])).toEqual([
      [FRONT, INDEX, "closed", ["finding records"]],
      [INDEX, INDEX, "closed", ["votes and shards"]],
    ]);
  });

  test("a policy that takes something again opens the way, in the words of its flow", () => {
    expect(waysChanged(closedTo("index"), pods)).toContainEqual(
      expect.objectContaining({ from: FRONT, to: INDEX, kind: "opened", why: ["finding records"] }),
    );
  });

  test("a port of an edge that is opened to visitors is told, though no flow leads to an edge", () => {
    const before = production(nothing);
    const after = edited(before, (stacks) => {
      const wall = stacks["verne-street"]?.["walls"].find((one: { hook: string }) => one.hook === "input");
      wall.rules.push({
        id: "x#1",
        why: "left open",
        from: ["203.0.113.0-203.0.113.255"],
        to: ["192.0.2.1"],
        port: "tcp/22",
      });
    });
    expect(waysChanged(before, after)).toMatchObject([
      { from: "internet", to: "verne/street/edge", kind: "opened", why: ["left open"], isFromOutside: true },
    ]);
  });

  test("a port of an edge that is taken by another card is told as changed, with the cards", () => {
    const before = production(nothing);
    const after = edited(before, (stacks) => {
      const walls: Body[] = (stacks["verne-street"] as Body)["walls"];
      const rules: Body[] = walls.find(({ hook }) => hook === "input")?.["rules"];
      for (const rule of rules) if (rule["inInterface"] !== undefined) rule["inInterface"] = "eth0";
    });
    const ways = waysChanged(before, after);
    expect(ways).toMatchObject([{ to: "verne/street/edge", kind: "changed", isFromOutside: false }]);
    expect(ways[0]?.opened).toEqual([expect.stringMatching(/^udp\/3780 from .* \(in by eth0\)$/)]);
    expect(ways[0]?.closed).toEqual([expect.stringMatching(/^udp\/3780 from .* \(in by \w+\)$/)]);
  });

  test("a platform's own servers are told under the name of its stack", () => {
    const fleet = modelsOf(buildFleet());
    const after = edited(fleet, (stacks) => {
      const walls = stacks["platform-amsterdam"]?.["walls"];
      const wall = walls.find(
        ({ at, hook }: { at: string; hook: string }) => hook === "input" && /vpn/.test(at),
      );
      wall.rules.push({
        id: "x#1",
        why: "left open",
        from: ["0.0.0.0-255.255.255.255"],
        to: ["192.0.2.1"],
        port: "tcp/22",
      });
    });
    const ways = waysChanged(fleet, after);
    expect(new Set(ways.map(({ client }) => client))).toEqual(new Set(["platform-amsterdam"]));
    expect(ways).toContainEqual(expect.objectContaining({ from: "internet", isFromOutside: true }));
  });

  test("only clients whose walls changed are told", () => {
    const fleet = modelsOf(buildFleet());
    const after = edited(fleet, (stacks) => {
      const wall = stacks["zorgplein-production"]?.["walls"].find(
        (one: { rules: object[] }) => one.rules.length > 0,
      );
      wall.rules = [];
    });
    expect(new Set(waysChanged(fleet, after).map(({ client }) => client))).toEqual(new Set(["zorgplein"]));
    expect(
      waysChanged(
        fleet,
        edited(fleet, () => {}),
      ),
    ).toEqual([]);
  });

  test("a client who is new is told with everything it has, and one who left with everything it had", () => {
    const fleet = modelsOf(buildFleet());
    const without = fleet.filter(({ client }) => client?.name !== "verne");
    const come = waysChanged(without, fleet);
    expect(come.length).toBeGreaterThan(0);
    expect(
      come.every(({ client, end, kind }) => client === "verne" && end === "new" && kind === "opened"),
    ).toBe(true);
    const left = waysChanged(fleet, without);
    expect(left.every(({ end, kind }) => end === "gone" && kind === "closed")).toBe(true);
    // The addresses that were nobody's before are its own.
    expect([...come, ...left].filter(({ from, to }) => /other clients/.test(`${from} ${to}`))).toEqual([]);
    expect(come.filter(({ isFromOutside }) => isFromOutside).every(({ to }) => to.endsWith("/web"))).toBe(
      true,
    );
  });
});
