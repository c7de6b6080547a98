import { type Environment, RedundantVms, type StreetProps, VmSize } from "../../../../lib";
import type { ModelFile } from "../../../../lib/model/model-file";
import { readModelFile } from "../../../../lib/model/read-model-file";
import { type AppView, type Body, buildStreet } from "../../../support/app";

/** The stacks of an app as they are read back from disk. */
export function modelsOf(built: AppView): readonly ModelFile[] {
  return built.paths.map((path) => reread(built.stack(path).model, path));
}

/** Models after somebody changed what they say. */
export function edited(
  models: readonly ModelFile[],
  edit: (stacks: Readonly<Record<string, Body>>) => void,
): readonly ModelFile[] {
  const copies: Body[] = JSON.parse(JSON.stringify(models));
  edit(Object.fromEntries(copies.map((model) => [model["stack"], model])));
  return copies.map((model) => reread(model, model["stack"]));
}

function reread(model: unknown, where: string): ModelFile {
  return readModelFile(JSON.stringify(model), where);
}

/** One client, called `verne`, as it is declared here. */
export function street(
  changes: Partial<StreetProps>,
  forEach: (environment: Environment) => void = () => {},
): readonly ModelFile[] {
  return modelsOf(buildStreet(changes, forEach));
}

/** A web and a database in every stage, before anything is declared between them. */
export function groupsIn(environment: Environment) {
  const web = new RedundantVms(environment, "web", { size: VmSize.SMALL });
  const database = new RedundantVms(environment, "database", { size: VmSize.SMALL });
  return { web, database };
}

export const WEB = "verne/production/web";
export const DATABASE = "verne/production/database";
