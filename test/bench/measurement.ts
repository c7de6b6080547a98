/**
 * What is compared. `straat` is judged when all is written, so that building and writing can be told apart from it; a ratio
 * with `plain` is about those. `beside` is Straat as it comes, which judges a large fleet while it is being written.
 */
export const VARIANTS = ["straat", "plain", "beside"] as const;
export type Variant = (typeof VARIANTS)[number];

/** What a process measured of itself while it made one synth. */
export interface Measurement {
  /** From the start of the process until everything it needs was loaded. */
  readonly loadMs: number;
  /** Building and writing, which all variants do. */
  readonly synthMs: number;
  /** Most memory the process held until then. */
  readonly peakMib: number;
  /** What is left of judging by all rules, and putting the result in place, which takes no time; Straat only. */
  readonly rulesMs: number;
  /** Most memory the process held until then; Straat only. */
  readonly rulesPeakMib: number;
  /** Reading the walls of all clients from their model files and asking who reaches whom; Straat only. */
  readonly reachMs: number;
  /** Resources and data sources it made. */
  readonly resources: number;
}

/** All measurements of one number of clients. */
export type Samples = Readonly<Record<Variant, readonly Measurement[]>>;
