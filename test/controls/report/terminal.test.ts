import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { terminal } from "../../../lib/controls/report/terminal";
import { anyAssessment } from "./any-assessment";
import { APART, allKept, assessmentOf, findingOf, sample, verdictOf } from "./sample";

describe("the terminal's report", () => {
  test("tells findings by stack, errors first, with each remedy once, and counts on the last line", () => {
    expect(terminal(sample())).toBe(`verne-acceptance
  error  members-apart
    verne/acceptance/web
      no rule is about verne/acceptance/web
      the same in 1 other stack: verne-production
    → make members-apart so

verne-production
  error  ports-closed
    verne-production/vsphere_virtual_machine.web_1
      tcp/22 is open to 0.0.0.0/0
    → make ports-closed so

All stacks together
  error  ports-closed
    fleet
      is not so

verne-development
  warning  members-apart
    verne-development/vsphere_virtual_machine.web_1
      is not so

Waived
  verne-test/vsphere_virtual_machine.web_1  ports-closed  until 2027-03-31  (Jantien de Vries, OPS-123)

Not judged, because a plan does not tell
  kept-on-destroy, in 1 stack
    a plan says nothing of lifecycle

2 rules over 4 stacks: 4 errors, 1 warning, 1 waived
`);
  });

  test("says on one line that all is kept", () => {
    expect(terminal(allKept())).toBe("1 rule over 1 stack: all kept\n");
  });

  test("does not call it kept when nothing was judged", () => {
    expect(terminal(assessmentOf([]))).toBe("0 rules over 0 stacks: nothing was judged\n");
  });

  test("names six of many stacks where it is the same, and counts the rest", () => {
    const names = Array.from({ length: 10 }, (_, index) => `client${index}-test`);
    const text = terminal(
      assessmentOf(names.map((name) => verdictOf(APART, name, { findings: [findingOf(APART, name)] }))),
    );
    expect(text.match(/is not so/g)).toHaveLength(1);
    expect(text).toContain("the same in 9 other stacks: client1-test, client2-test");
    expect(text).toContain("client6-test and 3 more\n");
    expect(text).toContain("1 rule over 10 stacks: 10 warnings\n");
  });

  test("folds only what is the same: another problem, another place or another level is told", () => {
    const verdict = (stack: string, facts: object) =>
      verdictOf(APART, stack, { findings: [findingOf(APART, stack, facts)] });
    const text = terminal(
      assessmentOf([
        verdict("verne-production", {}),
        verdict("vitruvius-production", { problem: "is something else" }),
        verdict("nemo-production", { subject: "nemo/production/database" }),
        verdict("nemo-test", {}),
      ]),
    );
    expect(text).not.toContain("the same in");
    expect(text).toContain("3 errors, 1 warning\n");
  });

  test("shows a finding that one stack has twice as often as it is counted", () => {
    const finding = findingOf(APART, "verne-test");
    const text = terminal(assessmentOf([verdictOf(APART, "verne-test", { findings: [finding, finding] })]));
    expect(text.split(finding.subject)).toHaveLength(3);
    expect(text.match(/is not so/g)).toHaveLength(1);
    expect(text).toContain("2 warnings\n");
  });

  test("tells what is wrong with many things once, below six of them and how many more there are", () => {
    const findings = Array.from({ length: 9 }, (_, index) => ({
      ...findingOf(APART, "verne-test"),
      subject: `verne/test/group-${index}`,
    }));
    const text = terminal(assessmentOf([verdictOf(APART, "verne-test", { findings })]));
    expect(text.match(/verne\/test\/group-\d$/gm)).toHaveLength(6);
    expect(text).toContain("and 3 more");
    expect(text.match(/is not so/g)).toHaveLength(1);
  });

  test("is coloured only where that is asked for, and says the same", () => {
    const coloured = terminal(sample(), { colour: true });
    expect(coloured).toContain("\u001B[31merror\u001B[0m");
    expect(coloured).toContain("\u001B[33mwarning\u001B[0m");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
    expect(coloured.replace(/\u001B\[\d+m/g, "")).toBe(terminal(sample()));
  });

  test("never lets a quoted value steer the terminal", () => {
    fc.assert(
      fc.property(anyAssessment, (assessment) => {
        const text = terminal(assessment);
        expect(text.replaceAll("\n", "")).not.toMatch(/[\p{C}\u2028\u2029]/u);
        expect(text.endsWith("\n")).toBe(true);
        const problems = assessment.verdicts.reduce((sum, { findings }) => sum + findings.length, 0);
        expect(/\d+ (?:error|warning)/.test(text.trimEnd().split("\n").at(-1) ?? "")).toBe(problems > 0);
      }),
    );
  });
});
