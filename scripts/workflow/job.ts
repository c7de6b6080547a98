import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Ran, RunOptions } from "./run";

/** What a step is given: where it runs, what it was told by environment, and how it tells others. */
export interface Job {
  /** Folder of the repository. */
  readonly root: string;
  /** Folder for results, kept out of git by itself; a path below the repository. */
  readonly results: string;
  /** What was set, such as `STRAAT_BASE` or `GITHUB_REPOSITORY`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Runs a program to its end, without a shell. */
  readonly run: (program: string, args: readonly string[], options?: RunOptions) => Promise<Ran>;
  /** A line for whoever watches. */
  readonly say: (line: string) => void;
}

/** Name of the folder for results, unless told. */
export const RESULTS = "workflow.out";

/** Makes the folder for results, with a file that tells git to look at nothing in it. */
export function makeResults(root: string, name = RESULTS): string {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, ".gitignore"), "*\n");
  return folder;
}

/** A value that has to be there. @throws Error with its name */
export function needed({ env }: Pick<Job, "env">, name: string): string {
  const value = env[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set`);
  return value;
}

/** A value that may be there; GitHub sets what does not apply to an empty text. */
export function given({ env }: Pick<Job, "env">, name: string): string | undefined {
  const value = env[name];
  return value === "" ? undefined : value;
}

/** Something for later jobs: where GitHub runs it, an output of the step. */
export function output(job: Job, name: string, value: unknown): void {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (/[\r\n]/.test(text)) throw new Error(`the output ${name} is more than a line`);
  const file = given(job, "GITHUB_OUTPUT");
  if (file === undefined) job.say(`${name}: ${text}`);
  else appendFileSync(file, `${name}=${text}\n`);
}

/** Most that GitHub takes as a summary of one step, in bytes. */
const LONGEST_SUMMARY = 1024 * 1024;

/** Markdown for the page of the run. Nowhere else is it shown: in a terminal it would be noise. */
export function summary(job: Job, markdown: string): void {
  const file = given(job, "GITHUB_STEP_SUMMARY");
  if (file === undefined) return;
  const there = existsSync(file) ? readFileSync(file).length : 0;
  const text = `${markdown.trimEnd()}\n\n`;
  // GitHub shows nothing at all of a summary that is too long, so what no longer fits is told in a line.
  const fits = there + Buffer.byteLength(text) < LONGEST_SUMMARY - 200;
  const line =
    "More was left out here: a summary holds 1 MiB. The reviews are among the artifacts of this run.\n";
  if (fits) appendFileSync(file, text);
  else if (!readFileSync(file, "utf8").endsWith(line)) appendFileSync(file, line);
}

/** Writes a result, and answers its path. */
export function keep(job: Job, name: string, text: string): string {
  const path = join(job.results, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** Reads what an earlier step kept. @throws Error with the step that makes it */
export function kept(job: Job, name: string, step: string): string {
  const path = join(job.results, name);
  if (!existsSync(path)) throw new Error(`${name} is not there: run the step ${step} first`);
  return readFileSync(path, "utf8");
}
