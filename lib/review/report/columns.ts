/** Letters of two columns: of East Asia, and pictures. */
const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{1B2FF}\u{1F000}-\u{1FAFF}\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}|(?=[^\p{ASCII}©®])\p{Extended_Pictographic}/u;
/** Signs that stand on the letter before them. */
const NO_WIDTH = /[\p{Mn}\p{Me}]/u;
const PLAIN = /^[\x20-\x7E]*$/;

/** How many columns of a terminal a text takes; where terminals disagree, the most of any. */
export function columnsOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  return [...text].reduce((sum, character) => sum + columnsOfOne(character), 0);
}

function columnsOfOne(character: string): number {
  if (NO_WIDTH.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** A text in pieces of at most so many columns; a letter that is wider than that is a piece of its own. */
export function pieces(text: string, most: number): readonly string[] {
  const result: string[] = [];
  let piece = "";
  let taken = 0;
  for (const character of text) {
    const columns = columnsOfOne(character);
    if (taken + columns > most && piece !== "") {
      result.push(piece);
      piece = "";
      taken = 0;
    }
    piece += character;
    taken += columns;
  }
  return piece === "" ? result : [...result, piece];
}
