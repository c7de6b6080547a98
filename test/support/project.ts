import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");

/** A copy of the repository's stacks in a folder of its own, with this library under it, to run `straat` in. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), "straat-project-"));

  constructor() {
    cpSync(join(ROOT, "stacks"), join(this.folder, "stacks"), { recursive: true });
    for (const name of ["lib", "node_modules", "package.json"])
      symlinkSync(join(ROOT, name), join(this.folder, name));
  }

  /** Writes a client file, or takes it away. */
  client(name: string, text: string | undefined): void {
    const file = join(this.folder, "stacks/clients", `${name}.ts`);
    if (text === undefined) rmSync(file);
    else writeFileSync(file, text);
  }

  /** Changes the text of a client file; the text to change has to be there. */
  edit(name: string, from: string, to: string): void {
    const text = readFileSync(join(this.folder, "stacks/clients", `${name}.ts`), "utf8");
    if (!text.includes(from)) throw new Error(`${name}.ts has no ${from}`);
    this.client(name, text.replace(from, to));
  }

  /** Runs the command as a user would, without this machine's choices. */
  straat(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const command = join(this.folder, "lib/cli/straat.cjs");
    const { PATH = "" } = process.env;
    const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
      cwd: this.folder,
      env: { PATH, STRAAT_DATE: "2027-01-15", ...environment },
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  }

  /** Every file under a folder with its contents, by path. */
  files(folder = "cdktf.out"): Readonly<Record<string, string>> {
    const root = join(this.folder, folder);
    const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const paths = entries.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort();
    return Object.fromEntries(paths.map((path) => [relative(root, path), readFileSync(path, "utf8")]));
  }

  /** Takes what another project has written in a folder, as if this one had written it. */
  takeOver(folder: string, other: Project): Readonly<Record<string, string>> {
    cpSync(join(other.folder, folder), join(this.folder, folder), { recursive: true });
    return this.files(folder);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
