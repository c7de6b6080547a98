/** What is shown of a value that Terraform does not know yet. */
export const UNKNOWN_YET = "known only after the apply";

/** What a plan says beside the values, in the same shape as they have. A synth has none of it. */
export interface Marks {
  /** `after_unknown`: true where only the apply will know. */
  readonly unknown?: unknown;
  /** `before_sensitive` and `after_sensitive`: true on a list or an object covers all below. */
  readonly sensitiveBefore?: unknown;
  readonly sensitiveAfter?: unknown;
}

/** One place in both, and all that is said about it. */
export interface Place extends Marks {
  readonly path: string;
  /** Key it stands under; of an item that of its list. */
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}
