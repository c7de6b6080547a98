/** What the exit code of `straat` says. */
export const EXIT = {
  /** Done. */
  OK: 0,
  /**
   * Something declared is wrong, or an error of a rule is not waived: a synth wrote nothing. Evidence is written all the
   * same, unless what is declared cannot be made.
   */
  MISTAKES: 1,
  /** The command itself was not understood, or what it names cannot be read or written. */
  USAGE: 2,
  /** A defect of Straat or of the machine. */
  FAILURE: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
