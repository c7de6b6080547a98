import { describe, expect, test } from "@jest/globals";
import { RedundantVms, type RedundantVmsProps, type StageName, VmSize } from "../../lib";
import { buildStreet, type StackView } from "../support/app";
import { oost, west } from "../support/sites";

const AT_WEST = { site: west, backupSite: oost, network: "10.16.0.0/20" };

const STAGES: readonly StageName[] = ["development", "test", "acceptance", "production"];

function street(props: Partial<RedundantVmsProps> = {}, changes: Parameters<typeof buildStreet>[0] = {}) {
  return buildStreet(
    changes,
    (environment) => new RedundantVms(environment, "web", { size: VmSize.MEDIUM, ...props }),
  );
}

function production(props: Partial<RedundantVmsProps> = {}, changes = {}): StackView {
  return street(props, changes).stack("verne/production");
}

describe("a group of servers survives the loss of one (H-03, H-04)", () => {
  test("it has two members in every stage, unless told otherwise", () => {
    const built = street();
    for (const stage of STAGES) {
      const servers = Object.keys(built.stack(`verne/${stage}`).resources("vsphere_virtual_machine"));
      expect(servers).toEqual(["web_1", "web_2"]);
    }
  });

  test("its members are kept on different hosts and different datastores by rules that must hold", () => {
    const stack = production();
    const members = ["${vsphere_virtual_machine.web_1.id}", "${vsphere_virtual_machine.web_2.id}"];
    expect(stack.counts).toMatchObject({
      vsphere_compute_cluster_vm_anti_affinity_rule: 1,
      vsphere_datastore_cluster_vm_anti_affinity_rule: 1,
    });
    for (const type of ["compute_cluster", "datastore_cluster"]) {
      const [rule] = Object.values(stack.resources(`vsphere_${type}_vm_anti_affinity_rule`));
      expect(rule).toMatchObject({ enabled: true, mandatory: true, virtual_machine_ids: members });
    }
  });

  test("where a site names datastores, members are dealt different ones and no cluster rule is made", () => {
    const stack = production({ members: 3 }, AT_WEST);
    expect(stack.counts["vsphere_datastore_cluster_vm_anti_affinity_rule"]).toBeUndefined();
    const datastores = ["web_1", "web_2", "web_3"].map((name) => stack.server(name)["datastore_id"]);
    expect(new Set(datastores).size).toBe(3);
    expect(stack.server("web_1")["datastore_cluster_id"]).toBeUndefined();
    const recorded = stack.group("web").servers.map(({ datastore }) => datastore);
    expect(recorded.toSorted()).toEqual(["west-a", "west-b", "west-c"]);
  });

  test("its members are changed one after the other", () => {
    const stack = production({ members: 3 });
    expect(stack.server("web_1")["depends_on"]).toBeUndefined();
    expect(stack.server("web_2")["depends_on"]).toEqual(["vsphere_virtual_machine.web_1"]);
    expect(stack.server("web_3")["depends_on"]).toEqual(["vsphere_virtual_machine.web_2"]);
  });

  test("one member is allowed in development and test, and then there is nothing to keep apart", () => {
    const built = street({ members: { development: 1, test: 1 } });
    for (const [stage, count] of [
      ["development", 1],
      ["test", 1],
      ["acceptance", 2],
      ["production", 2],
    ] as const) {
      const { counts } = built.stack(`verne/${stage}`);
      expect(counts["vsphere_virtual_machine"]).toBe(count);
      expect(counts["vsphere_compute_cluster_vm_anti_affinity_rule"] ?? 0).toBe(count - 1);
    }
  });

  test.each([
    [{ members: 1 }, "verne/production/web", "production needs at least 2 members"],
    [{ members: { production: 1 } }, "verne/production/web", "(H-03)"],
    [{ members: 0 }, "verne/development/web", "a group has 1 to 5"],
    [{ members: 2.5 }, "verne/development/web", "a group has 1 to 5"],
    [{ members: 6 }, "verne/development/web", "a group has 1 to 5"],
    [{ members: 2, quorum: true }, "verne/production/web", "odd in number"],
    [{ members: 4, quorum: true }, "verne/production/web", "odd in number"],
    [{ members: { staging: 1 } as object }, "verne/development/web", "is not a stage of the street"],
  ])("refuses %j", (props, path, why) => {
    const { mistakes } = street(props);
    const found = mistakes.find((mistake) => mistake.path === path && mistake.problem.includes(why));
    expect(found?.remedy).toBeTruthy();
  });

  test("refuses more members than the site has hosts, or datastores", () => {
    expect(street({ members: 5 }).complaint).toBe("");
    expect(street({ members: 4 }, AT_WEST).complaint).toContain("west has 3 hosts");
  });

  test("servers that vote are three unless told otherwise", () => {
    expect(production({ quorum: true }).counts["vsphere_virtual_machine"]).toBe(3);
    expect(production({ quorum: true, members: 5 }).counts["vsphere_virtual_machine"]).toBe(5);
  });
});

describe("a server is replaced on purpose and by nothing else", () => {
  test("raising one member's generation in one stage changes that member and no other", () => {
    const built = street({ generations: { production: { 2: 3 } } });
    const triggers = (stage: string) =>
      ["web_1", "web_2"].map((name) => built.stack(`verne/${stage}`).server(name)["replace_trigger"]);
    expect(triggers("production")).toEqual(["generation 1", "generation 3"]);
    expect(triggers("acceptance")).toEqual(["generation 1", "generation 1"]);
  });

  test("the template and first-boot data are frozen, and no other setting is", () => {
    expect(production().server("web_1")["lifecycle"]).toEqual({
      ignore_changes: [
        "clone",
        'extra_config["guestinfo.metadata"]',
        'extra_config["guestinfo.metadata.encoding"]',
        'extra_config["guestinfo.userdata"]',
        'extra_config["guestinfo.userdata.encoding"]',
        ...[1, 2, 3, 4].map((number) => `extra_config["guestinfo.straat-files.${number}"]`),
      ],
    });
  });

  test("a changed setting is written without a restart, and more processors and memory are added live", () => {
    expect(production().server("web_1")).toMatchObject({
      extra_config_reboot_required: false,
      cpu_hot_add_enabled: true,
      memory_hot_add_enabled: true,
    });
  });

  test("a slow first boot does not taint a server", () => {
    expect(production().server("web_1")["wait_for_guest_net_timeout"]).toBe(0);
  });

  test.each([
    [{ generations: { production: { 3: 2 } } }, "generations.production.3"],
    [{ generations: { production: { 1: 0 } } }, "generations.production.1"],
    [{ generations: { staging: { 1: 2 } } as object }, "generations.staging"],
  ])("refuses %j", (props, property) => {
    expect(street(props).mistakes.map((mistake) => mistake.property)).toContain(property);
  });
});

describe("a server is hardened as far as vSphere can (H-22)", () => {
  test("it boots signed code only, and has a TPM where its site has keys for one", () => {
    expect(production().server("web_1")).toMatchObject({
      firmware: "efi",
      efi_secure_boot_enabled: true,
      vtpm: { version: "2.0" },
    });
    const elsewhere = production({}, AT_WEST);
    expect(elsewhere.server("web_1")["vtpm"]).toBeUndefined();
  });

  test("it is isolated from its host and console, in strings, but may report back", () => {
    const settings = production().server("web_1")["extra_config"];
    expect(settings).toMatchObject({
      "isolation.tools.copy.disable": "TRUE",
      "isolation.tools.paste.disable": "TRUE",
      "isolation.tools.diskShrink.disable": "TRUE",
      "isolation.device.connectable.disable": "TRUE",
      "RemoteDisplay.maxConnections": "1",
    });
    expect(Object.values(settings).every((value) => typeof value === "string")).toBe(true);
    expect(Object.keys(settings)).not.toContain("isolation.tools.setinfo.disable");
  });
});

describe("vSphere restarts servers in the order others need them", () => {
  const priority = (stage: string, props: Partial<RedundantVmsProps>) =>
    street(props).stack(`verne/${stage}`).resources("vsphere_ha_vm_override")["web_1-restart"]?.[
      "ha_vm_restart_priority"
    ];

  test.each([
    ["production", { data: true }, "high"],
    ["production", {}, "medium"],
    ["acceptance", { data: true }, "low"],
    ["test", {}, "lowest"],
    ["development", { data: true }, "lowest"],
  ])("%s with %j is restarted with priority %s", (stage, props, expected) => {
    expect(priority(stage, props)).toBe(expected);
  });
});

describe("data", () => {
  test("gets a disk of its own, which stays when its server is removed", () => {
    const disks = production({ data: { gib: 200 } }).server("web_1")["disk"];
    expect(disks).toHaveLength(2);
    expect(disks[1]).toMatchObject({ label: "data", size: 200, unit_number: 1, keep_on_remove: true });
  });

  test("is not there unless it is declared", () => {
    const stack = production();
    expect(stack.server("web_1")["disk"]).toHaveLength(1);
    expect(stack.group("web").data).toBe(false);
  });

  test.each([[{ gib: 0 }], [{ gib: 1.5 }], [{ gib: 100_000 }]])("refuses a disk of %j", (data) => {
    expect(street({ data }).complaint).toContain("is not the size of a data disk");
  });
});

describe("addresses of a group", () => {
  test("follow from its name, whatever else is declared and in which order", () => {
    const alone = production().group("web");
    const names = ["cache", "web", "search", "application"];
    const among = buildStreet({}, (environment) => {
      for (const name of names) new RedundantVms(environment, name, { size: VmSize.SMALL });
    });
    expect(among.stack("verne/production").group("web").servers).toEqual(alone.servers);
  });

  test("stay while members are added", () => {
    const [two, three] = [production().group("web"), production({ members: 3 }).group("web")];
    expect(three.servers.slice(0, 2)).toEqual(two.servers);
    expect(three.virtual).toEqual(two.virtual);
  });

  test("are refused when two names meet, with a free slot as the remedy", () => {
    const { mistakes } = buildStreet({}, (environment) => {
      const slot = environment.zone.slotOf("web");
      new RedundantVms(environment, "web", { size: VmSize.SMALL });
      new RedundantVms(environment, "other", { size: VmSize.SMALL, slot });
    });
    expect(mistakes).toHaveLength(4);
    expect(mistakes[0]).toMatchObject({
      path: "verne/development/other",
      property: "slot",
      remedy: expect.stringContaining("slot: 1"),
    });
  });

  test.each([0, 64, 1.5, -1])("are refused in slot %d, which the network does not have", (slot) => {
    expect(street({ slot }).mistakes.map(({ property }) => property)).toContain("slot");
  });
});
