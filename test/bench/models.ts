import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ModelFile } from "../../lib/model/model-file";

/** The model files of a synth, those of each client together. */
export function modelsByClient(outdir: string): readonly (readonly ModelFile[])[] {
  const folder = join(outdir, "stacks");
  const models = readdirSync(folder).map((stack): ModelFile => {
    return JSON.parse(readFileSync(join(folder, stack, "straat.json"), "utf8"));
  });
  const byClient = new Map<string, ModelFile[]>();
  for (const model of models.filter(({ client }) => client !== undefined)) {
    const name = `${model.client?.name}`;
    byClient.set(name, [...(byClient.get(name) ?? []), model]);
  }
  return [...byClient.values()];
}
