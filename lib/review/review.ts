import type { PromiseId } from "../model/promises";
import type { Hazard } from "./hazard";
import type { StackReview } from "./stack-review";

/** What a change means: the one thing every report is made of. Everything in it is redacted and may be shown. */
export interface Review {
  /** Of two synths, or of what Terraform plans. */
  readonly kind: "diff" | "plan";
  /** What is compared, for people: `main (1a2b3c4)` and `the working tree`, or the plan's file. */
  readonly base: string;
  readonly head: string;
  /** Stacks in which something changes, in the order in which they are applied. */
  readonly stacks: readonly StackReview[];
  /** Who reaches whom, as it changes, client by client. */
  readonly ways: readonly WayReview[];
  /** What rules say now and did not, and the other way round. */
  readonly rules: readonly RuleChange[];
  /** Who gets or loses access, by name. */
  readonly access: readonly AccessChange[];
  /** What may go wrong while it is applied, or cannot be undone. */
  readonly hazards: readonly Hazard[];
  /** What nobody looked at, and why. Never empty in silence: an empty list means that everything was. */
  readonly notAnalysed: readonly NotAnalysed[];
  /** Sha256 of what will change, in canonical order; see `digest.ts`. Undefined for a diff, which changes nothing. */
  readonly digest: string | undefined;
  readonly verdict: Verdict;
}

/** Fine: nothing to look at twice. Team Tech: somebody of team Tech has to say yes. Block: nobody may apply it. */
export type Verdict = "fine" | "team-tech" | "block";

/** A way between two places that is opened, closed, widened or narrowed. */
export interface WayReview {
  readonly client: string;
  readonly from: string;
  readonly to: string;
  readonly kind: "opened" | "widened" | "closed" | "narrowed" | "changed";
  /** Lines such as `tcp/443 from 198.51.100.16/28 to 10.20.0.10`. */
  readonly opened: readonly string[];
  readonly closed: readonly string[];
  /** Why, in the words of the flows that open it, or that are gone. */
  readonly why: readonly string[];
  /** An end that came or went, and brought the way along. */
  readonly end: "new" | "gone" | undefined;
  /** Somebody outside the house gets in who did not. */
  readonly isFromOutside: boolean;
}

/** A finding of a rule that is new, or that is gone. */
export interface RuleChange {
  readonly kind: "broken" | "mended";
  readonly rule: string;
  readonly promises: readonly PromiseId[];
  readonly level: "error" | "warning";
  readonly stack: string | undefined;
  readonly subject: string;
  readonly problem: string;
  readonly remedy: string;
}

/** A right of somebody: on a whitelist, in the VPN, in a namespace, or a waiver that allows something. */
export interface AccessChange {
  readonly kind: "given" | "taken" | "changed";
  readonly what: "whitelist" | "administrator" | "role" | "waiver";
  /** The client, the site or the namespace it is in. */
  readonly where: string;
  /** Who, by name. */
  readonly who: string;
  /** What they may: `203.0.113.0/26`, `SSH and the VPN`, `get pods`. Before and after where it changed. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly owner: string | undefined;
  /** Last day, YYYY-MM-DD. */
  readonly until: string | undefined;
}

export interface NotAnalysed {
  /** A stack, a resource or a part of a plan. */
  readonly what: string;
  readonly why: string;
}
