import { join } from "node:path";
import { assess } from "../controls/assess";
import type { Assessment } from "../controls/assessment";
import { House } from "../controls/house";
import { readSynth } from "../controls/terraform/read-synth";
import type { StackOutput } from "../controls/terraform/stack-output";
import type { Day } from "../model/day";
import type { ModelFile } from "../model/model-file";
import { type Fleet, housekeepingOf } from "./fleet";
import { readSynthFile } from "./read-synth-file";
import { TERRAFORM_FILE } from "./stray-files";

export interface OutputToJudge {
  /** Folder of a synth, with `stacks/<stack>/cdk.tf.json` in it. */
  readonly folder: string;
  /** The stacks to judge. */
  readonly stacks: readonly ModelFile[];
  /** What else is known: the other stacks of the same clients, and the platforms. */
  readonly known: readonly ModelFile[];
  /** Whether `known` is everything the agency hosts. */
  readonly whole: boolean;
  /** Whether all platforms are in `known`. */
  readonly platformsKnown: boolean;
  readonly day: Day;
  /** Called before each stack. */
  readonly onProgress?: ((what: string) => void) | undefined;
}

/**
 * Judges a synth by all rules, from its files: what is judged is what would be applied.
 *
 * @throws InvalidError when a file is not one of this house, or who answers for what is wrongly declared
 */
export function judgeOutput(fleet: Fleet, output: OutputToJudge): Assessment {
  const { known, whole, platformsKnown, day } = output;
  const house = new House({ models: known, whole, platformsKnown, day, ...housekeepingOf(fleet) });
  return assess(house, readEach(output));
}

/** Where a synth has the Terraform of a stack. */
export function terraformOf(folder: string, stack: string): string {
  return join(folder, "stacks", stack, TERRAFORM_FILE);
}

/** What a synth wrote for one stack. @throws InvalidError when it is not there, or is another's */
export function outputIn(folder: string, model: ModelFile): StackOutput {
  const path = terraformOf(folder, model.stack);
  return readSynth(readSynthFile(path), model, path);
}

function* readEach({ folder, stacks, onProgress }: OutputToJudge): Generator<StackOutput> {
  for (const model of stacks) {
    onProgress?.(`judging ${model.stack}`);
    yield outputIn(folder, model);
  }
}
