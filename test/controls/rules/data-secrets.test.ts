import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { findingsOf } from "../../../lib/controls/assessment";
import { noRandomText } from "../../../lib/controls/rules/data/no-random-text";
import { noSecretAnywhere } from "../../../lib/controls/rules/data/no-secret-anywhere";
import { findSecrets } from "../../../lib/controls/secrets/find-secrets";
import { EditableFleet } from "../support/editable-fleet";
import { describeRule } from "../support/rule-cases";

const STACK = "verne-production";
const WEB = `${STACK}/vsphere_virtual_machine.web_1`;

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const text = (alphabet: string, length: number) => {
  const sign = fc.constantFrom(...alphabet);
  // Without a bias: drawn by lot is what such a text has to look like.
  return fc.noBias(fc.array(sign, { minLength: length, maxLength: length })).map((signs) => signs.join(""));
};
const alphanumeric = (length: number) => text(BASE64.slice(0, 62), length);
const hexadecimal = (length: number) => text("0123456789abcdef", length);

/** A secret of each kind that this house or its applications have, on one line. */
const SHAPES: Readonly<Record<string, fc.Arbitrary<string>>> = {
  "a private key": fc
    .constantFrom("", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED ")
    .map((kind) => `-----BEGIN ${kind}PRIVATE KEY-----`),
  "a key of PGP": fc.constant("-----BEGIN PGP PRIVATE KEY BLOCK-----"),
  "a key of age": text("023456789ACDEFGHJKLMNPQRSTUVWXYZ", 58).map((key) => `AGE-SECRET-KEY-1${key}`),
  "a key of WireGuard": text(BASE64, 42).map((key) => `PrivateKey = ${key}A=`),
  "a key shared by tunnels": text(BASE64, 42).map((key) => `PresharedKey = ${key}A=`),
  "a key of AWS": text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16).map((key) => `AKIA${key}`),
  "a token of GitHub": alphanumeric(36).map((key) => `ghp_${key}`),
  "a fine token of GitHub": alphanumeric(40).map((key) => `github_pat_${key}`),
  "a token of GitLab": alphanumeric(20).map((key) => `glpat-${key}`),
  "a token of Slack": alphanumeric(24).map((key) => `xoxb-123456789012-${key}`),
  "a hook of Slack": alphanumeric(24).map(
    (key) => `https://hooks.slack.com/services/T0AAAAAAA/B0AAAAAAA/${key}`,
  ),
  "a token of npm": alphanumeric(36).map((key) => `npm_${key}`),
  "a key of Stripe": alphanumeric(24).map((key) => `sk_live_${key}`),
  "an address of Sentry": hexadecimal(32).map((key) => `https://${key}@sentry.example.nl/7`),
  "a token of Sentry": alphanumeric(40).map((key) => `sntrys_${key}`),
  "a web token": alphanumeric(43).map((key) => `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqZGV2cmllcyJ9.${key}`),
  "an address with a password": alphanumeric(8).map((key) => `postgres://app:${key}@10.20.7.9/app`),
  "a password by name": alphanumeric(10).map((key) => `DB_PASSWORD=${key}`),
  "a password in quotes": alphanumeric(10).map((key) => `password = "${key}"`),
  "a passphrase by name": alphanumeric(10).map((key) => `passphrase: ${key}`),
  "a token by name": alphanumeric(12).map((key) => `API_TOKEN=${key}`),
  "a password of a command": alphanumeric(10).map((key) => `--password ${key}`),
  "the hash of a password": alphanumeric(43).map((key) => `$6$saltsalt$${key}${key}`),
  "a hash of yescrypt": alphanumeric(43).map((key) => `$y$j9T$saltsalt$${key}`),
  "a password of an administrator of the web": alphanumeric(22).map((key) => `tom:$apr1$saltsalt$${key}`),
  "credentials of HTTP": alphanumeric(30).map((key) => `Authorization: Bearer ${key}`),
  "a key drawn by lot": text(BASE64, 44),
  "a key drawn by lot, for addresses": text(`${BASE64.slice(0, 62)}-_`, 48),
  "a key drawn by lot, in hexadecimal": hexadecimal(64),
};

/** Somewhere in what everybody may read, and which finding tells of it. */
interface Place {
  readonly finds: string;
  readonly plant: (fleet: EditableFleet, secret: string) => void;
}

const PLACES: Readonly<Record<string, Place>> = {
  "what a server is called": {
    finds: WEB,
    plant: (fleet, secret) => (fleet.resource(STACK, "vsphere_virtual_machine.web_1").annotation = secret),
  },
  "a list deep in a server": {
    finds: WEB,
    plant: (fleet, secret) =>
      (fleet.resource(STACK, "vsphere_virtual_machine.web_1").custom = [{ values: ["x", secret] }]),
  },
  "a setting of a server": {
    finds: WEB,
    plant: (fleet, secret) =>
      (fleet.resource(STACK, "vsphere_virtual_machine.web_1").extra_config["guestinfo.motd"] = secret),
  },
  "the name of a setting": {
    finds: WEB,
    plant: (fleet, secret) =>
      (fleet.resource(STACK, "vsphere_virtual_machine.web_1").extra_config[secret] = "x"),
  },
  "a comment of a server": {
    finds: WEB,
    plant: (fleet, secret) => (fleet.resource(STACK, "vsphere_virtual_machine.web_1")["//"].note = secret),
  },
  "a live document": {
    finds: WEB,
    plant: (fleet, secret) =>
      fleet
        .machine(STACK, "web_1")
        .document("keepalived", (before) =>
          `${before}# ${secret}\n`.replace("# pass", "pass").replace("# --", "x --"),
        ),
  },
  "a file of the first boot": {
    finds: WEB,
    plant: (fleet, secret) =>
      fleet.machine(STACK, "web_1").file("/etc/straat/agent.conf", (before) => `${before}${secret}\n`),
  },
  "a script of the user data": {
    finds: WEB,
    plant: (fleet, secret) =>
      fleet.machine(STACK, "web_1").guestinfo("userdata", (before) => {
        const data = JSON.parse(before.slice("#cloud-config\n".length));
        data.bootcmd[0][2] += `${secret}\n`;
        return `#cloud-config\n${JSON.stringify(data)}\n`;
      }),
  },
  "the metadata": {
    finds: WEB,
    plant: (fleet, secret) =>
      fleet
        .machine(STACK, "web_1")
        .guestinfo("metadata", (before) => JSON.stringify({ ...JSON.parse(before), note: secret })),
  },
  "the description of a network": {
    finds: "verne-street/vsphere_distributed_port_group.network_test",
    plant: (fleet, secret) =>
      (fleet.resource("verne-street", "vsphere_distributed_port_group.network_test").description = secret),
  },
  "what is looked up": {
    finds: `${STACK}/data.vsphere_datacenter.site_datacenter`,
    plant: (fleet, secret) =>
      (fleet.resource(STACK, "data.vsphere_datacenter.site_datacenter").note = secret),
  },
  "a provider": {
    finds: STACK,
    plant: (fleet, secret) => (fleet.stack(STACK).terraform.provider.vsphere = [{ note: secret }]),
  },
  "where the state is": {
    finds: STACK,
    plant: (fleet, secret) => (fleet.stack(STACK).terraform.terraform.backend.local.note = secret),
  },
  "an output": {
    finds: STACK,
    plant: (fleet, secret) => (fleet.stack(STACK).terraform.output = { x: { value: secret } }),
  },
  "the model file": {
    finds: `${STACK}/straat.json`,
    plant: (fleet, secret) => (fleet.stack(STACK).model.client.team = secret.slice(0, 80)),
  },
};

/** Texts of which 80 characters, all a name in a model file may have, are enough to see what they are. */
const isShort = (shape: string) => !["a web token", "the hash of a password"].includes(shape);

/** As the version of an address list in git may be. */
const COMMIT = "3f786850e387550fdab836ed7e6dc881de23001b";
/** Says it where a model file has free words. */
const listed = (words: string) => (fleet: EditableFleet) => {
  fleet.stack(STACK).model.client.team = words;
};

describeRule("no-secret-anywhere", {
  judges: [
    WEB,
    STACK,
    `${STACK}/data.vsphere_datacenter.site_datacenter`,
    "verne-street",
    "verne-street/straat.json",
    "platform-amsterdam",
  ],
  breaches: [
    {
      when: "an attribute is called a password",
      saying: /it\.ovf\.admin_password holds a secret, by its name/,
      finds: [WEB],
      change: (fleet) =>
        (fleet.resource(STACK, "vsphere_virtual_machine.web_1").ovf = { admin_password: "hunter22" }),
    },
    {
      when: "a secret is written in base64",
      saying: /a value for password, in base64/,
      finds: [WEB],
      change: (fleet) =>
        (fleet.resource(STACK, "vsphere_virtual_machine.web_1").annotation =
          Buffer.from("password=hunter22").toString("base64")),
    },
  ],
  allows: [
    { when: "the version of a list is a digest without a name", change: listed(COMMIT) },
    {
      when: "public halves of keys stand where they belong",
      change: (fleet) => {
        fleet.resource(STACK, "vsphere_virtual_machine.web_1").annotation =
          "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOz16GL2cQE4lAVoKooAFspvFY6xeJuUE+hPIca3l8rj age1j70aqf57yq2zkh76zqgxmscw269eumq5dnuv6866w66mhjxmg3gsrmn9hp";
      },
    },
    {
      when: "an attribute about a password refers to a variable",
      change: (fleet) =>
        (fleet.resource(STACK, "vsphere_virtual_machine.web_1").admin_password = "${var.admin_password}"),
    },
    {
      when: "settings are about passwords",
      change: (fleet) =>
        (fleet.resource(STACK, "vsphere_virtual_machine.web_1").annotation =
          "password_encryption = scram-sha-256, passwd_tries=1, PASSWORD_FILE=/run/x"),
    },
  ],
});

describe("a secret that is planted", () => {
  const cases = Object.keys(SHAPES).flatMap((shape) =>
    Object.keys(PLACES).map((place) => ({ shape, place })),
  );

  test.each(cases.filter(({ shape, place }) => isShort(shape) || place !== "the model file"))(
    "is found: $shape in $place",
    ({ shape, place }) => {
      const { finds, plant } = PLACES[place] as Place;
      fc.assert(
        fc.property(SHAPES[shape] as fc.Arbitrary<string>, (secret) => {
          const fleet = EditableFleet.onServers();
          plant(fleet, secret);
          const [stack = ""] = fleet.editedNames;
          const findings = findingsOf(fleet.assess([noSecretAnywhere, noRandomText], [stack]));
          expect(findings.map(({ subject }) => subject)).toContain(finds);
          // What was found is told without repeating it.
          const told = JSON.stringify(findings.filter(({ problem }) => !problem.includes("the name,")));
          expect(told).not.toContain(secret.slice(-12));
        }),
        { numRuns: 1 },
      );
    },
  );

  test.each(Object.entries(SHAPES))("is seen, whichever it is: %s", (_, secrets) => {
    fc.assert(
      fc.property(secrets, (secret) => {
        expect(findSecrets(`\n${secret}\n`)).not.toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
