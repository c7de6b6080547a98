import type { ModelFile } from "../../model/model-file";
import type { Finding } from "../finding";
import type { House } from "../house";

/** What is nobody's own begins with one of these, also where a client is called so. */
const OF_THE_HOUSE = ["fleet", "site", "sites"];

/** Where the waivers of a stack stand: in the file of its client, or in the platform's own. */
export function placeOf({ client, stack }: ModelFile): string {
  return client?.name ?? stack;
}

/**
 * Whether waivers of a place hold for a finding: of its own stacks, or of what stacks say together about it. About what
 * is nobody's own (`fleet`, `site/amsterdam`), platforms say what is allowed.
 *
 * @param models the stacks of the place
 */
export function isPlaceOf(
  { stack, subject }: Finding,
  place: string,
  models: readonly ModelFile[],
  house: House,
): boolean {
  if (stack !== undefined) return models.some((model) => model.stack === stack);
  const [first = ""] = subject.split("/");
  if (!isOwn(first, house)) return models.some(({ kind }) => kind === "platform");
  return first === place || models.some((model) => model.stack === first);
}

function isOwn(name: string, { models }: House): boolean {
  if (OF_THE_HOUSE.includes(name)) return false;
  return models.some((model) => model.stack === name || placeOf(model) === name);
}
