import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { markdown } from "../../../lib/review/report/markdown";
import type { Review } from "../../../lib/review/review";
import { given, type Job, kept, summary } from "../job";
import { lineOf, readReview } from "../read-review";
import { fileNameOf, PLANS, stacksIn } from "../stacks";
import { type Step, straat, synthesize } from "../step";
import { ALL_STACKS, differenceIn } from "./diff";

export const plan: Step = {
  says: "plans STRAAT_STACKS, or those that diff or stacks has told: plans/STACK.json",
  run: async (job) => {
    const told = given(job, "STRAAT_STACKS");
    const paths = told === undefined ? pathsOf(job) : stacksIn(told);
    const status = paths.length === 0 ? 0 : await synthesize(job);
    if (status !== 0) return status;
    // A stage of a street that is not there yet cannot be planned. That stops nobody from reading the rest: without a digest
    // nothing is applied, and the comment says which plans are missing.
    for (const path of paths) await planned(job, path);
    return 0;
  },
};

/** After the step that lists all stacks these, after the diff what it touches. */
function pathsOf(job: Job): readonly string[] {
  if (!existsSync(join(job.results, ALL_STACKS))) return differenceIn(job).affected;
  return JSON.parse(kept(job, ALL_STACKS, "stacks"));
}

/**
 * Plans one stack as it was synthesized, and tells what it found on the page of the run. Undefined where it could not be planned, which was told;
 * Terraform's own words stay in the log, for nobody has looked for secrets in them.
 */
export async function planned(job: Job, path: string): Promise<Review | undefined> {
  const name = join(PLANS, fileNameOf(path));
  const file = join(job.results, name);
  mkdirSync(join(job.results, PLANS), { recursive: true });
  rmSync(file, { force: true });
  const status = await straat(job, "plan", path, "--format", "json", "--file", file);
  if (!existsSync(file)) {
    job.say(`${path} could not be planned (exit code ${status}).`);
    summary(job, `### ${path}\n\nCould not be planned: the log of this job says why.`);
    return undefined;
  }
  const review = readReview(kept(job, name, "plan"), name);
  job.say(`${path}: ${lineOf(review)}`);
  summary(job, `## ${path}\n\n${markdown(review)}`);
  return review;
}

/** Reviews of those stacks that were planned, by path, in the order given. */
export function plansOf(job: Job, paths: readonly string[]): ReadonlyMap<string, Review> {
  const there = paths.filter((path) => existsSync(join(job.results, PLANS, fileNameOf(path))));
  const read = (path: string) => {
    const name = join(PLANS, fileNameOf(path));
    return readReview(kept(job, name, "plan"), name);
  };
  return new Map(there.map((path) => [path, read(path)] as const));
}
