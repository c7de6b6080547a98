/** Texts up to this long are told apart by themselves. */
const SHORT = 256;
/** How much of each end of a longer one is looked at first. What is zipped ends in a checksum. */
const END = 64;

/**
 * Remembers what a pure function said of the texts it was asked about last. Members of a group are given the same text,
 * one after the other, so few answers are enough and memory stays bounded. What throws is not remembered.
 *
 * @param size how many answers are kept at least; twice as many at most
 */
export function recent<R>(size: number, make: (text: string) => R): (text: string) => R {
  type Answered = { readonly text: string; readonly answer: R };
  // Answers that are asked for again move to the new ones; when those are enough, what is left of the old is forgotten.
  let young = new Map<string, Answered>();
  let old: ReadonlyMap<string, Answered> = young;
  return (text) => {
    const key = keyOf(text);
    const known = young.get(key);
    // Of two long texts with the same ends, the last one is kept.
    if (known?.text === text) return known.answer;
    const older = old.get(key);
    const found = older?.text === text ? older : { text, answer: make(text) };
    young.set(key, found);
    if (young.size >= size) {
      old = young;
      young = new Map();
    }
    return found.answer;
  };
}

/** A map reads all of a key to find its place: for the files of a server that takes longer than comparing two of them. */
function keyOf(text: string): string {
  return text.length <= SHORT ? text : `${text.length} ${text.slice(0, END)}${text.slice(-END)}`;
}
