import { gzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { Needles } from "../../../lib/review/redaction/needles";
import { Redactor } from "../../../lib/review/redaction/redactor";

const SECRET = "korenbloem-4471 <peer> & 'kers'";
const redactor = new Redactor([SECRET]);

describe("A value that is marked sensitive", () => {
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  test.each([
    ["by itself", SECRET],
    ["inside of a longer text", `url=${SECRET};`],
    ["escaped for JSON", JSON.stringify({ a: SECRET })],
    [
      "escaped for JSON as Terraform does",
      JSON.stringify(SECRET).replaceAll("<", "\\u003c").replaceAll(">", "\\u003e").replaceAll("&", "\\u0026"),
    ],
    ["as JSON in JSON", JSON.stringify(JSON.stringify({ a: SECRET }))],
    ["in an address", `https://x/?q=${encodeURIComponent(SECRET)}`],
    ["in a form", `q=${new URLSearchParams({ q: SECRET })}`],
    ["in HTML", `<b>${SECRET.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</b>`],
    ["in a shell", `echo '${SECRET.replaceAll("'", "'\\''")}'`],
    ["in YAML", `key: '${SECRET.replaceAll("'", "''")}'`],
    ["in base64", base64(SECRET)],
    ["in base64 with a line end", base64(`${SECRET}\n`)],
    ["in base64 of something longer", base64(`a${SECRET}b`)],
    ["in base64 of something longer still", base64(`ab${SECRET}c`)],
    ["in base64 for an address", Buffer.from(`x${SECRET}y`).toString("base64url")],
    ["in hexadecimals", Buffer.from(SECRET).toString("hex")],
    ["in capital hexadecimals", Buffer.from(SECRET).toString("hex").toUpperCase()],
  ])("is masked %s", (_, text) => {
    expect(redactor.name(text)).toContain("(sensitive)");
    expect(redactor.name(text)).not.toBe(text);
    expect(new Redactor(["something else"]).name(text)).toBe(text);
  });

  test("takes what it holds along: lines, values of its JSON, and what it is when it is unpacked", () => {
    const inner = JSON.stringify({ user: "app", password: "zonnebloem-9912", port: 5432 });
    for (const whole of [
      inner,
      base64(inner),
      gzipSync(inner).toString("base64"),
      `first line\n${inner}\n`,
    ]) {
      expect(new Redactor([whole]).name("with zonnebloem-9912 in it")).toBe("with (sensitive) in it");
      expect(new Redactor([whole]).name("with app in it")).toBe("with app in it");
    }
  });

  test("is masked as a whole word when it is short, and only where it is marked when it is shorter", () => {
    const short = new Redactor(["kers", "abc", "true"]);
    expect(short.name("kers, (kers) and kersen")).toBe("(sensitive), ((sensitive)) and kersen");
    expect(short.name("abc is true")).toBe("abc is true");
  });

  test("leaves nothing of two that overlap", () => {
    expect(new Redactor(["alpha-bravo", "bravo-charlie"]).name("alpha-bravo-charlie")).toBe("(sensitive)");
  });

  test("keeps the lines of a text, and masks a secret of several lines in each of them", () => {
    const key = "first secret line\nsecond secret line";
    expect(new Redactor([key]).lines(`a\n${key}\nb`)).toEqual(["a", "(sensitive)", "(sensitive)", "b"]);
  });
});

describe("What looks like a secret", () => {
  const bare = new Redactor();
  test.each([
    ["a password under its name", "hunter-22", "admin_password"],
    ["an assignment", "PASSWORD=hunter-22", "note"],
    ["an address with a password", "postgres://app:hunter-22@10.20.0.10/app", "note"],
  ])("is masked, though nobody marked it: %s", (_, text, name) => {
    expect(bare.text(text, name)).toBe("(looks like a secret)");
  });

  test("is masked alone where it is known where it begins and ends", () => {
    const token = "q7Rz2LmX9vKp4TdWb6YnHs3FgJ8c";
    expect(bare.text(`a ${token} b`)).toBe("a (looks like a secret) b");
    expect(new Redactor([], new Set([token])).text(`a ${token} b`)).toBe(`a ${token} b`);
  });

  test("is masked by its line in a text of several, a private key to its end", () => {
    const key = ["-----BEGIN PRIVATE KEY-----", "c2hvcnQ=", "-----END PRIVATE KEY-----"];
    expect(bare.lines(["before", ...key, "after"].join("\n"))).toEqual([
      "before",
      ...key.map(() => "(looks like a secret)"),
      "after",
    ]);
    expect(bare.lines("user: app\npassword: hunter-22\nport: 5432")).toEqual([
      "user: app",
      "(looks like a secret)",
      "port: 5432",
    ]);
  });

  test.each([
    ["vsphere_virtual_machine.web_1"],
    ["10.20.0.0/20"],
    ["ip saddr @from accept"],
    ["password_file"],
  ])("is not what everybody writes: %s", (text) => {
    expect(bare.text(text, "name")).toBe(text);
  });
});

describe("A whole result", () => {
  test("is masked in each of its texts, but for the words of a review's own", () => {
    const short = new Redactor(["block", "verne-production"]);
    expect(
      short.throughout({ level: "block", text: ["block verne-production"], none: undefined, n: 1 }),
    ).toEqual({
      level: "block",
      text: ["(sensitive) (sensitive)"],
      none: undefined,
      n: 1,
    });
  });

  test("is given back itself where there is nothing to mask", () => {
    const result = { a: ["b", { c: "d" }] };
    expect(redactor.throughout(result)).toBe(result);
  });
});

test("many texts are found in one pass, as looking for each of them would", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "-"), minLength: 0, maxLength: 60 });
  const needle = fc.string({ unit: fc.constantFrom("a", "b", "-"), minLength: 4, maxLength: 9 });
  fc.assert(
    fc.property(text, fc.array(needle, { maxLength: 6 }), (hay, needles) => {
      const hidden = new Set<number>();
      for (const one of needles) {
        for (let at = hay.indexOf(one); at >= 0; at = hay.indexOf(one, at + 1)) {
          for (let index = at; index < at + one.length; index++) hidden.add(index);
        }
      }
      const found = new Needles(needles, []).in(hay);
      const covered = found.flatMap(({ start, end }) =>
        Array.from({ length: end - start }, (_, n) => start + n),
      );
      expect(covered).toEqual([...hidden].sort((a, b) => a - b));
    }),
  );
});
