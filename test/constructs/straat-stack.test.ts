import { Folder } from "@cdktf/provider-vsphere/lib/folder";
import { describe, expect, test } from "@jest/globals";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { RedundantVms, SitePlatform, Street, VmSize } from "../../lib";
import { admins } from "../../stacks/admins";
import { buildApp, clientProps } from "../support/app";
import { oost, west } from "../support/sites";

const built = buildApp((app) => {
  new SitePlatform(app, { site: oost, otherSites: [west], admins });
  new Street(app, "verne", clientProps()).forEachEnvironment((environment) => {
    new RedundantVms(environment, "web", { size: VmSize.SMALL });
    const byHand = new Construct(environment, "By hand_1");
    new Folder(byHand, "Extra", { path: "straat/extra", type: "vm" });
  });
});
const stacks = built.paths.map((path) => [path, built.stack(path)] as const);

describe.each(stacks)("the stack %s", (_path, { json }) => {
  const text = JSON.stringify(json);

  test("configures vSphere without a credential or an endpoint", () => {
    expect(json["provider"]).toEqual({ vsphere: [{}] });
    expect(json["terraform"].required_providers.vsphere).toEqual({
      source: "vmware/vsphere",
      version: "2.15.0",
    });
    expect(text).not.toMatch(/password|"user"|vsphere_server/);
  });

  test("reads no other stack's state and gives none of its own out", () => {
    expect(text).not.toContain("terraform_remote_state");
    expect(json["output"]).toBeUndefined();
  });

  test("says nothing of the machine it was made on", () => {
    expect(text).not.toContain(process.cwd());
    expect(text).not.toMatch(/"\/(home|root|tmp|work|Users)/);
  });
});

describe("addresses in Terraform", () => {
  const production = built.stack("verne/production");

  test("are the construct's path, readable in a plan", () => {
    expect(Object.keys(production.resources("vsphere_virtual_machine"))).toEqual(["web_1", "web_2"]);
    expect(production.group("web").servers.map(({ address }) => address)).toEqual([
      "vsphere_virtual_machine.web_1",
      "vsphere_virtual_machine.web_2",
    ]);
  });

  test("are the engine's, with its hash, for what somebody adds under another kind of name", () => {
    const names = Object.keys(production.resources("vsphere_folder"));
    expect(names).toEqual(expect.arrayContaining(["place_folder", expect.stringMatching(/_[0-9A-F]{8}$/)]));
  });
});

describe("a reference to what another stack makes", () => {
  const crossing = (refer: (other: Folder) => string) => () =>
    buildApp((app) => {
      const street = new Street(app, "verne", clientProps());
      const folder = new Folder(street.environment("test"), "extra", { path: "straat/extra", type: "vm" });
      new Folder(street.environment("production"), "crossing", { path: refer(folder), type: "vm" });
    }).stack("verne/production");

  test("is refused, with the stack and the object, instead of reading that stack's state", () => {
    expect(crossing((folder) => folder.path)).toThrow("verne/production  vsphere_folder.extra");
    expect(crossing((folder) => `${folder.path}/below`)).toThrow("stacks do not read each other's state");
    expect(crossing((folder) => Fn.upper(folder.path))).toThrow("vsphere_folder.extra");
  });

  test("is not seen where there is none", () => {
    expect(crossing(() => "straat/other")).not.toThrow();
  });
});
