import { rmSync } from "node:fs";
import { join, relative } from "node:path";
import { InvalidError } from "../model/mistake";
import { stackPath } from "../model/stack-path";
import { Stopped } from "../synth/base/temporary";
import type { CommandContext } from "./command";
import { EXIT, type ExitCode } from "./exit-code";
import { PLAN_FILE } from "./plan-command";
import { printReview } from "./review/print-review";
import { ApplyLog, type ApplyRecord } from "./terraform/apply-log";
import { type Planned, planned, type StackFolder, stackFolder } from "./terraform/planned-stack-folder";
import type { Terraform } from "./terraform/terraform";
import { withTerraform } from "./terraform/with-terraform";
import { understood } from "./usage-error";

/** A plan of this run alone, which nobody has to look at: its digest says that it is the one that was. */
const APPLIED_FILE = "straat-apply.tfplan";
const DEFAULT_FOLDER = "applies.out";
const DIGEST = /^[0-9a-f]{64}$/;

/**
 * `straat apply STACK --reviewed DIGEST`: plans again, and applies that very plan where it changes just what was reviewed. Who did
 * so, when and with which outcome is added to a log, before and after.
 */
export async function applyCommand(context: CommandContext): Promise<ExitCode> {
  const reviewed = understood(() => digestFrom(context.flags.reviewed));
  const stack = understood(() => stackFolder(context));
  const log = understood(() => new ApplyLog(context.flags.output ?? DEFAULT_FOLDER, process.env));
  return withTerraform(context, async (terraform) => {
    try {
      const plan = await planned(terraform, stack, APPLIED_FILE, context);
      context.clearProgress();
      const refusal = refusalOf(plan, reviewed);
      if (refusal === undefined) return await applied(terraform, stack, plan, log);
      await printReview(plan.review, { format: "terminal", file: undefined });
      process.stderr.write(`\n${refusal}\nNothing was applied.\n`);
      return EXIT.BLOCKED;
    } finally {
      rmSync(join(stack.folder, APPLIED_FILE), { force: true });
    }
  });
}

/** Why a plan may not be applied; undefined where it may. */
function refusalOf({ review, digest }: Planned, reviewed: string): string | undefined {
  if (digest !== reviewed) {
    return `What changes now is not what was reviewed: its digest is ${digest}, and ${reviewed} was reviewed. Look at it as it is above.`;
  }
  return review.verdict === "block" ? "It is blocked, by what is told above." : undefined;
}

async function applied(
  terraform: Terraform,
  { model, folder }: StackFolder,
  { review, digest, redactor }: Planned,
  log: ApplyLog,
): Promise<ExitCode> {
  const facts = { stack: stackPath(model), digest, verdict: review.verdict, terraform: terraform.label };
  const record = (outcome: ApplyRecord["outcome"]) => log.add({ ...facts, outcome });
  const tell = (line: string) => process.stdout.write(`${redactor.text(line)}\n`);
  record("begun");
  try {
    const { status, stderr } = await terraform.apply(folder, APPLIED_FILE, tell);
    record(status === 0 ? "applied" : "failed");
    if (status !== 0) {
      process.stderr.write(
        `${redactor.text(stderr.trim())}\n\n${terraform.label} ended apply with exit code ${status}.\n`,
      );
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

function digestFrom(text: string | undefined): string {
  if (text !== undefined && DIGEST.test(text)) return text;
  throw new InvalidError({
    property: "--reviewed",
    value: text ?? "(not given)",
    problem: "is no digest of a review: 64 hexadecimals",
    remedy: "write the one that straat plan or straat review printed for this stack, once it was looked at",
  });
}
