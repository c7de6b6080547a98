import { align, type Step } from "./align";

/** Lines that are shown around what changes. */
const CONTEXT = 2;
/** Most lines of one text that are shown. */
const LINES_MAX = 1000;
/** Where lines that stay are left out. */
const GAP = " …";

/**
 * What changes between two lists of lines: each with `+`, `-` or a blank before it, and up to two lines that stay around it.
 *
 * @param shownBefore the same lines as they may be shown, since two secrets that differ look alike
 */
export function lineChanges(
  before: readonly string[],
  after: readonly string[],
  shownBefore: readonly string[] = before,
  shownAfter: readonly string[] = after,
): readonly string[] {
  const steps = align(before.length, after.length, (a, b) => before[a] === after[b]);
  const isNear = nearChanges(steps);
  const lines: string[] = [];
  let isGap = false;
  for (const [index, { kind, before: from, after: to }] of steps.entries()) {
    if (!isNear[index]) {
      isGap = lines.length > 0;
      continue;
    }
    if (isGap) lines.push(GAP);
    isGap = false;
    if (kind === "added") lines.push(`+${shownAfter[to]}`);
    else lines.push(`${kind === "removed" ? "-" : " "}${shownBefore[from]}`);
  }
  return bounded(lines);
}

/** All of a text as added or removed. */
export function allLines(mark: "+" | "-", lines: readonly string[]): readonly string[] {
  return bounded(lines.map((line) => `${mark}${line}`));
}

function bounded(lines: readonly string[]): readonly string[] {
  if (lines.length <= LINES_MAX) return lines;
  return [
    ...lines.slice(0, LINES_MAX),
    `${GAP} and ${lines.length - LINES_MAX} more lines, which are not shown`,
  ];
}

function nearChanges(steps: readonly Step[]): readonly boolean[] {
  const isNear = steps.map(() => false);
  for (const [index, { kind }] of steps.entries()) {
    if (kind === "same") continue;
    for (let at = Math.max(index - CONTEXT, 0); at <= Math.min(index + CONTEXT, steps.length - 1); at++) {
      isNear[at] = true;
    }
  }
  return isNear;
}
