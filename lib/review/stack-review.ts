/** What changes in one stack, or in several in just the same way. */
export interface StackReview {
  /** By path: `verne/production`. All of these change alike. */
  readonly stacks: readonly string[];
  /** Why it is affected, in one line: `its client file changed`, `the library renders firewalls differently`. */
  readonly reason: string;
  readonly changes: readonly ResourceChange[];
  /** Of acceptance already, byte for byte; undefined for stages nothing is promoted to. */
  readonly promotion: Promotion | undefined;
}

/** Whether what production gets is what acceptance has (B-10). */
export interface Promotion {
  readonly kind: "same" | "differs" | "not-yet";
  /** What differs, in one line. */
  readonly text: string;
}

/** What happens to one resource. */
export interface ResourceChange {
  /** Address in Terraform's state. */
  readonly address: string;
  readonly type: string;
  readonly action: Action;
  /** Where it was, of one that moves; a move may come with any action. */
  readonly previousAddress: string | undefined;
  /** The id by which it is taken over; an import may come with any action. */
  readonly importing: string | undefined;
  /** Terraform's own word for why, such as `replace_by_triggers`, in a sentence. */
  readonly reason: string | undefined;
  /** Attributes that force it to be replaced. */
  readonly replacePaths: readonly string[];
  readonly attributes: readonly AttributeChange[];
  /** Nothing that anybody would notice: comments, order, white space. */
  readonly isCosmetic: boolean;
}

/**
 * `replace` is destroyed first, `replace-after` made first. `unknown` is a combination nobody here knows, to be taken for the
 * worst.
 */
export type Action =
  | "create"
  | "update"
  | "replace"
  | "replace-after"
  | "delete"
  | "forget"
  | "replace-forget"
  | "read"
  | "no-op"
  | "unknown";

/** What becomes of one attribute. */
export interface AttributeChange {
  /** As one would write it: `extra_config["guestinfo.straat.firewall"]`, `disk[0].size`. */
  readonly path: string;
  readonly kind: "added" | "removed" | "changed";
  /** As it may be shown; undefined where there was or is nothing. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** What it is, where it is more than a value: a live document, a file of the first boot, a policy. */
  readonly meaning: string | undefined;
  /** Lines of a text that change, with a mark before each: `+`, `-`, or a blank for what stays around them. */
  readonly lines: readonly string[];
  readonly isCosmetic: boolean;
}
