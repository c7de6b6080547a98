/** A stretch of a text, up to but not with its end. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Fewest characters of what is looked for. */
export const NEEDLE_MIN = 4;

const SLOTS = 1 << 16;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/**
 * Finds many fixed texts in one pass. A plan holds thousands of secrets in a dozen spellings each, and as many texts to show:
 * one look for each of them would take longer than all the rest.
 */
export class Needles {
  /** What begins with the same four characters, or with others that share their slot, longest first. */
  private readonly slots = new Map<number, Needle[]>();
  private readonly isTaken = new Uint8Array(SLOTS);

  /**
   * @param anywhere found inside words too
   * @param words found only where no letter or digit stands next to them: short texts are parts of many words
   */
  constructor(anywhere: Iterable<string>, words: Iterable<string>) {
    for (const text of new Set(anywhere)) this.add({ text, isWord: false });
    for (const text of new Set(words)) this.add({ text, isWord: true });
    for (const needles of this.slots.values()) needles.sort((a, b) => b.text.length - a.text.length);
  }

  get isEmpty(): boolean {
    return this.slots.size === 0;
  }

  /** Where any of them stands, in order, those that touch taken together. */
  in(text: string): readonly Stretch[] {
    if (this.isEmpty || text.length < NEEDLE_MIN) return NONE;
    let found: Stretch[] | undefined;
    for (let at = 0; at + NEEDLE_MIN <= text.length; at++) {
      const slot = slotOf(text, at);
      if (this.isTaken[slot] !== 1) continue;
      const needle = this.slots.get(slot)?.find((one) => standsAt(one, text, at));
      if (needle === undefined) continue;
      found ??= [];
      addTo(found, { start: at, end: at + needle.text.length });
    }
    return found ?? NONE;
  }

  private add(needle: Needle): void {
    if (needle.text.length < NEEDLE_MIN) return;
    const slot = slotOf(needle.text, 0);
    this.isTaken[slot] = 1;
    const others = this.slots.get(slot);
    if (others === undefined) this.slots.set(slot, [needle]);
    else others.push(needle);
  }
}

interface Needle {
  readonly text: string;
  readonly isWord: boolean;
}

const NONE: readonly Stretch[] = [];

/** Puts a stretch behind those that begin before it. */
function addTo(found: Stretch[], stretch: Stretch): void {
  const last = found.at(-1);
  if (last === undefined || stretch.start > last.end) found.push(stretch);
  else if (stretch.end > last.end) found[found.length - 1] = { start: last.start, end: stretch.end };
}

function standsAt({ text: needle, isWord }: Needle, text: string, at: number): boolean {
  if (!text.startsWith(needle, at)) return false;
  return !isWord || !(isLetterOrDigit(text[at - 1]) || isLetterOrDigit(text[at + needle.length]));
}

function isLetterOrDigit(character: string | undefined): boolean {
  return character !== undefined && LETTER_OR_DIGIT.test(character);
}

function slotOf(text: string, at: number): number {
  const first = text.charCodeAt(at) * 31 + text.charCodeAt(at + 1);
  return ((first * 31 + text.charCodeAt(at + 2)) * 31 + text.charCodeAt(at + 3)) & (SLOTS - 1);
}
