/** What may go wrong while a change is applied, or cannot be undone afterwards. */
export interface Hazard {
  readonly kind:
    | "redundancy" // two of a group are stopped, moved or replaced in one plan
    | "last-way" // the only path to something is cut
    | "data" // something that holds data is destroyed
    | "unknown-action" // nobody here knows what Terraform would do
    | "drift" // what runs is not what was applied, and it matters
    | "check" // a check of Terraform failed, or could not be proven
    | "partial" // the plan is not whole
    | "established" // closed for new connections, open for those that are there
    | "restart"; // a server is restarted outside its night
  /** A block is never applied; team Tech decides about the rest. */
  readonly level: "block" | "team-tech" | "note";
  /** The stack it is in. */
  readonly stack: string;
  /** Addresses or paths it is about. */
  readonly subjects: readonly string[];
  /** What happens, in a sentence. */
  readonly text: string;
  /** What to do instead. */
  readonly remedy: string;
}
