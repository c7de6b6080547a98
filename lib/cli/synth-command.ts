import { findingsOf, isError } from "../controls/assessment";
import { clientNames } from "../synth/fleet";
import { OutputDirectory } from "../synth/output-directory";
import { inspect, synthesize } from "../synth/synthesize";
import { Targets } from "../synth/targets";
import type { CommandContext } from "./command";
import { EXIT, type ExitCode } from "./exit-code";
import { printFindings } from "./print-findings";
import { printMistakes } from "./print-mistakes";
import { printNextSteps, printOverview } from "./print-overview";
import { understood } from "./usage-error";

/** `straat synth [TARGET...]`: writes Terraform for what was asked for. */
export function synthCommand({ fleet, operands, options, clearProgress }: CommandContext): ExitCode {
  const targets = understood(() => Targets.parse(operands, clientNames(fleet)));
  understood(() => OutputDirectory.check(options.outdir));
  const result = synthesize(fleet, { ...options, targets });
  clearProgress();
  if (result.mistakes.length > 0) {
    printMistakes(result.mistakes, "in what is declared");
    process.stderr.write("Nothing was written; the previous synth is as it was.\n");
    return EXIT.MISTAKES;
  }
  if (result.assessment !== undefined && findingsOf(result.assessment).length > 0) {
    printFindings(result.assessment, process.stderr);
    if (findingsOf(result.assessment).some(isError)) {
      process.stderr.write("Nothing was written; the previous synth is as it was.\n");
      return EXIT.MISTAKES;
    }
  }
  printOverview(result);
  printNextSteps(result, options.outdir, targets.everything);
  return EXIT.OK;
}

/** `straat list [TARGET...]`: shows what there is, and writes nothing. */
export function listCommand({ fleet, operands, options, clearProgress }: CommandContext): ExitCode {
  const targets = understood(() => Targets.parse(operands, clientNames(fleet)));
  const result = inspect(fleet, { ...options, targets });
  clearProgress();
  if (result.mistakes.length > 0) {
    printMistakes(result.mistakes, "in what is declared");
    return EXIT.MISTAKES;
  }
  printOverview(result);
  return EXIT.OK;
}
