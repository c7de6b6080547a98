import type { ModelFile } from "../model/model-file";
import type { Finding, WaivedFinding } from "./finding";
import type { House } from "./house";
import type { Rule } from "./rule";
import type { StackRights } from "./subjects/kubernetes/stack-rights";

/** What one rule said of one stack, or of all stacks together. */
export interface Verdict {
  readonly rule: Rule;
  /** Undefined for what stacks say together. */
  readonly stack: string | undefined;
  /** Subjects of which nothing is wrong. */
  readonly kept: readonly string[];
  /** What is wrong and not allowed by a waiver. */
  readonly findings: readonly Finding[];
  readonly waived: readonly WaivedFinding[];
}

/** All rules over all stacks that were asked for. */
export interface Assessment {
  readonly house: House;
  /** The stacks that were judged, in their order. */
  readonly stacks: readonly ModelFile[];
  /** Only of rules that had something to judge. */
  readonly verdicts: readonly Verdict[];
  /**
   * The file each stack was read from, by the stack's name: from the folder of the project, or absolute where it lies
   * elsewhere. Undefined where a synth was made only to be judged.
   */
  readonly files?: ReadonlyMap<string, string>;
  /** Rules that a plan does not tell enough for, with why; none for a synth. */
  readonly notJudged: readonly { readonly rule: string; readonly stack: string; readonly why: string }[];
  /** Whom stacks give which rights in a cluster. What is not there was not looked at. */
  readonly rights?: readonly StackRights[];
}

/** Everything found, errors before warnings, otherwise in the order of stacks and rules. */
export function findingsOf({ verdicts }: Assessment): readonly Finding[] {
  const all = verdicts.flatMap(({ findings }) => findings);
  return [...all.filter(isError), ...all.filter((finding) => !isError(finding))];
}

export function waivedOf({ verdicts }: Assessment): readonly WaivedFinding[] {
  return verdicts.flatMap(({ waived }) => waived);
}

export function isError({ level }: Finding): boolean {
  return level === "error";
}
