import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { attributeChanges } from "../../../lib/review/attributes/attribute-changes";
import { Redactor } from "../../../lib/review/redaction/redactor";

const redactor = new Redactor();
const changes = (before: unknown, after: unknown, options = {}) =>
  attributeChanges(before, after, redactor, options);
const paths = (before: unknown, after: unknown) =>
  changes(before, after).map(({ path, kind }) => `${kind} ${path}`);

const packed = (text: string) => gzipSync(text).toString("base64");
const live = (payload: string, revision = 1, name = "firewall") => {
  const digest = createHash("sha256").update(payload).digest("hex");
  return packed(`straat-document 1 ${name} ${revision} ${digest}\n${payload}`);
};

describe("Attributes", () => {
  test("that are the same are none, whatever the order of their keys", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (body) => {
        const turned = Object.fromEntries(Object.entries(body).reverse());
        expect(changes(body, turned)).toEqual([]);
      }),
    );
  });

  test("that differ are never none", () => {
    const body = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
    // What is not set, null, and an empty list or block are the same to Terraform.
    const isEmpty = (value: unknown) =>
      value === null || (typeof value === "object" && Object.keys(value ?? {}).length === 0);
    const told = (value: Record<string, unknown>) =>
      JSON.stringify(
        Object.entries(value)
          .filter(([, item]) => !isEmpty(item))
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      );
    fc.assert(
      fc.property(body, body, (before, after) => {
        fc.pre(told(before) !== told(after) && !told(before).includes("{") && !told(after).includes("{"));
        expect(changes(before, after)).not.toEqual([]);
      }),
    );
  });

  test("are told by the path one would write", () => {
    const before = { extra_config: { "guestinfo.a": "1" }, disk: [{ size: 1, label: "disk0" }], memory: 1 };
    const after = { extra_config: { "guestinfo.a": "2" }, disk: [{ size: 2, label: "disk0" }], folder: "x" };
    expect(paths(before, after)).toEqual([
      'changed extra_config["guestinfo.a"]',
      "changed disk[0].size",
      "added folder",
      "removed memory",
    ]);
  });

  test("of blocks are told by the block that has the same name, wherever it stands", () => {
    const block = (label: string, size: number) => ({ label, size });
    const before = { disk: [block("root", 1), block("data", 2)] };
    expect(paths(before, { disk: [block("swap", 3), block("root", 1), block("data", 9)] })).toEqual([
      "added disk[0].label",
      "added disk[0].size",
      "changed disk[2].size",
    ]);
    expect(paths(before, { disk: [block("data", 2)] })).toEqual([
      "removed disk[0].label",
      "removed disk[0].size",
    ]);
  });

  test("that are lists of values are told item by item", () => {
    const [change] = changes({ dns: ["a", "b", "c"] }, { dns: ["a", "c", "d"] });
    expect(change).toMatchObject({ path: "dns", before: '["a", "b", "c"]', after: '["a", "c", "d"]' });
    expect(change?.lines).toEqual([' "a"', '-"b"', ' "c"', '+"d"']);
    expect(changes({ dns: ["a", "b"] }, { dns: ["b", "a"] })[0]?.meaning).toBe(
      "the same items in another order",
    );
  });

  test("that only the apply will know are told so, and those that stay beside them are not told", () => {
    const unknown = { id: true, disk: [{ uuid: true }], ids: [false, true] };
    const told = changes(
      { name: "x", ids: ["a", "b"], disk: [{ size: 1, uuid: "u" }] },
      { name: "x", ids: ["a", null], disk: [{ size: 1 }] },
      { unknown },
    );
    expect(told.map(({ path, after }) => [path, after])).toEqual([
      ["ids", '["a", known only after the apply]'],
      ["disk[0].uuid", "known only after the apply"],
      ["id", "known only after the apply"],
    ]);
  });
});

describe("Texts", () => {
  const setting = (key: string, before: string, after: string) => {
    const [change, ...others] = changes(
      { extra_config: { [key]: before } },
      { extra_config: { [key]: after } },
    );
    if (change === undefined || others.length > 0) throw new Error("not one change");
    return change;
  };
  const FIREWALL = "guestinfo.straat.firewall";
  const rules = (...more: string[]) =>
    ["table inet straat {", "  chain input {", ...more, "  }", "}", ""].join("\n");

  test("of a firewall read as rules that come and go, though they are packed", () => {
    const change = setting(
      FIREWALL,
      live(rules("    tcp dport 443 accept")),
      live(rules("    tcp dport 8443 accept")),
    );
    expect(change).toMatchObject({ meaning: "the live document firewall", isCosmetic: false });
    expect(change.lines).toEqual([
      " table inet straat {",
      "   chain input {",
      "-    tcp dport 443 accept",
      "+    tcp dport 8443 accept",
      "   }",
      " }",
    ]);
  });

  test("are cosmetic where a comment changed only, and not where the revision did", () => {
    const before = live(rules('    tcp dport 443 accept comment "visitors"', "# one"));
    expect(
      setting(FIREWALL, before, live(rules('    tcp dport 443 accept comment "guests"'))).isCosmetic,
    ).toBe(true);
    const revised = setting(
      FIREWALL,
      before,
      live(rules('    tcp dport 443 accept comment "visitors"', "# one"), 2),
    );
    expect(revised).toMatchObject({
      isCosmetic: false,
      before: "revision 1, 6 lines",
      after: "revision 2, 6 lines",
    });
  });

  test("that do not unpack are shown as they stand", () => {
    expect(setting(FIREWALL, "H4sIAAAA", live(rules())).meaning).toBe("the live document firewall");
    expect(setting(FIREWALL, "H4sIAAAA", "H4sIBBBB")).toMatchObject({
      before: '"H4sIAAAA"',
      after: '"H4sIBBBB"',
    });
  });

  test("of user data read as JSON, a line for each value, and another layout of it is cosmetic", () => {
    const data = (...packages: string[]) => packed(`#cloud-config\n${JSON.stringify({ packages, a: 1 })}\n`);
    const change = setting("guestinfo.userdata", data("nginx"), data("nginx", "curl"));
    expect(change).toMatchObject({ meaning: "user data of the first boot" });
    expect(change.lines).toContain('+    "curl"');
    expect(setting("note", '{"a":1,"b":2}', '{ "b": 2, "a": 1 }').isCosmetic).toBe(true);
    expect(setting("note", '{"a":1,"b":2}', '{ "b": 2, "a": 2 }').isCosmetic).toBe(false);
  });

  test("in base64 read as what they say", () => {
    const base64 = (text: string) => Buffer.from(text).toString("base64");
    expect(
      setting("note", base64("the first line of a text"), base64("the other line of a text")),
    ).toMatchObject({
      before: '"the first line of a text"',
      after: '"the other line of a text"',
      meaning: "text in base64",
    });
  });

  test("of the first boot read file by file", () => {
    const bundle = (text: string, mode = "0644") => {
      const lines = text.split("\n").length - 1;
      const body = `${mode} ${lines} /etc/motd\n\n${text}`;
      const digest = createHash("sha256").update(body).digest("hex");
      return { extra_config: { "guestinfo.straat-files.1": packed(`straat-files 1 ${digest}\n${body}`) } };
    };
    const [change] = changes(bundle("one\n# two\n"), bundle("other\n# two\n"));
    expect(change).toMatchObject({ meaning: "file of the first boot", lines: ["-one", "+other", " # two"] });
    expect(change?.path).toBe('extra_config["guestinfo.straat-files.*"]["/etc/motd"]');
    expect(changes(bundle("one\n# two\n"), bundle("one\n# 2\n"))[0]?.isCosmetic).toBe(true);
    expect(changes(bundle("one\n"), bundle("one\n", "0755"))[0]).toMatchObject({
      isCosmetic: false,
      after: "1 line, mode 0755",
    });
    expect(changes(null, bundle("one\n"))).toMatchObject([{ kind: "added", after: "1 file" }]);
  });
});
