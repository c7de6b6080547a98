import { counted } from "../../../lib/controls/report/text";
import { DRIFT_MARKER, type DriftIssue, driftIssue } from "../../../lib/review/report/drift";
import { listed, marked, type Post, repository, send } from "../github";
import { type Job, keep, kept } from "../job";
import { together } from "../read-review";
import type { Step } from "../step";
import { ALL_STACKS } from "./diff";
import { plansOf } from "./plan";

/** Of every issue what tells whether it is ours; GitHub lists pull requests as issues too. */
const POSTS =
  '.[] | select(.pull_request == null) | {id: .number, body: (.body // ""), writer: .user.login} | @json';

export const drift: Step = {
  says: "one issue about what runs and was not applied, written over every night: drift.md",
  run: async (job) => {
    const declared: readonly string[] = JSON.parse(kept(job, ALL_STACKS, "stacks"));
    const issue = issueOf(job, declared);
    const file = keep(job, "drift.md", issue.body);
    const name = repository(job);
    if (name === undefined) job.say(`${issue.title}: ${file}`);
    else await tell(job, name, issue);
    return 0;
  },
};

/** A stack that could not be planned is no proof of anything, and keeps the issue open. */
function issueOf(job: Job, declared: readonly string[]): DriftIssue {
  const plans = plansOf(job, declared);
  const missing = declared.filter((path) => !plans.has(path));
  const review = together([...plans.values()]);
  const why = "it could not be planned: the log of the nightly run says why";
  const notAnalysed = [...missing.map((what) => ({ what, why })), ...review.notAnalysed];
  const issue = driftIssue({ ...review, notAnalysed });
  if (issue.isDrift || missing.length === 0) return issue;
  return { ...issue, isDrift: true, title: `Drift unknown in ${counted(missing.length, "stack")}` };
}

async function tell(job: Job, name: string, { isDrift, title, body }: DriftIssue): Promise<void> {
  const issues = `repos/${name}/issues`;
  const open = marked(await listed<Post>(job, `${issues}?state=open&per_page=100`, POSTS), DRIFT_MARKER);
  job.say(title);
  if (open === undefined && !isDrift) return;
  if (open === undefined) return send(job, "POST", issues, { title, body });
  const state = isDrift ? "open" : "closed";
  return send(job, "PATCH", `${issues}/${open.id}`, { title, body, state });
}
