import { EditableFleet } from "../support/editable-fleet";
import { describeRule } from "../support/rule-cases";

const block = (name: string, value: unknown) => (fleet: EditableFleet) => {
  fleet.stack("verne-production").terraform[name] = value;
};

describeRule("no-blocks-beside", {
  judges: ["verne-production/terraform", "verne-production/terraform.backend", "platform-amsterdam/provider"],
  breaches: [
    {
      when: "a server that was made by hand is taken over",
      saying: /block import takes something/,
      finds: ["verne-production/import"],
      change: block("import", [{ to: "vsphere_virtual_machine.web_1", id: "/dc/vm/x" }]),
    },
    {
      when: "a server is let go of",
      saying: /block removed lets go/,
      finds: ["verne-production/removed"],
      change: block("removed", [{ from: "vsphere_virtual_machine.web_1" }]),
    },
    {
      when: "there is a block of a Terraform to come",
      saying: /block query does what no rule knows/,
      finds: ["verne-production/query"],
      change: block("query", {}),
    },
    {
      when: "Terraform itself is told something",
      saying: /block experiments does what no rule knows/,
      finds: ["verne-production/terraform.experiments"],
      change: (fleet) => {
        fleet.stack("verne-production").terraform.terraform.experiments = ["module_variable_optional_attrs"];
      },
    },
  ],
  allows: [
    {
      when: "something is called otherwise than before",
      change: block("moved", [{ from: "vsphere_folder.old", to: "vsphere_folder.place_folder" }]),
    },
    {
      when: "a version of Terraform is asked for",
      change: (fleet) => {
        fleet.stack("verne-production").terraform.terraform.required_version = ">= 1.10";
      },
    },
  ],
});

const provider = (block: object) => (fleet: EditableFleet) => {
  fleet.stack("verne-production").terraform.provider.vsphere = [block];
};
const VSPHERE = ["verne-production/provider.vsphere[0]"];

describeRule("providers-without-credentials", {
  fleet: EditableFleet.examples,
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
      saying: /allow_unverified_ssl stands in the block: whoever answers is taken/,
      finds: VSPHERE,
      change: provider({ allow_unverified_ssl: true }),
    },
    {
      when: "any certificate is taken by an expression",
      saying: /allow_unverified_ssl stands in the block/,
      finds: VSPHERE,
      change: provider({ allow_unverified_ssl: "${var.lax}" }),
    },
    {
      when: "another cluster is meant than the site's",
      saying: /config_context stands in the block/,
      finds: ["zorgplein-production/provider.kubernetes[0]"],
      change: (fleet) => {
        fleet.stack("zorgplein-production").terraform["provider"] = {
          vsphere: [{}],
          kubernetes: [{ config_context: "straat-ams" }],
        };
      },
    },
    {
      when: "nobody says which cluster is meant",
      saying: /it does not say straat-alk, the cluster of its site/,
      finds: ["zorgplein-production/provider.kubernetes[0]"],
      change: (fleet) => {
        fleet.stack("zorgplein-production").terraform["provider"] = { vsphere: [{}], kubernetes: [{}] };
      },
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
      when: "another server is asked",
      saying: /vsphere_server stands in the block: who applies hands their password/,
      finds: VSPHERE,
      change: provider({ vsphere_server: "vcenter.example.org" }),
    },
    {
      when: "what is said to vCenter is written down",
      saying: /client_debug stands in the block: what is said to vCenter/,
      finds: VSPHERE,
      change: provider({ client_debug: true, client_debug_path: "/tmp/x" }),
    },
    {
      when: "something is set of which nobody knows what it does",
      saying: /keep_alive stands in the block, and nobody knows/,
      finds: VSPHERE,
      change: provider({ keep_alive: 10 }),
    },
    {
      when: "there is a second provider",
      saying: /second provider of its kind/,
      finds: ["verne-production/provider.vsphere[1]"],
      change: (fleet) => {
        fleet.stack("verne-production").terraform.provider.vsphere = [{}, { alias: "other" }];
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
    { when: "nothing stands in the block", change: provider({}) },
    { when: "an attribute of the block is nothing", change: provider({ user: null }) },
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
      when: "nothing says which version of what makes everything",
      saying: /nothing says of which source and version/,
      finds: REQUIRED,
      change: (fleet) =>
        delete fleet.stack("verne-production").terraform.terraform.required_providers.vsphere,
    },
    {
      when: "a provider is set up that nobody asked for",
      saying: /nothing says of which source and version/,
      finds: ["verne-production/required_providers.http"],
      change: (fleet) => (fleet.stack("verne-production").terraform.provider.http = [{}]),
    },
    {
      when: "something is made by a provider that nobody asked for",
      saying: /nothing says of which source and version/,
      finds: ["verne-production/required_providers.http"],
      change: (fleet) => (fleet.stack("verne-production").terraform.data.http = { x: { url: "x" } }),
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
      when: "Terraform's own resource needs no provider",
      change: (fleet) => (fleet.stack("verne-production").terraform.resource.terraform_data = { x: {} }),
    },
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

/** A variable of the care platform, which its worker reads, as a file and by nothing else. */
const variable =
  (change: (variables: Record<string, object>, all: Terraform) => void) => (fleet: EditableFleet) => {
    const { terraform } = fleet.stack("zorgplein-production");
    change(terraform["variable"] as Record<string, object>, terraform);
  };

type Terraform = Record<string, unknown>;

describeRule("variables-carry-secrets", {
  fleet: EditableFleet.examples,
  judges: ["zorgplein-production/variable.printer_token"],
  breaches: [
    {
      when: "who applies may choose a size",
      saying: /its ephemeral is not true/,
      finds: ["zorgplein-production/variable.size"],
      change: variable((variables, all) => {
        variables["size"] = { type: "string", nullable: false };
        all["locals"] = { size: "${var.size}" };
      }),
    },
    {
      when: "a secret has a value of its own",
      saying: /it has a default, and takes its value from there/,
      finds: ["zorgplein-production/variable.printer_token"],
      change: variable(({ printer_token: token }) => Object.assign(token as object, { default: "" })),
    },
    {
      when: "a secret is kept in the state",
      saying: /its ephemeral is not true/,
      finds: ["zorgplein-production/variable.printer_token"],
      change: variable(({ printer_token: token }) => Object.assign(token as object, { ephemeral: false })),
    },
    {
      when: "a secret goes to a server's settings as well",
      saying: /it is used in resource\.vsphere_virtual_machine\.database_1\.annotation/,
      finds: ["zorgplein-production/variable.printer_token"],
      change: variable((_, all) => {
        const machines = (all["resource"] as Record<string, Record<string, Terraform>>)[
          "vsphere_virtual_machine"
        ];
        Object.assign(machines?.["database_1"] as object, { annotation: "${var.printer_token}" });
      }),
    },
    {
      when: "nothing uses it any more",
      saying: /nothing uses unused/,
      finds: ["zorgplein-production/variable.unused"],
      change: variable((variables) => {
        variables["unused"] = { type: "string", nullable: false, sensitive: true, ephemeral: true };
      }),
    },
  ],
});
