import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { json } from "../../../lib/review/report/json";
import { anyReview } from "./any-review";
import { reviewOf, sample, wayOf } from "./sample";

const SCHEMA = resolve(__dirname, "../../../lib/review/report/review.schema.json");
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
const isValid = ajv.compile(JSON.parse(readFileSync(SCHEMA, "utf8")));

function errorsOf(report: unknown): readonly string[] {
  return isValid(report)
    ? []
    : (isValid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** The same value, made with its keys in the opposite order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inside]) => [key, turned(inside)]),
  );
}

describe("the review as JSON", () => {
  test("tells all that is known, and null for what does not apply", () => {
    const report = JSON.parse(json(sample()));
    expect(report).toMatchObject({
      version: 1,
      kind: "plan",
      verdict: "block",
      base: "main (1a2b3c4)",
      counts: { added: 1, changed: 1, replaced: 1, destroyed: 0, moved: 1, imported: 1, cosmetic: 4 },
      ways: [
        { kind: "closed", end: "gone" },
        { kind: "widened", end: null },
        { isFromOutside: true, end: "new" },
      ],
      notAnalysed: [{ what: "module.legacy", why: "it is not made by Straat" }],
    });
    expect(report.access[1]).toEqual({
      kind: "changed",
      what: "administrator",
      where: "amsterdam",
      who: "Ada Lovelace",
      before: "the VPN",
      after: "SSH and the VPN",
      owner: null,
      until: null,
    });
    expect(report.stacks[0].changes[0].attributes[0].lines).toContain("+   tcp dport 443 accept");
    expect(JSON.parse(json(reviewOf())).digest).toBeNull();
  });

  test("keeps to its schema, whatever was reviewed", () => {
    expect(errorsOf(JSON.parse(json(sample())))).toEqual([]);
    fc.assert(fc.property(anyReview, (review) => expect(errorsOf(JSON.parse(json(review)))).toEqual([])));
  });

  test("has a schema that bites", () => {
    const report = JSON.parse(json(sample()));
    expect(errorsOf({ ...report, version: 2 })).not.toEqual([]);
    expect(errorsOf({ ...report, verdict: "maybe" })).not.toEqual([]);
    expect(errorsOf({ ...report, more: 1 })).not.toEqual([]);
    for (const key of Object.keys(report)) {
      const { [key]: _left, ...rest } = report;
      expect(errorsOf(rest)).not.toEqual([]);
    }
    const [{ remedy: _remedy, ...hazard }] = report.hazards;
    expect(errorsOf({ ...report, hazards: [hazard] })).toEqual([
      "/hazards/0 must have required property 'remedy'",
    ]);
  });

  test("shows what nobody would see, or what steers a terminal, and means the same", () => {
    const hidden = "\u001b[2J \u009b31m \u202e\u2028 \u200b \u{e0041} \ud800 é 漢 🙂\n";
    const text = json(reviewOf({ ways: [wayOf({ client: hidden, opened: [hidden] })] }));
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{C}\u2028\u2029]/u);
    expect(text).toContain("\\u009b31m \\u202e\\u2028 \\u200b \\udb40\\udc41 \\ud800 é 漢 🙂\\n");
    expect(JSON.parse(text).ways[0]).toMatchObject({ client: hidden, opened: [hidden] });
  });

  test("is the same bytes in whatever order a review was made", () => {
    const other = turned(sample()) as ReturnType<typeof sample>;
    expect(Object.keys(other)).not.toEqual(Object.keys(sample()));
    expect(json(other)).toBe(json(sample()));
  });
});
