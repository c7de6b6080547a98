import { spawnSync } from "node:child_process";
import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { shellQuote, shellSettings } from "../../lib/guest/shell";
import { mistakeOf } from "../support/errors";

const HARMLESS = fc
  .string({ unit: "grapheme", maxLength: 60 })
  .filter((text) => !/[\p{Cc}\u2028\u2029]/u.test(text));

describe("a text as one word of sh", () => {
  test("is that text and nothing else, for a real shell", () => {
    fc.assert(
      fc.property(fc.array(HARMLESS, { minLength: 1, maxLength: 40 }), (texts) => {
        const script = texts.map((text) => `printf '%s\\n' ${shellQuote(text)}`).join("\n");
        const { stdout, stderr } = spawnSync("sh", ["-eu"], { input: script, encoding: "utf8" });
        expect([stderr, stdout]).toEqual(["", texts.map((text) => `${text}\n`).join("")]);
      }),
      { numRuns: 25 },
    );
  });

  test.each(["$(id)", "`id`", "'; id; '", '"', "\\", "a b", "*", "~", "#", "-n", "", "''", "$HOME"])(
    "is not read by the shell: %s",
    (text) => {
      const { stdout } = spawnSync("sh", ["-c", `printf %s ${shellQuote(text)}`], { encoding: "utf8" });
      expect(stdout).toBe(text);
    },
  );

  test.each(["a\nb", "a\rb", "a\0b", "\u2028", "\u001b[31m", "\u0085"])(
    "is refused on two lines: %j",
    (text) => {
      expect(mistakeOf(() => shellQuote(text))).toMatchObject({
        value: JSON.stringify(text),
        remedy: "write it on one line",
      });
    },
  );
});

test("settings are read back by the shell as they were written", () => {
  const settings = { name: "it's $HOME", seconds: 120, empty: "" };
  const script = `${shellSettings(settings)}printf '%s|%s|%s' "$name" "$seconds" "$empty"`;
  expect(spawnSync("sh", ["-eu", "-c", script], { encoding: "utf8" }).stdout).toBe("it's $HOME|120|");
});
