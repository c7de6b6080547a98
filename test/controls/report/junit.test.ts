import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { junit } from "../../../lib/controls/report/junit";
import { anyAssessment } from "./any-assessment";
import { APART, allKept, assessmentOf, findingOf, ruleCalled, sample, verdictOf, WAIVER } from "./sample";
import { parseXml, type XmlElement } from "./xml";

function casesIn(suite: XmlElement | undefined): readonly XmlElement[] {
  return suite?.children.filter(({ name }) => name === "testcase") ?? [];
}

/** How a case ended: `passed`, `failure` or `skipped`. */
function endOf(testcase: XmlElement | undefined): string {
  return testcase?.children[0]?.name ?? "passed";
}

/** What common schemas of the format ask for; empty when all is there. */
function wrongIn(root: XmlElement): readonly string[] {
  const asked = [
    "name",
    "id",
    "package",
    "timestamp",
    "hostname",
    "tests",
    "failures",
    "errors",
    "skipped",
    "time",
  ];
  const suites = root.children.flatMap((suite) => {
    const cases = casesIn(suite);
    const ends = (end: string) => `${cases.filter((one) => endOf(one) === end).length}`;
    const { tests, failures, skipped } = suite.attributes;
    const order = suite.children.map(({ name }) => name).join(" ");
    return [
      ...asked.filter((name) => !(name in suite.attributes)),
      ...(tests === `${cases.length}` && failures === ends("failure") && skipped === ends("skipped")
        ? []
        : ["counts"]),
      ...(/^properties (?:testcase )*system-out system-err$/.test(order) ? [] : [order]),
      ...cases.flatMap(({ attributes, children }) =>
        "classname" in attributes && "name" in attributes && children.length < 2 ? [] : ["case"],
      ),
    ];
  });
  return root.name === "testsuites" ? suites : ["root"];
}

describe("the JUnit report", () => {
  test("has a suite for each stack, and one for what stacks say together", () => {
    const root = parseXml(junit(sample()));
    expect(wrongIn(root)).toEqual([]);
    expect(root.children.map(({ attributes }) => attributes["name"])).toEqual([
      "verne-development",
      "verne-test",
      "verne-acceptance",
      "verne-production",
      "all stacks together",
    ]);
  });

  test("passes what is kept, fails what is found, skips what is waived or not judged, with the reason", () => {
    const { children: suites } = parseXml(junit(sample()));
    const [kept, waived] = casesIn(suites[1]);
    expect(kept?.attributes).toMatchObject({
      classname: "ports-closed",
      name: "verne-test/vsphere_virtual_machine.web_2",
    });
    expect(endOf(kept)).toBe("passed");
    expect(endOf(waived)).toBe("skipped");
    expect(waived?.children[0]?.attributes["message"]).toBe(
      "waived until 2027-03-31 by Jantien de Vries, OPS-123: the supplier moves in March (tcp/22 is open to 0.0.0.0/0)",
    );
    const [apart, passed, open, notJudged] = casesIn(suites[3]);
    expect([apart, passed, open, notJudged].map(endOf)).toEqual(["failure", "passed", "failure", "skipped"]);
    expect(open?.children[0]).toMatchObject({
      attributes: { message: "tcp/22 is open to 0.0.0.0/0", type: "error" },
      text: "tcp/22 is open to 0.0.0.0/0 → make ports-closed so",
    });
    expect(notJudged?.children[0]?.attributes["message"]).toBe("a plan says nothing of lifecycle");
    expect(casesIn(suites[0])[0]?.children[0]?.attributes["type"]).toBe("warning");
  });

  test("has one case for a subject, however much is wrong with it", () => {
    const problems = ["one thing", "another"].map((problem) => findingOf(APART, "verne-test", { problem }));
    const waived = [{ ...findingOf(APART, "verne-test"), waiver: WAIVER }];
    const root = parseXml(
      junit(assessmentOf([verdictOf(APART, "verne-test", { findings: problems, waived })])),
    );
    const cases = casesIn(root.children[0]);
    expect(cases.map(endOf)).toEqual(["failure"]);
    expect(cases[0]?.children[0]?.attributes["message"]).toBe("one thing; another");
  });

  test("has no suite for what stacks say together where they say nothing", () => {
    expect(parseXml(junit(allKept())).children).toHaveLength(1);
  });

  test("gives back texts as they were", () => {
    const problem = `"<a>" & 'b' ]]> é 😀`;
    const rule = ruleCalled("quoted", { remedy: "write <b>" });
    const finding = findingOf(rule, "verne-test", { problem });
    const root = parseXml(junit(assessmentOf([verdictOf(rule, "verne-test", { findings: [finding] })])));
    const failure = casesIn(root.children[0])[0]?.children[0];
    expect(failure?.attributes["message"]).toBe(problem);
    expect(failure?.text).toBe(`${problem} → write <b>`);
  });

  test("is well-formed whatever the texts are", () => {
    fc.assert(
      fc.property(anyAssessment, (assessment) => expect(wrongIn(parseXml(junit(assessment)))).toEqual([])),
    );
  });

  test.each(["<a>\u0001</a>", "<a b='<'/>", "<a>&</a>", "<a>\uFFFE</a>", "<a>"])(
    "is read by a parser that refuses %j",
    (xml) => {
      expect(() => parseXml(xml)).toThrow();
    },
  );
});
