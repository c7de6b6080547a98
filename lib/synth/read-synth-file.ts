import { readFileSync } from "node:fs";
import { InvalidError } from "../model/mistake";

/** The text of a file that a synth wrote. @throws InvalidError for one that is gone, or is no file */
export function readSynthFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new InvalidError({
      value: path,
      problem: `cannot be read: ${(error as Error).message}`,
      remedy: "synthesize again: npm start",
    });
  }
}
