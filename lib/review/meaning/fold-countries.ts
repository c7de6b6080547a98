import type { Shift } from "./shift";

const COUNTRY = "country ";
const EVERYONE = "internet";

/**
 * What becomes of visitors from a country is told where it is not what becomes of everybody, and once for all countries
 * of which the same is true.
 */
export function foldCountries(shifts: readonly Shift[]): readonly Shift[] {
  const folded = new Map<string, Shift>();
  for (const shift of shifts) {
    if (isAsEverybody(shift, shifts)) continue;
    const key = contentOf(shift);
    const known = folded.get(key);
    folded.set(key, known === undefined ? shift : together(known, shift));
  }
  return [...folded.values()];
}

/** A country is named as a source alone: nobody here sends to one. */
function isCountry({ from }: Shift): boolean {
  return from.name.startsWith(COUNTRY);
}

function isAsEverybody(shift: Shift, shifts: readonly Shift[]): boolean {
  if (!isCountry(shift)) return shift.to.name.startsWith(COUNTRY);
  return shifts.some(
    ({ from, to, opened, closed }) =>
      from.name === EVERYONE &&
      to.name === shift.to.name &&
      opened.covers(shift.opened) &&
      closed.covers(shift.closed),
  );
}

/** A shift without the name of its country. */
function contentOf(shift: Shift): string {
  const { from, to, openedLines, closedLines, why } = shift;
  if (!isCountry(shift)) return JSON.stringify([from.name, to.name]);
  const lines = [...openedLines, "", ...closedLines].map((line) => line.replace(from.name, () => ""));
  return JSON.stringify([COUNTRY, to.name, lines, why]);
}

/** Two shifts that differ in their country alone. */
function together(known: Shift, shift: Shift): Shift {
  const name = `${known.from.name} ${shift.from.name.slice(COUNTRY.length)}`;
  const renamed = (line: string) => line.replace(known.from.name, () => name);
  return {
    ...known,
    from: { ...known.from, name },
    openedLines: known.openedLines.map(renamed),
    closedLines: known.closedLines.map(renamed),
  };
}
