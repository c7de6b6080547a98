import { existsSync } from "node:fs";
import { join } from "node:path";
import { InvalidError } from "../../model/mistake";
import { MODEL_FILE_NAME, type ModelFile } from "../../model/model-file";
import { readModelFile } from "../../model/read-model-file";
import { Stage } from "../../model/stage";
import type { StackTexts } from "../../review/synth/read-synth-states";
import { terraformOf } from "../judge-output";
import { MANIFEST, readManifest } from "../manifest";
import { readSynthFile } from "../read-synth-file";
import { strayFiles } from "../stray-files";

/**
 * The stacks of a synth as they lie in a folder. A file is read when it is asked for: a fleet is large.
 *
 * @throws InvalidError for what is no synth, or lacks what its manifest names
 */
export function stackTextsIn(folder: string): readonly StackTexts[] {
  const manifest = readManifest(folder);
  if (manifest === undefined) throw notASynth(folder, `has no ${MANIFEST}`);
  const texts = Object.keys(manifest.stacks)
    .sort()
    .map((name) => new FilesOfStack(folder, name));
  const missing = texts.find(({ isThere }) => !isThere);
  if (missing !== undefined) throw notASynth(folder, `lacks ${missing.name}, which its ${MANIFEST} names`);
  const strays = texts.flatMap(({ where }) => strayFiles(where));
  if (strays.length > 0) throw new InvalidError(...strays);
  return texts;
}

const OF_CLIENT = new RegExp(`^(.+)-(?:${["street", ...Stage.ALL.map(({ name }) => name)].join("|")})$`);

/** The client a stack is of, by its name; undefined for a platform. */
export function clientOfStack(stack: string): string | undefined {
  return OF_CLIENT.exec(stack)?.[1];
}

/** What a stack means. @throws InvalidError for a model file of another version of the library */
export function modelIn({ model, where }: StackTexts): ModelFile {
  return readModelFile(model, join(where, MODEL_FILE_NAME));
}

class FilesOfStack implements StackTexts {
  readonly where: string;

  constructor(
    private readonly folder: string,
    readonly name: string,
  ) {
    this.where = join(folder, "stacks", name);
  }

  get isThere(): boolean {
    return existsSync(join(this.where, MODEL_FILE_NAME)) && existsSync(terraformOf(this.folder, this.name));
  }

  get terraform(): string {
    return readSynthFile(terraformOf(this.folder, this.name));
  }

  get model(): string {
    return readSynthFile(join(this.where, MODEL_FILE_NAME));
  }
}

function notASynth(value: string, problem: string): InvalidError {
  return new InvalidError({
    value,
    problem: `is no synth of this house: it ${problem}`,
    remedy: "name the folder that straat synth wrote, such as cdktf.out",
  });
}
