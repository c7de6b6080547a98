import type { Hazard } from "../hazard";
import type { AccessChange, NotAnalysed, Review, RuleChange, WayReview } from "../review";
import type { StackReview } from "../stack-review";

/** A review in the order in which it is read, whatever it is written as. */
export interface Parts {
  /** Ways by which more is let through than before; from outside the house first. */
  readonly opened: readonly WayReview[];
  /** Ways by which less is let through, and nothing more. */
  readonly closed: readonly WayReview[];
  readonly blockers: readonly Hazard[];
  readonly decisions: readonly Hazard[];
  readonly notes: readonly Hazard[];
  /** Errors first. */
  readonly broken: readonly RuleChange[];
  readonly mended: readonly RuleChange[];
  readonly access: readonly AccessChange[];
  readonly stacks: readonly StackReview[];
  readonly notAnalysed: readonly NotAnalysed[];
}

export function partsOf({ ways, hazards, rules, access, stacks, notAnalysed }: Review): Parts {
  const opened = ways.filter(opens);
  return {
    opened: [
      ...opened.filter(({ isFromOutside }) => isFromOutside),
      ...opened.filter(({ isFromOutside }) => !isFromOutside),
    ],
    closed: ways.filter((way) => !opens(way)),
    blockers: hazards.filter(({ level }) => level === "block"),
    decisions: hazards.filter(({ level }) => level === "team-tech"),
    notes: hazards.filter(({ level }) => level === "note"),
    broken: [...rulesOf(rules, "broken", "error"), ...rulesOf(rules, "broken", "warning")],
    mended: [...rulesOf(rules, "mended", "error"), ...rulesOf(rules, "mended", "warning")],
    access,
    stacks,
    notAnalysed,
  };
}

/** Whatever lets one more packet through opens, also where it closes something else. */
export function opens({ kind, opened }: WayReview): boolean {
  return kind === "opened" || kind === "widened" || opened.length > 0;
}

function rulesOf(rules: readonly RuleChange[], kind: RuleChange["kind"], level: RuleChange["level"]) {
  return rules.filter((rule) => rule.kind === kind && rule.level === level);
}
