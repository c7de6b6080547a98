import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { checkText, shownValue, textOf } from "../../lib/model/text";
import { mistakeOf } from "../support/errors";

describe("a line of text", () => {
  test.each(["x", "visitors", "Zoë van 't Hoff, Team Tech", "a  b", "日本", "x".repeat(80), "é".repeat(40)])(
    "%j is kept as it was written",
    (text) => {
      expect(checkText("a reason", text)).toBe(text);
    },
  );

  test.each([
    [undefined, "(missing)"],
    ["", '""'],
    ["  \t", '"  \\t"'],
    [null, "null"],
    [7, "7"],
    [["a"], '["a"]'],
  ])("refuses %j as missing, and says what to write", (text, met) => {
    const { value, problem, remedy } = mistakeOf(() => checkText("a reason", text));
    expect(value).toBe(met);
    expect(problem).toBe("a reason is missing");
    expect(remedy).toContain("one line of at most 80 characters");
  });

  test.each([
    ["line feed", "a\nb"],
    ["carriage return", "a\rb"],
    ["tab", "a\tb"],
    ["NUL", "a\0b"],
    ["escape, which starts a terminal sequence", "a\u001b[31mb"],
    ["next line (C1)", "a\u0085b"],
    ["line separator", "a\u2028b"],
    ["paragraph separator", "a\u2029b"],
    ["right-to-left override, which shows another text than is there", "a\u202eb"],
    ["zero-width space", "a\u200bb"],
    ["byte order mark", "a\ufeffb"],
    ["half a surrogate pair", "a\ud800b"],
    ["space before", " a"],
    ["space behind", "a "],
    ["no-break space behind", "a\u00a0"],
  ])("refuses a %s", (_, text) => {
    const { value, problem, remedy } = mistakeOf(() => checkText("a reason", text));
    expect(value).toBe(JSON.stringify(text));
    expect(problem).toContain("a reason is one printable line");
    expect(remedy).toBe("write it on one line, without spaces around it");
  });

  test("refuses what is too long, and says by how much to shorten it", () => {
    expect(mistakeOf(() => checkText("a reason", "x".repeat(81))).remedy).toMatch(/^shorten it by 1\b/);
    expect(mistakeOf(() => checkText("a title", "x".repeat(15), 10)).remedy).toMatch(/^shorten it by 5\b/);
    expect(checkText("a title", "x".repeat(10), 10)).toHaveLength(10);
  });

  test.each([
    ["é", 5, 2],
    ["日", 3, 2],
    ["😀", 2, 2],
  ])("counts the bytes that %s takes in UTF-8: %d fit into 10", (character, most, over) => {
    const [fits, long] = [character.repeat(most), character.repeat(most + 1)];
    expect(checkText("a title", fits, 10)).toBe(fits);
    expect(mistakeOf(() => checkText("a title", long, 10)).remedy).toMatch(`shorten it by ${over}`);
  });

  test("whatever is accepted is one line without control characters, and no longer than asked", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 20 }), (text) => {
        try {
          const accepted = checkText("a reason", text, 12);
          expect(accepted).toBe(text);
          expect(Buffer.byteLength(accepted)).toBeLessThanOrEqual(12);
          expect(accepted).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+$/u);
          expect(accepted.trim()).toBe(accepted);
        } catch (error) {
          expect((error as Error).name).toBe("InvalidError");
        }
      }),
    );
  });
});

describe("a value in a message", () => {
  test.each([
    [undefined, "(missing)"],
    [null, "null"],
    ['a"b', '"a\\"b"'],
    ["", '""'],
    [7, "7"],
    [{ days: ["Tue"] }, '{"days":["Tue"]}'],
    [Symbol("x"), "Symbol(x)"],
  ])("%p is shown as %s", (value, shown) => {
    expect(shownValue(value)).toBe(shown);
  });

  test("that has to be text is left as it is when it is text, and shown when it is not", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => expect(textOf(text)).toBe(text)));
    expect([undefined, 7, ["a"]].map(textOf)).toEqual(["(missing)", "(7)", '(["a"])']);
  });
});
