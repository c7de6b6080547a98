/** A step from one sequence to another: items that stay, go or come, by their places. */
export interface Step {
  readonly kind: "same" | "removed" | "added";
  /** Place before; of what is added, the place it comes before. */
  readonly before: number;
  /** Place after; of what is removed, the place it stood before. */
  readonly after: number;
}

/** So many comparisons at most; beyond that all that differs is taken as removed and added. */
const WORK_MAX = 4_000_000;

type IsSame = (before: number, after: number) => boolean;

/** The shortest way from one sequence to another, in order; what goes stands before what comes in its place. */
export function align(before: number, after: number, isSame: IsSame): readonly Step[] {
  const shorter = Math.min(before, after);
  let head = 0;
  while (head < shorter && isSame(head, head)) head++;
  let tail = 0;
  while (tail < shorter - head && isSame(before - 1 - tail, after - 1 - tail)) tail++;
  const same = (count: number, from: number, to: number) =>
    Array.from({ length: count }, (_, at): Step => ({ kind: "same", before: from + at, after: to + at }));
  return [
    ...same(head, 0, 0),
    ...between(before - head - tail, after - head - tail, head, isSame),
    ...same(tail, before - tail, after - tail),
  ];
}

/** The same for what has neither beginning nor end in common. */
function between(rows: number, columns: number, offset: number, isSame: IsSame): readonly Step[] {
  const lengths = rows * columns > WORK_MAX ? undefined : longestCommon(rows, columns, offset, isSame);
  const steps: Step[] = [];
  let row = 0;
  let column = 0;
  while (row < rows || column < columns) {
    const place = { before: offset + row, after: offset + column };
    const isLeft = row < rows && column < columns;
    if (lengths !== undefined && isLeft && isSame(place.before, place.after)) {
      steps.push({ kind: "same", ...place });
      row++;
      column++;
    } else if (isLeft ? prefersRemoval(lengths, row, column, columns) : row < rows) {
      steps.push({ kind: "removed", ...place });
      row++;
    } else {
      steps.push({ kind: "added", ...place });
      column++;
    }
  }
  return steps;
}

/** For each pair of places, how many items can still stay. */
function longestCommon(rows: number, columns: number, offset: number, isSame: IsSame): Uint32Array {
  const width = columns + 1;
  const lengths = new Uint32Array((rows + 1) * width);
  const at = (place: number) => lengths[place] ?? 0;
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      const below = (row + 1) * width + column;
      lengths[row * width + column] = isSame(offset + row, offset + column)
        ? at(below + 1) + 1
        : Math.max(at(below), at(row * width + column + 1));
    }
  }
  return lengths;
}

function prefersRemoval(
  lengths: Uint32Array | undefined,
  row: number,
  column: number,
  columns: number,
): boolean {
  if (lengths === undefined) return true;
  const width = columns + 1;
  return (lengths[(row + 1) * width + column] ?? 0) >= (lengths[row * width + column + 1] ?? 0);
}
