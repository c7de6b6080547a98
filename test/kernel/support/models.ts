import { pathOf } from "../../../lib/constructs/path";
import type { ModelFile } from "../../../lib/model/model-file";
import { readModelFile } from "../../../lib/model/read-model-file";
import type { AppView } from "../../support/app";

/** The model files of some stacks as whoever asks about reachability reads them: written, and read back. */
export function modelsOf(built: AppView, paths: readonly string[]): readonly ModelFile[] {
  return built.straatStacks
    .filter((stack) => paths.includes(pathOf(stack)))
    .map((stack) => readModelFile(`${JSON.stringify(stack.finalModel, null, 2)}\n`, pathOf(stack)));
}

/** Paths of one client's stacks, and of the platform through which administrators come. */
export function pathsOf(built: AppView, client: string, platform: string): readonly string[] {
  return built.paths.filter((path) => path.startsWith(`${client}/`) || path === platform);
}
