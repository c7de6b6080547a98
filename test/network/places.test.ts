import { describe, expect, jest, test } from "@jest/globals";
import * as fc from "fast-check";
import { Exposure, Peer, Port, RedundantVms, VmSize } from "../../lib";
import { outside, type Place, placeNamed, placesOf } from "../../lib/network/places";
import { parseAddresses } from "../../lib/network/range-text";
import { clientNames } from "../../lib/synth/fleet";
import { fleet } from "../../stacks/main";
import { buildPolicy, policies } from "../kernel/support/policies";
import { type AppView, buildStreet } from "../support/app";
import { mistakeOf } from "../support/errors";
import { buildFleet } from "../support/fleet";

jest.setTimeout(30_000);

const modelsOf = (built: AppView, client: string) =>
  built.paths
    .filter((path) => path.startsWith(`${client}/`) || path.startsWith("platform-"))
    .map((path) => built.stack(path).model);

const LIST = { source: "https://example.nl", date: "2027-01-01" };

/** A street whose whitelist and flows name all kinds of peers. */
const everybody = buildStreet(
  {
    network6: "2001:db8:7::/48",
    exposure: Exposure.RESTRICTED,
    whitelist: [
      { network: "198.51.100.0/28", owner: "Reform Club", reason: "office", until: "2027-12-31" },
      { network: "2001:db9:1::/48", owner: "Reform Club", reason: "office", until: "2027-12-31" },
      { network: "192.0.2.0/24", owner: "Ended", reason: "office", until: "2026-12-31" },
    ],
  },
  (environment) => {
    const { connections } = new RedundantVms(environment, "web", { size: VmSize.SMALL });
    const peers = [environment.audience, Peer.country("NL", "BE"), Peer.networks("203.0.113.64/26")].concat(
      Peer.checkpoints({ ...LIST, name: "Pingdom", networks: ["203.0.113.1/32"] }),
      Peer.scanners({ ...LIST, name: "Detectify", networks: ["203.0.113.2/32", "2001:db9:2::/48"] }),
    );
    for (const peer of peers) connections.allowFrom(peer, Port.HTTPS, { why: "x" });
  },
);
const places = placesOf(modelsOf(everybody, "verne"));
const named = (name: string) => placeNamed(places, name);

/** Pairs of places outside that share an address to come from, except visitors of a country, who are the internet's. */
function overlaps(all: readonly Place[]): readonly string[] {
  const distinct = all.filter(({ stage, countries }) => stage === undefined && countries === undefined);
  return distinct.flatMap((one, index) =>
    distinct
      .slice(index + 1)
      .filter((other) => !one.sources.intersect(other.sources).isEmpty)
      .map((other) => `${one.name}, ${other.name}`),
  );
}

describe("the places of a street", () => {
  test("are its groups, and everybody its flows, its whitelist and its sites name", () => {
    expect(places.map(({ name }) => name)).toEqual([
      "internet",
      "country BE NL",
      ...["vpn", "203.0.113.64/26", "Pingdom", "Detectify", "Reform Club"],
      ...["dns", "ntp", "logs", "packages", "backup", "other clients"],
      ...["development", "test", "acceptance", "production"].map((stage) => `verne/${stage}/web`),
    ]);
  });

  test("have names of their own, and no address in common outside", () => {
    const built = buildFleet();
    const generated = fc.sample(policies, { numRuns: 20, seed: 3 }).map(buildPolicy);
    const streets = [
      places,
      ...clientNames(fleet).map((client) => placesOf(modelsOf(built, client))),
      ...generated
        .filter(({ mistakes }) => mistakes.length === 0)
        .map((one) => placesOf(modelsOf(one, "verne"))),
    ];
    expect(streets.length).toBeGreaterThan(10);
    for (const all of streets) {
      const names = all.map(({ name }) => name.toLowerCase());
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
      // Pods of a tenant share their network; names tell them apart.
      expect(overlaps(all.filter(({ inCluster }) => inCluster !== true))).toEqual([]);
    }
  });

  test("of one owner are one place with all the owner's networks, and of an entry that has ended none", () => {
    const wanted = parseAddresses([
      "198.51.100.0-198.51.100.15",
      "2001:db9:1::-2001:db9:1:ffff:ffff:ffff:ffff:ffff",
    ]);
    expect(named("Reform Club").sources.equals(wanted)).toBe(true);
    expect(named("internet").sources.covers(parseAddresses(["192.0.2.0-192.0.2.255"]))).toBe(true);
  });

  test("of a country come from anywhere on the internet, where they are from unknown here", () => {
    const visitors = named("country BE NL");
    expect(visitors.countries).toEqual(["BE", "NL"]);
    expect(visitors.sources.equals(named("internet").sources)).toBe(true);
  });

  test("that are the internet are nobody's of the house, and nobody's that is named", () => {
    const { sources } = named("internet");
    const inside = [
      "10.0.0.1",
      "10.17.0.1",
      "172.16.0.1",
      "172.17.0.9",
      "10.99.1.7",
      "172.31.0.53",
      "192.168.1.1",
    ];
    for (const address of [
      ...inside,
      "198.51.100.3",
      "203.0.113.2",
      "2001:db8:7::1",
      "2001:db9:1::1",
      "fe80::1",
      "::1",
    ])
      expect([address, sources.intersect(parseAddresses([address])).isEmpty]).toEqual([address, true]);
    for (const address of ["8.8.8.8", "198.51.100.16", "203.0.113.3", "2a00::1"])
      expect([address, sources.covers(parseAddresses([address]))]).toEqual([address, true]);
  });

  test("that are groups answer at the virtual address too, and ask from their members' only", () => {
    const { sources, destinations, stage } = named("verne/production/web");
    const virtual = everybody
      .stack("verne/production")
      .group("web")
      .virtual.flatMap(({ addresses }) => addresses.map(String));
    expect(stage).toBe("production");
    expect(destinations.minus(sources).equals(parseAddresses(virtual))).toBe(true);
    expect([sources.in(4).size, sources.in(6).size]).toEqual([2n, 2n]);
  });

  test("outside answer where they ask from", () => {
    const somebody = outside("somebody", parseAddresses(["192.0.2.1"]));
    expect(somebody.destinations).toBe(somebody.sources);
    expect(somebody.stage).toBeUndefined();
    for (const place of places) {
      if (place.stage === undefined) expect(place.destinations.equals(place.sources)).toBe(true);
    }
  });
});

describe("a place by its name", () => {
  test("is found whatever the case of its letters", () => {
    expect(named("reform club").name).toBe("Reform Club");
    expect(named("INTERNET").name).toBe("internet");
  });

  test("that is nobody's is refused, and told with all names there are", () => {
    const { value, problem, remedy } = mistakeOf(() => named("intranet"));
    expect([value, problem]).toEqual(["intranet", "is nobody here"]);
    for (const { name } of places) expect(remedy).toContain(name);
  });
});
