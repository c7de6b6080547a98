import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { defineSite } from "../../lib/model/site";
import { StreetPlan, type StreetPlanProps } from "../../lib/model/street-plan";
import { mistakeOf, mistakesOf } from "../support/errors";
import { oost, siteProps } from "../support/sites";

const NAMES = ["development", "test", "acceptance", "production", "sync"] as const;

const of = (changes: Partial<StreetPlanProps> = {}) =>
  StreetPlan.of({ site: oost, network: "10.0.16.0/20", ...changes });

const vlansOf = (changes: Partial<StreetPlanProps>) => of(changes).zones.map(({ vlan }) => vlan);

describe("the plan of a street", () => {
  test.each<[Partial<StreetPlanProps>, string, string]>([
    [{ network: "10.0.0.0/23" }, "takes at least a /22", "/20 inside 10.0.0.0/12"],
    [{ network: "10.0.0.0/15" }, "/16 to /22", "/20 inside 10.0.0.0/12"],
    [{ network: "10.16.0.0/20" }, "lies outside 10.0.0.0/12", "another site"],
    [{ network: "2000::/20" }, "an IPv4 network", "IPv6 goes into network6"],
    [{ network: "10.0.1.0/20" }, "has host bits set", "10.0.0.0/20"],
    [{ network6: "2001:db8::/62" }, "/40 to /61", "/48 or /56"],
    [{ network6: "2001:c00::/39" }, "/40 to /61", "/48 or /56"],
    [{ network6: "10.0.0.0/20" }, "IPv6 block", "/48 or /56"],
    [{ vlans: { test: 0 } }, "outside the VLAN range 1-4094", "1 to 4094"],
    [{ vlans: { sync: 4095 } }, "outside the VLAN range", "1 to 4094"],
    [{ vlans: { test: 9.5 } }, "outside the VLAN range", "1 to 4094"],
    [{ vlans: { test: "34" } as object }, "outside the VLAN range", "1 to 4094"],
    [{ vlans: { dmz: 9 } as object }, "dmz is not a network of a street", `one of ${NAMES.join(", ")}`],
    [{ vlans: { dmz: 5000 } as object }, "dmz is not a network of a street", `one of ${NAMES.join(", ")}`],
    [{ vlans: { toString: 9 } as object }, "is not a network of a street", `one of ${NAMES.join(", ")}`],
  ])("refuses %j", (changes, problem, remedy) => {
    const [property = "", zone] = [...Object.keys(changes), ...Object.keys(changes.vlans ?? {})];
    const mistake = mistakeOf(() => of(changes));
    expect(mistake.property).toBe(zone === undefined ? property : `vlans.${zone}`);
    expect(mistake.problem).toContain(problem);
    expect(mistake.remedy).toContain(remedy);
  });

  test.each([
    ["network", undefined, "(missing)"],
    ["network", null, "(null)"],
    ["network", 7, "(7)"],
    ["network", ["10.0.16.0/20"], '(["10.0.16.0/20"])'],
    ["network6", null, "(null)"],
    ["network6", 7, "(7)"],
  ])("refuses a %s that is %j, and does not fall over it", (property, value, met) => {
    const mistake = mistakeOf(() => of({ [property]: value }));
    expect(mistake).toMatchObject({ property, value: met });
    expect(mistake.problem).toContain("is not an IPv4 or IPv6 address");
  });

  test("gathers its mistakes", () => {
    const vlans = { test: 0, dmz: 5000 } as object;
    const mistakes = mistakesOf(() => of({ network: "x", network6: "y", vlans }));
    expect(mistakes.map(({ property }) => property)).toEqual([
      "network",
      "network6",
      "vlans.test",
      "vlans.dmz",
    ]);
  });
});

describe("the IPv6 block of a street", () => {
  test.each(["2001:db8::/40", "2001:db8:20::/48", "2001:db8:ffff:fff8::/61"])("may be %s", (network6) => {
    expect(`${of({ network6 }).block6}`).toBe(network6);
  });

  test.each([
    "::/48",
    "1fff:ffff:ff00::/40",
    "4000::/48",
    "fe00::/48",
    "fe80::/48",
    "fec0::/48",
    "ff00::/48",
  ])("is not %s, which is not unicast that anybody routes", (network6) => {
    const { property, value, problem } = mistakeOf(() => of({ network6 }));
    expect([property, value]).toEqual(["network6", network6]);
    expect(problem).toContain("is not a client's IPv6 block: unicast");
  });

  test("needs a site with IPv6 on its uplink, without which nothing gets in or out", () => {
    const { portGroup, network } = siteProps({}).uplink;
    const site = defineSite(siteProps({ uplink: { portGroup, network } }));
    expect(of({ site }).block6).toBeUndefined();
    const { property, problem, remedy } = mistakeOf(() => of({ site, network6: "2001:db8:20::/48" }));
    expect(property).toBe("network6");
    expect(problem).toContain("site oost has no IPv6 on its uplink");
    expect(remedy).toContain("uplink.network6, or leave network6 out");
  });
});

describe("the VLANs of a street", () => {
  test("are those the hoster gave out, for the zones that are named and no other", () => {
    expect(vlansOf({ vlans: { production: 4000, sync: 4001 } })).toEqual([33, 34, 35, 4000, 4001]);
    expect(vlansOf({ vlans: { development: 34, test: 33 } })).toEqual([34, 33, 35, 36, 37]);
  });

  test.each([
    [{ test: 33 }, "test", 33, "development"],
    [{ sync: 36 }, "sync", 36, "production"],
    [{ acceptance: 900, sync: 900 }, "sync", 900, "acceptance"],
  ])("are not %j, by which two networks would be one", (vlans, name, vlan, other) => {
    const { property, value, problem, remedy } = mistakeOf(() => of({ vlans }));
    expect([property, value]).toEqual([`vlans.${name}`, `${vlan}`]);
    expect(problem).toContain(`is the VLAN of ${other} too; two networks on one VLAN are one network (B-09)`);
    expect(remedy).toContain("another VLAN id");
  });

  test("are refused exactly when two of the five are the same, planned or given", () => {
    const vlan = fc.integer({ min: 31, max: 39 });
    const given = fc.record(
      { development: vlan, test: vlan, acceptance: vlan, production: vlan, sync: vlan },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(given, (vlans) => {
        const expected = NAMES.map((name, part) => vlans[name] ?? 33 + part);
        if (new Set(expected).size === NAMES.length) expect(vlansOf({ vlans })).toEqual(expected);
        else expect(mistakesOf(() => of({ vlans }))[0]?.problem).toContain("are one network (B-09)");
      }),
    );
  });

  test("past the range of the site are one mistake, and it is the block's", () => {
    const { property, value, problem, remedy } = mistakeOf(() => of({ network: "10.8.0.0/22" }));
    expect([property, value]).toEqual(["network", "10.8.0.0/22"]);
    expect(problem).toContain("its place in 10.0.0.0/12 takes VLANs past 4094, the last of site oost");
    expect(remedy).toContain("nearer to the start of 10.0.0.0/12, or write vlans from 1 to 4094");
  });

  test("reach up to the last of the range: the block before the first that is refused is accepted", () => {
    expect(vlansOf({ network: "10.7.252.0/22" })).toEqual([4089, 4090, 4091, 4092, 4093]);
  });

  test("past the range may be given by the hoster instead, each of them", () => {
    const site = defineSite(siteProps({ vlans: { first: 1, last: 4091 } }));
    const far = { site, network: "10.7.252.0/22" };
    expect(vlansOf({ ...far, vlans: { production: 7, sync: 8 } })).toEqual([4089, 4090, 4091, 7, 8]);
    const mistake = mistakeOf(() => of({ ...far, vlans: { production: 7 } }));
    expect(mistake.property).toBe("network");
    expect(mistake.problem).toContain("takes VLANs past 4091");
  });
});
