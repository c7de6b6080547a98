import { createHash } from "node:crypto";
import { BoundedText } from "../../lib/controls/report/bounded-text";
import { cell, code, row } from "../../lib/controls/report/markdown-text";
import { counted, listed } from "../../lib/controls/report/text";
import { LONGEST_COMMENT } from "../../lib/review/report/comment";
import { MARKER, markdown } from "../../lib/review/report/markdown";
import type { Review } from "../../lib/review/review";
import { lineOf } from "./read-review";
import { fileNameOf } from "./stacks";
import type { Affected } from "./steps/diff";

const HEAD = "**Plans**\n\n| Stack | What Terraform would do | Digest |\n|---|---|---|\n";
/** Kept free for saying what was left out. */
const RESERVE = 400;
/** Most that the table takes, in bytes: what the change means comes before what Terraform makes of it. */
const MOST_OF_TABLE = 20_000;

export interface WithPlans {
  readonly review: Review;
  readonly stacks: Affected;
  /** By path; of those that could be planned. */
  readonly plans: ReadonlyMap<string, Review>;
  /** Address of the page of the run; undefined where there is none. */
  readonly run: string | undefined;
}

/** The one comment of a pull request: what the change means, and what Terraform would make of it. Never too long. */
export function commentWithPlans({ review, stacks, plans, run }: WithPlans): string {
  const where = run === undefined ? "" : ` [Everything](${run}) is on the page of the run.`;
  const first = `${MARKER}\n${planLines(stacks, plans)}${where}\n\n`;
  const table = new BoundedText(MOST_OF_TABLE);
  const items = [...plans].map(([path, plan]) =>
    row(code(path), cell(lineOf(plan)), code(plan.digest ?? "")),
  );
  table.list("plan", { head: HEAD, items });
  const rest = markdown(review, LONGEST_COMMENT - bytes(first) - bytes(table.text) - RESERVE);
  const [cut] = table.leftOut;
  const left =
    cut === undefined ? "" : `\n${counted(cut.number, "plan")} left out of this table to fit a comment.\n`;
  return `${first}${rest.slice(MARKER.length).trimStart()}${table.text}${left}`;
}

/** What is to know of the plans before anything else. */
export function planLines({ affected, gone, isMade }: Affected, plans: ReadonlyMap<string, Review>): string {
  const blocked = affected.filter((path) => plans.get(path)?.verdict === "block");
  const missing = affected.filter((path) => !plans.has(path));
  const lines: string[] = [];
  if (!isMade) lines.push("**Nothing is planned:** what breaks a promise is not synthesized.");
  else if (affected.length === 0) lines.push("No stack is planned: nothing changes in any.");
  else if (plans.size === 0)
    lines.push(
      `**No plan was made** of ${counted(affected.length, "stack")}: there are no credentials for it here, or each of them failed.`,
    );
  else lines.push(`${counted(plans.size, "stack")} planned, ${shownAs(digestsOf(plans))}.`);
  if (blocked.length > 0) lines.push(`**Blocked by the plan:** ${names(blocked)}.`);
  if (plans.size > 0 && missing.length > 0)
    lines.push(`**Could not be planned, and will not be applied by this review:** ${names(missing)}.`);
  if (gone.length > 0) lines.push(`**No longer declared, and taken down by hand:** ${names(gone)}.`);
  return lines.join(" ");
}

/** By which a comment says, however long its table gets, of which plans it is: nobody changes one without changing this. */
export function shownAs(digests: ReadonlyMap<string, string>): string {
  const lines = [...digests].map(([file, digest]) => `${file} ${digest}\n`).sort();
  return `together ${code(createHash("sha256").update(lines.join("")).digest("hex"))}`;
}

/** By the file names of the plans. */
function digestsOf(plans: ReadonlyMap<string, Review>): ReadonlyMap<string, string> {
  return new Map([...plans].map(([path, { digest = "" }]) => [fileNameOf(path), digest]));
}

function names(paths: readonly string[]): string {
  return cell(listed(paths));
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}
