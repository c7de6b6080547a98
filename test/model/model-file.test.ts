import { describe, expect, test } from "@jest/globals";
import { Profile, RedundantVms, SitePlatform, type StreetProps, VmSize } from "../../lib";
import { siteRecord } from "../../lib/model/model-file";
import { admins } from "../../stacks/admins";
import { buildApp, buildStreet } from "../support/app";
import { ruleWaiver } from "../support/full-models";
import { oost, west } from "../support/sites";

const other = { ...ruleWaiver, rule: "another-rule", until: "one day" };

const modelsOf = (props: Partial<StreetProps>) => {
  const built = buildStreet(props);
  return built.paths.map((path) => built.stack(path).model);
};

const mistakesWith = (props: object) =>
  buildStreet(props).mistakes.map(({ path, property }) => [path, property]);

describe("a model file has for rules", () => {
  test("all waivers of the client in every stack, in the order in which they are declared", () => {
    const models = modelsOf({ waivers: [other, ruleWaiver] });
    expect(models).toHaveLength(5);
    for (const model of models) expect(model.waivers).toEqual([other, ruleWaiver]);
    for (const model of modelsOf({})) expect(model.waivers).toEqual([]);
  });

  test("the waivers of a platform in its own stack", () => {
    const built = buildApp((app) => {
      new SitePlatform(app, { site: oost, otherSites: [west], admins, waivers: [ruleWaiver] });
      new SitePlatform(app, { site: west, otherSites: [oost], admins });
    });
    expect(built.stack("platform-oost").model.waivers).toEqual([ruleWaiver]);
    expect(built.stack("platform-west").model.waivers).toEqual([]);
  });

  test("the profiles a client chose, each once, and none unless chosen", () => {
    const profiles = (props: Partial<StreetProps>) => modelsOf(props).map(({ client }) => client?.profiles);
    expect(profiles({ profiles: [Profile.BIO2, Profile.BIO2] })).toEqual(Array(5).fill(["bio2"]));
    expect(profiles({})).toEqual(Array(5).fill([]));
  });

  test("whether the servers of a group vote", () => {
    const built = buildStreet({}, (environment) => {
      new RedundantVms(environment, "web", { size: VmSize.SMALL });
      new RedundantVms(environment, "search", { size: VmSize.SMALL, quorum: true });
    });
    const { model } = built.stack("verne/production");
    expect(model.groups.map(({ path, quorum }) => [path, quorum])).toEqual([
      ["verne/production/web", false],
      ["verne/production/search", true],
    ]);
    expect(built.stack("verne/street").model.groups.map(({ quorum }) => quorum)).toEqual([false]);
  });

  test("where a site keeps disks, its hosts, and whether it has virtual TPMs", () => {
    expect(siteRecord(oost)).toMatchObject({
      hosts: ["h1.example.nl", "h2.example.nl", "h3.example.nl", "h4.example.nl", "h5.example.nl"],
      storage: { kind: "datastore-cluster", name: "oost-flash" },
      virtualTpm: true,
    });
    expect(siteRecord(west)).toMatchObject({
      storage: { kind: "datastores", names: ["west-a", "west-b", "west-c"] },
      virtualTpm: false,
    });
  });
});

describe("a client file is told of", () => {
  test("a waiver that is not whole, and not of an end date that cannot be read", () => {
    const { ticket: _, ...without } = ruleWaiver;
    expect(mistakesWith({ waivers: [ruleWaiver, without] })).toEqual([["verne", "waivers[1].ticket"]]);
    expect(mistakesWith({ waivers: [other] })).toEqual([]);
  });

  test.each<[string, object, readonly (readonly string[])[]]>([
    ["waivers in braces", { waivers: {} }, [["verne", "waivers"]]],
    ["waivers as a text", { waivers: "abc" }, [["verne", "waivers"]]],
    ["a waiver of nothing", { waivers: [null] }, [["verne", "waivers[0]"]]],
    ["a waiver as a text beside a good one", { waivers: [ruleWaiver, "abc"] }, [["verne", "waivers[1]"]]],
    ["one profile outside a list", { profiles: "bio2" }, [["verne", "profiles"]]],
    ["a whitelist that is none", { whitelist: {} }, [["verne", "whitelist"]]],
    ["a whitelist entry of nothing", { whitelist: [null] }, [["verne", "whitelist[0]"]]],
  ])("%s, by the property and with what to write", (_what, props, wanted) => {
    expect(mistakesWith(props as Partial<StreetProps>)).toEqual(wanted);
    for (const { problem, remedy } of buildStreet(props as Partial<StreetProps>).mistakes) {
      expect(problem).toMatch(/^is not a (?:list|waiver|whitelist entry)$/);
      expect(remedy).toMatch(/^write /);
    }
  });

  test("a profile that there is not", () => {
    expect(mistakesWith({ profiles: ["BIO2"] })).toEqual([["verne", "profiles[0]"]]);
    expect(mistakesWith({ profiles: [Profile.BIO2] })).toEqual([]);
  });

  test("a platform's waiver that is not whole", () => {
    const built = buildApp((app) => {
      const waivers = [{ ...ruleWaiver, owner: "Tech" }];
      new SitePlatform(app, { site: oost, otherSites: [west], admins, waivers });
    });
    expect(built.mistakes.map(({ path, property }) => [path, property])).toEqual([
      ["platform-oost", "waivers[0].owner"],
    ]);
  });
});
