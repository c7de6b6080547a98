import { given, type Job } from "../job";
import { lineOf } from "../read-review";
import type { Step } from "../step";
import { differenceIn } from "./diff";
import { plansOf } from "./plan";

/** Jobs that are left out where there are no credentials, or nothing to tell. */
const MAY_BE_SKIPPED = ["plan", "comment"];

/** What a pull request is held to: one check, so that a job that is added later cannot be forgotten there. */
export const verdict: Step = {
  says: "fails where a job failed, or the review or a plan blocks",
  run: async (job) => {
    const problems = [...failedJobs(job)];
    if (problems.length === 0) problems.push(...blocked(job));
    for (const problem of problems) job.say(problem);
    if (problems.length > 0) return 1;
    const { review } = differenceIn(job);
    job.say(lineOf(review));
    if (review.verdict === "team-tech") job.say("Somebody of team Tech has to approve it.");
    return 0;
  },
};

/** From `STRAAT_NEEDS`, what GitHub says of the jobs before this one. Locally each step has stopped the ones after it. */
function failedJobs(job: Job): readonly string[] {
  const text = given(job, "STRAAT_NEEDS");
  if (text === undefined) return [];
  const needs: Readonly<Record<string, { readonly result?: string }>> = JSON.parse(text);
  return Object.entries(needs)
    .filter(
      ([name, { result }]) =>
        result !== "success" && !(result === "skipped" && MAY_BE_SKIPPED.includes(name)),
    )
    .map(([name, { result }]) => `The job ${name} ended with ${result ?? "no result"}.`);
}

function blocked(job: Job): readonly string[] {
  const { review, affected } = differenceIn(job);
  const all = new Map([["The change", review], ...plansOf(job, affected)]);
  return [...all]
    .filter(([, one]) => one.verdict === "block")
    .map(([name, one]) => `${name}: ${lineOf(one)}`);
}
