import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/**
 * A folder that is made anew beside the real one and takes its place in one step, so that a mistake, a kill or a full
 * disk half-way leaves what was there. What an earlier run left when it was killed is finished or cleared first.
 */
export class ReplacedFolder {
  /** The real one. */
  readonly path: string;
  /** Where to write the next one. It is not there yet. */
  readonly staging: string;
  private readonly previous: string;

  constructor(path: string) {
    this.path = resolve(path);
    const [parent, name] = [dirname(this.path), basename(this.path)];
    this.staging = join(parent, `.${name}.next-${process.pid}`);
    this.previous = join(parent, `.${name}.previous`);
    if (existsSync(parent)) this.recover(parent, `.${name}.next-`);
    this.discard();
  }

  /** Throws what was staged away; the real folder is not touched. */
  discard(): void {
    rmSync(this.staging, { recursive: true, force: true });
  }

  /** Puts what was staged in place of the real folder. */
  replace(): void {
    rmSync(this.previous, { recursive: true, force: true });
    if (existsSync(this.path)) renameSync(this.path, this.previous);
    renameSync(this.staging, this.path);
    rmSync(this.previous, { recursive: true, force: true });
  }

  /** The real folder moved away, or staging folders of processes that are gone. */
  private recover(parent: string, stagingPrefix: string): void {
    if (!existsSync(this.path) && existsSync(this.previous)) renameSync(this.previous, this.path);
    for (const name of readdirSync(parent).filter((candidate) => candidate.startsWith(stagingPrefix))) {
      const process = Number(name.slice(stagingPrefix.length));
      if (!isRunning(process)) rmSync(join(parent, name), { recursive: true, force: true });
    }
  }
}

function isRunning(process_: number): boolean {
  try {
    process.kill(process_, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
