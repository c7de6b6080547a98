import { MARKER } from "../../lib/review/report/markdown";
import { listed, marked, type Post } from "./github";
import type { Job } from "./job";

/** People beside the author who have to say yes (B-08). */
const APPROVALS = 2;

interface Shown extends Post {
  /** When it was last written. */
  readonly at: string;
}

interface Approval {
  readonly by: string;
  readonly at: string;
  /** The commit that was looked at. */
  readonly of: string;
}

/** What of a pull request has to be known. */
export interface Merged {
  readonly number: number;
  /** Its last commit. */
  readonly head: string;
  readonly author: string;
}

const COMMENTS = ".[] | {id, body, writer: .user.login, at: .updated_at} | @json";
const REVIEWS =
  '.[] | select(.state == "APPROVED") | {by: .user.login, at: .submitted_at, of: .commit_id} | @json';

/**
 * Why people have not agreed to some plans, in words that follow on the pull request; undefined where they have: its comment tells of
 * just these, and was not written again after as many approved as have to.
 *
 * @param shown how the first line of the comment tells of them
 */
export async function whyNotAgreed(
  job: Job,
  name: string,
  { number, head, author }: Merged,
  shown: string,
): Promise<string | undefined> {
  const comments = await listed<Shown>(job, `repos/${name}/issues/${number}/comments`, COMMENTS);
  const comment = marked(comments, MARKER);
  // Below its first line a comment quotes names that others chose.
  const [, line = ""] = comment?.body.split(/\r?\n/) ?? [];
  if (comment === undefined || !line.includes(shown)) return "has plans that its comment did not show";
  const approvals = await listed<Approval>(job, `repos/${name}/pulls/${number}/reviews`, REVIEWS);
  const since = approvals.filter(
    ({ by, at, of }) => by !== author && of === head && Date.parse(at) >= Date.parse(comment.at),
  );
  const people = new Set(since.map(({ by }) => by)).size;
  return people >= APPROVALS
    ? undefined
    : `was approved by ${people} of ${APPROVALS} people after its comment was last written`;
}
