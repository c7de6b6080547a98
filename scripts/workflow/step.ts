import type { Job } from "./job";

/** A step of a workflow: what one line of `run:` calls, and anybody else too. */
export interface Step {
  /** What it does, in a line of the help. */
  readonly says: string;
  /** Answers an exit code. @throws Error with what is wrong where it cannot begin */
  readonly run: (job: Job) => Promise<number>;
}

/**
 * Synthesizes everything where nobody reads what it says of it; what is wrong is told on standard error all the same.
 *
 * @param folder where; the one that `straat plan` looks in unless given
 */
export async function synthesize({ run }: Job, folder?: string): Promise<number> {
  const where = folder === undefined ? [] : ["--output", folder];
  const { status } = await run(process.execPath, ["lib/cli/straat.cjs", "synth", ...where], { quiet: true });
  return status;
}

/** Runs `straat`, and answers its exit code. */
export async function straat({ run }: Job, ...args: readonly string[]): Promise<number> {
  const { status } = await run(process.execPath, ["lib/cli/straat.cjs", ...args]);
  return status;
}
