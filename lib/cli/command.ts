import type { Fleet } from "../synth/fleet";
import type { SynthOptions } from "../synth/synthesize";
import type { ExitCode } from "./exit-code";

/** What every command is given: the fleet, what was typed behind the command, and the choices of the environment. */
export interface CommandContext {
  readonly fleet: Fleet;
  /** What stands behind the command's name. */
  readonly operands: readonly string[];
  /** How to build; targets are for the command to decide. */
  readonly options: Omit<SynthOptions, "targets">;
  /** Takes the progress line away before something is printed. */
  readonly clearProgress: () => void;
  /** Where a picture or a report goes; undefined for standard output. */
  readonly file: string | undefined;
  /** Other options, as they were typed. */
  readonly flags: Flags;
}

export interface Flags {
  /** Format of a report. */
  readonly format?: string | undefined;
  /** A plan to judge. */
  readonly plan?: string | undefined;
  /** Folder of a synth to judge. */
  readonly from?: string | undefined;
  /** A commit to compare with. */
  readonly base?: string | undefined;
  /** Folder of a synth to compare with. */
  readonly "base-dir"?: string | undefined;
  /** Plans with the stack each is of, as `STACK=FILE`. */
  readonly stack?: readonly string[] | undefined;
  /** Digest of the review that allows an apply. */
  readonly reviewed?: string | undefined;
  /** Where a page with the same goes, beside the report. */
  readonly page?: string | undefined;
  /** Where to write, for commands whose folder is not a synth's. */
  readonly output?: string | undefined;
}

export type Command = (context: CommandContext) => ExitCode | Promise<ExitCode>;
