import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Cidr } from "../../lib/model/cidr";
import type { IpAddress } from "../../lib/model/ip";
import { defineSite, type Site } from "../../lib/model/site";
import { MEMBERS_MAX, StreetPlan, type StreetPlanProps, type Zone } from "../../lib/model/street-plan";
import { mistakeOf } from "../support/errors";
import { oost, siteProps, west } from "../support/sites";

/** Blocks of a site in the half for which there are VLANs, with IPv6 or without. */
const plansAt = (site: Site, prefix = fc.integer({ min: 16, max: 22 })) =>
  fc
    .record({ prefix, place: fc.nat(511), bits6: fc.option(fc.integer({ min: 40, max: 61 })) })
    .map(({ prefix, place, bits6 }): StreetPlanProps => {
      const network = `${Cidr.around(site.streets.part(22, place).first, prefix)}`;
      return bits6 === null ? { site, network } : { site, network, network6: `2001:db8::/${bits6}` };
    });
const plans = fc.oneof(plansAt(oost), plansAt(west));

const of = (changes: Partial<StreetPlanProps> = {}) =>
  StreetPlan.of({ site: oost, network: "10.0.16.0/20", ...changes });

/** Every address that the edge (slot 0) and the groups of a zone can have. */
function addressesOf(zone: Zone): readonly IpAddress[] {
  const slots = Array.from({ length: zone.slots }, (_, slot) =>
    slot === 0 ? zone.gateway : zone.slot(slot),
  );
  return slots.flatMap((slot) =>
    Array.from({ length: MEMBERS_MAX + 1 }, (_, number) => slot.member(number)).flat(),
  );
}

/** Every address for which the edge has room on the uplink, in each family. */
function uplinkOf({ uplink }: StreetPlan): readonly IpAddress[] {
  return Array.from({ length: MEMBERS_MAX + 1 }, (_, number) => uplink.member(number)).flat();
}

const pairs = <T>(list: readonly T[]) =>
  list.flatMap((a, at) => list.slice(at + 1).map((b) => [a, b] as const));

describe("the plan of a street", () => {
  test("is an eighth of the block for each stage, and eight VLANs for each /22 before it", () => {
    const plan = of({ network6: "2001:db8:20::/48" });
    expect(
      plan.zones.map(({ name, vlan, network, network6 }) => `${name} ${vlan} ${network} ${network6}`),
    ).toEqual([
      "development 33 10.0.16.0/23 2001:db8:20::/64",
      "test 34 10.0.18.0/23 2001:db8:20:1::/64",
      "acceptance 35 10.0.20.0/23 2001:db8:20:2::/64",
      "production 36 10.0.22.0/23 2001:db8:20:3::/64",
      "sync 37 10.0.24.0/23 2001:db8:20:4::/64",
    ]);
  });

  test("has eight uplink addresses for each /22 before it, and starts one past them", () => {
    const { uplink } = of({ network6: "2001:db8:20::/48" });
    expect([uplink.virtual, uplink.member(1), uplink.member(2)].map(String)).toEqual([
      "172.16.0.49,2001:db8:0:ffff::31",
      "172.16.0.50,2001:db8:0:ffff::32",
      "172.16.0.51,2001:db8:0:ffff::33",
    ]);
    expect(of({ network: "10.0.0.0/22" }).uplink.virtual.map(String)).toEqual(["172.16.0.17"]);
    expect(of({ network: "10.0.4.0/22" }).uplink.virtual.map(String)).toEqual(["172.16.0.25"]);
  });

  test("has zones that lie inside the block and never overlap, each on its own VLAN of the site", () => {
    fc.assert(
      fc.property(plans, (props) => {
        const { zones, block, block6 } = StreetPlan.of(props);
        const networks = zones.flatMap((zone) => zone.networks);
        expect(networks).toHaveLength(block6 ? 10 : 5);
        expect(networks.every((one) => block.contains(one) || block6?.contains(one))).toBe(true);
        expect(pairs(networks).filter(([a, b]) => a.overlaps(b))).toEqual([]);
        expect(new Set(zones.map(({ vlan }) => vlan)).size).toBe(5);
        expect(zones.every(({ vlan }) => vlan >= 1 && vlan <= 4094)).toBe(true);
      }),
    );
  });

  test("gives the edge and every member of every slot an address of its own, which is nobody else's", () => {
    fc.assert(
      fc.property(plans, fc.nat(4), (props, index) => {
        const zone = StreetPlan.of(props).zones[index] as Zone;
        const addresses = addressesOf(zone);
        expect(addresses).toHaveLength(zone.slots * (MEMBERS_MAX + 1) * zone.networks.length);
        expect(new Set(addresses.map(String)).size).toBe(addresses.length);
        const misplaced = addresses.filter((address) => {
          const home = zone.networks.find((network) => network.contains(address));
          return home === undefined || home.first.equals(address) || home.last.equals(address);
        });
        expect(misplaced.map(String)).toEqual([]);
        expect(addresses.map(String).filter((text) => /\.(0|255)$/.test(text))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  test("shares no VLAN and no uplink address with another block of the site", () => {
    const claims = (plan: StreetPlan) => [
      ...uplinkOf(plan).map(String),
      ...plan.zones.map(({ vlan }) => vlan),
    ];
    fc.assert(
      fc.property(plansAt(oost), plansAt(oost), (props, others) => {
        const [a, b] = [StreetPlan.of(props), StreetPlan.of(others)];
        fc.pre(!a.block.overlaps(b.block));
        expect(claims(b).filter((claim) => claims(a).includes(claim))).toEqual([]);
      }),
    );
  });

  test("keeps its uplink addresses inside the uplink, clear of the router and the VPN gateways", () => {
    fc.assert(
      fc.property(plans, (props) => {
        const { network, network6 } = props.site.uplink;
        const addresses = uplinkOf(StreetPlan.of(props));
        expect(addresses).toHaveLength((MEMBERS_MAX + 1) * (props.network6 === undefined ? 1 : 2));
        expect(addresses.map(String).filter((text) => /\.(0|255)$/.test(text))).toEqual([]);
        for (const address of addresses) {
          const home = address.family === 4 ? network : network6;
          const offset = address.value - (home?.first.value ?? 0n);
          expect(home?.contains(address)).toBe(true);
          expect(offset).toBeGreaterThan(16n);
          expect(offset).toBeLessThan((home?.size ?? 0n) - 1n);
        }
      }),
    );
  });

  test("finds room in the smallest uplink its site may have, also for the last block", () => {
    const vlans = { development: 1, test: 2, acceptance: 3, production: 4, sync: 5 };
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 22 }), (prefix) => {
        const streets = Cidr.around(oost.streets.first, prefix);
        const bits = 32 - Math.ceil(Math.log2(16 + 8 * 2 ** (22 - prefix)));
        const uplink = { portGroup: "up", network: `172.0.0.0/${bits}` };
        const site = defineSite(siteProps({ streets: `${streets}`, uplink }));
        const network = `${Cidr.around(streets.last, 22)}`;
        const addresses = uplinkOf(StreetPlan.of({ site, network, vlans }));
        const { network: home } = site.uplink;
        expect(addresses.filter((one) => !home.contains(one) || home.last.equals(one))).toEqual([]);
      }),
    );
  });

  test("does not depend on which other streets were planned, nor on what was planned before", () => {
    fc.assert(
      fc.property(plans, fc.array(plans, { maxLength: 4 }), (props, others) => {
        const written = () => JSON.stringify(StreetPlan.of(props).zones);
        const alone = written();
        for (const other of others) StreetPlan.of(other).zones.map((zone) => zone.slotOf("web"));
        expect(written()).toBe(alone);
      }),
    );
  });

  test("keeps the IPv4 half of its plan when IPv6 is added", () => {
    fc.assert(
      fc.property(plans, ({ site, network }) => {
        const [before, after] = [
          { site, network },
          { site, network, network6: "2001:db8::/48" },
        ].map(StreetPlan.of);
        const half = (plan?: StreetPlan) =>
          plan?.zones.map((zone) => [zone.name, zone.vlan, `${zone.network}`]);
        expect(half(after)).toEqual(half(before));
        const families = before?.zones.flatMap(({ networks }) => networks.map(({ family }) => family));
        expect(families).toEqual([4, 4, 4, 4, 4]);
      }),
    );
  });

  test("that stands in for a mistaken one is a legal plan of that site", () => {
    const small = defineSite(siteProps({ streets: "10.0.0.0/22", vlans: { first: 100, last: 107 } }));
    expect([oost, west, small].map((site) => `${StreetPlan.standIn(site).block}`)).toEqual([
      "10.0.0.0/16",
      "10.16.0.0/16",
      "10.0.0.0/22",
    ]);
  });
});

describe("the slot of a group", () => {
  test("depends on its name and the size of the zone, and on nothing else", () => {
    const sameSize = fc
      .integer({ min: 16, max: 22 })
      .chain((prefix) => fc.tuple(plansAt(oost, fc.constant(prefix)), plansAt(west, fc.constant(prefix))));
    fc.assert(
      fc.property(sameSize, fc.string(), ([props, others], name) => {
        const zone = StreetPlan.of(props).zone("test");
        const slot = zone.slotOf(name);
        expect(slot).toBeGreaterThanOrEqual(1);
        expect(slot).toBeLessThan(zone.slots);
        expect(StreetPlan.of(others).zones.map((other) => other.slotOf(name))).toEqual(Array(5).fill(slot));
      }),
    );
  });

  test("is spread over the zone: names do not all meet in a few", () => {
    const zone = of().zone("production");
    const slots = Array.from({ length: 1000 }, (_, index) => zone.slotOf(`group-${index}`));
    expect(new Set(slots).size).toBe(zone.slots - 1);
  });

  test.each([0, -1, 16, 1.5, Number.NaN])(
    "is refused when it is %d of a zone with 16, the edge's included",
    (slot) => {
      const zone = of({ network: "10.0.0.0/22" }).zone("test");
      expect([zone.slot(1), zone.slot(15)].map((one) => `${one.virtual}`)).toEqual([
        "10.0.0.137",
        "10.0.0.249",
      ]);
      const { value, problem, remedy } = mistakeOf(() => zone.slot(slot));
      expect(value).toBe(String(slot));
      expect(problem).toContain("has group slots 1 to 15; slot 0 is the edge's");
      expect(remedy).toContain("leave slot out");
    },
  );
});
