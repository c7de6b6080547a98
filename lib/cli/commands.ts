import { InvalidError } from "../model/mistake";
import type { Command } from "./command";

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
  "page",
] as const;

/** Options that may be given more than once. */
export const LISTS = ["stack"] as const;

export type OptionName = (typeof OPTIONS)[number] | (typeof LISTS)[number];

interface KnownCommand {
  readonly run: Command;
  /** The options it looks at. */
  readonly options: readonly OptionName[];
}

/** A command is loaded when it is asked for, with what it needs and no other does: most of a short run is loading. */
const later =
  (load: () => Command): Command =>
  (context) =>
    load()(context);

const COMMANDS: Readonly<Record<string, KnownCommand>> = {
  synth: { run: later(() => require("./synth-command").synthCommand), options: ["date", "output"] },
  check: {
    run: later(() => require("./check-command").checkCommand),
    options: ["date", "file", "format", "plan", "from"],
  },
  diff: {
    run: later(() => require("./diff-command").diffCommand),
    options: ["date", "file", "format", "base", "base-dir", "page"],
  },
  evidence: { run: later(() => require("./evidence-command").evidenceCommand), options: ["date", "output"] },
  manifests: {
    run: later(() => require("./manifests-command").manifestsCommand),
    options: ["date", "output", "from"],
  },
  list: { run: later(() => require("./synth-command").listCommand), options: ["date"] },
  review: {
    run: later(() => require("./review-command").reviewCommand),
    options: ["date", "file", "format", "stack"],
  },
  plan: {
    run: later(() => require("./plan-command").planCommand),
    options: ["date", "file", "format", "from"],
  },
  apply: {
    run: later(() => require("./apply-command").applyCommand),
    options: ["date", "from", "output", "reviewed"],
  },
  reach: { run: later(() => require("./reach-command").reachCommand), options: ["date"] },
  graph: { run: later(() => require("./graph-command").graphCommand), options: ["date", "file"] },
  vpn: { run: later(() => require("./vpn-command").vpnCommand), options: ["date"] },
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
