import { InvalidError } from "../model/mistake";
import { applyCommand } from "./apply-command";
import { checkCommand } from "./check-command";
import type { Command } from "./command";
import { diffCommand } from "./diff-command";
import { evidenceCommand } from "./evidence-command";
import { graphCommand } from "./graph-command";
import { manifestsCommand } from "./manifests-command";
import { planCommand } from "./plan-command";
import { reachCommand } from "./reach-command";
import { reviewCommand } from "./review-command";
import { listCommand, synthCommand } from "./synth-command";
import { vpnCommand } from "./vpn-command";

/** Options that take a value, as they are typed behind `--`. */
export const OPTIONS = [
  "date",
  "output",
  "file",
  "format",
  "plan",
  "from",
  "base",
  "base-dir",
  "reviewed",
] as const;

/** Options that may be given more than once. */
export const LISTS = ["stack"] as const;

export type OptionName = (typeof OPTIONS)[number] | (typeof LISTS)[number];

interface KnownCommand {
  readonly run: Command;
  /** The options it looks at. */
  readonly options: readonly OptionName[];
}

const COMMANDS: Readonly<Record<string, KnownCommand>> = {
  synth: { run: synthCommand, options: ["date", "output"] },
  check: { run: checkCommand, options: ["date", "file", "format", "plan", "from"] },
  diff: { run: diffCommand, options: ["date", "file", "format", "base", "base-dir"] },
  evidence: { run: evidenceCommand, options: ["date", "output"] },
  manifests: { run: manifestsCommand, options: ["date", "output", "from"] },
  list: { run: listCommand, options: ["date"] },
  review: { run: reviewCommand, options: ["date", "file", "format", "stack"] },
  plan: { run: planCommand, options: ["date", "file", "format", "from"] },
  apply: { run: applyCommand, options: ["date", "from", "output", "reviewed"] },
  reach: { run: reachCommand, options: ["date"] },
  graph: { run: graphCommand, options: ["date", "file"] },
  vpn: { run: vpnCommand, options: ["date"] },
};

/** Undefined for a name that is no command's. */
export function commandNamed(name: string): KnownCommand | undefined {
  return Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
}

/** An option that is not looked at would promise something. @throws InvalidError with each that is not the command's */
export function checkOptions(name: string, { options }: KnownCommand, given: readonly string[]): void {
  const foreign = given.filter((option) => !options.some((own) => own === option));
  if (foreign.length === 0) return;
  const own = options.map((option) => `--${option}`).join(", ");
  throw new InvalidError(
    ...foreign.map((option) => ({
      value: `--${option}`,
      problem: `is no option of straat ${name}`,
      remedy: `leave it out; straat ${name} has ${own}`,
    })),
  );
}
