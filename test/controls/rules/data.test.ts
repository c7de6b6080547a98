import type { EditableFleet } from "../support/editable-fleet";
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

const provider = (block: object) => (fleet: EditableFleet) => {
  fleet.stack("verne-production").terraform.provider.vsphere = [block];
};
const VSPHERE = ["verne-production/provider.vsphere[0]"];

describeRule("providers-without-credentials", {
  judges: ["verne-production/provider.vsphere[0]", "platform-amsterdam/provider.vsphere[0]"],
  breaches: [
    {
      when: "a password is in the block",
      saying: /password stands in the block/,
      finds: VSPHERE,
      change: provider({ password: "${var.password}" }),
    },
    {
      when: "a name is in the block",
      saying: /user stands in the block/,
      finds: VSPHERE,
      change: provider({ user: "terraform@vsphere.local" }),
    },
    {
      when: "any certificate is taken",
      saying: /allow_unverified_ssl takes whoever answers/,
      finds: VSPHERE,
      change: provider({ allow_unverified_ssl: true }),
    },
    {
      when: "any certificate is taken by an expression",
      saying: /allow_unverified_ssl takes/,
      finds: VSPHERE,
      change: provider({ allow_unverified_ssl: "${var.lax}" }),
    },
    {
      when: "a cluster is reached by a file of who applies",
      saying: /config_path stands in the block/,
      finds: ["verne-production/provider.kubernetes[0]"],
      change: (fleet) => {
        fleet.stack("verne-production").terraform.provider.kubernetes = { config_path: "~/.kube/config" };
      },
    },
    {
      when: "no provider is set up",
      saying: /sets up no provider/,
      finds: ["verne-production"],
      change: (fleet) => {
        delete fleet.stack("verne-production").terraform.provider;
      },
    },
  ],
  allows: [
    {
      when: "the server is named",
      change: provider({ vsphere_server: "vcenter.example.nl", allow_unverified_ssl: false }),
    },
  ],
});

const pinned = (change: object) => (fleet: EditableFleet) => {
  Object.assign(fleet.stack("verne-production").terraform.terraform.required_providers.vsphere, change);
};
const REQUIRED = ["verne-production/required_providers.vsphere"];

describeRule("providers-are-pinned", {
  judges: ["verne-production/required_providers.vsphere", "verne-street/required_providers.vsphere"],
  breaches: [
    {
      when: "a version may be newer",
      saying: /may be any of ~> 2\.15/,
      finds: REQUIRED,
      change: pinned({ version: "~> 2.15" }),
    },
    {
      when: "no version is named",
      saying: /version is not there/,
      finds: REQUIRED,
      change: pinned({ version: null }),
    },
    {
      when: "somebody else's provider is taken",
      saying: /no source that is known/,
      finds: REQUIRED,
      change: pinned({ source: "someone/vsphere" }),
    },
    {
      when: "another registry is asked",
      saying: /no source that is known/,
      finds: REQUIRED,
      change: pinned({ source: "registry.example.nl/vmware/vsphere" }),
    },
  ],
  allows: [
    {
      when: "the registry is written out",
      change: pinned({ source: "registry.terraform.io/vmware/vsphere" }),
    },
  ],
});

describeRule("no-outputs", {
  judges: ["verne-production", "platform-amsterdam"],
  breaches: [
    {
      when: "a stack hands out the id of a server",
      saying: /handed out by every apply/,
      finds: ["verne-production/output.web"],
      change: (fleet) => {
        fleet.stack("verne-production").terraform.output = {
          web: { value: "${vsphere_virtual_machine.web_1.id}" },
        };
      },
    },
  ],
});
