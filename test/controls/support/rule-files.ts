import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";

const FOLDER = resolve(__dirname, "../../../lib/controls/rules");

/** A file that holds one rule. */
export interface RuleFile {
  readonly path: string;
  /** The folder it is in: what the rule is about. */
  readonly concern: string;
  /** Its name, without the ending. */
  readonly name: string;
}

/** Every file under lib/controls/rules but the indexes, by concern and name. */
export function ruleFiles(): readonly RuleFile[] {
  const concerns = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return concerns.flatMap(({ name: concern }) =>
    readdirSync(join(FOLDER, concern), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && file !== "index.ts")
      .sort()
      .map((file) => ({ path: join(FOLDER, concern, file), concern, name: file.slice(0, -".ts".length) })),
  );
}
