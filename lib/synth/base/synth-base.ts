import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Day } from "../../model/day";
import type { Mistake } from "../../model/mistake";
import type { Commit, Git } from "./git";
import type { Temporary } from "./temporary";
import type { BaseOrder } from "./write-base";

export interface BaseToSynthesize {
  readonly git: Git;
  readonly commit: Commit;
  /** Folder of the project, in the working tree. */
  readonly root: string;
  /** Whose stacks, beside the platforms; undefined for everybody's. */
  readonly clients: readonly string[] | undefined;
  readonly day: Day;
}

export interface SynthesizedBase {
  /** Folder of the synth. */
  readonly folder: string;
  /** What is wrong in the base itself; with one, the folder is empty. */
  readonly mistakes: readonly Mistake[];
  /** Whether it was made with the dependencies it asks for: those of the working tree are used. */
  readonly hasItsDependencies: boolean;
}

const MODULES = "node_modules";
const LOCK = "package-lock.json";

/**
 * Synthesizes a commit with its own library, in a worktree that is taken away again. It has its own process, so that two libraries
 * are never in one.
 */
export async function synthesizeBase(base: BaseToSynthesize, temporary: Temporary): Promise<SynthesizedBase> {
  const { git, commit, root, clients, day } = base;
  const tree = join(temporary.path, "tree");
  temporary.onEnd(() => git.removeWorktree(tree));
  git.addWorktree(tree, commit);
  const project = join(tree, git.prefix);
  const folder = join(temporary.path, "base");
  mkdirSync(folder);
  const missing = ["lib/synth/synthesize.ts", "stacks/main.ts"].find(
    (path) => !existsSync(join(project, path)),
  );
  if (missing !== undefined) return { folder, mistakes: [isNone(missing)], hasItsDependencies: true };
  if (!existsSync(join(project, MODULES))) symlinkSync(resolve(root, MODULES), join(project, MODULES));
  const answer = join(temporary.path, "mistakes.json");
  const order: BaseOrder = { folder, clients, day: `${day}`, answer };
  const args = [join(__dirname, "write-base.cjs"), JSON.stringify(order)];
  const { status, stderr } = await temporary.run(process.execPath, args, { cwd: project });
  const mistakes = existsSync(answer)
    ? (JSON.parse(readFileSync(answer, "utf8")) as readonly Mistake[])
    : [doesNotBuild(status, stderr)];
  return { folder, mistakes, hasItsDependencies: isSameFile(join(root, LOCK), join(project, LOCK)) };
}

function isNone(missing: string): Mistake {
  return {
    path: "",
    property: "",
    value: missing,
    problem: "is not there, so there is no fleet of this house to compare with",
    remedy: "name a later commit: --base REV",
  };
}

function doesNotBuild(status: number | null, stderr: string): Mistake {
  const lines = stderr.trim().split("\n");
  const error = lines.find((line) => /Error\b/.test(line)) ?? lines.at(-1) ?? "";
  return {
    path: "",
    property: "",
    value: error.trim() || `exit code ${status}`,
    problem: "ended the synth of the base: it does not build with the dependencies that are installed",
    remedy: "name a commit that builds: --base REV, or a stored synth: --base-dir DIR",
  };
}

function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => (existsSync(path) ? readFileSync(path, "utf8") : undefined));
  return a === b;
}
