import { describe, expect, test } from "@jest/globals";
import type { Assessment } from "../../../lib/controls/assessment";
import type { Finding, WaivedFinding } from "../../../lib/controls/finding";
import { RULES, ruleNamed } from "../../../lib/controls/rules";
import { WALLS } from "../../../lib/controls/rules/walls";
import { RuleWaiver } from "../../../lib/model/rule-waiver";
import { rulesChanged } from "../../../lib/review/meaning/rules";
import { EditableFleet } from "../../controls/support/editable-fleet";

const RULE = RULES[0]?.id as string;
const STACK = "verne-production";

const finding = (facts: Partial<Finding> = {}): Finding => ({
  rule: RULE,
  level: "error",
  stack: STACK,
  stage: "production",
  subject: "verne/production/web",
  problem: "stands on one host",
  remedy: "spread it",
  kind: "broken",
  ...facts,
});

const waiver = RuleWaiver.of({
  rule: RULE,
  resource: "verne/production/web",
  reason: "a host is on its way",
  owner: "Jo de Vries",
  ticket: "OPS-1",
  until: "2027-03-01",
});

interface Judged {
  readonly findings?: readonly Finding[];
  readonly waived?: readonly Finding[];
  readonly notJudged?: Assessment["notJudged"];
  /** Stacks that were asked for, and others that are known. */
  readonly stacks?: readonly string[];
  readonly known?: readonly string[];
}

/** What rules said, as far as it is read here. */
function assessment({ findings = [], waived = [], notJudged = [], ...judged }: Judged): Assessment {
  const { stacks = [STACK], known = stacks } = judged;
  const allowed = waived.map((one): WaivedFinding => ({ ...one, waiver }));
  const named = (names: readonly string[]) => names.map((stack) => ({ stack }));
  return {
    house: { models: named(known) },
    stacks: named(stacks),
    verdicts: [{ rule: ruleNamed(RULE), stack: STACK, kept: [], findings, waived: allowed }],
    notJudged,
  } as unknown as Assessment;
}

const changes = (before: Judged, after: Judged) => rulesChanged(assessment(before), assessment(after));

describe("what rules say", () => {
  test("is broken where it is new, with the promises of the rule", () => {
    expect(changes({}, { findings: [finding()] })).toEqual([
      {
        kind: "broken",
        rule: RULE,
        promises: ruleNamed(RULE).promises,
        level: "error",
        stack: STACK,
        subject: "verne/production/web",
        problem: "stands on one host",
        remedy: "spread it",
      },
    ]);
  });

  test("is mended where it is gone, and no change where it stays", () => {
    expect(changes({ findings: [finding()] }, {})).toMatchObject([{ kind: "mended", rule: RULE }]);
    expect(changes({ findings: [finding()] }, { findings: [finding()] })).toEqual([]);
  });

  test("is no change where only the words of a finding are others", () => {
    const other = finding({ problem: "stands on one host, esx-2" });
    expect(changes({ findings: [finding()] }, { findings: [other] })).toEqual([]);
  });

  test("is broken where a subject has one thing more, which is the one that is told", () => {
    const other = finding({ problem: "stands on one datastore" });
    expect(changes({ findings: [finding()] }, { findings: [other, finding()] })).toMatchObject([
      { kind: "broken", problem: "stands on one datastore" },
    ]);
    expect(changes({ findings: [finding(), other] }, { findings: [other] })).toMatchObject([
      { kind: "mended", problem: "stands on one host" },
    ]);
  });

  test("counts warnings too, after errors, and one that became an error as both", () => {
    const warning = finding({ level: "warning" });
    const other = finding({ subject: "verne/production/database" });
    expect(changes({}, { findings: [warning, other] }).map(({ level }) => level)).toEqual([
      "error",
      "warning",
    ]);
    expect(changes({ findings: [warning] }, { findings: [finding()] })).toMatchObject([
      { kind: "broken", level: "error" },
      { kind: "mended", level: "warning" },
    ]);
  });

  test("is another thing where the rule can no longer look", () => {
    const unreadable = finding({ kind: "unreadable", problem: "cannot be judged" });
    expect(changes({ findings: [finding()] }, { findings: [unreadable] })).toMatchObject([
      { kind: "broken", problem: "cannot be judged" },
      { kind: "mended", problem: "stands on one host" },
    ]);
  });

  test("is said to be allowed where a waiver took it away, and no longer where it came back", () => {
    expect(changes({ findings: [finding()] }, { waived: [finding()] })).toMatchObject([
      { kind: "mended", problem: "allowed by Jo de Vries until 2027-03-01: stands on one host" },
    ]);
    expect(changes({ waived: [finding()] }, { findings: [finding()] })).toMatchObject([
      { kind: "broken", problem: "no longer allowed by a waiver: stands on one host" },
    ]);
    expect(changes({ waived: [finding()] }, { waived: [finding()] })).toEqual([]);
    expect(changes({}, { waived: [finding()] })).toEqual([]);
  });

  test("is not mended where nobody looked", () => {
    const found = { findings: [finding()] };
    const notJudged = [{ rule: RULE, stack: STACK, why: "a plan does not tell" }];
    expect(changes(found, { notJudged })).toEqual([]);
    expect(changes(found, { stacks: [], known: [STACK] })).toEqual([]);
    // The stack itself is gone, and what was wrong with it.
    expect(changes(found, { stacks: [], known: [] })).toMatchObject([{ kind: "mended" }]);
  });

  test("is told of the real rules over a fleet of which one thing is changed", () => {
    const whole = EditableFleet.examples();
    const broken = EditableFleet.examples();
    broken.stack("verne-production").model.walls[0].rules = [];
    const [before, after] = [whole.assess(WALLS), broken.assess(WALLS)];
    const found = rulesChanged(before, after);
    expect(found).not.toEqual([]);
    expect(rulesChanged(before, before)).toEqual([]);
    expect(rulesChanged(after, before).map(({ kind, rule, subject }) => [kind, rule, subject])).toEqual(
      found.map(({ kind, rule, subject }) => [kind === "broken" ? "mended" : "broken", rule, subject]),
    );
  });
});
