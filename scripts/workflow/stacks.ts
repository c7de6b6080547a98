import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { MODEL_FILE_NAME } from "../../lib/model/model-file";
import { readModelFile } from "../../lib/model/read-model-file";
import { stackPath } from "../../lib/model/stack-path";

/** Stages in the order in which they are applied; each is an environment of GitHub too. */
export const STAGES = ["platform", "street", "development", "test", "acceptance", "production"] as const;

export type StageName = (typeof STAGES)[number];

/** Most jobs GitHub makes of one matrix. */
export const MOST_JOBS = 256;

/** Stacks that one job goes through, one after the other. */
export interface Batch {
  /** For the job's title. */
  readonly name: string;
  /** Paths with a space between, as `STRAAT_STACKS` takes them. */
  readonly stacks: string;
  /** For the names of artifacts, which take no slash. */
  readonly number: number;
}

/** In which stage a stack is applied. @throws Error for a path that is none of a stack */
export function stageOf(path: string): StageName {
  const [, platform, stage] = /^(?:(platform)-[a-z0-9-]+|[a-z0-9-]+\/([a-z]+))$/.exec(path) ?? [];
  const known = STAGES.find((name) => name === (platform ?? stage));
  if (known === undefined) throw new Error(`${path} is not the path of a stack`);
  return known;
}

/** One job for each stack, or as few more in each as make a matrix of it that GitHub takes. */
export function batchesOf(paths: readonly string[], most = MOST_JOBS): readonly Batch[] {
  const size = Math.ceil(paths.length / most);
  const count = size === 0 ? 0 : Math.ceil(paths.length / size);
  return Array.from({ length: count }, (_, index) => {
    const own = paths.slice(index * size, (index + 1) * size);
    const [first = "", ...others] = own;
    const name = others.length === 0 ? first : `${first} and ${others.length} more`;
    return { name, stacks: own.join(" "), number: index + 1 };
  });
}

/** The batches of each stage, in the order in which stages are applied; of most none. */
export function batchesByStage(paths: readonly string[]): Readonly<Record<StageName, readonly Batch[]>> {
  const of = (stage: StageName) => batchesOf(paths.filter((path) => stageOf(path) === stage));
  return Object.fromEntries(STAGES.map((stage) => [stage, of(stage)])) as Record<StageName, readonly Batch[]>;
}

/** Folder of the reviews of plans, a file for each stack. */
export const PLANS = "plans";

/** The name under which results of a stack are kept. */
export function fileNameOf(path: string): string {
  return `${path.replaceAll("/", "-")}.json`;
}

/** The paths in `STRAAT_STACKS`, each of them a stack's. @throws Error for one that is not */
export function stacksIn(text: string): readonly string[] {
  const paths = text.split(/\s+/).filter((path) => path !== "");
  paths.forEach(stageOf);
  return paths;
}

/** Paths of all stacks that a synth wrote, in the order in which stages are applied. */
export function stacksOfSynth(folder: string): readonly string[] {
  const stacks = join(folder, "stacks");
  const files = readdirSync(stacks).map((name) => join(stacks, name, MODEL_FILE_NAME));
  const paths = files
    .filter((file) => existsSync(file))
    .map((file) => stackPath(readModelFile(readFileSync(file, "utf8"), file)));
  const rank = (path: string) => STAGES.indexOf(stageOf(path));
  return paths.sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
}
