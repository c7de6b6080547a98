import { InvalidError } from "../../model/mistake";
import type { CommandContext } from "../command";
import { EXIT, type ExitCode } from "../exit-code";
import { UsageError } from "../usage-error";
import { Terraform, TerraformFailed } from "./terraform";

/** Runs a task with the Terraform of the machine, in a folder. What that says against it is told as it said it. */
export async function withTerraform(
  { clearProgress }: CommandContext,
  folder: string,
  task: (terraform: Terraform) => Promise<ExitCode>,
): Promise<ExitCode> {
  try {
    return await task(await Terraform.of(process.env, folder));
  } catch (error) {
    clearProgress();
    if (error instanceof InvalidError) throw new UsageError(error.mistakes);
    if (!(error instanceof TerraformFailed)) throw error;
    process.stderr.write(`${error.told}\n\n${error.message}.\n`);
    return EXIT.TERRAFORM;
  }
}
