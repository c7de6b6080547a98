import type { EditableFleet, EditableMachine } from "../support/editable-fleet";
import { DATABASE, EDGE, REPOSITORY, WEB } from "../support/one-server";
import { describeRule } from "../support/rule-cases";

const remove = (name: string) => (machine: EditableMachine) => {
  delete machine.body.extra_config[`guestinfo.straat.${name}`];
};

describeRule("documents-are-whole", {
  judges: [WEB.id, EDGE.id, REPOSITORY.id],
  breaches: [
    WEB.breach("a document is cut short", /guestinfo\.straat\.firewall/, ({ body }) => {
      body.extra_config["guestinfo.straat.firewall"] = body.extra_config["guestinfo.straat.firewall"].slice(
        0,
        -8,
      );
    }),
    WEB.breach("a document stands under another key", /holds the document firewall/, ({ body }) => {
      body.extra_config["guestinfo.straat.ssh"] = body.extra_config["guestinfo.straat.firewall"];
    }),
    WEB.breach("a document is not packed", /is not/, ({ body }) => {
      body.extra_config["guestinfo.straat.sudoers"] = "admin everybody 2030-01-01";
    }),
    WEB.breach("there is a key that no document has", /not the key of a live document/, ({ body }) => {
      body.extra_config["guestinfo.straat.Firewall"] = body.extra_config["guestinfo.straat.firewall"];
    }),
  ],
});

function serversOf(fleet: EditableFleet): readonly string[] {
  return Object.keys(fleet.stack("verne-production").terraform.resource.vsphere_virtual_machine);
}

function withoutEverywhere(fleet: EditableFleet, name: string): void {
  for (const server of serversOf(fleet)) remove(name)(fleet.machine("verne-production", server));
}

const COMMON = ["identity", "ssh", "sudoers", "patch", "logs", "backup", "keepalived"];

describeRule("every-document-is-there", {
  judges: [WEB.id, DATABASE.id, EDGE.id, REPOSITORY.id, "platform-alkmaar/vsphere_virtual_machine.vpn_1"],
  breaches: [
    ...COMMON.map((name) =>
      WEB.breach(`there is no ${name}`, new RegExp(`not given the document ${name}`), remove(name)),
    ),
    REPOSITORY.breach(
      "a repository is told of administrators of the VPN",
      /given the document vpn/,
      ({ body }) => {
        body.extra_config["guestinfo.straat.vpn"] = body.extra_config["guestinfo.straat.ssh"];
      },
    ),
    WEB.breach(
      "the agent does not look for its firewall",
      /does not look for the document firewall/,
      (machine) => machine.file("/etc/straat/documents", (text) => text.replace("firewall\n", "")),
    ),
    WEB.breach("the agent looks for a document nobody knows", /looks for the document hooks/, (machine) =>
      machine.file("/etc/straat/documents", (text) => `${text}hooks\n`),
    ),
    {
      when: "a gateway has no list of who may connect",
      saying: /not given the document vpn/,
      finds: ["platform-alkmaar/vsphere_virtual_machine.vpn_1"],
      change: (fleet) => remove("vpn")(fleet.machine("platform-alkmaar", "vpn_1")),
    },
  ],
  allows: [
    WEB.allows("there is no firewall, of which another rule tells", remove("firewall")),
    {
      when: "no server of a stack has what is waited for",
      change: (fleet) => withoutEverywhere(fleet, "logs"),
    },
    {
      when: "a server is in no group of the model file, of which another rule tells",
      change: (fleet) => {
        const machines = fleet.stack("verne-production").terraform.resource.vsphere_virtual_machine;
        machines.web_9 = structuredClone(machines.web_1);
      },
    },
  ],
});

describeRule("what-servers-wait-for-is-declared", {
  judges: ["authority", "logCollector", "vulnerabilityDatabase", "backupRecipient"].map(
    (what) => `verne-production/${what}`,
  ),
  breaches: [
    {
      when: "no server has a certificate",
      change: (fleet) => withoutEverywhere(fleet, "identity"),
      finds: ["verne-production/authority"],
      saying: /authority is not declared in stacks\/platform\.ts/,
    },
    {
      when: "no server sends its logs",
      change: (fleet) => withoutEverywhere(fleet, "logs"),
      finds: ["verne-production/logCollector"],
      saying: /logCollector of the site amsterdam is not declared/,
    },
    {
      when: "no server makes backups",
      change: (fleet) => withoutEverywhere(fleet, "backup"),
      finds: ["verne-production/backupRecipient"],
      saying: /neither backupRecipient of the site alkmaar is declared nor an escrow/,
    },
    {
      when: "no server is scanned",
      change: (fleet) => {
        for (const name of serversOf(fleet))
          fleet
            .machine("verne-production", name)
            .file("/etc/straat/vulnerability-scan.conf", () => undefined);
      },
      finds: ["verne-production/vulnerabilityDatabase"],
      saying: /vulnerabilityDatabase of the site amsterdam is not declared/,
    },
  ],
  allows: [WEB.allows("one server of several is given nothing, of which another rule tells", remove("logs"))],
});

describeRule("documents-below-their-limit", {
  judges: [WEB.id, EDGE.id],
  breaches: [
    WEB.breach(
      "a value is more than a guest reads",
      /guestinfo\.straat\.firewall is 65537 bytes, 1 more/,
      ({ body }) => {
        body.extra_config["guestinfo.straat.firewall"] = "A".repeat(65_537);
      },
    ),
    WEB.breach("all settings together fill the machine's file", /bytes together/, ({ body }) => {
      for (let index = 0; index < 17; index++)
        body.extra_config[`guestinfo.room.${index}`] = "A".repeat(65_536);
    }),
    WEB.breach("a value is no text", /is no text/, ({ body }) => {
      body.extra_config["guestinfo.straat.firewall"] = ["A"];
    }),
  ],
  allows: [
    WEB.allows("a value is as large as a guest reads", ({ body }) => {
      body.extra_config["guestinfo.straat.firewall"] = "A".repeat(65_536);
    }),
  ],
});

describeRule("first-boot-files-are-whole", {
  judges: [WEB.id, EDGE.id, REPOSITORY.id],
  breaches: [
    WEB.breach("a part of the files is not there", /files/, ({ body }) => {
      delete body.extra_config["guestinfo.straat-files.1"];
    }),
    WEB.breach("the files are cut short", /files/, ({ body }) => {
      const keys = Object.keys(body.extra_config).filter((key) => key.includes("straat-files"));
      const last = keys.at(-1) as string;
      body.extra_config[last] = body.extra_config[last].slice(0, -40);
    }),
    WEB.breach("user data is told to be in another encoding", /not said to be gzip/, ({ body }) => {
      body.extra_config["guestinfo.userdata.encoding"] = "base64";
    }),
    WEB.breach("there is no metadata", /metadata/, ({ body }) => {
      delete body.extra_config["guestinfo.metadata"];
    }),
    WEB.breach("user data is a script", /no cloud-config/, (machine) =>
      machine.guestinfo("userdata", () => "#!/bin/sh\necho hello\n"),
    ),
  ],
});

describeRule("same-files-for-a-role", {
  judges: ["verne-production/vsphere_virtual_machine.cache_1", WEB.id],
  breaches: [
    WEB.breach(
      "one server has a file of its own",
      /web_2 differs from vsphere_virtual_machine\.web_1 in \/etc\/motd/,
      (machine) => machine.file("/etc/motd", () => "hello\n"),
    ),
    WEB.breach(
      "one server does something else at its first boot",
      /in its user data/,
      WEB.userData("locale", "nl_NL.UTF-8"),
    ),
  ],
});
