import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Cidr } from "../../lib/model/cidr";
import { defineSite, isSite, type SiteProps } from "../../lib/model/site";
import { mistakeOf, mistakesOf } from "../support/errors";
import { oost, siteProps, west } from "../support/sites";

const { uplink, vpn } = siteProps({});

describe("a site", () => {
  test("is what defineSite made, and nothing that only looks like it", () => {
    expect([oost, west].map(isSite)).toEqual([true, true]);
    expect([{ ...oost }, siteProps({}), null, undefined, "oost"].map(isSite)).toEqual(Array(5).fill(false));
  });

  test("holds its facts as values", () => {
    const { streets, vpn, storage, dns } = oost;
    expect([`${streets}`, `${vpn.pool}`, vpn.pool6, `${dns}`]).toEqual([
      "10.0.0.0/12",
      "10.99.1.0/24",
      undefined,
      "172.31.0.53",
    ]);
    expect(storage).toEqual({ kind: "datastore-cluster", name: "oost-flash" });
    expect(west.storage).toEqual({ kind: "datastores", names: ["west-a", "west-b", "west-c"] });
  });

  test("has no virtual TPM unless told", () => {
    const { virtualTpm, ...rest } = siteProps({});
    expect([virtualTpm, oost.virtualTpm, defineSite(rest).virtualTpm]).toEqual([true, true, false]);
  });

  test.each([[{ first: 1, last: 8 }], [{ first: 4087, last: 4094 }], [{ first: 100, last: 200 }]])(
    "may have the VLANs %j",
    (vlans) => {
      expect(defineSite(siteProps({ vlans })).vlans).toEqual(vlans);
    },
  );

  test.each([
    [{ pool: "10.99.0.0/16" }],
    [{ pool: "10.99.1.0/28" }],
    [{ pool6: "2001:db8:99::/48" }],
    [{ pool6: "2001:db8:99::/120" }],
  ])("may have the VPN pool %j", (pool) => {
    const { vpn: made } = defineSite(siteProps({ vpn: { ...vpn, ...pool } }));
    expect(JSON.parse(JSON.stringify(made))).toEqual({ ...vpn, ...pool });
  });

  test.each(["2001:db8::/32", "2001:db8::/64"])("may have %s on its uplink", (network6) => {
    const made = defineSite(siteProps({ uplink: { ...uplink, network6 } }));
    expect(`${made.uplink.network6}`).toBe(network6);
  });

  test.each<[Partial<SiteProps>, string, string]>([
    [{ name: "Oost" }, "name", "is a DNS label"],
    [{ datacenter: "dc/1" }, "datacenter", "without / \\ %"],
    [{ cluster: "c\\1" }, "cluster", "without / \\ %"],
    [{ distributedSwitch: "dvs%2f" }, "distributedSwitch", "without / \\ %"],
    [{ template: "" }, "template", "in vSphere"],
    [{ uplink: { ...uplink, portGroup: " up" } }, "uplink.portGroup", "in vSphere"],
    [{ hosts: ["a", "b/c"] }, "hosts[1]", "in vSphere"],
    [{ hosts: [] }, "hosts", "at least 2 different hosts"],
    [{ hosts: ["a"] }, "hosts", "at least 2 different hosts"],
    [{ hosts: ["a", "b", "a"] }, "hosts", "different hosts"],
    [{ hosts: ["a.nl", "A.nl"] }, "hosts", "different hosts"],
    [{ storage: { datastoreCluster: "a/b" } }, "storage.datastoreCluster", "in vSphere"],
    [{ storage: { datastores: ["a"] } }, "storage.datastores", "at least 2 different datastores"],
    [{ storage: { datastores: ["a", "A"] } }, "storage.datastores", "different datastores"],
    [{ storage: { datastores: ["a", "b%"] } }, "storage.datastores[1]", "in vSphere"],
    [{ streets: "10.0.0.0/23" }, "streets", "/8 to /22"],
    [{ streets: "10.0.0.0/7" }, "streets", "/8 to /22"],
    [{ streets: "2001::/20" }, "streets", "IPv4 network"],
    [{ vlans: { first: 0, last: 100 } }, "vlans", "range of VLAN ids"],
    [{ vlans: { first: 1, last: 4095 } }, "vlans", "range of VLAN ids"],
    [{ vlans: { first: 100, last: 106 } }, "vlans", "eight for a street"],
    [{ vlans: { first: 200, last: 100 } }, "vlans", "range of VLAN ids"],
    [{ vlans: { first: 1.5, last: 100 } }, "vlans", "range of VLAN ids"],
    [{ vlans: { first: 1, last: Number.NaN } }, "vlans", "range of VLAN ids"],
    [{ uplink: { ...uplink, network: "2001:db8::/64" } }, "uplink.network", "is IPv6 where IPv4 belongs"],
    [{ uplink: { ...uplink, network6: "172.16.0.0/16" } }, "uplink.network6", "is IPv4 where IPv6 belongs"],
    [{ vpn: { ...vpn, pool: "2001:db8::/64" } }, "vpn.pool", "is IPv6 where IPv4 belongs"],
    [{ vpn: { ...vpn, pool6: "10.99.1.0/24" } }, "vpn.pool6", "is IPv4 where IPv6 belongs"],
    [{ vpn: { ...vpn, pool: "10.99.1.1/24" } }, "vpn.pool", "has host bits set"],
    [{ vpn: { ...vpn, pool: "0.0.0.0/0" } }, "vpn.pool", "of /0 where /16 to /28 belongs"],
    [{ vpn: { ...vpn, pool: "10.98.0.0/15" } }, "vpn.pool", "of /15 where /16 to /28 belongs"],
    [{ vpn: { ...vpn, pool: "10.99.1.0/29" } }, "vpn.pool", "of /29 where /16 to /28 belongs"],
    [{ vpn: { ...vpn, pool6: "::/0" } }, "vpn.pool6", "of /0 where /48 to /120 belongs"],
    [{ vpn: { ...vpn, pool6: "2001:db8::/47" } }, "vpn.pool6", "of /47 where /48 to /120 belongs"],
    [{ vpn: { ...vpn, pool6: "2001:db8::/121" } }, "vpn.pool6", "of /121 where /48 to /120 belongs"],
    [{ uplink: { ...uplink, network6: "2000::/31" } }, "uplink.network6", "of /31 where /32 to /64 belongs"],
    [{ uplink: { ...uplink, network6: "2000::/65" } }, "uplink.network6", "of /65 where /32 to /64 belongs"],
    [{ dns: [] }, "dns", "at least 1 different resolvers"],
    [{ ntp: [] }, "ntp", "at least 1 different time servers"],
    [{ ntp: ["10.0.0.1", "10.0.0.1"] }, "ntp", "different time servers"],
    [{ dns: ["10.0.0.1", "dns.example.nl"] }, "dns[1]", "is not an IPv4 or IPv6 address"],
    [{ ntp: ["::ffff:10.0.0.1"] }, "ntp[0]", "mapped into IPv6"],
  ])("refuses %j", (changes, property, problem) => {
    const mistake = mistakeOf(() => defineSite(siteProps(changes)));
    expect(mistake.path).toBe(`sites/${changes.name ?? "oost"}`);
    expect(mistake.property).toBe(property);
    expect(mistake.problem).toContain(problem);
    expect(mistake.remedy).not.toBe("");
  });

  test.each([
    "VPN.example.nl",
    "vpn",
    "10.0.0.1",
    "vpn_1.example.nl",
    "-vpn.example.nl",
    "vpn.example.nl.",
    "",
  ])("refuses %j as the host name of its VPN", (endpoint) => {
    const mistake = mistakeOf(() => defineSite(siteProps({ vpn: { ...vpn, endpoint } })));
    expect(mistake).toMatchObject({ property: "vpn.endpoint", value: JSON.stringify(endpoint) });
    expect(mistake.problem).toContain("is not a fully qualified host name");
  });

  test("refuses an uplink without room for the edges of all its streets, and says which size has it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 22 }), fc.integer({ min: 8, max: 32 }), (prefix, size) => {
        const streets = `${Cidr.around(oost.streets.first, prefix)}`;
        const site = (bits: number) =>
          defineSite(siteProps({ streets, uplink: { ...uplink, network: `172.0.0.0/${bits}` } }));
        // Sixteen places at the start, and eight for every /22.
        const needed = 16 + 8 * 2 ** (22 - prefix);
        if (2 ** (32 - size) >= needed) {
          expect(site(size).uplink.network.prefix).toBe(size);
          return;
        }
        const { property, problem, remedy } = mistakeOf(() => site(size));
        expect(property).toBe("uplink.network");
        expect(problem).toContain(`take ${needed}`);
        const advised = Number(/\/(\d+)$/.exec(remedy)?.[1]);
        expect(site(advised).uplink.network.prefix).toBe(advised);
        expect(() => site(advised + 1)).toThrow("take");
      }),
    );
  });

  test.each([
    ["10.0.0.0/8", "write a smaller network"],
    ["10.99.1.0/30", "write a larger network"],
  ])("is told for the VPN pool %s: %s", (pool, remedy) => {
    const mistake = mistakeOf(() => defineSite(siteProps({ vpn: { ...vpn, pool } })));
    expect(mistake).toMatchObject({ property: "vpn.pool", value: pool, remedy });
  });

  test("tells all its mistakes at once", () => {
    const changes: Partial<SiteProps> = {
      template: "a/b",
      hosts: ["a"],
      streets: "10.0.0.0/30",
      vlans: { first: 0, last: 0 },
      vpn: { endpoint: "vpn", pool: "10.99.1.0" },
      dns: ["x"],
    };
    const properties = mistakesOf(() => defineSite(siteProps(changes))).map(({ property }) => property);
    expect(properties.toSorted()).toEqual(
      ["template", "hosts", "streets", "vlans", "vpn.endpoint", "vpn.pool", "dns[0]"].toSorted(),
    );
  });

  test("tells of an uplink that is too small together with the rest", () => {
    const changes = { template: "a/b", uplink: { ...uplink, network: "172.16.0.0/24" } };
    const mistakes = mistakesOf(() => defineSite(siteProps(changes)));
    expect(mistakes.map(({ path, property }) => `${path} ${property}`)).toEqual([
      "sites/oost template",
      "sites/oost uplink.network",
    ]);
  });
});
