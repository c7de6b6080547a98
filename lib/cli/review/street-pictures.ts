import type { ModelFile } from "../../model/model-file";
import type { StreetPictures } from "../../review/report/html-pictures";
import type { Review } from "../../review/review";
import { drawStreet } from "../draw";

/** The streets of clients whose ways change, as they were and as they are to be. */
export async function streetPictures(
  { ways }: Review,
  before: readonly ModelFile[],
  after: readonly ModelFile[],
): Promise<ReadonlyMap<string, StreetPictures>> {
  const pictures = new Map<string, StreetPictures>();
  for (const client of new Set(ways.map((way) => way.client))) {
    const [was, is] = [await drawn(client, before), await drawn(client, after)];
    pictures.set(client, {
      ...(was === undefined ? {} : { before: was }),
      ...(is === undefined ? {} : { after: is }),
    });
  }
  return pictures;
}

/** Undefined where the client is not there. */
async function drawn(name: string, models: readonly ModelFile[]): Promise<string | undefined> {
  const own = models.filter(({ client }) => client?.name === name);
  return own.length === 0 ? undefined : drawStreet(own);
}
