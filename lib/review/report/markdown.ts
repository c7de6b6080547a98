import type { BoundedList } from "../../controls/report/bounded-text";
import { cell, code } from "../../controls/report/markdown-text";
import type { Review } from "../review";
import { Comment, LONGEST_COMMENT } from "./comment";
import {
  ACCESS_HEAD,
  accessRow,
  BROKEN_HEAD,
  brokenRow,
  HAZARD_HEAD,
  hazardRow,
  MENDED_HEAD,
  mendedRow,
  WAY_HEAD,
  wayRow,
} from "./comment-rows";
import { stackItem } from "./comment-stacks";
import { type Parts, partsOf } from "./parts";
import { headline, isNothing, nothingLine, restLine } from "./tally";
import { comparison, verdictSentence } from "./words";

/** The first line of the comment: by it the next run finds it, and writes over it instead of adding another. */
export const MARKER = "<!-- straat:review -->";

/**
 * For one comment of a pull request: the verdict and what is opened first, details folded. Never longer than GitHub
 * takes; what was cut is said. No text in it is formatting, calls somebody, or links anything.
 *
 * @param longest bytes it may take; some 4,000 are always there
 */
export function markdown(review: Review, longest = LONGEST_COMMENT): string {
  const page = new Comment(longest);
  page.add(`${MARKER}\n`);
  if (isNothing(review)) {
    page.add(`${cell(nothingLine(review))}\n`);
    return page.text;
  }
  const { digest } = review;
  page.add(
    `### ${cell(headline(review))}\n\n${cell(verdictSentence(review))}\n\nCompared: ${cell(comparison(review))}\n`,
  );
  if (restLine(review) !== "") page.add(`\nAlso: ${cell(restLine(review))}.\n`);
  if (digest !== undefined) page.add(`\nDigest ${code(digest)}\n`);
  addLists(page, partsOf(review));
  return page.text;
}

/** Of a plan many rules cannot be judged, and always the same: more than so many parts are opened by who wants to read them. */
const MOST_UNEXAMINED = 6;

/** Each list with the most it may take, in bytes: together they leave room for the stacks. */
function addLists(page: Comment, parts: Parts): void {
  const { opened, blockers, decisions, broken, access, notAnalysed, closed, mended, notes, stacks } = parts;
  const notLookedAt = notAnalysed.length > MOST_UNEXAMINED ? folded : titled;
  const skipped = notAnalysed.map(({ what, why }) => `- ${code(what)}: ${cell(why)}\n`);
  const lists: readonly (readonly [noun: string, list: BoundedList, most: number])[] = [
    ["opened way", titled("Opened", WAY_HEAD, opened.map(wayRow)), 15_000],
    ["blocker", titled("Blocked by", HAZARD_HEAD, blockers.map(hazardRow)), 12_000],
    ["decision", titled("For team Tech", HAZARD_HEAD, decisions.map(hazardRow)), 6_000],
    ["broken rule", titled("Rules newly broken", BROKEN_HEAD, broken.map(brokenRow)), 6_000],
    ["access change", titled("Access", ACCESS_HEAD, access.map(accessRow)), 5_000],
    ["unexamined part", notLookedAt("Not looked at", "", skipped), 3_000],
    ["closed way", folded("Closed or narrowed", WAY_HEAD, closed.map(wayRow)), 4_000],
    ["mended rule", folded("Rules mended", MENDED_HEAD, mended.map(mendedRow)), 2_500],
    ["note", folded("To know", HAZARD_HEAD, notes.map(hazardRow)), 3_000],
    ["stack", titled("Stacks", "", stacks.map(stackItem)), LONGEST_COMMENT],
  ];
  for (const [noun, list, most] of lists) page.list(noun, list, most);
}

function titled(title: string, table: string, items: readonly string[]): BoundedList {
  return { head: `**${title}**\n\n${table}`, items };
}

/** Opened by who wants to read it. The empty line makes what follows Markdown again. */
function folded(title: string, table: string, items: readonly string[]): BoundedList {
  const summary = `<summary>${title} (${items.length})</summary>`;
  return { head: `<details>${summary}\n\n${table}`, items, foot: "\n</details>\n" };
}
