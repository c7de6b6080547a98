import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Assessment } from "../../../lib/controls/assessment";
import { LONGEST_COMMENT, markdown } from "../../../lib/controls/report/markdown";
import { cell, code } from "../../../lib/controls/report/markdown-text";
import { oneLine } from "../../../lib/controls/report/text";
import { anyAssessment, anyText } from "./any-assessment";
import { APART, allKept, assessmentOf, CLOSED, findingOf, sample, verdictOf } from "./sample";

const TAGS = /<\/?(?:code|details|summary|br)>/g;

/** What is not as a comment has to be; empty when all is well. */
function wrongIn(text: string): readonly string[] {
  const lines = text.split("\n");
  const columns = lines.map((line) => line.split("|").length - 2);
  const rows = lines.filter((line) => line.includes("|"));
  const tables = lines.flatMap((line, at) => {
    const isFirst = line.startsWith("|") && !lines[at - 1]?.startsWith("|");
    return isFirst ? [columns[at] as number] : [];
  });
  const count = (part: string) => text.split(part).length - 1;
  return [
    ...(rows.every((line) => /^\| .* \|$/.test(line)) ? [] : ["a line that is not a row has a bar"]),
    ...(columns.every((number) => number === -1 || tables.includes(number))
      ? []
      : ["a row of another width"]),
    ...(lines.every(
      (line, at) =>
        !line.startsWith("|") || !lines[at - 1]?.startsWith("|") || columns[at] === columns[at - 1],
    )
      ? []
      : ["a table of several widths"]),
    ...(/[<>]/.test(text.replace(TAGS, "")) ? ["HTML of another's"] : []),
    ...(count("<details>") === count("</details>") && count("<code>") === count("</code>")
      ? []
      : ["what opens is not closed"]),
    ...(/[^\P{C}\n]|[\u2028\u2029`]/u.test(text) ? ["a control character or a backtick"] : []),
    ...(Buffer.byteLength(text) <= LONGEST_COMMENT ? [] : ["too long"]),
  ];
}

/** What a reader sees of an escaped text. */
function read(text: string): string {
  return text
    .replace(/&#(\d+);/g, (_all, point) => String.fromCodePoint(Number(point)))
    .replaceAll("\u200B", "");
}

/** Findings of so many stacks that are all different. */
function many(number: number, problem: (index: number) => string): Assessment {
  const stacks = Array.from({ length: number }, (_, index) => `client${index}-production`);
  return assessmentOf(
    stacks.map((stack, index) =>
      verdictOf(CLOSED, stack, { findings: [findingOf(CLOSED, stack, { problem: problem(index) })] }),
    ),
  );
}

describe("the Markdown report", () => {
  test("gives the verdict first, then findings, what is waived, and folded what to do", () => {
    const text = markdown(sample());
    expect(wrongIn(text)).toEqual([]);
    expect(text.split("\n").slice(0, 3)).toEqual([
      "### Not as promised: 4 errors, 1 warning, 1 waived",
      "",
      "2 rules over 4 stacks, on 2027-01-15.",
    ]);
    expect(text).toContain(
      "| error | <code>members-apart</code> | <code>verne/acceptance/web</code>, and the same in 1 other stack: verne-production | no rule is about verne/acceptance/web |",
    );
    expect(text).toContain(
      "| <code>ports-closed</code> | <code>verne-test/vsphere&#95;virtual&#95;machine.web&#95;1</code> | Jantien de Vries | OPS-123 | 2027-03-31 | the supplier moves in March |",
    );
    const order = ["| error |", "| warning |", "**Waived**", "What to do", "Not judged"].map((part) =>
      text.indexOf(part),
    );
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(order).not.toContain(-1);
    expect(text).toContain(
      "- <code>members-apart</code>: make members-apart so<br>Without members-apart nothing is.",
    );
  });

  test.each([
    ["all is kept", allKept(), "### As promised: all kept"],
    [
      "there are warnings alone",
      assessmentOf([verdictOf(APART, "verne-test", { findings: [findingOf(APART, "verne-test")] })]),
      "### As promised, with warnings: 1 warning",
    ],
    ["nothing was judged", assessmentOf([]), "### Not as promised: nothing was judged"],
  ])("says so when %s", (_name, assessment, verdict) => {
    expect(markdown(assessment).split("\n")[0]).toBe(verdict);
  });

  test("leaves out what does not fit a comment and says how much that is", () => {
    const all = many(50, (index) => `problem ${index} ${"x".repeat(100)}`);
    expect(markdown(all)).not.toContain("Left out");
    const tooMany = many(2_000, (index) => `problem ${index} ${"é".repeat(100)}`);
    const text = markdown(tooMany);
    expect(wrongIn(text)).toEqual([]);
    expect(text.split("\n")[0]).toBe("### Not as promised: 2000 errors");
    const shown = text.split("\n").filter((line) => line.startsWith("| error |")).length;
    expect(text).toContain(`Left out: ${2_000 - shown} finding rows, 1 instruction.`);
    expect(Buffer.byteLength(text)).toBeGreaterThan(LONGEST_COMMENT - 1_000);
  });

  test("does not let one finding take the place of others", () => {
    const text = markdown(many(3, (index) => `${index}`.repeat(100_000)));
    expect(wrongIn(text)).toEqual([]);
    expect(text.split("\n").filter((line) => line.startsWith("| error |"))).toHaveLength(3);
    expect(text).toContain("…");
  });

  test("calls nobody and links nothing that a finding quotes", () => {
    const text = markdown(many(1, () => "ask @paqt/team-tech about #12, https://example.org or [this](x)"));
    expect(text).not.toMatch(/@\w|#\d+[^;\d]|https:\/\/|\[this/);
  });

  test("shows a text as it was, whatever signs are in it", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = oneLine(text);
        expect(read(cell(shown))).toBe(shown);
        expect(read(code(shown))).toBe(`<code>${shown}</code>`);
      }),
    );
  });

  test("keeps its form whatever the texts are", () => {
    fc.assert(fc.property(anyAssessment, (assessment) => expect(wrongIn(markdown(assessment))).toEqual([])));
  });

  test.each([
    "| a | b |\n| --- | --- |\n| 1 | 2 | 3 |\n",
    "a | b\n",
    "<script>\n",
    "<details>\n",
    "`code`\n",
    "x".repeat(LONGEST_COMMENT + 1),
  ])("is held to a check that bites: %#", (text) => {
    expect(wrongIn(text)).not.toEqual([]);
  });
});
