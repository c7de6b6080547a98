import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Cidr } from "../../lib/model/cidr";
import { Stage } from "../../lib/model/stage";
import { StreetPlan } from "../../lib/model/street-plan";
import { oost, west } from "../support/sites";

const PREFIXES = [16, 17, 18, 19, 20, 21, 22];

/** Plans of blocks of every size that is legal, in the half of a site for which there are VLANs. */
const plansOf = (prefix: number) =>
  fc.record({ site: fc.constantFrom(oost, west), place: fc.nat(511) }).map(({ site, place }) => {
    const network = `${Cidr.around(site.streets.part(22, place).first, prefix)}`;
    return StreetPlan.of({ site, network });
  });

const podsOf = (plan: StreetPlan) => Stage.ALL.map((stage) => plan.pods(stage));
const frontsOf = (plan: StreetPlan) => Stage.ALL.map((stage) => plan.fronts(stage));

const pairs = <T>(list: readonly T[]) =>
  list.flatMap((a, at) => list.slice(at + 1).map((b) => [a, b] as const));

describe("the networks of a street in the cluster", () => {
  test("are a quarter of an eighth for each stage: for its pods, and for what its gateways answer at", () => {
    const plan = StreetPlan.of({ site: oost, network: "10.0.16.0/20" });
    expect(podsOf(plan).map(String)).toEqual([
      "10.0.26.0/25",
      "10.0.26.128/25",
      "10.0.27.0/25",
      "10.0.27.128/25",
    ]);
    expect(frontsOf(plan).map(String)).toEqual([
      "10.0.28.0/25",
      "10.0.28.128/25",
      "10.0.29.0/25",
      "10.0.29.128/25",
    ]);
  });

  test.each(PREFIXES)("of a /%d lie in its block, clear of each other and of every zone", (prefix) => {
    fc.assert(
      fc.property(plansOf(prefix), (plan) => {
        const networks = [...podsOf(plan), ...frontsOf(plan)];
        const zones = plan.zones.map((zone) => zone.network);
        expect(networks).toHaveLength(8);
        expect(networks.filter((network) => !plan.block.contains(network))).toEqual([]);
        expect(pairs([...networks, ...zones]).filter(([a, b]) => a.overlaps(b))).toEqual([]);
        expect(networks.map((network) => network.prefix)).toEqual(Array(8).fill(prefix + 5));
      }),
      { numRuns: 40 },
    );
  });

  test.each(PREFIXES)("of a /%d have room for pods, and an address for a gateway of each class", (prefix) => {
    fc.assert(
      fc.property(plansOf(prefix), (plan) => {
        for (const network of podsOf(plan)) expect(network.size).toBeGreaterThanOrEqual(32n);
        for (const network of frontsOf(plan)) {
          const fronts = [1, 2, 3].map((offset) => network.at(offset));
          expect(fronts.filter((front) => !network.contains(front))).toEqual([]);
          expect(fronts.filter((front) => front.equals(network.first) || front.equals(network.last))).toEqual(
            [],
          );
        }
      }),
      { numRuns: 20 },
    );
  });

  test("are nobody else's: two blocks of a site share none", () => {
    const plans = fc.constantFrom(...PREFIXES).chain(plansOf);
    fc.assert(
      fc.property(plans, plans, (mine, theirs) => {
        fc.pre(!mine.block.overlaps(theirs.block));
        const all = (plan: StreetPlan) => [...podsOf(plan), ...frontsOf(plan)];
        const shared = all(mine).filter((one) => all(theirs).some((other) => one.overlaps(other)));
        expect(shared.map(String)).toEqual([]);
      }),
    );
  });

  test("leave an eighth of the block free", () => {
    fc.assert(
      fc.property(fc.constantFrom(...PREFIXES).chain(plansOf), (plan) => {
        const zones = plan.zones.map((zone) => zone.network);
        const taken = [...zones, ...podsOf(plan), ...frontsOf(plan)].reduce(
          (sum, { size }) => sum + size,
          0n,
        );
        expect(taken * 8n).toBe(plan.block.size * 7n);
        const last = plan.block.part(plan.block.prefix + 3, 7);
        expect([...zones, ...podsOf(plan), ...frontsOf(plan)].filter((one) => one.overlaps(last))).toEqual(
          [],
        );
      }),
    );
  });

  test("stay where they are when IPv6 is added, of which a cluster has none", () => {
    const network = "10.0.16.0/20";
    const [before, after] = [
      StreetPlan.of({ site: oost, network }),
      StreetPlan.of({ site: oost, network, network6: "2001:db8:20::/48" }),
    ].map((plan) => [...podsOf(plan), ...frontsOf(plan)].map(String));
    expect(after).toEqual(before);
  });
});
