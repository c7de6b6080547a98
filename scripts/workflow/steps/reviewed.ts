import { rmSync } from "node:fs";
import { join } from "node:path";
import { markdown } from "../../../lib/review/report/markdown";
import { repository } from "../github";
import { given, type Job, keep, output, summary } from "../job";
import { commitsToApply, reviewedIn } from "../reviewed";
import { batchesByStage, fileNameOf, STAGES, stageOf } from "../stacks";
import type { Step } from "../step";
import { compare, differenceIn } from "./diff";

/** What people agreed to, by the file name of the stack's plan. */
export const REVIEWED = "reviewed.json";

const DIGEST = /^[0-9a-f]{64}$/;

export const reviewed: Step = {
  says: "what is to be applied, stage by stage, and the digests that were reviewed: reviewed.json",
  run: async (job) => {
    const name = repository(job);
    if (name === undefined) throw new Error("GITHUB_REPOSITORY is not set: reviews are kept there");
    for (const old of ["reviewed", REVIEWED])
      rmSync(join(job.results, old), { recursive: true, force: true });
    const stack = given(job, "STRAAT_STACK");
    return stack === undefined ? sincePush(job, name) : byHand(job, stack);
  },
};

async function sincePush(job: Job, name: string): Promise<number> {
  const { base, commits } = await commitsToApply(job, name);
  const status = await compare(job, base);
  if (status !== 0) return status;
  const { review, affected, gone, isMade } = differenceIn(job);
  if (!isMade) throw new Error("nothing is synthesized of what breaks a promise, so nothing can be applied");
  const agreed = await reviewedIn(job, name, commits);
  summary(job, markdown(review));
  for (const path of gone) job.say(`${path} is no longer declared: team Tech takes it down by hand.`);
  keep(
    job,
    REVIEWED,
    JSON.stringify(
      Object.fromEntries([...agreed].map(([file, { digest, told }]) => [file, { digest, told }])),
    ),
  );
  for (const path of affected) {
    const from = agreed.get(fileNameOf(path));
    job.say(
      `${path}: ${from === undefined ? "not reviewed yet" : `reviewed in pull request ${from.pullRequest}`}`,
    );
  }
  tell(job, affected);
  return 0;
}

/** Somebody read a plan of one stack and gives its digest. */
async function byHand(job: Job, path: string): Promise<number> {
  stageOf(path);
  const digest = given(job, "STRAAT_DIGEST") ?? "";
  if (!DIGEST.test(digest))
    throw new Error("the digest is not one: copy all 64 characters of it from the review");
  keep(job, REVIEWED, JSON.stringify({ [fileNameOf(path)]: { digest } }));
  tell(job, [path]);
  return 0;
}

function tell(job: Job, paths: readonly string[]): void {
  const batches = batchesByStage(paths);
  for (const stage of STAGES) output(job, stage, batches[stage]);
}
