import type { EditableFleet } from "../support/editable-fleet";
import { describeRule } from "../support/rule-cases";

const STACK = "verne-production";
const APART = "vsphere_compute_cluster_vm_anti_affinity_rule";
const [STREET, PLATFORM] = ["verne-street", "platform-amsterdam"];

/** Adds a resource beside those of a stack. */
const add = (stack: string, type: string, body: object) => (fleet: EditableFleet) => {
  const { resource } = fleet.stack(stack).terraform;
  resource[type] = { ...resource[type], raw: body };
};
/** Adds one that says what another says, and something more. */
const copy =
  (stack: string, address: string, change: object = {}) =>
  (fleet: EditableFleet) => {
    const [type = ""] = address.split(".");
    add(stack, type, { ...fleet.resource(stack, address), ...change })(fleet);
  };

describeRule("only-what-a-stack-needs", {
  judges: [
    `${STACK}/vsphere_folder.place_folder`,
    `${STACK}/vsphere_resource_pool.place_pool`,
    `${STACK}/vsphere_ha_vm_override.web_1-restart`,
    `${STACK}/${APART}.web_apart-hosts`,
    `${PLATFORM}/vsphere_tag_category.tag_stage`,
    `${PLATFORM}/vsphere_folder.place_folder`,
  ],
  breaches: [
    {
      when: "a folder is made beside the stack's",
      saying: /straat\/verne\/other is for no server of verne-production/,
      finds: [`${STACK}/vsphere_folder.raw`],
      change: copy(STACK, "vsphere_folder.place_folder", { path: "straat/verne/other" }),
    },
    {
      when: "a pool is made beside the stack's",
      saying: /spare is for no server/,
      finds: [`${STACK}/vsphere_resource_pool.raw`],
      change: copy(STACK, "vsphere_resource_pool.place_pool", { name: "spare" }),
    },
    {
      when: "a pool is made twice",
      saying: /2 of its kind are named verne-production/,
      finds: [`${STACK}/vsphere_resource_pool.place_pool`, `${STACK}/vsphere_resource_pool.raw`],
      change: copy(STACK, "vsphere_resource_pool.place_pool"),
    },
    {
      when: "a tag is made for no client",
      saying: /tag gold of straat-amsterdam-client is for no server/,
      finds: [`${STREET}/vsphere_tag.raw`],
      change: add(STREET, "vsphere_tag", {
        name: "gold",
        category_id: "${data.vsphere_tag_category.site_tags-client.id}",
      }),
    },
    {
      when: "a stage makes a tag",
      saying: /tag verne of straat-amsterdam-client/,
      finds: [`${STACK}/vsphere_tag.raw`],
      change: add(STACK, "vsphere_tag", {
        name: "verne",
        category_id: "${data.vsphere_tag_category.site_tags-client.id}",
      }),
    },
    {
      when: "a category is made beside the three",
      saying: /straat-amsterdam-owner is for no server/,
      finds: [`${PLATFORM}/vsphere_tag_category.raw`],
      change: copy(PLATFORM, "vsphere_tag_category.tag_stage", { name: "straat-amsterdam-owner" }),
    },
    {
      when: "a rule keeps members of two groups apart",
      saying: /also names vsphere_virtual_machine\.database_1, which is not of verne\/production\/web/,
      finds: [`${STACK}/${APART}.web_apart-hosts`, `${STACK}/${APART}.database_apart-hosts`],
      change: (fleet) => {
        fleet
          .resource(STACK, `${APART}.web_apart-hosts`)
          .virtual_machine_ids.push("${vsphere_virtual_machine.database_1.id}");
      },
    },
    {
      when: "two rules are about one group",
      saying: /2 rules of its kind are about verne\/production\/web/,
      finds: [`${STACK}/${APART}.web_apart-hosts`, `${STACK}/${APART}.raw`],
      change: copy(STACK, `${APART}.web_apart-hosts`),
    },
    {
      when: "vSphere is told of a server that is no resource of the stack",
      saying: /refers to nothing in the stack/,
      finds: [`${STACK}/vsphere_ha_vm_override.raw`],
      change: add(STACK, "vsphere_ha_vm_override", { virtual_machine_id: "4203-0001" }),
    },
  ],
  allows: [
    {
      when: "a pool has another description of its shares, which another rule judges",
      change: (fleet) => {
        fleet.resource(STACK, "vsphere_resource_pool.place_pool").cpu_share_level = "low";
      },
    },
    {
      when: "a resource of another type is added, which another rule judges",
      change: add(STACK, "vsphere_host_port_group", { name: "x" }),
    },
  ],
});
