import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InvalidError } from "../model/mistake";
import { ReplacedFolder } from "../synth/replaced-folder";

/** What says that a folder is of evidence, which files in it are, and of which day each is. */
const INDEX = "index.json";

interface Index {
  readonly version: 1;
  /** The day of each file, by its name. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * The folder evidence is written into. It is made beside the real one and takes its place in one step, so that a kill
 * or a full disk half-way leaves what was there. A folder with anything else in it is never touched.
 */
export class EvidenceFolder {
  readonly path: string;
  private readonly folder: ReplacedFolder;
  private readonly index: Index;

  /** @throws InvalidError for a folder that holds something else than evidence */
  constructor(path: string) {
    this.folder = new ReplacedFolder(path);
    this.path = this.folder.path;
    this.index = this.readIndex();
  }

  /**
   * Writes files of a day. Those of other clients stay unless this is everything.
   *
   * @param whole whether files that were there before and are not among these go
   */
  write(files: Readonly<Record<string, string>>, day: string, whole: boolean): void {
    const kept = Object.entries(this.index.files).filter(([name]) => !whole && !(name in files));
    const { staging } = this.folder;
    mkdirSync(staging, { recursive: true });
    try {
      for (const [name] of kept) copyFileSync(join(this.path, name), join(staging, name));
      for (const [name, text] of Object.entries(files)) writeFileSync(join(staging, name), text);
      const days = [...kept, ...Object.keys(files).map((name) => [name, day] as const)];
      const sorted = days.toSorted(([one], [other]) => (one < other ? -1 : 1));
      const index: Index = { version: 1, files: Object.fromEntries(sorted) };
      writeFileSync(join(staging, INDEX), `${JSON.stringify(index, undefined, 2)}\n`);
      this.folder.replace();
    } finally {
      this.folder.discard();
    }
  }

  private readIndex(): Index {
    if (!existsSync(this.path)) return { version: 1, files: {} };
    const entries = this.entries();
    if (entries.length === 0) return { version: 1, files: {} };
    if (!entries.includes(INDEX)) throw this.notEvidence(entries[0] as string);
    const index = this.parsed();
    const strange = entries.find((name) => name !== INDEX && !(name in index.files));
    if (strange !== undefined) throw this.notEvidence(strange);
    const there = Object.entries(index.files).filter(([name]) => entries.includes(name));
    return { version: 1, files: Object.fromEntries(there) };
  }

  private entries(): readonly string[] {
    try {
      return readdirSync(this.path).sort();
    } catch {
      throw this.notEvidence("no list of files");
    }
  }

  private parsed(): Index {
    try {
      const index = JSON.parse(readFileSync(join(this.path, INDEX), "utf8"));
      const days: unknown[] = Object.values(index.files);
      if (index.version === 1 && days.every((day) => typeof day === "string")) return index;
    } catch {
      // Told below.
    }
    throw this.notEvidence(INDEX);
  }

  private notEvidence(what: string): InvalidError {
    return new InvalidError({
      property: "--output",
      value: this.path,
      problem: `is no folder of evidence, which is replaced as a whole: it has ${what}`,
      remedy: "name a new folder, an empty one, or one that straat evidence wrote and nobody added to",
    });
  }
}
