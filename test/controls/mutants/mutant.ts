import type { EditableFleet } from "../support/editable-fleet";

/** One way in which output could become weaker: by a defect of the library, by hand, or in a review nobody read. */
export interface Mutant {
  /** What is changed, and where: the name by which a survivor is listed. */
  readonly name: string;
  /** The stack it is in; the others are as they were. */
  readonly stack: string;
  readonly change: (fleet: EditableFleet) => void;
}

/** A street on a datastore cluster, one on datastores by name, and what they stand on. */
export const MUTATED_STACKS = [
  "platform-amsterdam",
  "verne-street",
  "verne-production",
  "zorgplein-production",
] as const;
