import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { mistakesOf } from "../constructs/findings";
import { stateBackendFrom } from "../constructs/state-backend";
import { Day } from "../model/day";
import { InvalidError, Mistakes } from "../model/mistake";
import { clientNames, type Fleet } from "../synth/fleet";
import { inspect, type SynthOptions, type SynthResult, synthesize } from "../synth/synthesize";
import { Targets } from "../synth/targets";
import { EXIT, type ExitCode } from "./exit-code";
import { printMistakes } from "./print-mistakes";
import { printNextSteps, printOverview } from "./print-overview";
import { ProgressLine } from "./progress-line";

const MAIN_FILE = "stacks/main.ts";

const HELP = `straat: a client's hosting street as Terraform, from one short file

  straat synth [CLIENT[/STAGE]...]   write Terraform for these, or for everything, into cdktf.out
  straat list [CLIENT[/STAGE]...]    show what there is, and write nothing
  straat --help                      this page

A target is a client (verne), one of its stacks (verne/production, verne/street), the
platform of all sites (platform) or of one (platform-amsterdam). Checks between clients
(blocks that overlap, VLANs used twice) need all clients: they run when no target is given.

Options
  --date YYYY-MM-DD   the day end dates are held against; today in Amsterdam unless given
  --output DIR        where to write; cdktf.out unless given

Environment
  STRAAT_DATE         as --date
  STRAAT_STATE        where state is kept: local (unless given), s3, pg or http
  STRAAT_STATE_BUCKET, STRAAT_STATE_REGION   for s3; credentials as Terraform reads them (AWS_*)
  STRAAT_STATE_ADDRESS                       for http, https://...; TF_HTTP_USERNAME and TF_HTTP_PASSWORD
  PG_CONN_STR                                for pg, read by Terraform itself
  CDKTF_OUTDIR        as --output; the cdktf command sets it

Exit codes
  0  done        1  something declared is wrong; nothing was written
  2  the command was not understood        3  a defect
`;

/** Runs the command and answers its exit code. */
export function main(args: readonly string[]): ExitCode {
  try {
    return run(args);
  } catch (error) {
    if (error instanceof InvalidError) {
      printMistakes(error.mistakes, "in what is declared");
      return EXIT.MISTAKES;
    }
    process.stderr.write(
      `${error instanceof Error ? error.stack : error}\n\nThis is a defect of Straat: please report it.\n`,
    );
    return EXIT.FAILURE;
  }
}

function run(args: readonly string[]): ExitCode {
  const parsed = parse(args);
  if (typeof parsed === "string") {
    process.stderr.write(`${parsed}\n\n${HELP}`);
    return EXIT.USAGE;
  }
  const { command, targets: targetTexts, values } = parsed;
  if (values.help || command === "help") {
    process.stdout.write(HELP);
    return EXIT.OK;
  }
  const file = resolve(MAIN_FILE);
  if (!existsSync(file)) {
    process.stderr.write(`There is no ${MAIN_FILE} here: run straat in the folder of the repository.\n`);
    return EXIT.USAGE;
  }
  const fleet = loadFleet(file);
  const check = new Mistakes();
  const targets = check.attempt("", () => Targets.parse(targetTexts, clientNames(fleet)));
  const day = check.attempt("", () => dayFrom(values.date));
  const state = check.attempt("", () => stateBackendFrom(process.env));
  if (targets === undefined || day === undefined || state === undefined) {
    printMistakes(check.all, "in the command");
    return EXIT.USAGE;
  }
  const progress = new ProgressLine(process.stderr);
  const options: SynthOptions = {
    outdir: values.output ?? process.env.CDKTF_OUTDIR ?? "cdktf.out",
    targets,
    day,
    state,
    onProgress: (what) => progress.show(what),
  };
  const result = command === "list" ? inspect(fleet, options) : synthesize(fleet, options);
  progress.clear();
  return printResult(command, result, options);
}

/** @throws InvalidError with what is wrong in the files it reads */
function loadFleet(file: string): Fleet {
  try {
    return (require(file) as { readonly fleet: Fleet }).fleet;
  } catch (error) {
    throw new InvalidError(...mistakesOf(error, MAIN_FILE));
  }
}

function parse(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h" },
        date: { type: "string" },
        output: { type: "string" },
      },
    });
    const [command = "help", ...targets] = positionals;
    if (!["synth", "list", "help"].includes(command)) return `straat does not know the command ${command}.`;
    return { command, targets, values };
  } catch (error) {
    return (error as Error).message;
  }
}

function dayFrom(option: string | undefined): Day {
  const [name, text] = option === undefined ? ["STRAAT_DATE", process.env.STRAAT_DATE] : ["--date", option];
  if (text === undefined) return Day.today();
  const check = new Mistakes(name);
  const day = check.attempt("", () => Day.parse(text));
  check.throwIfAny();
  return day as Day;
}

function printResult(command: string, result: SynthResult, options: SynthOptions): ExitCode {
  if (result.mistakes.length > 0) {
    printMistakes(result.mistakes, "in what is declared");
    if (command === "synth") process.stderr.write("Nothing was written; the previous synth is as it was.\n");
    return EXIT.MISTAKES;
  }
  printOverview(result);
  if (command === "synth") printNextSteps(result, options.outdir, options.targets.everything);
  return EXIT.OK;
}
