import { readdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Day } from "../../model/day";
import { InvalidError, type Mistake } from "../../model/mistake";
import type { clientNames, Fleet } from "../fleet";
import type { StackJudge } from "../stack-judge";
import type { check, SynthOptions } from "../synthesize";
import type { Targets } from "../targets";

/** The parts of a library that make a synth: of this one, or of an earlier one. */
export interface Library {
  readonly check: typeof check;
  readonly Targets: typeof Targets;
  readonly clientNames: typeof clientNames;
}

export interface Wanted {
  /** An empty folder that is there. */
  readonly folder: string;
  /** Whose stacks, beside the platforms; those that are not declared are left out. Undefined for everybody's. */
  readonly clients: readonly string[] | undefined;
  readonly day: Day;
  readonly state: SynthOptions["state"];
  readonly onProgress?: SynthOptions["onProgress"];
}

/**
 * Synthesizes into a folder without asking the rules, so that what breaks a promise can be compared too.
 *
 * @returns mistakes in what is declared; with one, nothing was written
 */
export function writeUnjudged(library: Library, fleet: Fleet, wanted: Wanted): readonly Mistake[] {
  const { folder, clients, onProgress, ...options } = wanted;
  const declared = library.clientNames(fleet);
  const names = clients?.filter((name) => declared.includes(name));
  const targets =
    names === undefined ? library.Targets.ALL : library.Targets.parse([...names, "platform"], declared);
  try {
    const judge = new KeepsWhatIsWritten(folder);
    const progress = onProgress === undefined ? {} : { onProgress };
    return library.check(fleet, { ...options, ...progress, targets, judge }).mistakes;
  } catch (error) {
    if (error instanceof Error && "mistakes" in error) return (error as InvalidError).mistakes;
    throw error;
  }
}

/** Says nothing of any stack, and takes them all when the last is written. */
class KeepsWhatIsWritten implements StackJudge {
  private root: string | undefined;

  constructor(private readonly folder: string) {}

  meet(): void {}

  /** @param path `<root>/stacks/<stack>/cdk.tf.json` */
  judge(_stack: string, path: string): void {
    this.root ??= dirname(dirname(dirname(path)));
  }

  finish() {
    const { root } = this;
    if (root === undefined)
      throw new InvalidError({
        value: "(nothing)",
        problem: "no stack was written",
        remedy: "declare a platform in stacks/main.ts",
      });
    for (const name of readdirSync(root)) renameSync(join(root, name), join(this.folder, name));
    return { judgements: [], together: [] };
  }

  stop(): void {}
}
