/** Which characters a stretch is of, by their code. */
export type Characters = Uint8Array;

export function characters(all: string): Characters {
  const codes = new Uint8Array(128);
  for (let index = 0; index < all.length; index++) codes[all.charCodeAt(index)] = 1;
  return codes;
}

const EQUALS = 61;

/**
 * Stretches of certain characters, each as long as it goes, with up to two `=` behind it as base64 has. A regular
 * expression with a fewest number of characters looks at each of them once for every place before it.
 *
 * @param fewest characters of a stretch
 */
export function runsIn(text: string, of: Characters, fewest: number): readonly string[] {
  const isOf = (at: number) => of[text.charCodeAt(at)] === 1;
  const runs: string[] = [];
  let start = 0;
  while (start + fewest <= text.length) {
    // From the far end: most stretches are short, and what is before the last stranger need not be looked at.
    let at = start + fewest - 1;
    while (at >= start && isOf(at)) at--;
    if (at >= start) {
      start = at + 1;
      continue;
    }
    let end = start + fewest;
    while (isOf(end)) end++;
    for (let signs = 0; signs < 2 && text.charCodeAt(end) === EQUALS; signs++) end++;
    runs.push(text.slice(start, end));
    start = end;
  }
  return runs;
}
