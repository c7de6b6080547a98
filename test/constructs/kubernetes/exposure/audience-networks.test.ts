import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { Peer } from "../../../../lib";
import type { Environment } from "../../../../lib/constructs/environment";
import { exposureClassOf, isWider } from "../../../../lib/constructs/kubernetes/exposure/audience";
import { networksOfAudiences } from "../../../../lib/constructs/kubernetes/exposure/audience-networks";
import { Cidr } from "../../../../lib/model/cidr";
import { IpAddress } from "../../../../lib/model/ip";
import type { PeerRecord } from "../../../../lib/model/peer";
import { inProduction } from "./answering";

const environment = environmentOf();
const networks = (...peers: readonly PeerRecord[]) =>
  networksOfAudiences(peers, environment.facts, environment.client);

/** Networks of others: documentation and benchmarks, in which nobody of this house has addresses. */
const network = fc
  .tuple(fc.nat(0xff), fc.nat(0xff), fc.integer({ min: 24, max: 32 }))
  .map(([third, fourth, prefix]) => Cidr.around(IpAddress.parse(`198.18.${third}.${fourth}`), prefix));

describe("the networks of audiences", () => {
  test("hold those of each, and nobody else", () => {
    fc.assert(
      fc.property(fc.array(network, { minLength: 1, maxLength: 5 }), fc.nat(0xffff), (named, offset) => {
        const peers = named.map((cidr) => Peer.networks(`${cidr}`).record);
        const somebody = IpAddress.parse("198.18.0.0").plus(offset);
        const isIn = (list: readonly Cidr[]) => list.some((cidr) => cidr.contains(somebody));
        expect(isIn(networks(...peers).map(Cidr.parse))).toBe(isIn(named));
      }),
    );
  });

  test("are every address as soon as one of them is everyone, and it is said in full", () => {
    const partner = Peer.networks("203.0.113.0/24").record;
    expect(networks(partner, { kind: "internet" })).toEqual(["0.0.0.0/0"]);
    expect(networks({ kind: "country", codes: ["NL"] }, partner)).toEqual(["0.0.0.0/0"]);
  });

  test("are never none: an allow-list that is empty lets everybody in", () => {
    expect(() => networks()).toThrow("no IPv4 address");
    expect(() => networks({ kind: "group", path: "verne/production/nobody" })).toThrow("no IPv4 address");
  });
});

describe("the class of an audience", () => {
  const list = {
    name: "Detectify",
    source: "https://detectify.example/addresses",
    date: "2027-01-01",
    networks: ["198.51.100.0/28"],
  };
  test.each([
    ["public", Peer.internet()],
    ["public", Peer.country("NL")],
    ["restricted", Peer.networks("203.0.113.0/24")],
    ["restricted", Peer.checkpoints(list)],
    ["restricted", Peer.scanners(list)],
    ["closed", Peer.vpn()],
  ] as const)("is %s for %s", (exposure, peer) => {
    expect(exposureClassOf(peer.record)).toBe(exposure);
  });

  test("is restricted for servers, and wider from administrators up to everyone", () => {
    expect(exposureClassOf({ kind: "group", path: "verne/production/batch" })).toBe("restricted");
    expect(isWider("public", "restricted")).toBe(true);
    expect(isWider("restricted", "closed")).toBe(true);
    expect(isWider("closed", "closed")).toBe(false);
    expect(isWider("closed", "public")).toBe(false);
  });
});

function environmentOf(): Environment {
  let found: Environment | undefined;
  inProduction((_, made) => {
    found = made;
  });
  if (found === undefined) throw new Error("there is no production");
  return found;
}
