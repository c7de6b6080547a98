import { describe, expect, test } from "@jest/globals";
import { buildFleet, wholeOf } from "../support/fleet";

const built = buildFleet([]);

describe("the platform", () => {
  test("has a VPN gateway and a repository on each site, and each gateway an address pool of its own (V-07, B-16)", () => {
    const [amsterdam, alkmaar] = ["platform-amsterdam", "platform-alkmaar"].map((path) => built.stack(path));
    for (const stack of [amsterdam, alkmaar]) {
      expect(stack?.counts).toEqual({
        vsphere_folder: 1,
        vsphere_ha_vm_override: 2,
        vsphere_resource_pool: 1,
        vsphere_tag: 8,
        vsphere_tag_category: 3,
        vsphere_virtual_machine: 2,
      });
    }
    expect(amsterdam?.model.site.vpn.pool).not.toEqual(alkmaar?.model.site.vpn.pool);
    expect(amsterdam?.model.admins).toEqual(alkmaar?.model.admins);
  });

  test.each(["platform-amsterdam", "platform-alkmaar"])("%s is as it was", (path) => {
    expect(wholeOf(built, path)).toMatchSnapshot();
  });
});
