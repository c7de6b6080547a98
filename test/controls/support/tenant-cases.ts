import { describe, expect, test } from "@jest/globals";
import { findingsOf } from "../../../lib/controls/assessment";
import { ruleNamed } from "../../../lib/controls/rules";
import { TenantFleet } from "./tenant-fleet";

/** One change to a tenant, or to the platform under it, and who then is found. */
export interface Case {
  readonly when: string;
  readonly change: (fleet: TenantFleet) => void;
}

export interface Breach extends Case {
  /** The subjects that are found, exactly. */
  readonly finds: readonly string[];
  /** What the first finding says, in part. */
  readonly saying: RegExp;
}

/**
 * Tries a rule on a tenant that is as it should be: it finds nothing there although it looks at something, finds each breach at
 * exactly the places named, and lets pass what only looks like one.
 *
 * @param judges subjects it must have looked at, so that it cannot pass by looking at nothing
 */
export function describeRule(
  id: string,
  {
    judges,
    breaches,
    allows = [],
  }: {
    readonly judges: readonly string[];
    readonly breaches: readonly Breach[];
    readonly allows?: readonly Case[];
  },
): void {
  const rule = ruleNamed(id);
  const assessed = (change: (fleet: TenantFleet) => void) => {
    const fleet = new TenantFleet();
    change(fleet);
    return fleet.assess([rule]);
  };

  describe(id, () => {
    test("finds nothing in a tenant as it should be, having looked", () => {
      const assessment = assessed(() => undefined);
      expect(findingsOf(assessment)).toEqual([]);
      const kept = assessment.verdicts.flatMap((verdict) => verdict.kept);
      for (const subject of judges) expect(kept).toContain(subject);
    });

    test.each(breaches)("bites when $when", ({ change, finds, saying }) => {
      const findings = findingsOf(assessed(change));
      expect([...new Set(findings.map(({ subject }) => subject))].sort()).toEqual([...finds].sort());
      expect(findings.map(({ problem }) => problem).join("\n")).toMatch(saying);
      // A rule that stops has not judged.
      expect(findings.map(({ problem }) => problem).join("\n")).not.toMatch(/the rule stopped/);
    });

    if (allows.length > 0) {
      test.each(allows)("allows that $when", ({ change }) => {
        expect(findingsOf(assessed(change))).toEqual([]);
      });
    }
  });
}
