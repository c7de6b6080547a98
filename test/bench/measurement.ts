/** What is compared; a ratio is the first divided by the second. */
export const VARIANTS = ["straat", "plain"] as const;
export type Variant = (typeof VARIANTS)[number];

/** What a process measured of itself while it made one synth. */
export interface Measurement {
  /** From the start of the process until everything it needs was loaded. */
  readonly loadMs: number;
  /** Building and writing, which both variants do. */
  readonly synthMs: number;
  /** Most memory the process held until then. */
  readonly peakMib: number;
  /** All rules over what was written, and putting it in place, which takes no time; Straat only. */
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
