import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import type { Mistake } from "../model/mistake";
import { MODEL_FILE_NAME } from "../model/model-file";

/** The one file of a stack that Terraform reads and rules judge. */
export const TERRAFORM_FILE = "cdk.tf.json";

/** Files of a stack that a synth writes; everything else in its folder is Terraform's or the user's. */
export const SYNTHESIZED: ReadonlySet<string> = new Set([TERRAFORM_FILE, MODEL_FILE_NAME]);

/** What Terraform and OpenTofu read of a folder beside what a synth writes: more configuration, values for it, and providers. */
const LOADED = /\.tf$|\.tf\.json$|\.tofu|\.tfvars|^terraform\.d$/;

/**
 * Files beside a stack's own that Terraform would load with it. Rules read what was synthesized and nothing else, so what
 * such a file makes would be judged by nobody. What Terraform keeps there itself (`.terraform`, its lock file, state and
 * plans) is none of them.
 *
 * @param folder of one stack
 */
export function strayFiles(folder: string): readonly Mistake[] {
  const strays = readdirSync(folder).filter((name) => !SYNTHESIZED.has(name) && LOADED.test(name));
  return strays.sort().map((name) => ({
    path: "",
    property: "",
    value: shown(join(folder, name)),
    problem: `is loaded by Terraform with ${TERRAFORM_FILE}, and no rule reads it`,
    remedy: "take it out of the folder, and declare what it makes in the client's file in stacks/clients",
  }));
}

/**
 * What a synth wrote beside a stack's own two files, such as the files of a `TerraformAsset`.
 *
 * @param folder of one stack, just synthesized
 * @param path of the stack, such as `verne/production`
 */
export function unreadFiles(folder: string, path: string): readonly Mistake[] {
  const unread = readdirSync(folder).filter((name) => !SYNTHESIZED.has(name));
  return unread.sort().map((name) => ({
    path,
    property: "",
    value: name,
    problem: `was written beside ${TERRAFORM_FILE} by a resource such as TerraformAsset, and no rule reads it`,
    remedy: "take that resource out: what a server is given is declared with constructs of Straat",
  }));
}

/** As a person in the folder of the project would write it. */
function shown(path: string): string {
  const short = relative("", path);
  return short.startsWith("..") ? path : short;
}
