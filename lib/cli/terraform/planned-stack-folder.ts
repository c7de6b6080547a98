import { chmodSync, rmSync } from "node:fs";
import { join } from "node:path";
import { InvalidError } from "../../model/mistake";
import type { ModelFile } from "../../model/model-file";
import { stackPath } from "../../model/stack-path";
import type { PlannedFile } from "../../review/assemble-plans";
import type { Redactor } from "../../review/redaction/redactor";
import type { Review } from "../../review/review";
import { clientOfStack, modelIn, stackTextsIn } from "../../synth/base/stack-texts";
import type { CommandContext } from "../command";
import { reviewPlans } from "../review/read-plans";
import type { Terraform } from "./terraform";

/** A synthesized stack in its folder, where Terraform works. */
export interface StackFolder {
  readonly model: ModelFile;
  readonly folder: string;
  /** What else of the synth is near: its client's other stacks, and the platforms. */
  readonly models: readonly ModelFile[];
}

/** A plan that was made and read. */
export interface Planned {
  readonly review: Review;
  readonly digest: string;
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
  return { model, models, folder: join(outdir, "stacks", model.stack) };
}

/**
 * Plans a stack into a file of its folder, and reviews it. The plan as JSON is read and let go of.
 *
 * @param file name of the plan; a plan that cannot be reviewed is taken away
 * @throws TerraformFailed when Terraform does, InvalidError for a plan that cannot be read
 */
export async function planned(
  terraform: Terraform,
  stack: StackFolder,
  file: string,
  { fleet, options }: CommandContext,
): Promise<Planned> {
  const { model, models, folder } = stack;
  const path = stackPath(model);
  rmSync(join(folder, file), { force: true });
  try {
    options.onProgress?.(`preparing ${path}`);
    await terraform.init(folder);
    options.onProgress?.(`planning ${path}`);
    await terraform.plan(folder, file);
    chmodSync(join(folder, file), 0o600);
    const text = await terraform.show(folder, file);
    const where = `the plan of ${path}`;
    const { review, plans } = reviewPlans([{ text, where, stack: path }], {
      ...{ fleet, day: options.day, models },
      ...{ base: "what is there", head: where },
    });
    const { redactor, digest } = (plans[0] as PlannedFile).changes;
    return { review, digest, redactor };
  } catch (error) {
    rmSync(join(folder, file), { force: true });
    throw error;
  }
}
