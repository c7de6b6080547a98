import { allMistakes } from "../constructs/across-clients";
import { dayOf } from "../constructs/declared-day";
import { StraatStack } from "../constructs/straat-stack";
import { assess } from "../controls/assess";
import type { Assessment } from "../controls/assessment";
import { House } from "../controls/house";
import { readSynth } from "../controls/terraform/read-synth";
import { InvalidError } from "../model/mistake";

/**
 * Judges one stack of an app by all rules, with the other stacks of the app known. Nothing is written.
 *
 * @param teamTech full names of those who may own a waiver of an error. @default nobody
 * @throws InvalidError with the mistakes of the app, where there are some: there is nothing to judge then
 */
export function judgeStack(stack: StraatStack, teamTech: readonly string[] = []): Assessment {
  const mistakes = allMistakes(stack.node.root);
  if (mistakes.length > 0) throw new InvalidError(...mistakes);
  const stacks = stack.node.root.node.findAll().filter((construct) => construct instanceof StraatStack);
  const models = stacks.map(({ finalModel }) => finalModel);
  const house = new House({ models, whole: false, day: dayOf(stack), teamTech, evidence: [] });
  const text = JSON.stringify(stack.toTerraform());
  return assess(house, [readSynth(text, stack.finalModel, stack.node.id)]);
}
