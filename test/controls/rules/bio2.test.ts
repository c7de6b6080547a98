import { afterAll } from "@jest/globals";
import { Authority } from "../../support/authority";
import type { EditableFleet } from "../support/editable-fleet";
import { type Breach, describeRule } from "../support/rule-cases";

const WEB = "verne-production/vsphere_virtual_machine.web_1";
const old = new Authority("Old house", "rsa:2048");
afterAll(() => old.remove());

/** Verne's production chooses the profile; nothing else is changed unless told. */
const chosen =
  (change: (fleet: EditableFleet) => void = () => {}) =>
  (fleet: EditableFleet) => {
    fleet.stack("verne-production").model.client.profiles = ["bio2"];
    change(fleet);
  };
const breach = (when: string, saying: RegExp, change: (fleet: EditableFleet) => void): Breach => ({
  when,
  saying,
  finds: [WEB],
  change: chosen(change),
});
const file = (path: string, from: string, to: string) => (fleet: EditableFleet) =>
  fleet.machine("verne-production", "web_1").file(path, (text) => text.replace(from, to));

describeRule("bio2-records-half-a-year", {
  judges: [],
  breaches: [
    breach(
      "commands are kept a quarter",
      /sudo's log of commands is kept 91 days/,
      file("/etc/logrotate.d/straat-sudo", "rotate 27", "rotate 13"),
    ),
    breach(
      "commands are rotated daily",
      /is kept 27 days/,
      file("/etc/logrotate.d/straat-sudo", "weekly", "daily"),
    ),
    breach(
      "answers are kept a month",
      /sudo's record of answers is kept 30 days/,
      file("/etc/tmpfiles.d/straat-sudo.conf", "183d", "30d"),
    ),
    breach(
      "nobody says how long",
      /does not say how long/,
      file("/etc/logrotate.d/straat-sudo", "    rotate 27\n", ""),
    ),
  ],
  allows: [
    { when: "both are kept half a year", change: chosen() },
    {
      when: "another client keeps less",
      change: file("/etc/logrotate.d/straat-sudo", "rotate 27", "rotate 13"),
    },
  ],
});

/** Every administrator has a token, on one server. */
const tokens = (fleet: EditableFleet) => {
  const machines = fleet.stack("verne-production").terraform.resource.vsphere_virtual_machine;
  for (const name of Object.keys(machines)) {
    fleet.machine("verne-production", name).document("ssh", () => `admin jdevries 2028-01-31 ${TOKEN}\n`);
  }
};
const TOKEN =
  "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIOz16GL2cQE4lAVoKooAFspvFY6xeJuUE+hPIca3l8rjAAAABHNzaDo=";

describeRule("bio2-second-factor", {
  judges: [],
  breaches: [
    breach("somebody's key is a file", /the key of jdevries is in no token/, (fleet) => {
      tokens(fleet);
      fleet
        .machine("verne-production", "web_1")
        .document(
          "ssh",
          () =>
            "admin jdevries 2028-01-31 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOz16GL2cQE4lAVoKooAFspvFY6xeJuUE+hPIca3l8rj\n",
        );
    }),
    breach("sshd asks for no PIN", /does not ask for verify-required/, (fleet) => {
      tokens(fleet);
      file("/etc/ssh/sshd_config", "touch-required verify-required", "touch-required")(fleet);
    }),
  ],
  allows: [
    { when: "everybody has a token", change: chosen(tokens) },
    { when: "nobody has one, and nobody asked for it", change: () => {} },
  ],
});

describeRule("bio2-keys-as-advised", {
  judges: [],
  breaches: [
    breach(
      "the authority has a key of 2048 bits",
      /certificate of Old house has a key of RSA 2048/,
      (fleet) =>
        fleet
          .machine("verne-production", "web_1")
          .document("identity", () => `authority\n${old.pem}certificates\n`),
    ),
  ],
  allows: [{ when: "keys are as advised", change: chosen() }],
});
