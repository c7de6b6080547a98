import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { findingsOf } from "../../../lib/controls/assessment";
import { ruleNamed } from "../../../lib/controls/rules";
import { noUnknownAttributes } from "../../../lib/controls/rules/data/no-unknown-attributes";
import type { Attribute, Attributes } from "../../../lib/controls/subjects/attributes/attribute";
import { attributesOf } from "../../../lib/controls/subjects/attributes/known-attributes";
import { KNOWN_LOOKUPS, KNOWN_RESOURCES } from "../../../lib/controls/subjects/known-types";
import type { Body } from "../../support/app";
import { EditableFleet } from "../support/editable-fleet";
import { type Breach, describeRule } from "../support/rule-cases";

const STACK = "verne-production";
const WEB = "vsphere_virtual_machine.web_1";
const POOL = "vsphere_resource_pool.place_pool";
const RESTART = "vsphere_ha_vm_override.web_1-restart";
const NETWORK = "vsphere_distributed_port_group.network_test";

/** One attribute that is set on a resource, or on its first disk or card. */
const set =
  (address: string, change: object, block?: "disk" | "network_interface" | "clone", stack = STACK) =>
  (fleet: EditableFleet) => {
    const body = fleet.resource(stack, address);
    const target = block === undefined ? body : Array.isArray(body[block]) ? body[block][0] : body[block];
    Object.assign(target, change);
  };

const breach = (
  when: string,
  saying: RegExp,
  change: Breach["change"],
  finds = `${STACK}/${WEB}`,
): Breach => ({ when, saying, finds: [finds], change });

describeRule("no-unknown-attributes", {
  judges: [
    `${STACK}/${WEB}`,
    `${STACK}/${POOL}`,
    `${STACK}/${RESTART}`,
    `verne-street/${NETWORK}`,
    "platform-amsterdam/vsphere_tag_category.tag_stage",
    `${STACK}/data.vsphere_virtual_machine.site_template`,
  ],
  breaches: [
    breach("nobody knows an attribute", /brand_new is set, and no rule knows/, set(WEB, { brand_new: 1 })),
    breach(
      "a server stands on one host",
      /host_system_id is set: it stands on/,
      set(WEB, { host_system_id: "h" }),
    ),
    breach("it gets less than its size", /cpu_limit is 100, not -1/, set(WEB, { cpu_limit: 100 })),
    breach(
      "it keeps memory for itself",
      /memory_reservation is 4096, not 0/,
      set(WEB, { memory_reservation: 4096 }),
    ),
    breach(
      "disks are shared by a bus",
      /scsi_bus_sharing is "physical/,
      set(WEB, { scsi_bus_sharing: "physicalSharing" }),
    ),
    breach("its disks have no names", /enable_disk_uuid is false/, set(WEB, { enable_disk_uuid: false })),
    breach(
      "it is not said that disks have names",
      /enable_disk_uuid is not true/,
      set(WEB, { enable_disk_uuid: null }),
    ),
    breach(
      "it is of another system",
      /guest_id is "windows.*not what the template has/,
      set(WEB, { guest_id: "windows2019srv_64Guest" }),
    ),
    breach(
      "its controller is of no template",
      /scsi_type is .*firmware/,
      set(WEB, { scsi_type: "${data.vsphere_virtual_machine.site_template.firmware}" }),
    ),
    breach("a policy places it", /storage_policy_id is set/, set(WEB, { storage_policy_id: "p" })),
    breach("an apply stops at it", /force_power_off is false/, set(WEB, { force_power_off: false })),
    breach(
      "its system disk was there already",
      /disk\[0\]\.attach is true/,
      set(WEB, { attach: true }, "disk"),
    ),
    breach("its system disk is a file", /disk\[0\]\.path is set/, set(WEB, { path: "x/y.vmdk" }, "disk")),
    breach(
      "its disk is another server's too",
      /disk_sharing is "sharingMultiWriter"/,
      set(WEB, { disk_sharing: "sharingMultiWriter" }, "disk"),
    ),
    breach(
      "its disk forgets",
      /disk_mode is "independent_nonpersistent"/,
      set(WEB, { disk_mode: "independent_nonpersistent" }, "disk"),
    ),
    breach(
      "a policy places its disk",
      /disk\[0\]\.storage_policy_id is set/,
      set(WEB, { storage_policy_id: "p" }, "disk"),
    ),
    breach(
      "its card is the host's",
      /physical_function is set: it is a part of the host's own card/,
      set(WEB, { physical_function: "0000:3b:00.0" }, "network_interface"),
    ),
    breach(
      "its card has another's address",
      /use_static_mac is true/,
      set(WEB, { use_static_mac: true }, "network_interface"),
    ),
    breach(
      "its card is held back",
      /network_interface\[0\]\.bandwidth_limit is 1, not -1/,
      set(WEB, { bandwidth_limit: 1 }, "network_interface"),
    ),
    breach(
      "it hangs on its template",
      /clone\[0\]\.linked_clone is true/,
      set(WEB, { linked_clone: true }, "clone"),
    ),
    breach(
      "vSphere customizes it",
      /clone\[0\]\.customization_spec is set/,
      set(WEB, { customization_spec: [{ id: "x" }] }, "clone"),
    ),
    breach(
      "its pool keeps room",
      /cpu_reservation is 1000, not 0/,
      set(POOL, { cpu_reservation: 1000 }),
      `${STACK}/${POOL}`,
    ),
    breach(
      "its pool borrows nothing",
      /cpu_expandable is false, not true/,
      set(POOL, { cpu_expandable: false }),
      `${STACK}/${POOL}`,
    ),
    breach(
      "vSphere watches it otherwise",
      /ha_vm_monitoring is set/,
      set(RESTART, { ha_vm_monitoring: "vmMonitoringOnly" }),
      `${STACK}/${RESTART}`,
    ),
    breach(
      "it is stopped on a host alone",
      /ha_host_isolation_response is "powerOff"/,
      set(RESTART, { ha_host_isolation_response: "powerOff" }),
      `${STACK}/${RESTART}`,
    ),
    breach(
      "a network tells of its traffic",
      /netflow_enabled is true/,
      set(NETWORK, { netflow_enabled: true }, undefined, "verne-street"),
      `verne-street/${NETWORK}`,
    ),
    breach(
      "a network has uplinks of its own",
      /active_uplinks is set, and no rule knows/,
      set(NETWORK, { active_uplinks: ["x"] }, undefined, "verne-street"),
      `verne-street/${NETWORK}`,
    ),
    breach(
      "a template is found by its id",
      /uuid is set, and no rule knows/,
      set("data.vsphere_virtual_machine.site_template", { uuid: "4203" }),
      `${STACK}/data.vsphere_virtual_machine.site_template`,
    ),
    breach(
      "a folder may not be deleted",
      /lifecycle says prevent_destroy/,
      set("vsphere_folder.place_folder", { lifecycle: { prevent_destroy: true } }),
      `${STACK}/vsphere_folder.place_folder`,
    ),
  ],
  allows: [
    { when: "an attribute is nothing", change: set(WEB, { cpu_limit: null, brand_new: null }) },
    {
      when: "the right value is written out",
      change: set(WEB, { cpu_limit: -1, scsi_bus_sharing: "noSharing" }),
    },
    { when: "the right value is a text", change: set(WEB, { cpu_limit: "-1", force_power_off: "true" }) },
    {
      when: "a disk has what the provider gives it",
      change: set(WEB, { disk_mode: "persistent", attach: false }, "disk"),
    },
    { when: "an apply waits longer for a copy", change: set(WEB, { timeout: 60 }, "clone") },
    { when: "a note is another", change: set(WEB, { annotation: "moved in May" }) },
    { when: "an attribute of another rule is wrong", change: set(WEB, { firmware: "bios", num_cpus: 64 }) },
  ],
});

/** Every attribute of a table with those of its blocks. */
function allOf(known: Attributes): readonly (readonly [string, Attribute])[] {
  return Object.entries(known).flatMap(([name, attribute]) => [
    [name, attribute] as const,
    ...("block" in attribute ? allOf(attribute.block) : []),
  ]);
}

const TYPES = [
  ...Object.keys(KNOWN_RESOURCES).map((type) => ({ type, isData: false })),
  ...Object.keys(KNOWN_LOOKUPS).map((type) => ({ type, isData: true })),
];

/** The provider's own list of what a type has. */
function declarationsOf({ type, isData }: (typeof TYPES)[number]): string {
  const folder = `${isData ? "data-" : ""}${type.replaceAll("_", "-")}`.replace(
    /^(data-)?vsphere-/,
    (_, data = "") => (data === "" ? "" : "data-vsphere-"),
  );
  return readFileSync(require.resolve(`@cdktf/provider-vsphere/lib/${folder}/index.d.ts`), "utf8");
}

describe("what is known of attributes", () => {
  test.each(TYPES)("is there for $type (looked up: $isData), of attributes that exist", (kind) => {
    const known = allOf(attributesOf(kind) ?? {});
    expect(known.length).toBeGreaterThan(0);
    const declared = declarationsOf(kind);
    // Kept by a rule since before this provider, or of a provider to come.
    const gone = ["shared_pci"];
    for (const [name] of known.filter(([one]) => !gone.includes(one))) {
      const property = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
      expect(declared).toMatch(new RegExp(`readonly ${property}\\??:`));
    }
  });

  test("names rules that exist", () => {
    const rules = TYPES.flatMap((kind) => allOf(attributesOf(kind) ?? {})).flatMap(([, attribute]) =>
      "judgedBy" in attribute ? [attribute.judgedBy] : [],
    );
    for (const rule of new Set(rules)) expect(ruleNamed(rule).id).toBe(rule);
  });

  const body: Body = EditableFleet.onServers().resource(STACK, WEB);
  const names = [
    ...declarationsOf({ type: "vsphere_virtual_machine", isData: false }).matchAll(/readonly (\w+)\?:/g),
  ];
  const attributes = new Set(
    names.map((match) => (match[1] as string).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)),
  );
  const known = attributesOf({ type: "vsphere_virtual_machine", isData: false }) ?? {};
  const unknown = [...attributes].filter((name) => !(name in known) && !(name in body));

  test("leaves some of a machine to nobody", () => {
    expect(unknown.length).toBeGreaterThan(30);
  });

  test.each(unknown)("makes a finding of a machine with %s", (name) => {
    const fleet = EditableFleet.onServers();
    fleet.resource(STACK, WEB)[name] = "x";
    const problems = findingsOf(fleet.assess([noUnknownAttributes], [STACK])).map(({ problem }) => problem);
    expect(problems).toEqual([`${name} is set, and no rule knows what it does`]);
  });
});
