import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { EXIT } from "../../../lib/cli/exit-code";
import { markdown } from "../../../lib/review/report/markdown";
import type { Review } from "../../../lib/review/review";
import { given, type Job, keep, kept, output, summary } from "../job";
import { readReview } from "../read-review";
import { batchesOf, PLANS, stacksOfSynth } from "../stacks";
import { type Step, straat, synthesize } from "../step";

/** What `straat diff` found, for programs. */
const REVIEW = "diff/review.json";
/** The same for people, with the street before and after. */
const PAGE = "diff/review.html";
/** Its Markdown, made of the JSON. For people: whoever comments makes it anew, and takes no text that a change's own code wrote. */
const COMMENT = "diff/comment.md";
/** What of it can be planned. */
const STACKS = "diff/stacks.json";
/** All that is declared; there only where nothing was compared. */
export const ALL_STACKS = "stacks.json";
/** Where the working tree is synthesized. */
const SYNTH = "synth";

/** Which stacks a change touches. */
export interface Affected {
  /** Paths of those that can be planned, in the order in which stages are applied. */
  readonly affected: readonly string[];
  /** Paths of those that are no longer declared. Nothing takes them down by itself. */
  readonly gone: readonly string[];
  /** Whether it could be synthesized. What breaks a promise is not, and then both lists are empty. */
  readonly isMade: boolean;
}

export interface Difference extends Affected {
  readonly review: Review;
}

export const diff: Step = {
  says: "what the change means, against STRAAT_BASE: diff/review.json, comment.md, review.html",
  run: async (job) => {
    const status = await compare(job, given(job, "STRAAT_BASE"), ["--page", join(job.results, PAGE)]);
    if (status !== 0) return status;
    const { review, affected, gone, isMade } = differenceIn(job);
    summary(job, markdown(review));
    if (!isMade) job.say("Nothing can be planned, because nothing is synthesized of what breaks a promise.");
    for (const path of gone) job.say(`${path} is no longer declared, and nothing takes it down by itself.`);
    output(job, "verdict", review.verdict);
    output(job, "batches", batchesOf(affected));
    return 0;
  },
};

/**
 * Compares with the base, and synthesizes what is there now, to know which stacks can be planned. Answers 0 where the change
 * was reviewed, whatever the verdict: that is judged at the end, once everybody can read why.
 *
 * @param base a revision; undefined for the one that `straat diff` takes by itself
 * @param more what else `straat diff` is asked for
 */
export async function compare(
  job: Job,
  base: string | undefined,
  more: readonly string[] = [],
): Promise<number> {
  clear(job);
  mkdirSync(join(job.results, "diff"), { recursive: true });
  const from = base === undefined ? [] : ["--base", base];
  const file = join(job.results, REVIEW);
  const found = await straat(job, "diff", ...from, "--format", "json", "--file", file, ...more);
  // A verdict has an exit code of its own. What tells a review from a mistake is whether it was written.
  if (!existsSync(file)) return found === 0 ? EXIT.FAILURE : found;
  const review = reviewIn(job);
  keep(job, COMMENT, markdown(review));
  const status = await synthesize(job, join(job.results, SYNTH));
  if (status > EXIT.MISTAKES) return status;
  keep(job, STACKS, JSON.stringify(affectedBy(review, status === 0 ? declaredIn(job) : undefined)));
  return 0;
}

/** What the comparison found. @throws Error where there was none */
export function differenceIn(job: Job): Difference {
  const stacks: Affected = JSON.parse(kept(job, STACKS, "diff"));
  return { ...stacks, review: reviewIn(job) };
}

function affectedBy({ stacks }: Review, declared: readonly string[] | undefined): Affected {
  if (declared === undefined) return { affected: [], gone: [], isMade: false };
  const changed = new Set(stacks.flatMap(({ stacks: paths }) => paths));
  return {
    affected: declared.filter((path) => changed.has(path)),
    gone: [...changed].filter((path) => !declared.includes(path)).sort(),
    isMade: true,
  };
}

function reviewIn(job: Job): Review {
  return readReview(kept(job, REVIEW, "diff"), REVIEW);
}

function declaredIn(job: Job): readonly string[] {
  return stacksOfSynth(join(job.results, SYNTH));
}

/** What was found of another change, or of all stacks, is not to be taken for this one's. */
function clear(job: Job): void {
  for (const name of ["diff", SYNTH, PLANS, ALL_STACKS])
    rmSync(join(job.results, name), { recursive: true, force: true });
}

/** All that is declared, for the nightly plan. */
export const stacks: Step = {
  says: "all stacks, as a matrix: stacks.json",
  run: async (job) => {
    clear(job);
    const status = await synthesize(job, join(job.results, SYNTH));
    if (status !== 0) return status;
    const declared = declaredIn(job);
    keep(job, ALL_STACKS, JSON.stringify(declared));
    output(job, "batches", batchesOf(declared));
    return 0;
  },
};
