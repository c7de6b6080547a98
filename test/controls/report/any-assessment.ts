import fc from "fast-check";
import type { Assessment, Verdict } from "../../../lib/controls/assessment";
import type { Finding } from "../../../lib/controls/finding";
import { APART, assessmentOf, CLOSED, findingOf, ruleCalled, verdictOf, WAIVER } from "./sample";

/** What formats fear: their own signs, what ends a line or a text, half a character, what turns the reading direction. */
const NASTY = [
  "|",
  "\\",
  "`",
  "<",
  ">",
  "&",
  '"',
  "'",
  "]]>",
  "-->",
  "\n",
  "\r\n",
  "\t",
  "\u0000",
  "\u001B[31m",
  "\u0085",
  "\u2028",
  "\u202E",
  "\uD800",
  "\uDC00",
  "\uFFFE",
  "\uFEFF",
  "é",
  "😀",
  "${x}",
  "%2e",
  "@team",
  "</details>",
  "<!--",
  "## ",
  "---",
  "",
  " ",
];

export const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ maxLength: 3 })), { maxLength: 8 })
    .map((parts) => parts.join("")),
);

const anyStack = fc.oneof(fc.constantFrom("verne-test", "verne-production"), anyText);

/** Assessments whose every text may be anything at all. */
export const anyAssessment: fc.Arbitrary<Assessment> = fc
  .array(fc.tuple(anyText, fc.constantFrom(APART, CLOSED)), { minLength: 1, maxLength: 3 })
  .chain((texts) => {
    const rules = texts.map(([text, like], index) =>
      ruleCalled(`rule-${index}`, {
        ...like,
        id: `rule-${index}`,
        info: text,
        explanation: text,
        remedy: text,
      }),
    );
    const anyVerdict = fc
      .tuple(
        fc.constantFrom(...rules),
        fc.option(anyStack, { nil: undefined }),
        fc.array(anyText, { maxLength: 3 }),
      )
      .chain(([rule, stack, kept]): fc.Arbitrary<Verdict> => {
        const anyFinding = fc
          .record({
            subject: anyText,
            problem: anyText,
            kind: fc.constantFrom("broken" as const, "unreadable" as const),
          })
          .map((facts): Finding => findingOf(rule, stack, facts));
        const anyWaived = anyFinding.map((finding) => ({ ...finding, waiver: WAIVER }));
        return fc
          .record({
            findings: fc.array(anyFinding, { maxLength: 4 }),
            waived: fc.array(anyWaived, { maxLength: 2 }),
          })
          .map((facts) => verdictOf(rule, stack, { kept, ...facts }));
      });
    return fc.tuple(
      fc.array(anyVerdict, { maxLength: 5 }),
      fc.array(fc.record({ rule: anyText, stack: anyStack, why: anyText }), { maxLength: 2 }),
    );
  })
  .map(([verdicts, notJudged]) => assessmentOf(verdicts, { notJudged }));
