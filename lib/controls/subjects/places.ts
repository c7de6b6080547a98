import type { ModelFile } from "../../model/model-file";
import { clientOf } from "./names";

/** Path in vSphere of the folder of a stack's servers. @throws Unreadable for a model file that is no platform's and no client's */
export function folderOf(model: ModelFile): string {
  if (model.kind === "platform") return "straat";
  const { name } = clientOf(model);
  return model.kind === "street" ? `straat/${name}` : `straat/${name}/${model.stage}`;
}

/** Name of the resource pool of a stack's servers. @throws Unreadable, as {@link folderOf} */
export function poolOf(model: ModelFile): string {
  return model.kind === "street" ? `${clientOf(model).name}-edge` : model.stack;
}
