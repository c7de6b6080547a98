/** Texts up to this long are told apart by themselves. */
const SHORT = 256;
/** How much of each end of a longer one is looked at first. What is zipped ends in a checksum. */
const END = 64;

/**
 * Remembers what a pure function said of the texts it was asked about last. Members of a group are given the same text,
 * one after the other, so few answers are enough and memory stays bounded. What throws is not remembered.
 *
 * @param size how many answers are kept
 */
export function recent<R>(size: number, make: (text: string) => R): (text: string) => R {
  const answers = new Map<string, { readonly text: string; readonly answer: R }>();
  return (text) => {
    const key = keyOf(text);
    const known = answers.get(key);
    // Of two long texts with the same ends, the last one is kept.
    const found = known?.text === text ? known : { text, answer: make(text) };
    // A map keeps the order in which keys came: the first is the one that was asked about longest ago.
    answers.delete(key);
    answers.set(key, found);
    if (answers.size > size) answers.delete(answers.keys().next().value as string);
    return found.answer;
  };
}

/** A map reads all of a key to find its place: for the files of a server that takes longer than comparing two of them. */
function keyOf(text: string): string {
  return text.length <= SHORT ? text : `${text.length} ${text.slice(0, END)}${text.slice(-END)}`;
}
