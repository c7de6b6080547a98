import { readFileSync } from "node:fs";
import type { Assessment } from "../controls/assessment";
import { findingsOf, isError } from "../controls/assessment";
import { FORMATS, type FormatName } from "../controls/report/formats";
import { InvalidError } from "../model/mistake";
import { clientNames } from "../synth/fleet";
import { judgeFolder, judgePlan } from "../synth/judge-files";
import { check } from "../synth/synthesize";
import { Targets } from "../synth/targets";
import type { CommandContext } from "./command";
import { EXIT, type ExitCode } from "./exit-code";
import { printFindings } from "./print-findings";
import { printMistakes } from "./print-mistakes";
import { understood } from "./usage-error";
import { writeFile } from "./write-file";

/**
 * `straat check [TARGET...]`: whether what would be synthesized keeps the sheet's promises; with `--from DIR` what was
 * synthesized before, with `--plan FILE STACK` what Terraform plans to make of it.
 */
export function checkCommand(context: CommandContext): ExitCode {
  const { clearProgress, flags, file } = context;
  const format = understood(() => formatNamed(flags.format ?? "terminal"));
  const assessment = judged(context);
  clearProgress();
  if (assessment === undefined) return EXIT.MISTAKES;
  if (file !== undefined) understood(() => writeFile(file, FORMATS[format](assessment)));
  else if (format === "terminal") printFindings(assessment, process.stdout);
  else process.stdout.write(FORMATS[format](assessment));
  return findingsOf(assessment).some(isError) ? EXIT.MISTAKES : EXIT.OK;
}

/** Undefined where what is declared has mistakes, which were told. */
function judged({ fleet, operands, options, flags, clearProgress }: CommandContext): Assessment | undefined {
  if (flags.plan !== undefined && flags.from !== undefined) {
    understood(() => {
      throw new InvalidError({
        value: "--plan and --from",
        problem: "a plan and a synth are judged one at a time",
        remedy: "leave one of them out",
      });
    });
  }
  if (flags.from !== undefined) return judgeFolder(fleet, flags.from, operands, options);
  if (flags.plan !== undefined) {
    const text = understood(() => readText(flags.plan as string));
    return judgePlan(
      fleet,
      { text, where: flags.plan, stack: understood(() => onlyStack(operands)) },
      options,
    );
  }
  const targets = understood(() => Targets.parse(operands, clientNames(fleet)));
  const { mistakes, assessment } = check(fleet, { ...options, targets });
  if (assessment !== undefined) return assessment;
  clearProgress();
  printMistakes(mistakes, "in what is declared");
  return undefined;
}

function formatNamed(name: string): FormatName {
  if (Object.hasOwn(FORMATS, name)) return name as FormatName;
  throw new InvalidError({
    property: "--format",
    value: name,
    problem: "is no format of a report",
    remedy: `write one of ${Object.keys(FORMATS).join(", ")}`,
  });
}

function onlyStack(operands: readonly string[]): string {
  const [stack, ...rest] = operands;
  if (stack !== undefined && rest.length === 0) return stack;
  throw new InvalidError({
    value: operands.join(" ") || "(nothing)",
    problem: "is not the one stack that the plan is of",
    remedy: "write it as CLIENT/STAGE, for example straat check --plan plan.json verne/production",
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new InvalidError({
      value: file,
      problem: `cannot be read: ${(error as Error).message}`,
      remedy: "write the path of a file",
    });
  }
}
