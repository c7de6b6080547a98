import { execFileSync } from "node:child_process";
import { join } from "node:path";

const JUDGE = join(__dirname, "../tools/kubernetes-schemas.mjs");

/** What the schemas of the API have to say of each object, in their order; unknown fields among it. */
export function judgedBySchemas(
  objects: readonly Readonly<Record<string, unknown>>[],
): readonly (readonly string[])[] {
  const output = execFileSync(process.execPath, [JUDGE], {
    input: JSON.stringify(objects),
    encoding: "utf8",
  });
  return JSON.parse(output);
}
