import { describe, expect, test } from "@jest/globals";
import { findingsOf } from "../../../lib/controls/assessment";
import { ruleNamed } from "../../../lib/controls/rules";
import { EditableFleet } from "./editable-fleet";

/** One change to the example fleet that breaks one promise. */
export interface Breach {
  /** What was done, such as "a member is left out of the rule". */
  readonly when: string;
  /** Does it: the one thing by which this fleet differs from the untouched one. */
  readonly change: (fleet: EditableFleet) => void;
  /** The subjects that are found, exactly. */
  readonly finds: readonly string[];
  /** What the first finding says, in part. */
  readonly saying: RegExp;
}

/** Something that looks alike and is as promised. */
export interface Allowed {
  readonly when: string;
  readonly change: (fleet: EditableFleet) => void;
}

/**
 * Tries a rule: it finds nothing in the untouched fleet although it looks at something there, it finds each breach at
 * exactly the places named, and it lets pass what only looks like one.
 *
 * @param judges subjects it must have looked at in the examples, so that it cannot pass by looking at nothing
 */
export function describeRule(
  id: string,
  {
    judges,
    breaches,
    allows = [],
    fleet: untouched = EditableFleet.onServers,
  }: {
    readonly judges: readonly string[];
    readonly breaches: readonly Breach[];
    readonly allows?: readonly Allowed[];
    /** What it is tried on. @default the examples, on servers alone */
    readonly fleet?: () => EditableFleet;
  },
): void {
  const rule = ruleNamed(id);
  const assessed = (change: (fleet: EditableFleet) => void) => {
    const fleet = untouched();
    change(fleet);
    return fleet.assess([rule]);
  };

  describe(id, () => {
    test("finds nothing in the examples, having looked", () => {
      const assessment = assessed(() => undefined);
      expect(findingsOf(assessment)).toEqual([]);
      const kept = assessment.verdicts.flatMap((verdict) => verdict.kept);
      for (const subject of judges) expect(kept).toContain(subject);
    });

    test.each(breaches)("bites when $when", ({ change, finds, saying }) => {
      const findings = findingsOf(assessed(change));
      expect([...new Set(findings.map(({ subject }) => subject))]).toEqual(finds);
      expect(findings[0]?.problem).toMatch(saying);
    });

    if (allows.length > 0) {
      test.each(allows)("allows that $when", ({ change }) => {
        expect(findingsOf(assessed(change))).toEqual([]);
      });
    }
  });
}
