import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { noRandomText } from "../../../lib/controls/rules/data/no-random-text";
import { noSecretAnywhere } from "../../../lib/controls/rules/data/no-secret-anywhere";
import { isRandom } from "../../../lib/controls/secrets/random-text";
import type { EditableFleet } from "../support/editable-fleet";
import { describeRule } from "../support/rule-cases";

const STACK = "verne-production";
const WEB = `${STACK}/vsphere_virtual_machine.web_1`;

/** As the version of an address list in git may be. */
const COMMIT = "3f786850e387550fdab836ed7e6dc881de23001b";
/** Says it where a model file has free words. */
const listed = (words: string) => (fleet: EditableFleet) => {
  fleet.stack(STACK).model.client.team = words;
};

describeRule("no-random-text", {
  judges: [WEB, STACK, "verne-street/straat.json", "platform-amsterdam"],
  breaches: [
    {
      when: "files of a first boot do not unpack",
      saying: /a text like a key/,
      finds: [WEB],
      change: (fleet) => {
        const settings = fleet.resource(STACK, "vsphere_virtual_machine.web_1").extra_config;
        settings["guestinfo.straat-files.1"] = settings["guestinfo.straat-files.1"].slice(1);
      },
    },
    {
      when: "the version of a list is a digest without a name",
      saying: /a text like a key, drawn by lot/,
      finds: [`${STACK}/straat.json`],
      change: listed(COMMIT),
    },
    {
      when: "a key of WireGuard stands there that is nobody's public one",
      saying: /a text like a key/,
      finds: [WEB],
      change: (fleet) => {
        fleet.resource(STACK, "vsphere_virtual_machine.web_1").annotation =
          "9mZ4vK1c0sQbYt7uLxW3eRnAaJ5dHfP8gT2iOyC6kXk=";
      },
    },
  ],
  allows: [
    { when: "the digest says what it is", change: listed(`sha256:${"0123456789abcdef".repeat(4)}`) },
    {
      when: "a key of WireGuard is an administrator's public one",
      change: (fleet) => {
        const [admin] = fleet.stack("platform-amsterdam").model.admins;
        fleet.resource(STACK, "vsphere_virtual_machine.web_1").annotation = admin.wireguardKey;
      },
    },
    {
      when: "a secret has a look of its own, which is for the other rule",
      change: (fleet) =>
        (fleet.resource(STACK, "vsphere_virtual_machine.web_1").annotation = "AKIAABCDEFGHIJKLMNOP"),
    },
  ],
});

describe("a text that is only random", () => {
  test("may be waived, and a secret by its look never", () => {
    expect([noRandomText.waivable, noSecretAnywhere.waivable]).toEqual([true, { never: expect.any(String) }]);
  });
});

describe("a text that looks drawn by lot", () => {
  test("is a key made by a machine", () => {
    const key = generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" });
    expect(isRandom(key.toString("base64"))).toBe(true);
    expect(isRandom("pdVRW2aHd3BGdviwgI2YpCFEO8ICMXNC456NS09DzyY=")).toBe(true);
  });

  test.each([
    "verne-production-application-server-2",
    "vsphere_compute_cluster_vm_anti_affinity_rule",
    "site_host-esx1amsexamplenl_A304EDAB",
    "/usr/local/lib/straat/documents/keepalived",
    "42039b2e-57a1-4c0f-9d3e-0a1b2c3d4e5f",
    "IPv4_Destination_Address",
    "RandomizedDelaySecOfTheNightlyRound30min",
    "MandatoryAntiAffinityRuleOfVirtualMachines",
    "sha512-etm-openssh-com-hmac-sha2-256-etm",
  ])("is not %s", (name) => {
    expect(isRandom(name)).toBe(false);
  });
});
