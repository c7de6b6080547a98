import type { ModelFile } from "../../model/model-file";
import type { WayReview } from "../review";
import { foldEnds } from "./fold-ends";
import { shiftsBetween } from "./shifts";

/**
 * Who reaches whom, as a change has it: by what the walls on both sides let through, not by how their rules are written.
 * A group or pods that came or went are told as one, with everything they brought along. That somebody outside gets a
 * name of their own is no change. Client by client, platforms last, and of each whoever gets in from outside first.
 *
 * @param before model files of all stacks that are known, platforms among them
 * @throws InvalidError for walls or policies that cannot be read
 */
export function waysChanged(before: readonly ModelFile[], after: readonly ModelFile[]): readonly WayReview[] {
  const ways = foldEnds(shiftsBetween(before, after));
  const clients = [...new Set(ways.map(({ client }) => client))];
  return clients.flatMap((name) => {
    const own = ways.filter(({ client }) => client === name);
    return [...own.filter(({ isFromOutside }) => isFromOutside), ...own.filter((way) => !way.isFromOutside)];
  });
}
