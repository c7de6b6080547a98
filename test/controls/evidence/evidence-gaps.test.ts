import { describe, expect, test } from "@jest/globals";
import { evidenceReport, wrongIn } from "../../../lib/controls/evidence/evidence-report";
import { Day } from "../../../lib/model/day";
import { Evidence } from "../../../lib/model/evidence";
import { EditableFleet } from "../support/editable-fleet";
import { of, SOME } from "./support/reports";

const untouched = EditableFleet.examples().assess(SOME);

describe("evidence on record", () => {
  test("that has ended is missing, and is told with its owner and its last day", () => {
    const later = EditableFleet.examples();
    later.facts = { ...later.facts, day: Day.parse("2027-10-01") };
    const report = evidenceReport(later.assess(SOME));
    const { status, evidence } = of(report, "R-07");
    expect(status).toBe("record missing");
    expect(evidence).toEqual([
      expect.objectContaining({
        holds: false,
        daysLeft: -1,
        document: expect.objectContaining({
          owner: "Global Switch Amsterdam",
          document: "Site description 2026",
        }),
      }),
    ]);
    // What takes no document goes on.
    expect(of(report, "V-07").status).toBe("kept");
  });

  test("holds on its last day", () => {
    const last = EditableFleet.examples();
    last.facts = { ...last.facts, day: Day.parse("2027-09-30") };
    expect(of(evidenceReport(last.assess(SOME)), "R-07")).toMatchObject({ status: "on record" });
  });

  test("that nobody wrote down is missing, for that promise and no other", () => {
    const less = EditableFleet.examples();
    const evidence = less.facts.evidence.filter(({ promise }) => promise !== "H-13");
    less.facts = { ...less.facts, evidence };
    const report = evidenceReport(less.assess(SOME));
    expect(wrongIn(report).map(({ promise }) => promise.id)).toEqual(["H-13"]);
  });

  test("that would hold for three years is wrong itself", () => {
    const long = EditableFleet.examples();
    const audit = Evidence.of({
      promise: "V-01",
      statement: "audited",
      owner: "Sanne Vermeer",
      document: "Audit report 2026",
      date: "2026-10-01",
      until: "2029-09-30",
    });
    const others = long.facts.evidence.filter(({ promise }) => promise !== "V-01");
    long.facts = { ...long.facts, evidence: [...others, audit] };
    const report = evidenceReport(long.assess(SOME));
    expect(wrongIn(report).map(({ promise }) => promise.id)).toEqual(["V-01"]);
  });
});

describe("what a plan does not tell", () => {
  test("is told as not judged, and counts as nothing", () => {
    const notJudged = [
      { rule: "members-on-different-hosts", stack: "verne-production", why: "a plan is silent" },
    ];
    const verdicts = untouched.verdicts.filter(
      ({ rule, stack }) => rule.id !== "members-on-different-hosts" || stack !== "verne-production",
    );
    const report = evidenceReport({ ...untouched, verdicts, notJudged }, "verne");
    const part = of(report, "H-03").rules.find(({ rule }) => rule.id === "members-on-different-hosts");
    expect(part?.notJudged).toEqual([{ stack: "verne-production", why: "a plan is silent" }]);
    expect(report.assumptions.join(" ")).toContain("did not judge verne-production: a plan is silent");
  });

  test("leaves a promise unchecked where nothing else looked", () => {
    const report = evidenceReport({ ...untouched, verdicts: [] }, "verne");
    expect(of(report, "H-03").status).toBe("realised, checked by nothing");
    expect(of(report, "B-04").status).toBe("nothing checks this");
    expect(report.promises.map(({ status }) => status)).not.toContain("kept");
  });
});

test("data below class 3 with the CISO's leave is kept with waivers, and the leave is told", () => {
  const fleet = EditableFleet.examples();
  for (const name of fleet.stackNames.filter((stack) => stack.startsWith("verne-"))) {
    fleet.stack(name).model.client.classification = 2;
    fleet.stack(name).model.client.classificationWaiver = {
      owner: "Sanne Vermeer",
      reason: "open data only",
      until: "2027-06-30",
    };
  }
  const lower = fleet.assess([]);
  const report = evidenceReport(lower, "verne", []);
  expect(report.waivers).toEqual([
    expect.objectContaining({
      rule: undefined,
      owner: "Sanne Vermeer",
      reason: "open data only",
      holds: true,
    }),
  ]);
  expect(of(report, "V-02").status).toBe("kept with waivers");
  expect(of(evidenceReport(lower, "zorgplein", []), "V-02").status).toBe("realised, checked by nothing");
});
