import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Review } from "../../lib/review/review";
import { type Merged, whyNotAgreed } from "./agreed";
import { listed } from "./github";
import { given, type Job } from "./job";
import { shownAs } from "./plan-table";
import { readReview } from "./read-review";
import { type Agreed, itemsOf } from "./told";

/** What was reviewed of a stack, by the file name of its plan. */
export type ReviewedPlans = ReadonlyMap<string, Agreed & { readonly pullRequest: number }>;

/** The workflow in which pull requests are reviewed. */
const WORKFLOW = "pull-request.yml";

/** Where what is applied comes from. */
const TRUNK = "main";

/**
 * Digests that people agreed to in the pull requests by which commits came: those of the last run that passed, for the very commit
 * that was merged, as far as the comment showed them before people approved. What a run keeps is written by the code of a branch, and
 * not only of the branch that was merged; what people were shown and said yes to is theirs. Of two pull requests that plan one stack
 * the later counts.
 *
 * @param commits oldest first
 */
export async function reviewedIn(job: Job, name: string, commits: readonly string[]): Promise<ReviewedPlans> {
  const reviewed = new Map<string, Agreed & { readonly pullRequest: number }>();
  for (const commit of commits) {
    for (const merged of await pullRequestsOf(job, name, commit)) {
      const plans = await plansOf(job, name, merged);
      if (typeof plans === "string") {
        job.say(`Pull request ${merged.number} ${plans}: nothing of it is reviewed.`);
        continue;
      }
      for (const [file, agreed] of plans) reviewed.set(file, { ...agreed, pullRequest: merged.number });
    }
  }
  return reviewed;
}

/** What was agreed to, by file name, or why nothing was, in words that follow on the pull request. */
async function plansOf(
  job: Job,
  name: string,
  merged: Merged,
): Promise<ReadonlyMap<string, Agreed> | string> {
  const run = await runOf(job, name, merged.head);
  if (run === undefined) return `has no run of ${WORKFLOW} that passed`;
  const plans = await plansIn(job, name, run);
  if (plans.size === 0) return "has no plans";
  const digests = new Map([...plans].map(([file, { digest = "" }]) => [file, digest]));
  const why = await whyNotAgreed(job, name, merged, shownAs(digests));
  if (why !== undefined) return why;
  const open = [...plans].filter(([, { verdict }]) => verdict !== "block");
  return new Map(open.map(([file, plan]) => [file, { digest: plan.digest ?? "", told: itemsOf(plan) }]));
}

async function pullRequestsOf(job: Job, name: string, commit: string): Promise<readonly Merged[]> {
  const query = `.[] | select(.merged_at != null and .base.ref == "${TRUNK}") | {number, head: .head.sha, author: .user.login} | @json`;
  return listed<Merged>(job, `repos/${name}/commits/${commit}/pulls`, query);
}

/** A run of a fork's commit planned nothing, for it was given no credentials. */
async function runOf(job: Job, name: string, head: string): Promise<number | undefined> {
  const path = `repos/${name}/actions/workflows/${WORKFLOW}/runs?event=pull_request&status=success&head_sha=${head}`;
  const query = ".workflow_runs[] | {id, of: .head_repository.full_name} | @json";
  const runs = await listed<{ readonly id: number; readonly of: string | null }>(job, path, query);
  return runs.find((run) => run.of === name)?.id;
}

/** Reviews of plans that a run kept, by file name. */
async function plansIn(job: Job, name: string, run: number): Promise<ReadonlyMap<string, Review>> {
  const folder = join(job.results, "reviewed", String(run));
  if (!existsSync(folder)) {
    const args = ["run", "download", String(run), "--repo", name, "--pattern", "plans-*", "--dir", folder];
    const { status } = await job.run("gh", args, { quiet: true });
    // A change that touches no stack has no plans, and gh calls that an error.
    if (status !== 0 || !existsSync(folder)) return new Map();
  }
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".json"),
  );
  const read = (path: string) => readReview(readFileSync(join(folder, path), "utf8"), path);
  return new Map(files.map((path) => [basename(path), read(path)] as const));
}

/** Commits since the last one all of which was applied, oldest first, and that one; on the first run, the last push. */
export async function commitsToApply(
  job: Job,
  name: string,
): Promise<{ readonly base: string; readonly commits: readonly string[] }> {
  const path = `repos/${name}/actions/workflows/apply.yml/runs?event=push&status=success&branch=main&per_page=20`;
  const applied = await listed<string>(job, path, ".workflow_runs[] | .head_sha | @json");
  const before = given(job, "STRAAT_BEFORE");
  for (const base of [...applied, ...(before === undefined ? [] : [before])]) {
    const { status } = await job.run("git", ["merge-base", "--is-ancestor", base, "HEAD"], { quiet: true });
    if (status === 0) return { base, commits: await commitsSince(job, base) };
  }
  throw new Error(
    "no commit is known up to which all was applied: start this by hand, with a stack and a digest",
  );
}

async function commitsSince(job: Job, base: string): Promise<readonly string[]> {
  const args = ["rev-list", "--reverse", "--first-parent", `${base}..HEAD`];
  const { status, stdout } = await job.run("git", args, { quiet: true });
  if (status !== 0) throw new Error(`git cannot tell the commits since ${base}`);
  return stdout.split("\n").filter((line) => line !== "");
}
