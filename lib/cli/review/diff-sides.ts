import { assess } from "../../controls/assess";
import { House } from "../../controls/house";
import { InvalidError } from "../../model/mistake";
import type { ModelFile } from "../../model/model-file";
import { stackPath } from "../../model/stack-path";
import type { SynthSide } from "../../review/assemble";
import { readSynthStates, type StackTexts } from "../../review/synth/read-synth-states";
import { clientOfStack, modelIn, stackTextsIn } from "../../synth/base/stack-texts";
import { type Fleet, housekeepingOf } from "../../synth/fleet";
import type { SynthOptions } from "../../synth/synthesize";
import type { Targets } from "../../synth/targets";

/** A synth in a folder. */
export interface Side {
  readonly label: string;
  readonly folder: string;
}

export interface Sides {
  readonly before: SynthSide;
  readonly after: SynthSide;
  /** Whether no stack differs. */
  readonly isSame: boolean;
}

export interface Compared {
  readonly fleet: Fleet;
  readonly day: SynthOptions["day"];
  /** Clients whose stacks both folders were to hold; undefined for everybody's. */
  readonly clients: readonly string[] | undefined;
  /** What is asked about; what else is read is known and not compared. */
  readonly targets: Targets;
}

/**
 * Refuses a target that is in neither of two synths: of something misspelt nothing ever changes. Of a client who was not
 * synthesized nothing does either, whatever stages there are.
 *
 * @throws InvalidError naming each, and the stacks there are
 */
export function checkTargets(
  base: Side,
  head: Side,
  { clients, targets }: Pick<Compared, "clients" | "targets">,
): void {
  const names = [base, head].flatMap((side) => inside(side, () => stackTextsIn(side.folder)));
  const paths = [...new Set(names.map(({ name }) => pathOfStack(name)))].sort();
  const isAsked = (target: string) => {
    const [name = ""] = target.split("/");
    return clients === undefined || clients.includes(name) || /^platform(-|$)/.test(name);
  };
  const missing = targets.unmatched(paths).filter(({ path }) => isAsked(path));
  if (missing.length > 0) throw new InvalidError(...missing);
}

function pathOfStack(name: string): string {
  const client = clientOfStack(name);
  return client === undefined ? name : `${client}/${name.slice(client.length + 1)}`;
}

/**
 * Reads what differs between two synths, and has the rules of this library judge both: what a rule that changed says of either
 * side is not what the change does to stacks.
 *
 * @throws InvalidError for a folder that is no synth, telling which of the two it is
 */
export function readSides(base: Side, head: Side, options: Compared): Sides {
  const { clients } = options;
  const textsOf = (side: Side) =>
    inside(side, () => stackTextsIn(side.folder)).filter(({ name }) => {
      const client = clientOfStack(name);
      return client === undefined || clients === undefined || clients.includes(client);
    });
  const [old, young] = [textsOf(base), textsOf(head)];
  const states = inside(base, () => readSynthStates(old, young));
  const isPlatform = ({ client }: ModelFile) => client === undefined;
  const hasPlatform = states.after.stacks.some(({ model }) => isPlatform(model));
  const side = ({ label }: Side, texts: readonly StackTexts[], name: "before" | "after"): SynthSide => {
    const read = states[name].stacks;
    const known = new Set(read.map((stack) => stack.name));
    const others = texts.filter(
      (text) => !known.has(text.name) && (hasPlatform || text.name.startsWith("platform-")),
    );
    const models = [...read.map(({ model }) => model), ...others.map(modelIn)];
    const whole = clients === undefined && known.size === texts.length;
    const house = new House({
      ...{ models, whole, platformsKnown: true, day: options.day },
      ...housekeepingOf(options.fleet),
    });
    const outputs = read.filter(({ model }) => options.targets.includes(stackPath(model)));
    return { label, models, outputs, assessment: assess(house, outputs) };
  };
  return {
    before: inside(base, () => side(base, old, "before")),
    after: side(head, young, "after"),
    isSame: states.before.stacks.length + states.after.stacks.length === 0,
  };
}

function inside<T>({ label, folder }: Side, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error;
    throw new InvalidError(
      ...error.mistakes.map((mistake) => ({
        ...mistake,
        value: mistake.value.replaceAll(folder, label),
        path: mistake.path.replaceAll(folder, label),
      })),
    );
  }
}
