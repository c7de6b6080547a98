import { constants, copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { stackPath } from "../model/stack-path";
import { withTemporary } from "../synth/base/temporary";
import type { CommandContext } from "./command";
import type { ExitCode } from "./exit-code";
import { printReview, reviewFormat } from "./review/print-review";
import { checkSynth, planned, stackFolder } from "./terraform/planned-stack-folder";
import { withTerraform } from "./terraform/with-terraform";
import { understood } from "./usage-error";

/** Name of a stack's plan in its folder. Terraform reads it; nobody else may. */
export const PLAN_FILE = "straat.tfplan";

/** `straat plan STACK`: has Terraform plan a stack as it was synthesized, and tells what that means, with its digest. */
export async function planCommand(context: CommandContext): Promise<ExitCode> {
  const { flags, file, clearProgress } = context;
  const format = understood(() => reviewFormat(flags.format));
  const stack = understood(() => stackFolder(context));
  checkSynth(stack, context);
  const kept = join(stack.folder, PLAN_FILE);
  return withTerraform(context, stack.folder, async (terraform) => {
    // What was planned before is not to be taken for this, also where this fails.
    rmSync(kept, { force: true });
    const { review, digest } = await withTemporary(async ({ path: folder }) => {
      const file = join(folder, PLAN_FILE);
      const plan = await planned(terraform, stack, file, context);
      copyFileSync(file, kept, constants.COPYFILE_EXCL);
      return plan;
    });
    clearProgress();
    const code = await printReview(review, { format, file });
    const path = stackPath(stack.model);
    const next =
      review.verdict === "block"
        ? "It is not to be applied."
        : `To apply just this: straat apply ${path} --reviewed ${digest}`;
    process.stderr.write(`\nPlanned with ${terraform.label} into ${kept}. ${next}\n`);
    return code;
  });
}
