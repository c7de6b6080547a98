import { describe, expect, test } from "@jest/globals";
import { buildFleet, wholeOf } from "../support/fleet";

const built = buildFleet([]);

describe("the platform", () => {
  test("has a VPN gateway and a repository on each site, and each gateway an address pool of its own (V-07, B-16)", () => {
    const [amsterdam, alkmaar] = ["platform-amsterdam", "platform-alkmaar"].map((path) => built.stack(path));
    for (const stack of [amsterdam, alkmaar]) {
      const { counts = {} } = stack ?? {};
      const ofVsphere = Object.entries(counts).filter(([type]) => type.startsWith("vsphere_"));
      expect(Object.fromEntries(ofVsphere)).toEqual({
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

  test("keeps the backups of each site's cluster at the other site (B-16)", () => {
    for (const [site, other] of [
      ["amsterdam", "alkmaar"],
      ["alkmaar", "amsterdam"],
    ]) {
      const manifests = Object.values(built.stack(`platform-${site}`).resources("kubernetes_manifest"));
      const stores = manifests.filter(({ manifest }) => manifest.kind === "BackupStorageLocation");
      expect(stores.map(({ manifest }) => manifest.spec.config.s3Url)).toEqual([
        `https://objects-${other}.example.nl`,
      ]);
    }
  });

  test.each(["platform-amsterdam", "platform-alkmaar"])("%s is as it was", (path) => {
    expect(wholeOf(built, path)).toMatchSnapshot();
  });
});
