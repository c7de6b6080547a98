import { describe, expect, test } from "@jest/globals";
import { Exposure, Peer, Port, RedundantVms, SitePlatform, Street, VmSize } from "../../lib";
import { PacketSpace } from "../../lib/network/packet-space";
import { outside, type Place, placeNamed } from "../../lib/network/places";
import { Reachability } from "../../lib/network/reachability";
import { clientNames } from "../../lib/synth/fleet";
import { admins } from "../../stacks/admins";
import { fleet } from "../../stacks/main";
import { type AppView, buildApp, buildStreet, clientProps } from "../support/app";
import { mistakeOf } from "../support/errors";
import { buildFleet } from "../support/fleet";
import { oost, west } from "../support/sites";

function reachOf(built: AppView, client: string, platforms = true): Reachability {
  const isOf = (path: string) => path.startsWith(`${client}/`) || (platforms && path.startsWith("platform-"));
  return new Reachability(built.paths.filter(isOf).map((path) => built.stack(path).model));
}

const built = buildFleet();
const clients = clientNames(fleet).map((name) => ({ name, reach: reachOf(built, name) }));
const servers = (places: readonly Place[]) => places.filter(({ inCluster }) => inCluster !== true);
const groupsOf = ({ places }: Reachability) => places.filter(({ stage }) => stage !== undefined);
const outsideOf = ({ places }: Reachability) => servers(places).filter(({ stage }) => stage === undefined);
const pairs = (some: readonly Place[], others: readonly Place[]) =>
  some.flatMap((from) =>
    others.filter((to) => to !== from).map((to) => ({ from, to, text: `${from.name} → ${to.name}` })),
  );

describe.each(clients)("the street of $name", ({ reach }) => {
  const groups = groupsOf(reach);

  test("has stages that cannot reach each other, over anything", () => {
    const across = pairs(groups, groups).filter(({ from, to }) => from.stage !== to.stage);
    const open = across.filter(({ from, to }) => !reach.between(from, to).space.isEmpty);
    expect(across.length).toBeGreaterThanOrEqual(12);
    expect(open.map(({ text }) => text)).toEqual([]);
    // Pods meet in their cluster, where policies are in between.
    for (const { from, to } of across.filter(
      (way) => way.from.inCluster !== true || way.to.inCluster !== true,
    )) {
      const [, edge] = reach.between(from, to).walls;
      expect([edge?.wall.endsWith("/street/edge forward"), edge?.space.isEmpty]).toEqual([true, true]);
    }
  });

  test("is closed to other clients, and they to it", () => {
    const others = placeNamed(reach.places, "other clients");
    const both = [...pairs([others], groups), ...pairs(groups, [others])];
    expect(both.filter(({ from, to }) => !reach.between(from, to).space.isEmpty)).toEqual([]);
  });

  test("has SSH from the VPN to every server, and from nobody else", () => {
    for (const { from, to, text } of pairs(reach.places, servers(groups))) {
      const { asked, space } = reach.between(from, to, Port.SSH);
      expect([text, space.equals(from.name === "vpn" ? asked : PacketSpace.EMPTY)]).toEqual([text, true]);
    }
  });

  test("has SSH from nobody to pods", () => {
    const pods = groups.filter(({ inCluster }) => inCluster === true);
    expect(
      pairs(reach.places, pods).filter(({ from, to }) => !reach.between(from, to, Port.SSH).space.isEmpty),
    ).toEqual([]);
  });

  test("answers with packets that were asked about and that every wall lets through, alike for one port and for all", () => {
    for (const { from, to } of pairs(reach.places, groups)) {
      const whole = reach.between(from, to);
      for (const port of [Port.HTTPS, Port.tcpRange(5000, 10_000), Port.PING]) {
        const { asked, space, walls } = reach.between(from, to, port);
        expect(asked.covers(space)).toBe(true);
        expect(walls.every((wall) => asked.covers(wall.space) && wall.space.covers(space))).toBe(true);
        expect(walls.every((wall) => wall.rules.length > 0 === !wall.space.isEmpty)).toBe(true);
        expect(space.equals(whole.space.intersect(asked))).toBe(true);
        expect(space.equals(walls.reduce((left, wall) => left.intersect(wall.space), asked))).toBe(true);
      }
    }
  });

  test("has no way from somebody outside to somebody outside", () => {
    for (const { from, to } of pairs(outsideOf(reach), outsideOf(reach))) {
      expect(reach.between(from, to)).toMatchObject({ space: PacketSpace.EMPTY, walls: [] });
    }
  });
});

describe("clients", () => {
  const across = clients.flatMap((one) =>
    clients.filter((other) => other !== one).map((other) => [one, other] as const),
  );

  test.each(across.map(([one, other]) => [one.name, other.name, one.reach, other.reach] as const))(
    "%s and %s are closed to each other, at the walls of either",
    (_one, _other, sender, receiver) => {
      for (const from of groupsOf(sender)) {
        for (const to of groupsOf(receiver)) {
          const stranger = { ...to, stage: undefined };
          expect(sender.between(from, stranger).space.isEmpty).toBe(true);
          expect(receiver.between(outside("stranger", from.sources), to).space.isEmpty).toBe(true);
        }
      }
    },
  );
});

describe("an answer", () => {
  const reach = reachOf(built, "verne");
  const between = (from: string, to: string, port: Port) =>
    reach.between(placeNamed(reach.places, from), placeNamed(reach.places, to), port);

  test("names the walls in the order in which packets meet them, and the rules that decide", () => {
    const open = between("internet", "verne/production/web", Port.HTTPS);
    expect(open.walls.map(({ wall }) => wall)).toEqual([
      "verne/street/edge forward",
      "verne/production/web input",
    ]);
    expect(open.walls.map(({ rules }) => rules.map(({ comment }) => comment))).toEqual([
      ["visitors"],
      ["visitors"],
    ]);
    const [edge] = built.stack("verne/street").model.walls;
    const ids = edge?.rules.filter(({ why }) => why === "visitors").map(({ id }) => id);
    expect(ids).toContain(open.walls[0]?.rules[0]?.id);
  });

  test("tells a wall that is closed with no packets and no rules, and the others with theirs", () => {
    const closed = between("internet", "verne/production/database", Port.HTTPS);
    expect(closed.walls.map(({ rules }) => rules)).toEqual([[], []]);
    const inside = between("verne/production/web", "verne/production/database", Port.POSTGRES);
    expect(inside.walls.map(({ wall }) => wall)).toEqual([
      "verne/production/web output",
      "verne/production/database input",
    ]);
    expect(inside.space.equals(inside.asked)).toBe(true);
    expect(between("verne/production/cache", "verne/production/database", Port.POSTGRES).space.isEmpty).toBe(
      true,
    );
  });

  test("about administrators begins at the gateways of both sites, and about no one else", () => {
    const ssh = between("vpn", "verne/production/web", Port.SSH);
    expect(ssh.walls.map(({ wall }) => wall)).toEqual([
      "vpn gateways forward",
      "verne/street/edge forward",
      "verne/production/web input",
    ]);
    expect(ssh.walls[0]?.rules.length).toBe(2);
    expect(ssh.space.equals(ssh.asked)).toBe(true);
    const others = reach.places.filter(({ name }) => name !== "vpn" && name !== "verne/production/web");
    const askedAnyway = others.filter(({ name }) =>
      between(name, "verne/production/web", Port.SSH).walls.some(({ wall }) => wall.startsWith("vpn")),
    );
    expect(askedAnyway).toEqual([]);
    const back = between("verne/production/web", "vpn", Port.SSH);
    expect(back.walls.at(-1)?.wall).toBe("vpn gateways forward");
    expect(back.space.isEmpty).toBe(true);
  });

  test("about administrators passes no gateway where no platform is known", () => {
    const street = reachOf(built, "verne", false);
    const [from, to] = [placeNamed(street.places, "vpn"), placeNamed(street.places, "verne/production/web")];
    const { walls, space, asked } = street.between(from, to, Port.SSH);
    expect(walls.map(({ wall }) => wall)).toEqual([
      "verne/street/edge forward",
      "verne/production/web input",
    ]);
    expect(space.equals(asked)).toBe(true);
  });

  test("gives all of the street's walls, as they are in the model files", () => {
    const walls = reach.allWalls();
    const written = built.paths
      .filter((path) => /^(verne\/|platform-)/.test(path))
      .flatMap((path) => built.stack(path).model.walls);
    expect(walls.map(({ name, rules }) => [name, rules.map(({ id }) => id)])).toEqual(
      written.map(({ at, hook, rules }) => [`${at} ${hook}`, rules.map(({ id }) => id)]),
    );
  });
});

describe("a peer", () => {
  const list = { source: "https://example.nl", date: "2027-01-01", networks: ["192.0.2.1/32"] };
  const peers = {
    country: Peer.country("NL", "BE"),
    checkpoints: Peer.checkpoints({ ...list, name: "Pingdom" }),
    networks: Peer.networks("198.51.100.0/28"),
    internet: Peer.internet(),
    vpn: Peer.vpn(),
    service: Peer.service("ntp"),
  };
  const street = (...allowed: readonly Peer[]) =>
    reachOf(
      buildStreet({ stages: ["development"], exposure: Exposure.CLOSED }, (environment) => {
        const { connections } = new RedundantVms(environment, "web", { size: VmSize.SMALL });
        for (const peer of allowed) connections.allowFrom(peer, Port.HTTPS, { why: "x" });
      }),
      "verne",
    );
  const ask = (reach: Reachability, from: Place) =>
    reach.between(from, placeNamed(reach.places, "verne/development/web"), Port.HTTPS);

  test("is found as a place, also when a country", () => {
    const reach = street(...Object.values(peers));
    const names = Object.values(peers).map(({ record }) => reach.placeOf(record).name);
    expect(names).toEqual(["country BE NL", "Pingdom", "198.51.100.0/28", "internet", "vpn", "ntp"]);
    expect(reach.placeOf({ kind: "group", path: "verne/development/web" }).stage).toBe("development");
    expect(mistakeOf(() => reach.placeOf({ kind: "group", path: "fogg/production/web" })).problem).toBe(
      "is nobody here",
    );
  });

  test("from a country reaches what the internet does not, and the edge alone decides which it is", () => {
    const reach = street(peers.country);
    const visitors = ask(reach, reach.placeOf(peers.country.record));
    const everyone = ask(reach, placeNamed(reach.places, "internet"));
    expect(visitors.space.equals(visitors.asked)).toBe(true);
    expect(everyone.space.isEmpty).toBe(true);
    expect(everyone.walls.map(({ space }) => space.isEmpty)).toEqual([true, false]);
  });

  test("from a country reaches what everyone does", () => {
    const reach = street(peers.internet, peers.country);
    const visitors = ask(reach, reach.placeOf(peers.country.record));
    expect(visitors.space.equals(visitors.asked)).toBe(true);
    expect(visitors.walls[0]?.rules).toHaveLength(2);
  });

  test("that is somebody in the VPN is asked about at that person's own address, behind the gateways", () => {
    const built = buildApp((app) => {
      new SitePlatform(app, { site: oost, otherSites: [west], admins });
      new Street(app, "verne", clientProps());
    });
    const place = reachOf(built, "verne").placeOf(Peer.admins(...admins).record);
    expect(place.name).toBe(`vpn: ${admins.map(({ login }) => login).join(", ")}`);
    expect(place.sources.in(4).size).toBe(BigInt(admins.length));
  });
});
