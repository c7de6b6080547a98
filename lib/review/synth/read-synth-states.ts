import { readSynth } from "../../controls/terraform/read-synth";
import type { StackOutput } from "../../controls/terraform/stack-output";
import { readModelFile } from "../../model/read-model-file";
import { Stage } from "../../model/stage";
import type { SynthState } from "./compare-synths";

/** The two files of a stack, as they were written. */
export interface StackTexts {
  /** Name of the stack, such as `verne-production`. */
  readonly name: string;
  /** `cdk.tf.json`. */
  readonly terraform: string;
  /** `straat.json`. */
  readonly model: string;
  /** The folder they are in, for messages. */
  readonly where: string;
}

/** Both states, as far as they have to be read to tell what changes. */
export interface SynthStates {
  readonly before: SynthState;
  readonly after: SynthState;
  /** Stacks that were not read, since nothing in them or beside them changes. */
  readonly untouched: readonly string[];
}

const STREET = "street";
const PARTS = new RegExp(`-(?:${[STREET, ...Stage.ALL.map(({ name }) => name)].join("|")})$`);

/**
 * Reads of two synths what differs, and the other stacks of the same clients, by which promotion and reachability are told. A stack
 * whose files are equal is read once at most, and is the same object in both: to compare texts takes no time, to read them does.
 *
 * @throws InvalidError for a file that is not of this house's making, as readSynth and readModelFile do
 */
export function readSynthStates(before: readonly StackTexts[], after: readonly StackTexts[]): SynthStates {
  const [old, young] = [byName(before), byName(after)];
  const names = [...new Set([...young.keys(), ...old.keys()])];
  const changed = names.filter((name) => !isEqual(old.get(name), young.get(name)));
  const owners = new Set(changed.map(ownerOf));
  const wanted = names.filter((name) => owners.has(ownerOf(name)));
  const read = wanted.map((name) => readPair(old.get(name), young.get(name)));
  return {
    before: { stacks: read.flatMap(({ before: stack }) => stack ?? []) },
    after: { stacks: read.flatMap(({ after: stack }) => stack ?? []) },
    untouched: names.filter((name) => !owners.has(ownerOf(name))),
  };
}

/** The client a stack is of; a platform's stack is its own. No client's name has a stage or the word platform in it. */
function ownerOf(stack: string): string {
  return stack.replace(PARTS, "");
}

function byName(texts: readonly StackTexts[]): ReadonlyMap<string, StackTexts> {
  return new Map(texts.map((one) => [one.name, one]));
}

function isEqual(one: StackTexts | undefined, other: StackTexts | undefined): boolean {
  return one?.terraform === other?.terraform && one?.model === other?.model;
}

function readPair(before: StackTexts | undefined, after: StackTexts | undefined) {
  const old = before && outputOf(before);
  if (isEqual(before, after)) return { before: old, after: old };
  return { before: old, after: after && outputOf(after) };
}

function outputOf({ terraform, model, where }: StackTexts): StackOutput {
  return readSynth(terraform, readModelFile(model, `${where}/straat.json`), `${where}/cdk.tf.json`);
}
