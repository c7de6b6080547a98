import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { InvalidError, type Mistake } from "../model/mistake";
import { MANIFEST, type Manifest, readManifest, withDependencyNames } from "./manifest";
import { ReplacedFolder } from "./replaced-folder";
import { SYNTHESIZED, strayFiles } from "./stray-files";

const STACKS = "stacks";

/**
 * The folder a synth ends in. It is written beside the real one and takes its place in one step when all is well, so
 * that a mistake, or a kill half-way, leaves the previous synth as it was. What Terraform keeps in a stack's folder
 * (`.terraform`, its lock file, plans) moves along; what it would load beside the synth does not (see {@link strays}).
 */
export class OutputDirectory {
  /** Where to synthesize. */
  readonly staging: string;
  private readonly target: string;
  private readonly folder: ReplacedFolder;

  /** @throws InvalidError for what is there and is no synth: it would be replaced as a whole */
  constructor(path: string) {
    this.folder = new ReplacedFolder(path);
    this.target = this.folder.path;
    this.staging = this.folder.staging;
    mkdirSync(dirname(this.target), { recursive: true });
    OutputDirectory.check(this.target);
  }

  /** @throws InvalidError for what is there and is no synth: it would be replaced as a whole */
  static check(path: string): void {
    const problem = problemWith(path);
    if (problem === undefined) return;
    throw new InvalidError({
      property: "--output",
      value: path,
      problem: `is no folder of a synth, which is replaced as a whole: ${problem}`,
      remedy: "name a new folder, an empty one, or one that straat synth wrote",
    });
  }

  /** Throws the staged synth away; the real folder was never touched. */
  discard(): void {
    this.folder.discard();
  }

  /** Files in the real folder that Terraform would load and no rule reads; with one, nothing may be committed. */
  strays(): readonly Mistake[] {
    return this.stackNames(this.target).flatMap((name) => strayFiles(join(this.target, STACKS, name)));
  }

  /**
   * Puts the staged synth in place of the real one.
   *
   * @param whole whether everything was synthesized; if not, stacks that were not are kept as they are
   * @returns names of stacks that were there before and are no longer declared
   * @throws InvalidError with {@link strays}
   */
  commit(whole: boolean): readonly string[] {
    const strays = this.strays();
    if (strays.length > 0) throw new InvalidError(...strays);
    const before = this.stackNames(this.target);
    const staged = new Set(this.stackNames(this.staging));
    const gone = whole ? before.filter((name) => !staged.has(name)) : [];
    for (const name of before.filter((candidate) => !gone.includes(candidate))) {
      this.carryFiles(name, staged.has(name));
    }
    this.writeManifest(whole ? {} : this.manifestOf(this.target).stacks);
    for (const name of before.filter((candidate) => !gone.includes(candidate))) this.carryFolders(name);
    this.folder.replace();
    return gone;
  }

  private stackNames(root: string): readonly string[] {
    const folder = join(root, STACKS);
    if (!existsSync(folder)) return [];
    const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return entries.map(({ name }) => name).sort();
  }

  private carryFiles(stack: string, isStaged: boolean): void {
    const from = join(this.target, STACKS, stack);
    const to = join(this.staging, STACKS, stack);
    mkdirSync(to, { recursive: true });
    for (const entry of readdirSync(from, { withFileTypes: true })) {
      if (entry.isDirectory() || (isStaged && SYNTHESIZED.has(entry.name))) continue;
      copyFileSync(join(from, entry.name), join(to, entry.name));
    }
  }

  /** Last before the swap: a kill between the two costs `terraform init` and nothing else. */
  private carryFolders(stack: string): void {
    const from = join(this.target, STACKS, stack);
    for (const entry of readdirSync(from, { withFileTypes: true })) {
      if (entry.isDirectory())
        renameSync(join(from, entry.name), join(this.staging, STACKS, stack, entry.name));
    }
  }

  /** One form for the manifest, whether its stacks were written in one run or in several. */
  private writeManifest(kept: Manifest["stacks"]): void {
    const { stacks, version } = this.manifestOf(this.staging);
    const named = Object.entries(stacks).map(([name, stack]) => [name, withDependencyNames(stack)] as const);
    const all = { ...kept, ...Object.fromEntries(named) };
    const sorted = Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1));
    const text = JSON.stringify({ stacks: Object.fromEntries(sorted), version }, null, 2);
    writeFileSync(join(this.staging, MANIFEST), `${text}\n`);
  }

  private manifestOf(root: string): Manifest {
    return readManifest(root) ?? { stacks: {}, version: "" };
  }
}

function problemWith(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  if (!statSync(path).isDirectory()) return "it is no folder";
  const isSynth = existsSync(join(path, MANIFEST)) || readdirSync(path).length === 0;
  return isSynth ? undefined : `it has no ${MANIFEST}`;
}
