import { rmSync } from "node:fs";
import { join, relative } from "node:path";
import { oneLine } from "../controls/report/text";
import { Day } from "../model/day";
import { InvalidError } from "../model/mistake";
import { stackPath } from "../model/stack-path";
import { headline } from "../review/report/tally";
import { Stopped, withTemporary } from "../synth/base/temporary";
import type { CommandContext } from "./command";
import { EXIT, type ExitCode } from "./exit-code";
import { PLAN_FILE } from "./plan-command";
import { printReview } from "./review/print-review";
import { ApplyLog, type ApplyRecord } from "./terraform/apply-log";
import {
  checkSynth,
  type Planned,
  planned,
  type StackFolder,
  sha256Of,
  stackFolder,
} from "./terraform/planned-stack-folder";
import { downIn, whyNotNow } from "./terraform/recently-down";
import { type Terraform, toldBy } from "./terraform/terraform";
import { withTerraform } from "./terraform/with-terraform";
import { understood } from "./usage-error";

/** A plan of this run alone, in a folder of its own: its digest says that it is what was reviewed. */
const APPLIED_FILE = "apply.tfplan";
const DEFAULT_FOLDER = "applies.out";
const DIGEST = /^[0-9a-f]{64}$/;

/**
 * `straat apply STACK --reviewed DIGEST`: plans again, and applies that very plan where it changes just what was reviewed. Who did
 * so, when and with which outcome is added to a log, before and after.
 */
export async function applyCommand(context: CommandContext): Promise<ExitCode> {
  const reviewed = understood(() => digestFrom(context.flags.reviewed));
  understood(() => checkToday(context.options.day));
  const stack = understood(() => stackFolder(context));
  const log = understood(() => new ApplyLog(context.flags.output ?? DEFAULT_FOLDER, process.env));
  checkSynth(stack, context);
  return withTerraform(context, stack.folder, (terraform) =>
    withTemporary(async ({ path: folder }) => {
      const file = join(folder, APPLIED_FILE);
      const plan = await planned(terraform, stack, file, context);
      context.clearProgress();
      const refusal = refusalOf(plan, file, reviewed);
      if (refusal === undefined) return applied(terraform, stack, { ...plan, file }, log);
      await printReview(plan.review, { format: "terminal", file: undefined });
      process.stderr.write(`\n${refusal}\nNothing was applied.\n`);
      return EXIT.BLOCKED;
    }),
  );
}

/** Why a plan may not be applied; undefined where it may. */
function refusalOf({ review, digest, bytes }: Planned, file: string, reviewed: string): string | undefined {
  if (digest !== reviewed) {
    return `What changes now is not what was reviewed: its digest is ${digest}, and ${reviewed} was reviewed. Look at it as it is above.`;
  }
  if (review.verdict === "block") return "It is blocked, by what is told above.";
  return sha256Of(file) === bytes ? undefined : "The plan is not the file any longer that was looked at.";
}

async function applied(
  terraform: Terraform,
  { model, folder, synth }: StackFolder,
  { review, digest, redactor, file }: Planned & { readonly file: string },
  log: ApplyLog,
): Promise<ExitCode> {
  const { label, program } = terraform;
  const down = downIn(review, model);
  const about = { stack: stackPath(model), digest, synth, verdict: review.verdict };
  const record = (outcome: ApplyRecord["outcome"]) =>
    log.add({ ...about, terraform: label, program, down, outcome });
  const tell = (line: string) => process.stdout.write(`${oneLine(redactor.text(line))}\n`);
  record("begun");
  // Looked for once this stands in the log: of two that begin at once, one finds the other.
  const refusal = whyNotNow(down, log.before);
  if (refusal !== undefined) {
    record("refused");
    process.stderr.write(`${refusal}\nNothing was applied.\n`);
    return EXIT.BLOCKED;
  }
  try {
    tell(`${about.stack}: ${headline(review)}`);
    const { status, stderr } = await terraform.apply(folder, file, tell);
    record(status === 0 ? "applied" : "failed");
    if (status !== 0) {
      const told = toldBy(redactor.text(stderr));
      process.stderr.write(`${told}\n\n${label} ended apply with exit code ${status}.\n`);
    }
    // What was planned before this is of the past now.
    rmSync(join(folder, PLAN_FILE), { force: true });
    process.stderr.write(`Recorded in ${relative("", log.path)}.\n`);
    return status === 0 ? EXIT.OK : EXIT.TERRAFORM;
  } catch (error) {
    record(error instanceof Stopped ? "stopped" : "failed");
    throw error;
  }
}

/** On another day access, waivers and certificates that have ended by now would be as if they had not. */
function checkToday(day: Day): void {
  const today = Day.today();
  if (`${day}` === `${today}`) return;
  throw new InvalidError({
    property: "--date, STRAAT_DATE",
    value: `${day}`,
    problem: `is not today: an apply is judged by the day on which it is made, ${today}`,
    remedy: "leave it out, and unset STRAAT_DATE",
  });
}

function digestFrom(text: string | undefined): string {
  if (text !== undefined && DIGEST.test(text)) return text;
  throw new InvalidError({
    property: "--reviewed",
    value: text ?? "(not given)",
    problem: "is no digest of a review: 64 hexadecimals",
    remedy: "write the one that straat plan or straat review printed for this stack, once it was looked at",
  });
}
