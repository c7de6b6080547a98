import { describe, expect, test } from "@jest/globals";
import { Classification } from "../../lib/model/classification";
import { type ClientProps, checkClient } from "../../lib/model/client";
import { Day } from "../../lib/model/day";
import { Exposure } from "../../lib/model/exposure";
import { MaintenanceWindow } from "../../lib/model/maintenance-window";
import { Mistakes } from "../../lib/model/mistake";
import { oost, west } from "../support/sites";

const TODAY = Day.parse("2027-01-15");
const legal: ClientProps = {
  classification: Classification.SENSITIVE,
  productOwner: "Aouda Fogg",
  team: "Team Passepartout",
  site: oost,
  backupSite: west,
  network: "10.0.0.0/20",
};
const waiver = { owner: "CISO", reason: "open data only", until: "2027-01-15" };
const entry = { network: "198.51.100.0/28", owner: "Gemeente", reason: "office", until: "2026-12-31" };

function check(changes: Partial<ClientProps> = {}, { name = "verne", today = TODAY } = {}) {
  const gathered = new Mistakes(name);
  const client = checkClient(name, { ...legal, ...changes }, today, gathered);
  return { client, mistakes: gathered.all };
}

describe("a client", () => {
  test("with the least that has to be said is closed, and has all stages and the sheet's window", () => {
    const { client, mistakes } = check();
    expect(mistakes).toEqual([]);
    expect(client).toMatchObject({
      name: "verne",
      exposure: Exposure.CLOSED,
      whitelist: [],
      maintenance: MaintenanceWindow.SHEET,
      classificationWaiver: undefined,
      planIsStandIn: false,
    });
    expect(client?.stages.map(String)).toEqual(["development", "test", "acceptance", "production"]);
    expect(`${client?.plan.block}`).toBe("10.0.0.0/20");
  });

  test("has what was said of it, whitelist entries whose day has passed included", () => {
    const maintenance = MaintenanceWindow.of({ days: ["Tue"] });
    const { client, mistakes } = check({
      exposure: Exposure.RESTRICTED,
      whitelist: [entry],
      stages: ["acceptance", "development"],
      network6: "2001:db8:20::/48",
      vlans: { sync: 4000 },
      maintenance,
    });
    expect(mistakes).toEqual([]);
    expect(client).toMatchObject({ exposure: "restricted", maintenance, site: oost, backupSite: west });
    expect(client?.stages.map(String)).toEqual(["development", "acceptance"]);
    expect(client?.whitelist.map(({ until }) => `${until}`)).toEqual(["2026-12-31"]);
    expect([`${client?.plan.block6}`, client?.plan.zone("sync").vlan]).toEqual(["2001:db8:20::/48", 4000]);
  });

  test.each<[Partial<ClientProps>, string, string]>([
    [{ backupSite: oost }, "backupSite", "backups go to another data centre"],
    [{ backupSite: { ...west } }, "backupSite", "is not a site"],
    [{ classification: 3 as unknown as Classification }, "classification", "is classified (V-02)"],
    [{ productOwner: "" }, "productOwner", "the product owner is missing"],
    [{ team: "a\nb" }, "team", "one printable line"],
    [{ exposure: "open" as Exposure }, "exposure", "is not an exposure (H-06)"],
    [{ stages: ["production"] }, "stages", "is reached through acceptance"],
    [{ whitelist: [entry, { ...entry, network: "0.0.0.0/0" }] }, "whitelist[1].network", "anybody's network"],
    [{ network: "10.0.0.0/24" }, "network", "is too small"],
    [{ network: "10.8.0.0/22" }, "network", "takes VLANs past 4094"],
    [{ network6: "fe80::/48" }, "network6", "unicast"],
    [{ vlans: { test: 1 } }, "vlans.test", "is the VLAN of development too"],
    [{ stages: ["test"] }, "stages", "is reached through development"],
    [{ network6: "2001:db8::/64" }, "network6", "/40 to /61"],
    [{ vlans: { test: 5000 } }, "vlans.test", "outside the VLAN range"],
    [{ classificationWaiver: { ...waiver, owner: "" } }, "classificationWaiver.owner", "an owner is missing"],
  ])("is told of %j", (changes, property, problem) => {
    const { mistakes } = check(changes);
    expect(mistakes.map((mistake) => `${mistake.path} ${mistake.property}`)).toEqual([`verne ${property}`]);
    expect(mistakes[0]?.problem).toContain(problem);
    expect(mistakes[0]?.remedy).not.toBe("");
  });

  test.each([
    ["maintenance", null, "is not a maintenance window"],
    ["maintenance", { days: ["Tue"] }, "is not a maintenance window"],
    ["maintenance", "Tue 00:00-04:00", "is not a maintenance window"],
    ["network", undefined, "is not an IPv4 or IPv6 address"],
    ["network", 10, "is not an IPv4 or IPv6 address"],
    ["network6", null, "is not an IPv4 or IPv6 address"],
  ])("whose %s is %j is told so, and is not a defect of the library", (property, value, problem) => {
    const { client, mistakes } = check({ [property]: value });
    expect(mistakes.map((mistake) => mistake.property)).toEqual([property]);
    expect(mistakes[0]?.value).toContain(value === undefined ? "(missing)" : JSON.stringify(value));
    expect(mistakes[0]?.problem).toContain(problem);
    expect(client?.maintenance).toBe(MaintenanceWindow.SHEET);
  });

  test("is told of all its mistakes at once, and answered with stand-ins so that the rest is checked too", () => {
    const { client, mistakes } = check(
      {
        classification: undefined as unknown as Classification,
        productOwner: "",
        team: "",
        backupSite: undefined as unknown as ClientProps["backupSite"],
        network: "10.0.0.1/20",
        exposure: "open" as Exposure,
        stages: [],
        whitelist: [{ ...entry, network: "x", owner: "" }, entry],
      },
      { name: "verne-test" },
    );
    expect(mistakes.map(({ property }) => property).toSorted()).toEqual(
      [
        "",
        "backupSite",
        "classification",
        "stages",
        "whitelist[0].network",
        "whitelist[0].owner",
        "productOwner",
        "team",
        "exposure",
        "network",
      ].toSorted(),
    );
    expect(client).toMatchObject({
      classification: Classification.SENSITIVE,
      exposure: Exposure.CLOSED,
      backupSite: oost,
      planIsStandIn: true,
    });
    expect(client?.stages).toHaveLength(4);
    expect(client?.whitelist.map(({ network }) => `${network}`)).toEqual(["198.51.100.0/28"]);
    expect(`${client?.plan.block}`).toBe("10.0.0.0/16");
  });

  test("without a site is no client at all, and still told of the rest", () => {
    const { client, mistakes } = check({ site: undefined as unknown as ClientProps["site"], team: "" });
    expect(client).toBeUndefined();
    expect(mistakes.map(({ property, value }) => [property, value])).toEqual([
      ["site", "(missing)"],
      ["team", '""'],
    ]);
  });

  test.each(["verne-test", "production", "acceptance-verne", "my-platform", "sites", "development-a"])(
    "may not be called %s, by which it would meet another's stacks",
    (name) => {
      const { mistakes } = check({}, { name });
      expect(mistakes.map(({ value }) => value)).toEqual([JSON.stringify(name)]);
      expect(mistakes[0]?.problem).toContain("would get the same name");
    },
  );

  test.each(["testament", "contest", "platforms", "site", "verne2"])("may be called %s", (name) => {
    expect(check({}, { name }).mistakes).toEqual([]);
  });
});

describe("data below class 3 (V-02)", () => {
  const classes = [Classification.PUBLIC, Classification.INTERNAL];
  test.each(classes.map((one) => [`${one}`, one] as const))(
    "of class %s takes a waiver",
    (text, classification) => {
      const { mistakes } = check({ classification });
      expect(mistakes.map(({ property, value }) => [property, value])).toEqual([["classification", text]]);
      expect(mistakes[0]?.problem).toContain("without a waiver of the CISO");
      expect(mistakes[0]?.remedy).toContain("classificationWaiver: { owner, reason, until }");
      const waived = check({ classification, classificationWaiver: waiver });
      expect(waived.mistakes).toEqual([]);
      expect(waived.client).toMatchObject({ classification, classificationWaiver: { owner: "CISO" } });
    },
  );

  test("with a waiver that cannot be read is told of the waiver only", () => {
    const { mistakes } = check({
      classification: Classification.PUBLIC,
      classificationWaiver: { ...waiver, until: "2027-02-30" },
    });
    expect(mistakes.map(({ property }) => property)).toEqual(["classificationWaiver.until"]);
    expect(mistakes[0]?.problem).toContain("is not a day of the calendar");
  });

  test("is allowed on the waiver's last day, and not on the next", () => {
    const on = (day: string) =>
      check(
        { classification: Classification.PUBLIC, classificationWaiver: waiver },
        { today: Day.parse(day) },
      );
    expect(on("2027-01-15").mistakes).toEqual([]);
    const [mistake, ...more] = on("2027-01-16").mistakes;
    expect(more).toEqual([]);
    expect(mistake?.property).toBe("classification");
    expect(mistake?.problem).toContain("the waiver for it ended on 2027-01-15");
  });
});

describe("a client's public addresses", () => {
  const of = (publicAddresses: object) => check({ publicAddresses });

  test("are one for each stage that has one", () => {
    const { client, mistakes } = of({ production: "203.0.113.10", acceptance: "8.8.8.8" });
    expect(mistakes).toEqual([]);
    expect([...(client?.publicAddresses ?? [])].map(([stage, address]) => `${stage} ${address}`)).toEqual([
      "production 203.0.113.10",
      "acceptance 8.8.8.8",
    ]);
    expect(check().client?.publicAddresses.size).toBe(0);
  });

  test.each([
    ...["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "127.0.0.1", "169.254.1.1", "100.64.0.1"],
    ...["0.0.0.0", "224.0.0.1", "255.255.255.255", "2001:db8::1"],
  ])("are not %s, which nobody routes here", (address) => {
    const { client, mistakes } = of({ production: address });
    expect(mistakes.map(({ property, value }) => [property, value])).toEqual([
      ["publicAddresses.production", address],
    ]);
    expect(mistakes[0]?.problem).toContain("is not a public IPv4 address");
    expect(client?.publicAddresses.size).toBe(0);
  });

  test.each([
    [{ productoin: "203.0.113.10" }, "publicAddresses.productoin"],
    [{ sync: "203.0.113.10" }, "publicAddresses.sync"],
    [{ production: "203.0.113.0/28" }, "publicAddresses.production"],
    [{ production: undefined }, "publicAddresses.production"],
    [{ test: "203.0.113.10", production: "203.0.113.10" }, "publicAddresses.production"],
  ])("are refused as %j", (publicAddresses, property) => {
    expect(of(publicAddresses).mistakes.map((mistake) => mistake.property)).toEqual([property]);
  });
});
