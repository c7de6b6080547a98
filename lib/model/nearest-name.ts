/** So many letters of a name may be wrong: one in three. */
const LETTERS_PER_SLIP = 3;

/** Fewest letters by which one name may be the beginning of another. */
const BEGINNING_MIN = 3;

/**
 * The one of some names that was most likely meant by a misspelt one; undefined where none is near. Letter case and punctuation
 * are no difference; letters that change places are one.
 */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  const plain = lettersOf(written);
  const near = names.flatMap((name) => {
    const known = lettersOf(name);
    const slips = slipsBetween(plain, known);
    const most = Math.floor(Math.max(plain.length, known.length) / LETTERS_PER_SLIP);
    return slips <= most || isBeginning(plain, known) ? [{ name, slips }] : [];
  });
  return near.toSorted((one, other) => one.slips - other.slips)[0]?.name;
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}

function isBeginning(one: string, other: string): boolean {
  const shorter = Math.min(one.length, other.length);
  return shorter >= BEGINNING_MIN && (one.startsWith(other) || other.startsWith(one));
}

/** Letters to add, take out, change or swap with their neighbour until one text is the other. */
function slipsBetween(one: string, other: string): number {
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row++) {
    const next = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const at = (line: readonly number[], place: number) => line[place] ?? Number.POSITIVE_INFINITY;
      next[column] = Math.min(
        at(last, column) + 1,
        at(next, column - 1) + 1,
        at(last, column - 1) + (isSame ? 0 : 1),
        isSwapped ? at(before, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, last] = [last, next];
  }
  return last[other.length] ?? 0;
}
