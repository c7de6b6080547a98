import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { listed } from "./github";
import { given, type Job } from "./job";
import { readReview } from "./read-review";

/** What was reviewed of a stack, by the file name of its plan. */
export type ReviewedPlans = ReadonlyMap<string, { readonly digest: string; readonly pullRequest: number }>;

/** The workflow in which pull requests are reviewed. */
const WORKFLOW = "pull-request.yml";

interface Merged {
  readonly number: number;
  readonly head: string;
}

/**
 * Digests that people saw in the pull requests by which commits came: those of the last run that passed, for the very commit
 * that was merged. Of two pull requests that plan one stack the later counts.
 *
 * @param commits oldest first
 */
export async function reviewedIn(job: Job, name: string, commits: readonly string[]): Promise<ReviewedPlans> {
  const reviewed = new Map<string, { digest: string; pullRequest: number }>();
  for (const commit of commits) {
    for (const { number, head } of await pullRequestsOf(job, name, commit)) {
      const run = await runOf(job, name, head);
      if (run === undefined) {
        job.say(`Pull request ${number} has no run of ${WORKFLOW} that passed: nothing of it is reviewed.`);
        continue;
      }
      for (const [file, digest] of await digestsOf(job, name, run)) {
        reviewed.set(file, { digest, pullRequest: number });
      }
    }
  }
  return reviewed;
}

async function pullRequestsOf(job: Job, name: string, commit: string): Promise<readonly Merged[]> {
  const query = ".[] | select(.merged_at != null) | {number, head: .head.sha} | @json";
  return listed<Merged>(job, `repos/${name}/commits/${commit}/pulls`, query);
}

/** A run of a fork's commit planned nothing, for it was given no credentials. */
async function runOf(job: Job, name: string, head: string): Promise<number | undefined> {
  const path = `repos/${name}/actions/workflows/${WORKFLOW}/runs?event=pull_request&status=success&head_sha=${head}`;
  const query = ".workflow_runs[] | {id, of: .head_repository.full_name} | @json";
  const runs = await listed<{ readonly id: number; readonly of: string | null }>(job, path, query);
  return runs.find((run) => run.of === name)?.id;
}

async function digestsOf(job: Job, name: string, run: number): Promise<ReadonlyMap<string, string>> {
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
  const digests = files.map((path) => [basename(path), digestIn(join(folder, path))] as const);
  return new Map(digests.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Undefined for a plan that blocks: nobody reviewed that to be applied. */
function digestIn(file: string): string | undefined {
  const { digest, verdict } = readReview(readFileSync(file, "utf8"), file);
  return verdict === "block" ? undefined : digest;
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
