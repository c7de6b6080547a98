import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { LONGEST_COMMENT } from "../../../lib/review/report/comment";
import { MARKER, markdown } from "../../../lib/review/report/markdown";
import { anyReview } from "./any-review";
import { wrongIn } from "./comment-form";
import { attributeOf, changeOf, hazardOf, reviewOf, sample, stackOf, wayOf } from "./sample";

/** So many of something. */
function many<T>(number: number, one: (index: number) => T): readonly T[] {
  return Array.from({ length: number }, (_, index) => one(index));
}

describe("the comment on a pull request", () => {
  test("begins with its marker, then the verdict, then what is opened", () => {
    const text = markdown(sample());
    expect(wrongIn(text)).toEqual([]);
    expect(text.split("\n").slice(0, 2)).toEqual([
      "<!-- straat:review -->",
      "### Blocked&#58; 1 way opened from outside, 1 way opened inside, 2 blockers, 1 thing for team Tech, 2 rules newly broken",
    ]);
    const parts = [
      "hazards that must not be applied (2), errors that are new (1)",
      "<code>sha256&#58;6f1e",
      "**Opened**",
      "| opened, from outside, one end is new | <code>internet</code> | <code>verne/production/web</code> (verne) | <code>+ tcp/443 from anywhere to 10.20.6.10</code> | visitors |",
      "| widened |",
      "**Blocked by**",
      "**For team Tech**",
      "**Rules newly broken**",
      "| error | <code>ports-closed (I-02)</code> |",
      "**Access**",
      "**Not looked at**",
      "<summary>Closed or narrowed (1)</summary>",
      "<summary>Rules mended (1)</summary>",
      "<summary>To know (1)</summary>",
      "**Stacks**",
      "<details><summary><code>verne/production</code>: 1 resource replaced, 1 changed, 1 added, 1 moved, 1 imported</summary>",
      '<pre lang="diff">  chain input &#123;&#10;+   tcp dport 443 accept',
    ].map((part) => text.indexOf(part));
    expect(parts).not.toContain(-1);
    expect(parts).toEqual(parts.toSorted((one, other) => one - other));
    expect(text).not.toContain("Left out");
  });

  test("lists what nobody looked at, folded where that is much", () => {
    const parts = (number: number) =>
      many(number, (index) => ({ what: `part ${index}`, why: "it is not told" }));
    const few = markdown(reviewOf({ notAnalysed: parts(6) }));
    const much = markdown(reviewOf({ notAnalysed: parts(7) }));
    expect(few).toContain("\n**Not looked at**\n\n- <code>part 0</code>");
    expect(much).toContain("\n<details><summary>Not looked at (7)</summary>\n\n- <code>part 0</code>");
    expect([few, much].flatMap(wrongIn)).toEqual([]);
  });

  test("says in one line below its marker that nothing changes", () => {
    expect(markdown(reviewOf())).toBe(`${MARKER}\nNothing changes&#58; main (1a2b3c4) → the working tree.\n`);
  });

  test("is never longer than GitHub takes, and says what was cut and how much of it", () => {
    const text = markdown(
      reviewOf({
        verdict: "block",
        ways: many(2_000, (index) => wayOf({ to: `server-${index}-é` })),
        hazards: many(500, (index) => hazardOf({ stack: `stack-${index}` })),
        stacks: many(300, (index) =>
          stackOf({ stacks: [`client-${index}/production`], changes: many(40, () => changeOf()) }),
        ),
      }),
    );
    expect(wrongIn(text)).toEqual([]);
    expect(text.length).toBeLessThanOrEqual(LONGEST_COMMENT);
    const shown = (pattern: RegExp) => [...text.matchAll(pattern)].length;
    const left = text.match(/Left out: (\d+) opened ways, (\d+) blockers, (\d+) stacks\./);
    expect(left?.slice(1).map(Number)).toEqual([
      2_000 - shown(/^\| opened \|/gm),
      500 - shown(/^\| redundancy \|/gm),
      300 - shown(/^<details><summary><code>client-/gm),
    ]);
    // What comes first does not take the place of what comes after it.
    expect(shown(/^\| redundancy \|/gm)).toBeGreaterThan(10);
    expect(shown(/^<details><summary><code>client-/gm)).toBeGreaterThan(0);
  });

  test("shows of a stack in which all changes what it can, the worst first", () => {
    const changes = [...many(10_000, () => changeOf()), changeOf({ address: "disk.data", action: "delete" })];
    const text = markdown(reviewOf({ stacks: [stackOf({ changes })] }));
    expect(wrongIn(text)).toEqual([]);
    expect(text).toContain("- <code>-</code> <code>disk.data</code>: destroyed\n");
    expect(text).toMatch(/and 9\d\d\d more resources/);
  });

  test("does not let one long text take the place of others", () => {
    const long = "x".repeat(200_000);
    const ways = many(3, (index) => wayOf({ opened: many(50, () => `${index}${long}`), why: [long] }));
    const stacks = [
      stackOf({
        changes: [changeOf({ attributes: [attributeOf({ lines: many(500, () => `+ ${long}`) })] })],
      }),
    ];
    const text = markdown(reviewOf({ ways, stacks }));
    expect(wrongIn(text)).toEqual([]);
    expect(text.match(/^\| opened \|/gm)).toHaveLength(3);
    expect(text).toContain("44 more lines");
    expect(text).toContain("and 476 more lines");
  });

  test("calls nobody, links nothing and is no formatting of another's", () => {
    const hostile =
      "@paqt/team-tech #12 GH-12 www.example.org https://example.org [this](x) ![p](y) **b** </pre></details><!-- straat:review -->";
    const text = markdown(
      reviewOf({
        ways: [wayOf({ from: hostile, opened: [hostile], why: [hostile] })],
        stacks: [
          stackOf({
            reason: hostile,
            changes: [changeOf({ attributes: [attributeOf({ lines: [`+ ${hostile}`] })] })],
          }),
        ],
      }),
    );
    expect(wrongIn(text)).toEqual([]);
    expect(text).not.toMatch(/@\w|#\d+[^;\d]|https:\/\/|\[this|\*\*b/);
    // Nothing is linked in a block of its own, and no issue in code.
    const lines = text.replace(/<pre.*<\/pre>/g, "");
    expect(lines).not.toMatch(/www\./);
    expect(lines.replace(/<code>.*?<\/code>/g, "")).not.toMatch(/GH-/);
  });

  test("begins no line with a text of another's, which could be a list or a rule there", () => {
    const text = markdown(
      reviewOf({ base: "- x", stacks: [stackOf({ reason: "- x", stacks: ["1. x", "- x"] })] }),
    );
    expect(text).not.toMatch(/^(?:- x|1\. x)/m);
  });

  test("keeps its form whatever the texts are", () => {
    fc.assert(fc.property(anyReview, (review) => expect(wrongIn(markdown(review))).toEqual([])));
  });

  test.each([
    "no marker\n",
    `${MARKER}\n${MARKER}\n`,
    `${MARKER}\n| a | b |\n| --- | --- |\n| 1 | 2 | 3 |\n`,
    `${MARKER}\na | b\n`,
    `${MARKER}\n<script>\n`,
    `${MARKER}\n<details>\n`,
    `${MARKER}\n\`code\`\n`,
    `${MARKER}\n${"x".repeat(LONGEST_COMMENT)}`,
  ])("is held to a check that bites: %#", (text) => {
    expect(wrongIn(text)).not.toEqual([]);
  });
});
