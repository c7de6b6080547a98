import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { Project } from "./project";

/** A project in a repository of its own, with a folder for what commands keep for a while. */
export class GitProject extends Project {
  readonly temporary: string;

  constructor() {
    super();
    this.temporary = join(realpathSync(this.folder), "temporary.out");
    mkdirSync(this.temporary);
    // What was made of TypeScript is kept among temporary files; without it every command would make it anew.
    const compiled = join(tmpdir(), `tsx-${process.getuid?.() ?? ""}`);
    mkdirSync(compiled, { recursive: true });
    symlinkSync(compiled, join(this.temporary, basename(compiled)));
    writeFileSync(join(this.folder, ".gitignore"), "node_modules\n*.out/\n");
    this.git("init", "--quiet", "--initial-branch=main");
    this.commit();
  }

  /** Commits everything there is. */
  commit(): void {
    this.git("add", "--all");
    this.git(
      "-c",
      "user.name=Tech",
      "-c",
      "user.email=tech@example.nl",
      "commit",
      "--quiet",
      "--message=change",
    );
  }

  git(...args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync("git", args, { cwd: this.folder, encoding: "utf8" });
    if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
    return stdout;
  }

  override straat(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    return super.straat(args, { TMPDIR: this.temporary, ...environment });
  }

  /** What commands left behind: folders of their own, and worktrees beside the one there is. */
  get leftovers(): readonly string[] {
    const trees = this.git("worktree", "list", "--porcelain").match(/^worktree .*$/gm) ?? [];
    const folders = readdirSync(this.temporary).filter((name) => name.startsWith("straat-"));
    return [...folders, ...trees.slice(1)];
  }
}
