import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Finding } from "./compare";
import type { Exported } from "./exported";

const JUDGE = join(__dirname, "../tools/monokle.mjs");

export interface MonokleJudgement {
  /** Every rule that was on. */
  readonly rules: readonly string[];
  /** Of each cluster, in the order in which they were given. */
  readonly clusters: readonly (readonly Required<Finding>[])[];
}

/** What @monokle/validation says of clusters, with every rule of its three plugins on. All in one process. */
export function judgedByMonokle(clusters: readonly (readonly Exported[])[]): MonokleJudgement {
  const output = execFileSync(process.execPath, [JUDGE], {
    input: JSON.stringify(clusters),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(output);
}
