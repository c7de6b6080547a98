import type { Profile } from "../model/profile";
import type { PromiseId } from "../model/promises";
import type { StageName } from "../model/stage";
import type { House } from "./house";
import type { Levels } from "./level";
import type { StackOutput } from "./terraform/stack-output";
import type { WaiverInUse } from "./waivers/waiver-in-use";

/** What a rule judges one by one. */
export interface Subject {
  /**
   * The exact name by which findings and waivers know it: `verne-production/vsphere_virtual_machine.web_1` for a
   * resource, the path in the model for a group (`verne/production/web`), the name of a stack, or `fleet`.
   */
  readonly id: string;
  /** The stage it is in, where the rule's stack does not say. */
  readonly stage?: StageName | undefined;
}

/** What is wrong with a subject: nothing, one thing, or several. */
export type Wrong = string | readonly string[] | undefined;

interface RuleFacts {
  /** The name of its file, and for ever: waivers and reports say it. */
  readonly id: string;
  /** What is promised to hold, in one sentence that is true where the rule is kept. */
  readonly info: string;
  /** Why it matters: what could happen without it. */
  readonly explanation: string;
  /** What to do about a finding. */
  readonly remedy: string;
  /** The statements of the sheet it checks. */
  readonly promises: readonly PromiseId[];
  readonly levels: Levels;
  /** Whether a waiver may allow what it finds; if not, why never. */
  readonly waivable: true | { readonly never: string };
  /** Set for a rule that holds only for clients who chose this profile. @default holds for all */
  readonly profile?: Profile;
}

/** Judges what one stack says, alone. */
export interface StackRule<S extends Subject = Subject> extends RuleFacts {
  readonly scope: "stack";
  /**
   * Why it judges a synth alone: what a plan does not tell.
   *
   * @default judges a plan as well
   */
  readonly notOnPlan?: string;
  subjects(stack: StackOutput, house: House): Iterable<S>;
  judge(subject: S, stack: StackOutput, house: House): Wrong;
}

/** Judges what stacks say together, by their model files. */
export interface HouseRule<S extends Subject = Subject> extends RuleFacts {
  readonly scope: "house";
  subjects(house: House): Iterable<S>;
  judge(subject: S, house: House): Wrong;
}

/** Judges waivers, after all other rules have said what there is to waive. */
export interface WaiverRule extends RuleFacts {
  readonly scope: "waiver";
  judge(waiver: WaiverInUse, house: House): Wrong;
}

export type Rule = StackRule | HouseRule | WaiverRule;

/** Declares a rule; the kind of its subjects is its own affair. */
export function stackRule<S extends Subject>(rule: Omit<StackRule<S>, "scope">): StackRule {
  return { ...rule, scope: "stack" } as StackRule<S> as unknown as StackRule;
}

/** Declares a rule over all stacks. */
export function houseRule<S extends Subject>(rule: Omit<HouseRule<S>, "scope">): HouseRule {
  return { ...rule, scope: "house" } as HouseRule<S> as unknown as HouseRule;
}

/** Declares a rule over waivers. */
export function waiverRule(rule: Omit<WaiverRule, "scope">): WaiverRule {
  return { ...rule, scope: "waiver" };
}
