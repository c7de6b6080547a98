import { cell, code } from "../../controls/report/markdown-text";
import { clip, counted, oneLine } from "../../controls/report/text";
import type { Hazard } from "../hazard";
import type { Review } from "../review";
import { Comment, LONGEST_COMMENT } from "./comment";
import { HAZARD_HEAD, hazardRow } from "./comment-rows";
import { resourceLine } from "./tally";
import { stackTitle } from "./words";

/** An issue about what runs and is not what was applied. */
export interface DriftIssue {
  /** Whether there is anything to open an issue for; without it an open one may be closed. */
  readonly isDrift: boolean;
  /** The same as long as the same stacks are in it. */
  readonly title: string;
  /** Begins with {@link DRIFT_MARKER}; never longer than GitHub takes. */
  readonly body: string;
}

/** The first line of the issue: by it the next night finds it, and writes over it instead of opening another. */
export const DRIFT_MARKER = "<!-- straat:drift -->";

/** In characters; GitHub takes 256. */
const LONGEST_TITLE = 200;
/** Most stacks a title tells by name: the list below tells all. */
const MOST_NAMED = 3;

/** What a nightly plan tells of servers and settings that somebody changed beside Terraform. */
export function driftIssue(review: Review): DriftIssue {
  const drift = review.hazards.filter(({ kind }) => kind === "drift");
  const page = new Comment();
  page.add(`${DRIFT_MARKER}\n### ${cell(titleOf(drift))}\n\n`);
  page.add(
    drift.length === 0
      ? "What runs is what was applied, as far as it was looked at.\n"
      : "What runs is not what was applied. Either it is written down in the client's file, or the next apply undoes it.\n",
  );
  page.list("drift", { head: HAZARD_HEAD, items: drift.map(hazardRow) }, 40_000);
  const pending = review.stacks.map(
    (stack) => `- ${code(stackTitle(stack))}: ${cell(resourceLine({ stacks: [stack] }))}\n`,
  );
  page.list("stack", { head: "**What an apply would do now**\n\n", items: pending }, 10_000);
  const skipped = review.notAnalysed.map(({ what, why }) => `- ${code(what)}: ${cell(why)}\n`);
  page.list("unexamined part", { head: "**Not looked at**\n\n", items: skipped }, LONGEST_COMMENT);
  return { isDrift: drift.length > 0, title: titleOf(drift), body: page.text };
}

function titleOf(drift: readonly Hazard[]): string {
  const stacks = [...new Set(drift.map(({ stack }) => oneLine(stack)))].sort();
  if (stacks.length === 0) return "No drift";
  const named = stacks.length > MOST_NAMED ? counted(stacks.length, "stack") : stacks.join(", ");
  return clip(`Drift in ${named}`, LONGEST_TITLE);
}
