import { describe, expect, test } from "@jest/globals";
import { Exposure, RedundantVms, Stage, type StageName, Street, VmSize } from "../../lib";
import { Day } from "../../lib/model/day";
import { type AppView, buildApp, buildStreet, clientProps, TEST_DAY } from "../support/app";

const ENTRY = {
  network: "198.51.100.16/28",
  owner: "Reform Club",
  reason: "testers",
  until: "2027-12-31",
};

describe("a street", () => {
  test("has one stack for what its environments share and one for each environment (B-09)", () => {
    expect(buildStreet().paths).toEqual([
      "verne/street",
      "verne/development",
      "verne/test",
      "verne/acceptance",
      "verne/production",
    ]);
  });

  test("applies its shared stack before its environments", () => {
    const { straatStacks } = buildStreet();
    const [shared, ...environments] = straatStacks;
    for (const environment of environments) expect(environment.dependencies).toEqual([shared]);
  });

  test("has no environment for a stage that is not declared, but keeps its network and its leg", () => {
    const built = buildStreet({ stages: ["development", "acceptance"] });
    expect(built.paths).toEqual(["verne/street", "verne/development", "verne/acceptance"]);
    expect(withoutFirewall(built)).toEqual(withoutFirewall(buildStreet()));
  });

  test("gets the same environments when a stage is added later", () => {
    const [without, all] = [
      buildStreet({ stages: ["development", "acceptance", "production"] }),
      buildStreet(),
    ];
    for (const path of without.paths.slice(1)) expect(without.stack(path)).toEqual(all.stack(path));
    expect(withoutFirewall(without)).toEqual(withoutFirewall(all));
  });

  test.each([
    [["production"], "reached through acceptance"],
    [["development", "production"], "reached through acceptance"],
    [["test", "acceptance"], "reached through development"],
    [["development", "development"], "names a stage twice"],
    [["staging"], "is not a stage"],
    [[], "at least one stage"],
  ])("refuses the stages %j", (stages, why) => {
    expect(buildStreet({ stages: stages as StageName[] }).complaint).toContain(why);
  });

  test("gives out a declared environment, and refuses one that is not there", () => {
    buildApp((app) => {
      const street = new Street(app, "verne", clientProps({ stages: ["development"] }));
      expect(street.environment("development").stage).toBe(Stage.DEVELOPMENT);
      expect(street.environment(Stage.DEVELOPMENT).stage).toBe(Stage.DEVELOPMENT);
      expect(() => street.environment("production")).toThrow("is not a stage of this street");
    });
  });
});

describe("networks of a street", () => {
  const groups = buildStreet().stack("verne/street").resources("vsphere_distributed_port_group");

  test("are one port group for each environment and one for the edge's own link", () => {
    const names = ["development", "test", "acceptance", "production", "sync"];
    expect(Object.keys(groups)).toEqual(names.map((name) => `network_${name}`));
    expect(new Set(Object.values(groups).map((group) => group["vlan_id"])).size).toBe(5);
  });

  test("let no server listen in, forge frames, or change its hardware address, and no port say otherwise", () => {
    for (const group of Object.values(groups)) {
      expect(group).toMatchObject({
        allow_forged_transmits: false,
        allow_mac_changes: false,
        allow_promiscuous: false,
        security_policy_override_allowed: false,
        vlan_override_allowed: false,
      });
    }
  });
});

describe("the audience of an application (H-06)", () => {
  const audience = (stage: StageName, exposure: Exposure, whitelist = [ENTRY], day = TEST_DAY) =>
    buildStreet({ exposure, whitelist }, undefined, { day }).stack(`verne/${stage}`).model.audience?.kind;

  test.each([
    ["development", Exposure.PUBLIC, "vpn"],
    ["test", Exposure.PUBLIC, "vpn"],
    ["acceptance", Exposure.PUBLIC, "whitelist"],
    ["acceptance", Exposure.CLOSED, "whitelist"],
    ["production", Exposure.CLOSED, "vpn"],
    ["production", Exposure.RESTRICTED, "whitelist"],
    ["production", Exposure.PUBLIC, "internet"],
  ] as const)("in %s with exposure %s is the %s", (stage, exposure, expected) => {
    expect(audience(stage, exposure)).toBe(expected);
  });

  test("is never wider than the VPN where nothing is declared", () => {
    const built = buildStreet();
    for (const stage of Stage.ALL)
      expect(built.stack(`verne/${stage}`).model.audience).toEqual({ kind: "vpn" });
  });

  test("narrows to the VPN on the day after the last entry ended; the last day still counts", () => {
    const on = (day: string) => audience("production", Exposure.RESTRICTED, [ENTRY], Day.parse(day));
    expect(on("2027-12-31")).toBe("whitelist");
    expect(on("2028-01-01")).toBe("vpn");
  });

  test("is refused when production is restricted to a whitelist without entries", () => {
    expect(buildStreet({ exposure: Exposure.RESTRICTED }).complaint).toContain("whitelist that is empty");
  });
});

describe("an entry past its end date", () => {
  const built = (day: string) => buildStreet({ whitelist: [ENTRY] }, undefined, { day: Day.parse(day) });

  test("disappears from what is synthesized and is spoken of", () => {
    const after = built("2028-01-01");
    expect(after.stack("verne/acceptance").model.client?.whitelist).toEqual([]);
    expect(after.notices.map(({ text }) => text)).toEqual([
      expect.stringContaining("has ended and is left out"),
    ]);
  });

  test("is announced thirty days ahead, and not before", () => {
    expect(built("2027-12-01").notices.map(({ text }) => text)).toEqual([
      expect.stringContaining("ends in 30 days"),
    ]);
    expect(built("2027-11-30").notices).toEqual([]);
    expect(built("2027-12-01").stack("verne/acceptance").model.client?.whitelist).toHaveLength(1);
  });
});

describe("an environment", () => {
  const withServers = buildStreet(
    {},
    (environment) => new RedundantVms(environment, "web", { size: VmSize.SMALL }),
  );

  test("has a folder, a resource pool and tags of its own, and its servers are in them", () => {
    const stack = withServers.stack("verne/production");
    expect(stack.counts).toMatchObject({ vsphere_folder: 1, vsphere_resource_pool: 1 });
    expect(stack.resources("vsphere_folder")["place_folder"]?.["path"]).toBe("straat/verne/production");
    expect(stack.server("web_1")).toMatchObject({
      folder: "${vsphere_folder.place_folder.path}",
      resource_pool_id: "${vsphere_resource_pool.place_pool.id}",
      tags: [
        "${data.vsphere_tag.site_tag-client-verne.id}",
        "${data.vsphere_tag.site_tag-stage-production.id}",
        "${data.vsphere_tag.site_tag-class-sensitive.id}",
      ],
    });
  });

  test("comes before earlier stages when a host is short of time", () => {
    const share = (stage: StageName) =>
      withServers.stack(`verne/${stage}`).resources("vsphere_resource_pool")["place_pool"]?.[
        "cpu_share_level"
      ];
    expect([share("production"), share("acceptance"), share("development")]).toEqual([
      "high",
      "normal",
      "low",
    ]);
  });

  test("names nothing of another stage, and makes no network", () => {
    for (const stage of Stage.ALL) {
      const { json, counts } = withServers.stack(`verne/${stage}`);
      expect(counts["vsphere_distributed_port_group"]).toBeUndefined();
      for (const other of Stage.ALL.filter((candidate) => candidate !== stage)) {
        expect(JSON.stringify(json)).not.toContain(`verne-${other}`);
      }
    }
  });
});

/** What the street's stack makes, but for the edge's rules: those follow the environments there are. */
function withoutFirewall(built: AppView) {
  const { json } = built.stack("verne/street");
  const text = JSON.stringify(json, (key, value) =>
    key === "guestinfo.straat.firewall" ? undefined : value,
  );
  return JSON.parse(text);
}
