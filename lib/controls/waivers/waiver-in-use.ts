import type { RuleWaiver } from "../../model/rule-waiver";
import type { Finding } from "../finding";
import type { Rule } from "../rule";

/** A waiver with all that is needed to judge it. */
export interface WaiverInUse {
  readonly waiver: RuleWaiver;
  /** Where it is declared: a client, or a platform stack. */
  readonly declaredBy: string;
  /** The rule it names; undefined when there is none of that id. */
  readonly rule: Rule | undefined;
  /** The findings it is about, whether it holds today or not; only where its place has a say, see `isPlaceOf`. */
  readonly matches: readonly Finding[];
  /** How many waivers of its place say the same rule and resource, itself included. */
  readonly alike: number;
  /** Whether its resource was among what was judged; if not, nothing can be said about its use. */
  readonly wasJudged: boolean;
}
