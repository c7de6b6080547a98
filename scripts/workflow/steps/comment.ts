import { MARKER } from "../../../lib/review/report/markdown";
import { listed, marked, type Post, repository, send } from "../github";
import { given, type Job, keep } from "../job";
import { commentWithPlans } from "../plan-table";
import type { Step } from "../step";
import { differenceIn } from "./diff";
import { plansOf } from "./plan";

/** Of every comment what tells whether it is ours. */
const POSTS = ".[] | {id, body, writer: .user.login} | @json";

export const comment: Step = {
  says: "one comment with the review and the plans, written over at every run: comment.md",
  run: async (job) => {
    const { review, ...stacks } = differenceIn(job);
    const plans = plansOf(job, stacks.affected);
    const body = commentWithPlans({ review, stacks, plans, run: pageOf(job) });
    const file = keep(job, "comment.md", body);
    const [name, number] = [repository(job), pullRequest(job)];
    if (name === undefined || number === undefined) {
      job.say(`The comment is in ${file}; without GITHUB_REPOSITORY and STRAAT_PULL_REQUEST nobody is told.`);
      return 0;
    }
    const comments = `repos/${name}/issues/${number}/comments`;
    const own = marked(await listed<Post>(job, comments, POSTS), MARKER);
    // Approvals count from when it was last written: what says the same again is not written again.
    if (own !== undefined && asKept(own.body) === asKept(body)) {
      job.say("The comment says so already.");
      return 0;
    }
    if (own === undefined) await send(job, "POST", comments, { body });
    else await send(job, "PATCH", `repos/${name}/issues/comments/${own.id}`, { body });
    job.say(own === undefined ? "The comment was written." : "The comment was written over.");
    return 0;
  },
};

/** GitHub keeps lines and ends of texts its own way. */
function asKept(text: string): string {
  return text.replaceAll("\r\n", "\n").trim();
}

function pullRequest(job: Job): number | undefined {
  const text = given(job, "STRAAT_PULL_REQUEST");
  if (text === undefined) return undefined;
  if (!/^[1-9]\d*$/.test(text)) throw new Error("STRAAT_PULL_REQUEST is not a number");
  return Number(text);
}

/** Where people read the whole of a run. */
export function pageOf(job: Job): string | undefined {
  const [server, name, run] = [given(job, "GITHUB_SERVER_URL"), repository(job), given(job, "GITHUB_RUN_ID")];
  if (server === undefined || name === undefined || run === undefined) return undefined;
  return new URL(`/${name}/actions/runs/${run}`, server).href;
}
