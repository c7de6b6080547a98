import { expect, test } from "@jest/globals";
import { stateOfItsOwn } from "../../../lib/controls/rules/separation/state-of-its-own";
import type { Body } from "../../support/app";
import { EditableFleet } from "../support/editable-fleet";
import { describeRule } from "../support/rule-cases";

const TEST_GROUP = "vsphere_distributed_port_group.network_test";
const TEST_ID = `verne-street/${TEST_GROUP}`;
const portGroup = (fleet: EditableFleet): Body => fleet.resource("verne-street", TEST_GROUP);

describeRule("port-group-is-closed", {
  judges: [TEST_ID, "zorgplein-street/vsphere_distributed_port_group.network_sync"],
  breaches: [
    ...[
      ["allow_promiscuous", true, /read frames that are not for them/],
      ["allow_forged_transmits", true, /another's hardware address/],
      ["allow_mac_changes", true, /take another hardware address/],
      ["allow_promiscuous", undefined, /allow_promiscuous is not there/],
      ["security_policy_override_allowed", true, /single port may have another security policy/],
      ["vlan_override_allowed", true, /another VLAN/],
      ["block_override_allowed", undefined, /block_override_allowed is not there/],
      ["traffic_filter_override_allowed", true, /may filter otherwise/],
      ["directpath_gen2_allowed", true, /pass the switch by/],
      ["type", "ephemeral", /type is ephemeral/],
      ["port_config_reset_at_disconnect", false, /keeps the settings/],
      ["vlan_range", [{ min_vlan: 1, max_vlan: 4094 }], /is a trunk/],
      ["port_private_secondary_vlan_id", 12, /private VLAN/],
    ].map(([key, value, saying]) => ({
      when: `${key} is ${JSON.stringify(value) ?? "gone"}`,
      change: (fleet: EditableFleet) => Object.assign(portGroup(fleet), { [key as string]: value }),
      finds: [TEST_ID],
      saying: saying as RegExp,
    })),
  ],
  allows: [
    {
      when: "a port group says what is off anyway",
      change: (fleet) =>
        Object.assign(portGroup(fleet), { traffic_filter_override_allowed: false, vlan_range: [] }),
    },
  ],
});

describeRule("port-group-of-every-zone", {
  judges: ["verne/test", "verne/sync", "zorgplein/production"],
  breaches: [
    {
      when: "a port group is gone",
      change: (fleet) => fleet.drop("verne-street", TEST_GROUP),
      finds: ["verne/test"],
      saying: /0 port groups are named verne-test/,
    },
    {
      when: "a port group is on another VLAN",
      change: (fleet) => Object.assign(portGroup(fleet), { vlan_id: 1003 }),
      finds: ["verne/test"],
      saying: /on VLAN 1003, and the model file says 1001/,
    },
    {
      when: "a port group is on no VLAN",
      change: (fleet) => void delete portGroup(fleet)["vlan_id"],
      finds: ["verne/test"],
      saying: /vlan_id is not there/,
    },
    {
      when: "a port group is on what is no switch",
      change: (fleet) => Object.assign(portGroup(fleet), { distributed_virtual_switch_uuid: "50 1a" }),
      finds: ["verne/test"],
      saying: /refers to nothing/,
    },
    {
      when: "the model file forgets a network",
      change: (fleet) => void fleet.stack("verne-street").model.zones.pop(),
      finds: ["verne/sync"],
      saying: /has no network sync/,
    },
  ],
});

describeRule("port-groups-are-declared", {
  judges: [TEST_ID],
  breaches: [
    {
      when: "a street makes a network more",
      change(fleet) {
        const { resource } = fleet.stack("verne-street").terraform;
        resource.vsphere_distributed_port_group.beside = { ...portGroup(fleet), name: "verne-beside" };
      },
      finds: ["verne-street/vsphere_distributed_port_group.beside"],
      saying: /verne-beside is no network of verne-street/,
    },
    {
      when: "a stage makes a network",
      change(fleet) {
        const { resource } = fleet.stack("verne-production").terraform;
        resource.vsphere_distributed_port_group = { own: { ...portGroup(fleet), name: "verne-production" } };
      },
      finds: ["verne-production/vsphere_distributed_port_group.own"],
      saying: /verne-production is no network of verne-production/,
    },
  ],
});

describeRule("no-remote-state", {
  judges: ["verne-production", "platform-amsterdam"],
  breaches: [
    {
      when: "production reads development's state",
      change: (fleet) =>
        Object.assign(fleet.stack("verne-production").terraform.data, {
          terraform_remote_state: { development: { backend: "local" } },
        }),
      finds: ["verne-production"],
      saying: /data\.terraform_remote_state\.development reads the state/,
    },
  ],
});

/** Gives a stack another backend. */
const keptIn = (fleet: EditableFleet, backend: Body) =>
  Object.assign(fleet.stack("verne-production").terraform.terraform, { backend });

const S3 = {
  bucket: "agency-terraform",
  region: "eu-west-1",
  key: "straat/verne-production.tfstate",
  encrypt: true,
  use_lockfile: true,
};
const ADDRESS = "https://state.example.nl/straat/verne-production";
const HTTP = { address: ADDRESS, lock_address: `${ADDRESS}/lock`, unlock_address: `${ADDRESS}/lock` };

describeRule("state-of-its-own", {
  judges: ["verne-production", "platform-amsterdam"],
  breaches: [
    {
      when: "the state is also kept by Terraform's cloud",
      finds: ["verne-production"],
      saying: /kept by Terraform's cloud/,
      change: (fleet) => {
        fleet.stack("verne-production").terraform.terraform.cloud = { organization: "x" };
      },
    },
    ...[
      [
        "in another's file",
        { local: { path: "../../../terraform.verne-test.tfstate" } },
        /does not end in the name/,
      ],
      ["in a file of whoever", { local: {} }, /path is not there/],
      ["nowhere", {}, /has 0 backends/],
      ["in S3, in the clear", { s3: { ...S3, encrypt: false } }, /kept in the clear/],
      ["in S3, and nothing says how", { s3: { ...S3, encrypt: undefined } }, /encrypt is not there/],
      ["in S3 without a lock", { s3: { ...S3, use_lockfile: false } }, /two may write it at once/],
      ["in S3 under another's key", { s3: { ...S3, key: "straat/verne-test.tfstate" } }, /does not end in/],
      ["in S3 with a key to it", { s3: { ...S3, secret_key: "…" } }, /secret_key stands in the file/],
      ["in another's schema", { pg: { schema_name: "straat_verne-test" } }, /does not end in/],
      [
        "behind http",
        { http: { ...HTTP, address: ADDRESS.replace("https", "http") } },
        /not encrypted on its way/,
      ],
      ["behind another's address", { http: { ...HTTP, address: `${ADDRESS}-2` } }, /does not end in/],
      ["behind http without a lock", { http: { address: ADDRESS } }, /lock_address is not there/],
      [
        "behind another's lock",
        { http: { ...HTTP, lock_address: "https://state.example.nl/lock" } },
        /not the lock of/,
      ],
      ["behind anybody", { http: { ...HTTP, skip_cert_verification: true } }, /need not prove/],
      ["where no rule knows", { consul: { path: "verne-production" } }, /no rule knows/],
    ].map(([when, backend, saying]) => ({
      when: `it is ${when}`,
      change: (fleet: EditableFleet) => keptIn(fleet, backend as Body),
      finds: ["verne-production"],
      saying: saying as RegExp,
    })),
  ],
  allows: [
    { s3: S3 },
    { pg: { schema_name: "straat_verne-production" } },
    { http: { ...HTTP, lock_method: "POST", unlock_method: "DELETE" } },
  ].map((backend) => ({
    when: `it is kept in ${Object.keys(backend)}`,
    change: (fleet: EditableFleet) => keptIn(fleet, backend),
  })),
});

test("A plan does not say where its state is kept, and the rule says so", () => {
  expect(stateOfItsOwn).toMatchObject({ scope: "stack", notOnPlan: expect.stringMatching(/plan/) });
  expect(EditableFleet.onServers().assess([stateOfItsOwn]).notJudged).toEqual([]);
});

describeRule("tags-tell-apart", {
  judges: ["platform-amsterdam/straat-amsterdam-client", "platform-alkmaar/straat-alkmaar-stage"],
  breaches: [
    {
      when: "a server can be of two clients",
      change: (fleet) =>
        Object.assign(fleet.resource("platform-amsterdam", "vsphere_tag_category.tag_client"), {
          cardinality: "MULTIPLE",
        }),
      finds: ["platform-amsterdam/straat-amsterdam-client"],
      saying: /cardinality is MULTIPLE/,
    },
    {
      when: "tags are for folders",
      change: (fleet) =>
        Object.assign(fleet.resource("platform-amsterdam", "vsphere_tag_category.tag_class"), {
          associable_types: ["Folder"],
        }),
      finds: ["platform-amsterdam/straat-amsterdam-class"],
      saying: /is for Folder, not for servers/,
    },
    {
      when: "a stage has no tag",
      change: (fleet) => fleet.drop("platform-amsterdam", "vsphere_tag.tag_stage-test"),
      finds: ["platform-amsterdam/straat-amsterdam-stage"],
      saying: /has no tag test/,
    },
    {
      when: "a category has another name",
      change: (fleet) =>
        Object.assign(fleet.resource("platform-amsterdam", "vsphere_tag_category.tag_client"), {
          name: "client",
        }),
      finds: ["platform-amsterdam/straat-amsterdam-client"],
      saying: /0 categories are named straat-amsterdam-client/,
    },
  ],
});

describeRule("resources-stand-alone", {
  judges: [
    "verne-street/vsphere_virtual_machine.edge_1",
    "verne-street/data.vsphere_datacenter.site_datacenter",
  ],
  breaches: [
    {
      when: "a server is made as often as somebody says",
      change: (fleet) => Object.assign(fleet.machine("verne-street", "edge_1").body, { count: 0 }),
      finds: ["verne-street/vsphere_virtual_machine.edge_1"],
      saying: /what its count makes of it/,
    },
    {
      when: "a server is made somewhere else",
      change: (fleet) =>
        Object.assign(fleet.machine("verne-street", "edge_1").body, { provider: "vsphere.elsewhere" }),
      finds: ["verne-street/vsphere_virtual_machine.edge_1"],
      saying: /what its provider makes of it/,
    },
  ],
});
