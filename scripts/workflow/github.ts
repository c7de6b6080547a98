import { given, type Job } from "./job";

/** Who writes for workflows; a marker in somebody else's text is a quotation. */
const WRITER = "github-actions[bot]";

/** A comment or an issue, as far as it is looked at. */
export interface Post {
  /** Of a comment its own number, of an issue the one people see. */
  readonly id: number;
  readonly body: string;
  readonly writer: string;
}

/** `owner/name`, where GitHub runs this or somebody set it; undefined where nothing is to be told to GitHub. */
export function repository(job: Job): string | undefined {
  const name = given(job, "GITHUB_REPOSITORY");
  if (name !== undefined && !/^[\w.-]+\/[\w.-]+$/.test(name)) {
    throw new Error("GITHUB_REPOSITORY is not written owner/name");
  }
  return name;
}

/** Asks GitHub for a list; `query` makes of each page what is wanted, one JSON text a line. @throws Error where it refuses */
export async function listed<T>(job: Job, path: string, query: string): Promise<readonly T[]> {
  const args = ["api", "--method", "GET", "--paginate", path, "--jq", query];
  const { status, stdout } = await job.run("gh", args, { quiet: true });
  if (status !== 0) throw new Error(`gh could not read ${path} (exit code ${status})`);
  const lines = stdout.split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as T);
}

/** Sends one request with all there is to say, so that nobody reads half of it. @throws Error where GitHub refuses */
export async function send(job: Job, method: "POST" | "PATCH", path: string, body: object): Promise<void> {
  const args = ["api", "--method", method, path, "--input", "-", "--silent"];
  const { status } = await job.run("gh", args, { input: JSON.stringify(body), quiet: true });
  if (status !== 0) throw new Error(`gh could not write ${path} (exit code ${status})`);
}

/** The first of what workflows wrote that begins with the marker. */
export function marked<P extends Post>(posts: readonly P[], marker: string): P | undefined {
  return posts.find(({ body, writer }) => writer === WRITER && body.startsWith(marker));
}
