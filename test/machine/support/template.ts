import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The template servers are cloned from, and the mirror of the house: folders that go away. */
export class Template {
  private constructor(readonly folder: string) {}

  /** Makes one from this machine's sources of Debian packages; about a minute. */
  static make(packages: readonly string[]): Template {
    const folder = mkdtempSync(join(tmpdir(), "straat-template-"));
    const { status, stdout, stderr } = spawnSync(
      "sh",
      [join(__dirname, "template.sh"), folder, ...packages],
      {
        encoding: "utf8",
        maxBuffer: 64 * 1024 * 1024,
      },
    );
    if (status === 0) return new Template(folder);
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`the template cannot be made:\n${stdout.slice(-2000)}\n${stderr.slice(-2000)}`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
