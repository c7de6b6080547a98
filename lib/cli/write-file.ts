import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { InvalidError } from "../model/mistake";

/**
 * Writes what `--file` asked for. It is written beside the real file and takes its place in one step, so that nobody
 * reads half of it; what is no file, such as `/dev/stdout`, is written to as it is.
 *
 * @throws InvalidError where it cannot be written
 */
export function writeFile(path: string, text: string): void {
  try {
    const there = statSync(path, { throwIfNoEntry: false });
    if (there === undefined) replace(path, text);
    else if (there.isFile()) replace(realpathSync(path), text);
    else writeFileSync(path, text);
  } catch (error) {
    throw new InvalidError({
      property: "--file",
      value: path,
      problem: `cannot be written: ${(error as Error).message.split(",")[0]}`,
      remedy: "write the name of a file in a folder that is there and may be written to",
    });
  }
}

function replace(path: string, text: string): void {
  const staged = join(dirname(path), `.${basename(path)}.next-${process.pid}`);
  try {
    writeFileSync(staged, text);
    renameSync(staged, path);
  } finally {
    rmSync(staged, { force: true });
  }
}
