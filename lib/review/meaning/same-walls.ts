import type { ModelFile } from "../../model/model-file";

/**
 * Whether two states of some stacks have the same walls between the same places. What is written the same means the
 * same, so that a street of which nothing changed is not worked out.
 */
export function haveSameWalls(before: readonly ModelFile[], after: readonly ModelFile[]): boolean {
  if (before.length !== after.length) return false;
  const old = new Map(before.map((model) => [model.stack, model]));
  return after.every((model) => {
    const known = old.get(model.stack);
    return known !== undefined && (known === model || wallsIn(known) === wallsIn(model));
  });
}

/** What packets see of a stack. */
function wallsIn({
  site,
  backupSite,
  client,
  audience,
  groups,
  flows,
  walls,
  kubernetes,
}: ModelFile): string {
  const own = [client?.networks, client?.publicAddresses];
  return JSON.stringify([site, backupSite, own, audience, groups, flows, walls, kubernetes]);
}
