import { join } from "node:path";
import { stackPath } from "../model/stack-path";
import type { CommandContext } from "./command";
import type { ExitCode } from "./exit-code";
import { printReview, reviewFormat } from "./review/print-review";
import { planned, stackFolder } from "./terraform/planned-stack-folder";
import { withTerraform } from "./terraform/with-terraform";
import { understood } from "./usage-error";

/** Name of a stack's plan in its folder. Terraform reads it; nobody else may. */
export const PLAN_FILE = "straat.tfplan";

/** `straat plan STACK`: has Terraform plan a stack as it was synthesized, and tells what that means, with its digest. */
export async function planCommand(context: CommandContext): Promise<ExitCode> {
  const { flags, file, clearProgress } = context;
  const format = understood(() => reviewFormat(flags.format));
  const stack = understood(() => stackFolder(context));
  return withTerraform(context, async (terraform) => {
    const { review, digest } = await planned(terraform, stack, PLAN_FILE, context);
    clearProgress();
    const code = await printReview(review, { format, file });
    const path = stackPath(stack.model);
    const next =
      review.verdict === "block"
        ? "It is not to be applied."
        : `To apply just this: straat apply ${path} --reviewed ${digest}`;
    process.stderr.write(
      `\nPlanned with ${terraform.label} into ${join(stack.folder, PLAN_FILE)}. ${next}\n`,
    );
    return code;
  });
}
