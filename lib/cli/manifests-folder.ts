import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { InvalidError } from "../model/mistake";
import { ReplacedFolder } from "../synth/replaced-folder";

/**
 * The second line of each file, by which it is known again. Some readers split a file at `---` and take what stands before the
 * first for an object, so that comes first. There is nothing in the folder but manifests: judges read all they find in it.
 */
const MARK =
  "# Written by straat manifests, to be judged: values of Secrets are left out, so nothing here is applied.";

/**
 * The folder manifests are written into, one file for each stack. It is made beside the real one and takes its place in one
 * step, so that a kill or a full disk half-way leaves what was there. A folder with anything else in it is never touched.
 */
export class ManifestsFolder {
  readonly path: string;
  private readonly folder: ReplacedFolder;
  private readonly names: readonly string[];

  /** @throws InvalidError for what is there and is no folder of manifests */
  constructor(path: string) {
    this.folder = new ReplacedFolder(path);
    this.path = this.folder.path;
    this.names = existsSync(this.path) ? this.entries() : [];
    const strange = this.names.find((name) => !this.isOurs(name));
    if (strange !== undefined) throw this.notManifests(`it has ${strange}`);
  }

  /**
   * Writes files, by name.
   *
   * @param isGone whether a file that was there before, and is not among these, goes
   */
  write(files: ReadonlyMap<string, string>, isGone: (name: string) => boolean): void {
    const kept = this.names.filter((name) => !files.has(name) && !isGone(name));
    if (files.size === 0 && kept.length === this.names.length) return;
    const { staging } = this.folder;
    mkdirSync(staging, { recursive: true });
    try {
      for (const name of kept) copyFileSync(join(this.path, name), join(staging, name));
      for (const [name, text] of files) writeFileSync(join(staging, name), marked(text));
      this.folder.replace();
    } finally {
      this.folder.discard();
    }
  }

  private entries(): readonly string[] {
    if (!statSync(this.path).isDirectory()) throw this.notManifests("it is no folder");
    return readdirSync(this.path).sort();
  }

  private isOurs(name: string): boolean {
    const path = join(this.path, name);
    if (!name.endsWith(".yaml") || !statSync(path).isFile()) return false;
    return readFileSync(path, "utf8").startsWith(`---\n${MARK}\n`);
  }

  private notManifests(problem: string): InvalidError {
    return new InvalidError({
      property: "--output",
      value: this.path,
      problem: `is no folder of manifests, which is replaced as a whole: ${problem}`,
      remedy: "name a new folder, an empty one, or one that straat manifests wrote and nobody added to",
    });
  }
}

function marked(text: string): string {
  return text.replace(/^---\n/, `---\n${MARK}\n`);
}
