import { createHash } from "node:crypto";
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findingsOf, isError } from "../../controls/assessment";
import { InvalidError } from "../../model/mistake";
import type { ModelFile } from "../../model/model-file";
import { stackPath } from "../../model/stack-path";
import type { PlannedFile } from "../../review/assemble-plans";
import type { Redactor } from "../../review/redaction/redactor";
import type { Review } from "../../review/review";
import { clientOfStack, modelIn, stackTextsIn } from "../../synth/base/stack-texts";
import { judgeFolder } from "../../synth/judge-files";
import { terraformOf } from "../../synth/judge-output";
import type { CommandContext } from "../command";
import { reviewPlans } from "../review/read-plans";
import type { Terraform } from "./terraform";

/** A synthesized stack in its folder, where Terraform works. */
export interface StackFolder {
  readonly model: ModelFile;
  readonly folder: string;
  /** Of the synth it is in. */
  readonly outdir: string;
  /** Sha256 of its Terraform, in hexadecimals: the same commit synthesizes the same. */
  readonly synth: string;
  /** What else of the synth is near: its client's other stacks, and the platforms. */
  readonly models: readonly ModelFile[];
}

/** A plan that was made and read. */
export interface Planned {
  readonly review: Review;
  readonly digest: string;
  /** Sha256 of the plan itself, in hexadecimals. */
  readonly bytes: string;
  /** Knows every secret of the plan. */
  readonly redactor: Redactor;
}

/** The one stack that is named. @throws InvalidError for none or several, and for what no synth has made yet */
export function stackFolder({ operands, flags }: CommandContext): StackFolder {
  const outdir = flags.from ?? process.env.CDKTF_OUTDIR ?? "cdktf.out";
  const [name, ...rest] = operands;
  if (name === undefined || rest.length > 0) {
    throw new InvalidError({
      value: operands.join(" ") || "(nothing)",
      problem: "is not one stack",
      remedy: "write one as CLIENT/STAGE, for example verne/production, or platform-amsterdam",
    });
  }
  const texts = stackTextsIn(outdir);
  const client = name.split("/")[0];
  const near = texts.filter((text) => {
    const owner = clientOfStack(text.name);
    return owner === undefined || owner === client;
  });
  const models = near.map(modelIn);
  const model = models.find((one) => stackPath(one) === name);
  if (model === undefined) {
    throw new InvalidError({
      value: name,
      problem: `is no stack in ${outdir}`,
      remedy: `write one of ${models.map(stackPath).join(", ")}, or synthesize it first: straat synth`,
    });
  }
  const synth = sha256Of(terraformOf(outdir, model.stack));
  return { model, models, outdir, synth, folder: join(outdir, "stacks", model.stack) };
}

/**
 * Judges what was synthesized before anything is planned: a plan does not tell all of it, such as where providers come from, and
 * planning runs programs already. Who changed it by hand hears of it here.
 *
 * @throws InvalidError for each error that rules find
 */
export function checkSynth({ model, outdir }: StackFolder, { fleet, options }: CommandContext): void {
  const path = stackPath(model);
  options.onProgress?.(`judging ${path}`);
  const errors = findingsOf(judgeFolder(fleet, outdir, [path], options)).filter(isError);
  if (errors.length === 0) return;
  throw new InvalidError(
    ...errors.map(({ rule, subject, problem, remedy }) => ({
      path: subject,
      value: terraformOf(outdir, model.stack),
      problem: `breaks ${rule}: ${problem}`,
      remedy: `${remedy}; then synthesize again: straat synth`,
    })),
  );
}

/**
 * Plans a stack into a file, and reviews it. The plan as JSON is read and let go of.
 *
 * @param file path of the plan, in a folder that nobody else may write to
 * @throws TerraformFailed when Terraform does, InvalidError for a synth that changes meanwhile, and for a plan that cannot be read
 */
export async function planned(
  terraform: Terraform,
  stack: StackFolder,
  file: string,
  { fleet, options }: CommandContext,
): Promise<Planned> {
  const { model, models, folder, outdir, synth } = stack;
  const path = stackPath(model);
  options.onProgress?.(`preparing ${path}`);
  await terraform.init(folder);
  options.onProgress?.(`planning ${path}`);
  await terraform.plan(folder, file);
  chmodSync(file, 0o600);
  const bytes = sha256Of(file);
  const text = await terraform.show(folder, file);
  if (sha256Of(terraformOf(outdir, model.stack)) !== synth) {
    throw new InvalidError({
      value: terraformOf(outdir, model.stack),
      problem: "was written anew while it was planned",
      remedy: "let nobody else synthesize here, and plan again",
    });
  }
  const where = `the plan of ${path}`;
  const { review, plans } = reviewPlans([{ text, where, stack: path }], {
    ...{ fleet, day: options.day, models },
    ...{ base: "what is there", head: where },
  });
  const { redactor, digest } = (plans[0] as PlannedFile).changes;
  return { review, digest, bytes, redactor };
}

/** Sha256 of a file, in hexadecimals. */
export function sha256Of(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
