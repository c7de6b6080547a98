import { describe, expect, test } from "@jest/globals";
import { canonical } from "../../../lib/review/synth/canonical";
import type { EditableFleet } from "../../controls/support/editable-fleet";
import { changeOf } from "./support";

const STACK = "verne-production";
const WEB_1 = "vsphere_virtual_machine.web_1";

type Edit = (fleet: EditableFleet) => void;
const wall =
  (edit: (text: string) => string): Edit =>
  (fleet) =>
    fleet.machine(STACK, "web_1").document("firewall", edit);

describe("a change that nobody would notice is cosmetic", () => {
  const cosmetic: readonly (readonly [string, Edit])[] = [
    ["the words of a rule's comment", wall((text) => text.replaceAll("visitors", "guests"))],
    ["the numbers of sets in a ruleset", wall((text) => text.replaceAll(/\ba1v4\b/g, "a901v4"))],
    [
      "the order of two rules that accept",
      wall((text) =>
        text.replace(/^(\t\tip saddr .*443 accept .*\n)(\t\tip6 saddr .*443 accept .*\n)/m, "$2$1"),
      ),
    ],
    ["the order of tags", (fleet) => fleet.resource(STACK, WEB_1).tags.reverse()],
    [
      "the order of members of a rule",
      (fleet) =>
        fleet
          .resource(STACK, "vsphere_compute_cluster_vm_anti_affinity_rule.web_apart-hosts")
          .virtual_machine_ids.reverse(),
    ],
    ["which construct made it", (fleet) => (fleet.resource(STACK, WEB_1)["//"].metadata.path = "elsewhere")],
    [
      "the order of keys in JSON that a server reads",
      (fleet) =>
        fleet
          .machine(STACK, "web_1")
          .guestinfo("metadata", (text) =>
            JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).reverse())),
          ),
    ],
    [
      "a comment in a file of the first boot",
      (fleet) =>
        fleet.machine(STACK, "web_1").file("/etc/ssh/sshd_config", (text) => `${text}# a word for people\n`),
    ],
  ];

  test.each(cosmetic)("%s", (_, edit) => {
    const change = changeOf(edit);
    expect(change).toMatchObject({ action: "no-op", isCosmetic: true });
    expect(change.attributes.every(({ isCosmetic }) => isCosmetic)).toBe(true);
  });
});

describe("a change that does something is not", () => {
  const effective: readonly (readonly [string, Edit])[] = [
    ["a rule of another port", wall((text) => text.replace("tcp dport 443", "tcp dport 444"))],
    ["a rule that is gone", wall((text) => text.replace(/^\t\tip saddr .*443 accept .*\n/m, ""))],
    [
      "an address more in a set",
      wall((text) => text.replace("elements = { 172.31.1.44 }", "elements = { 172.31.1.44, 172.31.1.45 }")),
    ],
    ["another policy", wall((text) => text.replace("policy drop", "policy accept"))],
    ["one tag less", (fleet) => fleet.resource(STACK, WEB_1).tags.pop()],
    [
      "the order of cards",
      (fleet) => fleet.resource("verne-street", "vsphere_virtual_machine.edge_1").network_interface.reverse(),
    ],
    [
      "the revision of a document",
      (fleet) => {
        const key = "guestinfo.straat.logs";
        const config = fleet.resource(STACK, WEB_1).extra_config;
        fleet.machine(STACK, "web_1").document("logs", (text) => `${text}label more yes\n`);
        expect(config[key]).toBeDefined();
      },
    ],
    [
      "a comment and a rule at once",
      wall((text) => text.replaceAll("visitors", "guests").replace("dport 443", "dport 444")),
    ],
  ];

  test.each(effective)("%s", (_, edit) => {
    expect(changeOf(edit)).toMatchObject({ action: "update", isCosmetic: false });
  });

  test("of what only people read and of what is done at once, each is told for what it is", () => {
    const { attributes, isCosmetic } = changeOf((fleet) => {
      fleet.resource(STACK, WEB_1).tags.reverse();
      fleet.resource(STACK, WEB_1).memory = 1;
    });
    expect(isCosmetic).toBe(false);
    expect(attributes.map((attribute) => [attribute.path, attribute.isCosmetic])).toEqual([
      ["memory", false],
      ["tags", true],
    ]);
  });
});

describe("two spellings come to one text", () => {
  test.each([
    ["JSON with its keys in another order", '{"a":1,"b":[2]}', '{ "b": [2],\n "a": 1 }', "data"],
    ["YAML in another layout", "a: 1\nb:\n  - two\n", "a:   1\nb: [two] # why\n", "config.yaml"],
  ])("%s", (_, one, other, key) => {
    expect(canonical(one, key)).toBe(canonical(other, key));
  });

  test.each([
    ["a list whose order means something", ["a", "b"], ["b", "a"], "active_uplinks"],
    ["YAML that readers of 1.1 take for a yes", "a: yes\n", 'a: "yes"\n', "config.yaml"],
    ["YAML that readers of 1.2 take for eight", "a: 0o10\n", 'a: "0o10"\n', "config.yaml"],
    ["numbers that are not read exactly", '{"a":9007199254740993}', '{"a":9007199254740992}', "data"],
    ["a text and the same text as JSON", "1", '"1"', "data"],
    ["text that is no YAML under another name", "a: 1", "a:  1", "motd"],
  ])("but not those of %s", (_, one, other, key) => {
    expect(canonical(one, key)).not.toBe(canonical(other, key));
  });
});
