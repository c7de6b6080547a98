import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { mistakesOf } from "../constructs/findings";
import { stateBackendFrom } from "../constructs/state-backend";
import { Day } from "../model/day";
import { InvalidError, Mistakes } from "../model/mistake";
import { Stopped } from "../synth/base/temporary";
import { checkFleet, type Fleet, MAIN_FILE } from "../synth/fleet";
import type { CommandContext } from "./command";
import { checkOptions, commandNamed, LISTS, OPTIONS } from "./commands";
import { EXIT, type ExitCode } from "./exit-code";
import { printMistakes } from "./print-mistakes";
import { ProgressLine } from "./progress-line";
import { outliveReaders } from "./quiet-end";
import { UsageError, understood } from "./usage-error";

const HELP = `straat: a client's hosting street as Terraform, from one short file

  straat synth [CLIENT[/STAGE]...]   write Terraform for these, or for everything, into cdktf.out
  straat check [CLIENT[/STAGE]...]   whether what would be written keeps the sheet's promises; writes nothing
  straat check --plan PLAN STACK     the same of what terraform show -json PLAN printed for one stack
  straat evidence [CLIENT]           how each promise is kept, who has access until when, and what to do
                                     after a disaster: written into evidence.out, also when something is broken
  straat manifests [CLIENT[/STAGE]...]
                                     write every object of Kubernetes as YAML, for other tools to judge,
                                     into manifests.out
  straat diff [--base REV | --base-dir DIR] [CLIENT[/STAGE]...]
                                     what the working tree changes of a commit, or of a synth that was made
                                     before, and what that means; writes nothing
  straat review PLAN...              the same of what terraform show -json PLAN printed, of all plans together
  straat plan STACK                  have Terraform plan a stack of cdktf.out, and review that
  straat apply STACK --reviewed DIGEST
                                     plan again, and apply it where it changes just what was reviewed
  straat list [CLIENT[/STAGE]...]    show what there is, and write nothing
  straat reach CLIENT[/STAGE]        who reaches whom, on which ports, and rules that decide nothing
  straat reach FROM TO [PORT]        whether it is open, and why: what each wall on the way says
  straat graph CLIENT[/STAGE]        draw the street as SVG, on standard output or into --file
  straat vpn PERSON [SITE]           an administrator's own configurations for the VPN, of all sites
  straat --help                      this page

A target is a client (verne), one of its stacks (verne/production, verne/street), the
platform of all sites (platform) or of one (platform-amsterdam). Checks between clients
(blocks that overlap, VLANs used twice) need all clients: they run when no target is given.
FROM and TO are a group of servers (verne/production/web), a workload or a gateway in the
cluster (zorgplein/production/apps/web), internet, vpn, who is on a whitelist by name, a
service (dns, ntp, logs, packages, backup), "other clients" or "other pods"; PORT is
written tcp/443, udp/53 or icmp. PERSON is a login or a full name.

Options
  --date YYYY-MM-DD   the day end dates are held against; today in Amsterdam unless given
  --output DIR        where synth, evidence and manifests write; cdktf.out, evidence.out and manifests.out
                      unless given. Of apply: where it notes who applied what and when; applies.out unless given
  --file NAME         where a picture, or the report of a check or a review goes; standard output unless given
  --format NAME       of a check: terminal (unless given), json, sarif, junit or markdown; of a review:
                      terminal (unless given), markdown, json or html
  --page NAME         of a diff: where the HTML goes, beside the report in its own format
  --from DIR          check, write manifests of, plan or apply a synth that was made before, such as cdktf.out
  --base REV          what a diff compares with; unless given, where the working tree left origin/main or main
  --base-dir DIR      the same, as a synth that was made before; git is not asked
  --stack STACK=PLAN  a plan to review with the stack it is of, where it does not tell itself; once for each
  --reviewed DIGEST   what straat plan or straat review printed, once somebody looked at it

Environment
  STRAAT_DATE         as --date
  STRAAT_STATE        where state is kept: local (unless given), s3, pg or http
  STRAAT_STATE_BUCKET, STRAAT_STATE_REGION   for s3; credentials as Terraform reads them (AWS_*)
  STRAAT_STATE_ADDRESS                       for http, https://...; TF_HTTP_USERNAME and TF_HTTP_PASSWORD
  PG_CONN_STR                                for pg, read by Terraform itself
  CDKTF_OUTDIR        as --output of synth; the cdktf command sets it
  KUBE_CONFIG_PATH    where Terraform finds the clusters that sites name, each by its context
  TF_VAR_name         the value of a secret that Secret.fromVariable asks for, for plan and apply
  TERRAFORM_BINARY_NAME                      what plan and apply run: Terraform 1.11 or newer, or OpenTofu

Exit codes
  0  done        1  something declared is wrong, or a promise is broken: synth wrote nothing;
                    evidence of what is broken was written
  2  the command was not understood        3  a defect
  4  a review blocks it; nothing was applied
  5  a review asks for team Tech           6  Terraform ended with an error, which it told
`;

/** Runs the command and answers its exit code. */
export async function main(args: readonly string[]): Promise<ExitCode> {
  outliveReaders(process.stdout, process.stderr);
  try {
    return await run(args);
  } catch (error) {
    if (error instanceof UsageError) {
      printMistakes(error.mistakes, "in the command");
      return EXIT.USAGE;
    }
    if (error instanceof InvalidError) {
      printMistakes(error.mistakes, "in what is declared");
      return EXIT.MISTAKES;
    }
    if (error instanceof Stopped) return error.exitCode as ExitCode;
    const text = error instanceof Error ? error.stack : String(error);
    process.stderr.write(`${text}\n\nThis is a defect of Straat: please report it.\n`);
    return EXIT.FAILURE;
  }
}

async function run(args: readonly string[]): Promise<ExitCode> {
  const parsed = parse(args);
  if (typeof parsed === "string") {
    process.stderr.write(`${parsed}\n\n${HELP}`);
    return EXIT.USAGE;
  }
  const { command, operands, values } = parsed;
  if (values.help || command === "help") {
    process.stdout.write(HELP);
    return EXIT.OK;
  }
  const known = commandNamed(command);
  if (known === undefined) {
    process.stderr.write(`straat does not know the command ${command}.\n\n${HELP}`);
    return EXIT.USAGE;
  }
  understood(() => checkOptions(command, known, Object.keys(values)));
  const file = resolve(MAIN_FILE);
  if (!existsSync(file)) {
    process.stderr.write(`There is no ${MAIN_FILE} here: run straat in the folder of the repository.\n`);
    return EXIT.USAGE;
  }
  const progress = new ProgressLine(process.stderr);
  const context: CommandContext = {
    fleet: loadFleet(file),
    operands,
    options: {
      outdir: values.output ?? process.env.CDKTF_OUTDIR ?? "cdktf.out",
      day: understood(() => dayFrom(values.date)),
      state: understood(() => stateBackendFrom(process.env)),
      onProgress: (what) => progress.show(what),
    },
    clearProgress: () => progress.clear(),
    file: values.file,
    flags: values,
  };
  return known.run(context);
}

/** @throws InvalidError with what is wrong in the files it reads */
function loadFleet(file: string): Fleet {
  try {
    return checkFleet(require(file).fleet);
  } catch (error) {
    throw new InvalidError(...mistakesOf(error, MAIN_FILE));
  }
}

function parse(args: readonly string[]) {
  try {
    const texts = Object.fromEntries(OPTIONS.map((name) => [name, { type: "string" }] as const));
    const lists = Object.fromEntries(
      LISTS.map((name) => [name, { type: "string", multiple: true }] as const),
    );
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...(texts as Record<(typeof OPTIONS)[number], { type: "string" }>),
        ...(lists as Record<(typeof LISTS)[number], { type: "string"; multiple: true }>),
        help: { type: "boolean", short: "h" },
      },
    });
    const [command = "help", ...operands] = positionals;
    return { command, operands, values };
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
