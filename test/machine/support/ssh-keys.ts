import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AdminProps } from "../../../lib";
import { admins } from "../../../stacks/admins";

/** Keys that are made for a test and go with it: one of an administrator, one of nobody. */
export class SshKeys {
  private readonly folder = mkdtempSync(join(tmpdir(), "straat-keys-"));
  /** Files of the private halves. */
  readonly admin = this.make("admin");
  readonly stranger = this.make("stranger");

  /** The administrators of the examples, the first of them with a key that is here. */
  get admins(): readonly AdminProps[] {
    const [first, ...others] = admins as readonly [AdminProps, ...AdminProps[]];
    return [{ ...first, sshKey: readFileSync(`${this.admin}.pub`, "utf8").trim() }, ...others];
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private make(name: string): string {
    const file = join(this.folder, name);
    const { status, stderr } = spawnSync("ssh-keygen", [
      "-q",
      "-t",
      "ed25519",
      "-N",
      "",
      "-C",
      "",
      "-f",
      file,
    ]);
    if (status !== 0) throw new Error(String(stderr));
    return file;
  }
}
