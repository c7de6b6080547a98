import { spawnSync } from "node:child_process";
import { InvalidError } from "../../model/mistake";

/** Branches a change is meant for, the first that is there. */
const TRUNKS = ["origin/main", "main"];

/** What git sets for its hooks, which would make it speak of another repository or another index than the one meant. */
const OF_HOOKS = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"];

/** A commit, and what people call it. */
export interface Commit {
  readonly hash: string;
  /** For example `main (1a2b3c4)`. */
  readonly label: string;
}

/** The repository a folder is in, asked by the `git` of the machine. */
export class Git {
  private constructor(
    private readonly folder: string,
    /** Path of the folder in its repository: empty, or ending in a slash. */
    readonly prefix: string,
  ) {}

  /** @throws InvalidError where there is no git, or the folder is in no repository */
  static at(folder: string): Git {
    const { status, stdout, stderr, error } = git(folder, ["rev-parse", "--show-prefix"]);
    if (error !== undefined) {
      throw refused(
        "git",
        `cannot be run: ${error.message}`,
        "install git, or name a stored synth with --base-dir DIR",
      );
    }
    if (status !== 0) {
      const remedy = "run straat in a clone, or name a stored synth with --base-dir DIR";
      throw refused(folder, `is in no repository: ${firstLine(stderr)}`, remedy);
    }
    return new Git(folder, stdout.replace(/\n$/, ""));
  }

  /** The commit a name stands for. @throws InvalidError for one that stands for none */
  commit(name: string): Commit {
    const hash = name.startsWith("-") ? undefined : this.hashOf(name);
    if (hash !== undefined) return { hash, label: `${name} (${short(hash)})` };
    throw new InvalidError({
      property: "--base",
      value: name,
      problem: "is no commit of this repository",
      remedy: "write a branch, a tag or a commit that git log shows; fetch it first where it is not here yet",
    });
  }

  /**
   * Where the working tree left the branch that it is meant for, `origin/main` or `main`.
   *
   * @throws InvalidError where there is neither, or where the histories do not meet, as in a shallow clone
   */
  mergeBase(): Commit {
    const trunk = TRUNKS.find((name) => this.hashOf(name) !== undefined);
    if (trunk === undefined) {
      throw refused(
        TRUNKS.join(", "),
        "are no branches of this repository",
        "name what to compare with: --base REV",
      );
    }
    const { status, stdout } = this.run("merge-base", trunk, "HEAD");
    const hash = stdout.trim();
    if (status === 0 && hash !== "") return { hash, label: `${trunk} (${short(hash)})` };
    const remedy = "fetch the whole history (fetch-depth: 0 in a workflow), or name a commit: --base REV";
    throw refused(trunk, "has no commit in common with the working tree, as far as is known here", remedy);
  }

  /** What the working tree is, for people: its commit, and whether something in it is not committed. */
  workingTree(): { readonly label: string; readonly commit: string | undefined; readonly isDirty: boolean } {
    const commit = this.hashOf("HEAD");
    const isDirty = this.run("status", "--porcelain", "--", ".").stdout !== "";
    const told = [
      ...(commit === undefined ? [] : [short(commit)]),
      ...(isDirty ? ["with uncommitted changes"] : []),
    ];
    const label = told.length === 0 ? "the working tree" : `the working tree (${told.join(", ")})`;
    return { label, commit, isDirty };
  }

  /**
   * Paths that are not the same in the working tree as in a commit, from the folder. Files git was told to ignore count where a
   * synth would read them.
   */
  changedSince(hash: string): readonly string[] {
    const changed = this.run("diff", "--name-only", "--no-renames", "--relative", "-z", hash, "--", ".");
    const others = this.run("ls-files", "--others", "--exclude-standard", "-z", "--", ".");
    const ignored = this.run("ls-files", "--others", "-z", "--", "stacks", "lib");
    const paths = [changed, others, ignored].flatMap(({ stdout }) => stdout.split("\0"));
    return [...new Set(paths.filter((path) => path !== ""))].sort();
  }

  /** Names of the client files of a commit. */
  clientsAt(hash: string): readonly string[] {
    const { stdout } = this.run("ls-tree", "--name-only", "-z", `${hash}:${this.prefix}stacks/clients`);
    const files = stdout.split("\0").filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"));
    return files.map((name) => name.slice(0, -".ts".length));
  }

  /** Checks a commit out into a folder that is not there yet. @throws InvalidError with what git says against it */
  addWorktree(path: string, { hash, label }: Commit): void {
    // Hooks are for who works in a tree; this one is read and taken away.
    const { status, stderr } = this.run(
      ...["-c", "core.hooksPath=/dev/null", "-c", "advice.detachedHead=false"],
      ...["worktree", "add", "--quiet", "--force", "--detach", path, hash],
    );
    if (status !== 0)
      throw refused(label, `cannot be checked out: ${firstLine(stderr)}`, "see what git says, and mend it");
  }

  /** Takes a worktree away, whatever is in it, and what the repository remembers of it. */
  removeWorktree(path: string): void {
    this.run("worktree", "remove", "--force", "--force", path);
    this.run("worktree", "prune");
  }

  /** Who works here, as `Name <address>`; undefined where nobody told git. */
  user(): string | undefined {
    const [name, email] = ["user.name", "user.email"].map((key) =>
      this.run("config", "--get", key).stdout.trim(),
    );
    const told = [name, email === "" || email === undefined ? "" : `<${email}>`]
      .filter((part) => part !== "")
      .join(" ");
    return told === "" ? undefined : told;
  }

  private hashOf(name: string): string | undefined {
    const { status, stdout } = this.run("rev-parse", "--verify", "--quiet", `${name}^{commit}`);
    return status === 0 ? stdout.trim() : undefined;
  }

  private run(...args: readonly string[]) {
    return git(this.folder, args);
  }
}

function git(folder: string, args: readonly string[]) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OF_HOOKS.includes(name)));
  const options = { cwd: folder, env, encoding: "utf8", maxBuffer: 256 * 1024 * 1024 } as const;
  return spawnSync("git", args, options);
}

function short(hash: string): string {
  return hash.slice(0, 7);
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}

function refused(value: string, problem: string, remedy: string): InvalidError {
  return new InvalidError({ value, problem, remedy });
}
