/** What the exit code of `straat` says. */
export const EXIT = {
  /** Done; of a review: nothing to look at twice. */
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
  /** A review says that nobody may apply it, or what was to be applied is not what was reviewed. Nothing was applied. */
  BLOCKED: 4,
  /** A review says that somebody of team Tech has to say yes. */
  TEAM_TECH: 5,
  /** Terraform itself ended with an error, which it told. */
  TERRAFORM: 6,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
