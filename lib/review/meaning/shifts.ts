import { onceFor } from "../../controls/once-for";
import { placeOf } from "../../controls/waivers/waiver-place";
import type { ModelFile } from "../../model/model-file";
import { haveSameWalls } from "./same-walls";
import type { Shift } from "./shift";
import { streetShifts } from "./street-shifts";

/**
 * What a change does to ways, client by client, and of platforms last. Only streets with other walls, flows or
 * places than before are worked out. Remembered: several reports ask for the same.
 *
 * @param before model files of all stacks that are known, platforms among them
 * @throws InvalidError for walls or policies that cannot be read
 */
export function shiftsBetween(before: readonly ModelFile[], after: readonly ModelFile[]): readonly Shift[] {
  const known = shiftsFrom(before);
  const shifts = known.get(after) ?? workOut(before, after);
  known.set(after, shifts);
  return shifts;
}

const shiftsFrom = onceFor(
  (_before: readonly ModelFile[]) => new WeakMap<readonly ModelFile[], readonly Shift[]>(),
);

function workOut(before: readonly ModelFile[], after: readonly ModelFile[]): readonly Shift[] {
  const [old, current] = [byPlace(before), byPlace(after)];
  const places = [...new Set([...old.keys(), ...current.keys()])].sort();
  const isPlatform = (place: string) =>
    [...(old.get(place) ?? []), ...(current.get(place) ?? [])].some(({ kind }) => kind === "platform");
  const platforms = places.filter(isPlatform);
  const platformsOf = (side: typeof old) => platforms.flatMap((name) => side.get(name) ?? []);
  const [was, is] = [platformsOf(old), platformsOf(current)];
  const isPlatformSame = haveSameWalls(was, is);
  const clients = places.filter((place) => !isPlatform(place));
  return [
    ...clients.flatMap((client) => {
      const [street, now] = [old.get(client) ?? [], current.get(client) ?? []];
      if (isPlatformSame && haveSameWalls(street, now)) return [];
      return streetShifts(client, [...street, ...was], [...now, ...is]);
    }),
    // Each by itself: pods of one site are no neighbours of another's.
    ...platforms.flatMap((name) => {
      const [own, now] = [old.get(name) ?? [], current.get(name) ?? []];
      return haveSameWalls(own, now) ? [] : streetShifts(name, own, now);
    }),
  ];
}

/** Stacks by client, and each platform by itself. */
function byPlace(models: readonly ModelFile[]): ReadonlyMap<string, readonly ModelFile[]> {
  const places = new Map<string, ModelFile[]>();
  for (const model of models) {
    const known = places.get(placeOf(model));
    if (known === undefined) places.set(placeOf(model), [model]);
    else known.push(model);
  }
  return places;
}
