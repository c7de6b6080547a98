import type { StackOutput } from "../controls/terraform/stack-output";
import type { ModelFile } from "../model/model-file";
import { stackPath } from "../model/stack-path";
import type { NotAnalysed } from "./review";
import { whyWallsUnread, writtenCluster } from "./written-cluster";

/** One side of a diff, as far as ways look at it. */
interface Side {
  readonly outputs: readonly StackOutput[];
  readonly models: readonly ModelFile[];
}

/** What two synths mean, with the walls of pods that are written in them. */
export interface AsWritten {
  readonly before: readonly ModelFile[];
  readonly after: readonly ModelFile[];
  readonly notAnalysed: readonly NotAnalysed[];
}

/**
 * The models of two synths with the policies that are in their Terraform, whoever put them there: one that somebody adds by hand
 * opens as much as one of the library's, and no model tells of it. Where one side cannot be read, both are as their models say.
 */
export function asWritten(before: Side, after: Side): AsWritten {
  const unread = new Map<string, ReadonlySet<string>>();
  for (const stack of [...before.outputs, ...after.outputs]) {
    const why = whyWallsUnread(stack);
    if (why.length > 0) unread.set(stack.name, new Set([...(unread.get(stack.name) ?? []), ...why]));
  }
  const side = ({ outputs, models }: Side) => {
    const written = new Map(outputs.map((output) => [output.name, output]));
    return models.map((model) => {
      const stack = unread.has(model.stack) ? undefined : written.get(model.stack);
      const kubernetes = stack && writtenCluster(model, stack, model.kubernetes?.workloads ?? []);
      return kubernetes === undefined ? model : { ...model, kubernetes };
    });
  };
  const models = [...before.models, ...after.models];
  const notAnalysed = [...unread].flatMap(([name, reasons]) => {
    const model = models.find(({ stack }) => stack === name);
    const what = `ways between pods of ${model === undefined ? name : stackPath(model)}`;
    return [...reasons].map((why) => ({ what, why: `they are told as they are declared: ${why}` }));
  });
  return { before: side(before), after: side(after), notAnalysed };
}
