import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { MODEL_FILE_NAME } from "../model/model-file";

const STACKS = "stacks";
const MANIFEST = "manifest.json";

/** Files of a stack that a synth writes; everything else in its folder is Terraform's or the user's. */
const SYNTHESIZED = new Set(["cdk.tf.json", MODEL_FILE_NAME]);

/**
 * The folder a synth ends in. It is written beside the real one and takes its place in one step when all is well, so
 * that a mistake, or a kill half-way, leaves the previous synth as it was. What Terraform keeps in a stack's folder
 * (`.terraform`, its lock file, plans) moves along.
 */
export class OutputDirectory {
  /** Where to synthesize. */
  readonly staging: string;
  private readonly target: string;
  private readonly previous: string;

  constructor(path: string) {
    this.target = resolve(path);
    const parent = dirname(this.target);
    const name = basename(this.target);
    this.staging = join(parent, `.${name}.next-${process.pid}`);
    this.previous = join(parent, `.${name}.previous`);
    mkdirSync(parent, { recursive: true });
    this.recover(parent, `.${name}.next-`);
    rmSync(this.staging, { recursive: true, force: true });
  }

  /** Throws the staged synth away; the real folder was never touched. */
  discard(): void {
    rmSync(this.staging, { recursive: true, force: true });
  }

  /**
   * Puts the staged synth in place of the real one.
   *
   * @param whole whether everything was synthesized; if not, stacks that were not are kept as they are
   * @returns names of stacks that were there before and are no longer declared
   */
  commit(whole: boolean): readonly string[] {
    const before = this.stackNames(this.target);
    const staged = new Set(this.stackNames(this.staging));
    const gone = whole ? before.filter((name) => !staged.has(name)) : [];
    for (const name of before.filter((candidate) => !gone.includes(candidate))) {
      this.carryFiles(name, staged.has(name));
    }
    this.writeManifest(whole ? {} : this.manifestOf(this.target).stacks);
    for (const name of before.filter((candidate) => !gone.includes(candidate))) this.carryFolders(name);

    rmSync(this.previous, { recursive: true, force: true });
    if (existsSync(this.target)) renameSync(this.target, this.previous);
    renameSync(this.staging, this.target);
    rmSync(this.previous, { recursive: true, force: true });
    return gone;
  }

  /** Finishes what a killed run left: the real folder moved away, or staging folders of processes that are gone. */
  private recover(parent: string, stagingPrefix: string): void {
    if (!existsSync(this.target) && existsSync(this.previous)) renameSync(this.previous, this.target);
    for (const name of readdirSync(parent).filter((candidate) => candidate.startsWith(stagingPrefix))) {
      const process = Number(name.slice(stagingPrefix.length));
      if (!isRunning(process)) rmSync(join(parent, name), { recursive: true, force: true });
    }
  }

  private stackNames(root: string): readonly string[] {
    const folder = join(root, STACKS);
    return existsSync(folder) ? readdirSync(folder).sort() : [];
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
    const path = join(root, MANIFEST);
    return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : { stacks: {}, version: "" };
  }
}

/** The engine's list of stacks, which its own command reads. */
interface Manifest {
  readonly stacks: Readonly<Record<string, ManifestStack>>;
  readonly version: string;
}

interface ManifestStack {
  readonly dependencies?: readonly string[];
}

/**
 * The engine writes what a stack depends on as paths in the tree, and its command compares them with names of
 * stacks; for a stack below another construct the two differ, and `cdktf deploy` would wait for ever.
 */
function withDependencyNames(stack: ManifestStack): ManifestStack {
  return { ...stack, dependencies: (stack.dependencies ?? []).map((path) => basename(path)) };
}

function isRunning(process_: number): boolean {
  try {
    process.kill(process_, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
