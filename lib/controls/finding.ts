import type { RuleWaiver } from "../model/rule-waiver";
import type { StageName } from "../model/stage";
import type { Level } from "./level";

/** One thing that is not as promised, at one place. */
export interface Finding {
  /** Id of the rule. */
  readonly rule: string;
  readonly level: Level;
  /** The stack it was found in; undefined for what stacks say together. */
  readonly stack: string | undefined;
  readonly stage: StageName | undefined;
  /** Exactly what it is about; a waiver says the same. */
  readonly subject: string;
  /** What is wrong there. */
  readonly problem: string;
  readonly remedy: string;
  /** `unreadable` when the rule could not look: never a pass. */
  readonly kind: "broken" | "unreadable";
}

/** A finding that a waiver allows until a day. */
export interface WaivedFinding extends Finding {
  readonly waiver: RuleWaiver;
}
