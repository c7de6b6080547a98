import { mkdirSync, mkdtempSync, readdirSync, rmdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runSync } from "../../kernel/support/namespaces";

/**
 * A control group of our own, below which a server makes its own. Where version 2 is mounted differs between machines
 * (and on some it is not), so it is mounted once more in a folder that goes away.
 */
export class ControlGroup {
  private readonly mount = mkdtempSync(join(tmpdir(), "straat-cgroup-"));
  private readonly path: string;

  constructor(name: string) {
    const { status, stderr } = runSync(["mount", "-t", "cgroup2", "cgroup2", this.mount]);
    if (status !== 0) throw new Error(stderr);
    this.path = join(this.mount, name);
    mkdirSync(this.path);
  }

  /** Moves a process into it. */
  take(pid: number): void {
    writeFileSync(join(this.path, "cgroup.procs"), String(pid));
  }

  /** The file a program writes its own number into to be in it. */
  get procs(): string {
    return join(this.path, "cgroup.procs");
  }

  /** Ends what is left in it and removes it. */
  remove(): void {
    writeFileSync(join(this.path, "cgroup.kill"), "1");
    for (let attempt = 0; attempt < 100 && !removeTree(this.path); attempt += 1) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
    runSync(["umount", this.mount]);
    rmdirSync(this.mount);
  }
}

/** From the leaves up; false while a process is still on its way out. */
function removeTree(path: string): boolean {
  try {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.isDirectory()) removeTree(join(path, entry.name));
    }
    rmdirSync(path);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT";
  }
}
