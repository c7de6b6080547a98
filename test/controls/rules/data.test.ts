import { describe, expect, test } from "@jest/globals";
import { findingsOf } from "../../../lib/controls/assessment";
import { knownResourceTypes } from "../../../lib/controls/rules/data/known-resource-types";
import { EditableFleet } from "../support/editable-fleet";
import { describeRule } from "../support/rule-cases";

const STACKS = ["street", "development", "test", "acceptance", "production"].map((name) => `verne-${name}`);

/** Changes what all model files say of verne. */
const client = (change: object) => (fleet: EditableFleet) => {
  for (const name of STACKS) Object.assign(fleet.stack(name).model.client, change);
};
const CISO = { owner: "Ada Lovelace", reason: "public figures only", until: "2027-06-30" };

describeRule("classified", {
  judges: ["verne", "zorgplein", "buurtbus"],
  breaches: [
    {
      when: "data is internal and nobody allows that",
      saying: /class 2 \(internal\), and nobody/,
      finds: ["verne"],
      change: client({ classification: 2 }),
    },
    {
      when: "the CISO allowed it until last year",
      saying: /allowed until 2026-12-31/,
      finds: ["verne"],
      change: client({ classification: 1, classificationWaiver: { ...CISO, until: "2026-12-31" } }),
    },
    {
      when: "one stack of a client says less than the others",
      saying: /class 1 \(public\)/,
      finds: ["verne"],
      change: (fleet) => {
        fleet.stack("verne-test").model.client.classification = 1;
      },
    },
  ],
  allows: [
    { when: "the CISO allows it for now", change: client({ classification: 2, classificationWaiver: CISO }) },
    { when: "data is of a higher class", change: client({ classification: 4 }) },
  ],
});

const add =
  (type: string, body: object, section: "resource" | "data" = "resource") =>
  (fleet: EditableFleet) => {
    fleet.stack("verne-production").terraform[section][type] = { raw: body };
  };
const RAW = (type: string) => [`verne-production/${type}.raw`];

describeRule("known-resource-types", {
  judges: [
    "verne-production/vsphere_virtual_machine.web_1",
    "verne-street/data.vsphere_datacenter.site_datacenter",
  ],
  breaches: [
    {
      when: "somebody gives rights in vSphere",
      saying: /no rule judges a resource of type vsphere_entity_permissions/,
      finds: RAW("vsphere_entity_permissions"),
      change: add("vsphere_entity_permissions", { entity_id: "x" }),
    },
    {
      when: "a port group is made of another kind",
      saying: /vsphere_host_port_group/,
      finds: RAW("vsphere_host_port_group"),
      change: add("vsphere_host_port_group", { name: "x" }),
    },
    {
      when: "a cloud is asked",
      saying: /data source of type aws_ami/,
      finds: RAW("data.aws_ami"),
      change: add("aws_ami", { owners: ["self"] }, "data"),
    },
  ],
  allows: [
    {
      when: "a folder is made by hand",
      change: add("vsphere_folder", { path: "straat/verne/x", type: "vm" }),
    },
  ],
});

describe("rights in vSphere, which know no stage", () => {
  test("are an error in development as well", () => {
    const fleet = EditableFleet.onServers();
    fleet.stack("verne-development").terraform.resource.vsphere_entity_permissions = { raw: {} };
    expect(findingsOf(fleet.assess([knownResourceTypes])).map(({ level }) => level)).toEqual(["error"]);
  });
});

describeRule("no-provisioners", {
  judges: ["verne-production", "verne-production/vsphere_virtual_machine.web_1"],
  breaches: [
    {
      when: "a resource runs commands",
      saying: /is there to run commands/,
      finds: RAW("null_resource"),
      change: add("null_resource", {}),
    },
    {
      when: "a program is run while planning",
      saying: /machine of who plans/,
      finds: RAW("data.external"),
      change: add("external", { program: ["id"] }, "data"),
    },
    {
      when: "an address is fetched while planning",
      saying: /fetches from an address/,
      finds: RAW("data.http"),
      change: add("http", { url: "https://example.nl" }, "data"),
    },
    {
      when: "a server is set up by commands",
      saying: /has a provisioner/,
      finds: ["verne-production/vsphere_virtual_machine.web_1"],
      change: (fleet) => {
        const web = fleet.resource("verne-production", "vsphere_virtual_machine.web_1");
        web.provisioner = [{ "remote-exec": { inline: ["id"] } }];
      },
    },
    ...["check", "ephemeral", "action"].map((block) => ({
      when: `a block ${block} stands beside resources`,
      saying: new RegExp(`a block ${block} (asks|runs)`),
      finds: ["verne-production"],
      change: (fleet: EditableFleet) => {
        fleet.stack("verne-production").terraform[block] = { x: { data: { http: { y: {} } } } };
      },
    })),
    {
      when: "a module is brought in",
      saying: /the module network brings what no rule sees/,
      finds: ["verne-production"],
      change: (fleet) => {
        fleet.stack("verne-production").terraform.module = { network: { source: "./network" } };
      },
    },
  ],
});
