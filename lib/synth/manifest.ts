import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { InvalidError } from "../model/mistake";

export const MANIFEST = "manifest.json";

/** The engine's list of stacks, which its own command reads. */
export interface Manifest {
  readonly stacks: Readonly<Record<string, ManifestStack>>;
  readonly version: string;
}

interface ManifestStack {
  readonly dependencies?: readonly string[];
}

/**
 * The manifest of a synth.
 *
 * @param root folder of the synth
 * @returns undefined where there is none
 * @throws InvalidError for one that cannot be read
 */
export function readManifest(root: string): Manifest | undefined {
  const path = join(root, MANIFEST);
  if (!existsSync(path)) return undefined;
  try {
    const manifest = JSON.parse(readFileSync(path, "utf8"));
    if (Object(manifest.stacks) === manifest.stacks) return manifest;
  } catch {
    // Told below.
  }
  throw new InvalidError({
    value: path,
    problem: "is not the list of stacks that a synth writes",
    remedy: "take the folder away and synthesize everything again: npm start",
  });
}

/**
 * The engine writes what a stack depends on as paths in the tree, and its command compares them with names of
 * stacks; for a stack below another construct the two differ, and `cdktf deploy` would wait for ever.
 */
export function withDependencyNames(stack: ManifestStack): ManifestStack {
  return { ...stack, dependencies: (stack.dependencies ?? []).map((path) => basename(path)) };
}
