import { InvalidError } from "../../model/mistake";
import { Unreadable } from "../unreadable";

/**
 * The lines of a text in which each has an end, as servers demand of a document.
 *
 * @throws Unreadable when the last has none, or one holds a character that no line of ours has
 */
export function linesOf(text: string): readonly string[] {
  if (text === "") return [];
  if (!text.endsWith("\n")) throw new Unreadable("has a last line without an end");
  const lines = text.slice(0, -1).split("\n");
  const odd = lines.findIndex((line) => /[^\t\P{Cc}]|[\u2028\u2029]/u.test(line));
  if (odd >= 0) throw new Unreadable(`has a control character in line ${odd + 1}`);
  return lines;
}

/** What a value says that a line holds, by the vocabulary's own parser. @throws Unreadable when it is none */
export function valueIn<T>(line: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error;
    const [mistake] = error.mistakes;
    throw new Unreadable(`has a line ${JSON.stringify(line)}: ${mistake?.value} ${mistake?.problem}`);
  }
}

/** The words that a line's form has groups for. */
export type Words = readonly string[];

/**
 * A document of lines that each begin with the kind of what they say, such as `time 08:00`. Whatever has no form is not
 * understood, and makes the whole unreadable.
 */
export class Entries {
  private constructor(private readonly byKind: ReadonlyMap<string, readonly Words[]>) {}

  /**
   * @param forms what follows each kind: the groups become the words
   * @throws Unreadable with the line that has none of the forms
   */
  static of(text: string, forms: Readonly<Record<string, RegExp>>): Entries {
    const byKind = new Map<string, Words[]>();
    for (const line of linesOf(text)) {
      const space = line.indexOf(" ");
      const kind = line.slice(0, Math.max(space, 0));
      const words = Object.hasOwn(forms, kind) ? forms[kind]?.exec(line.slice(space + 1)) : undefined;
      if (!words) throw new Unreadable(`has a line ${JSON.stringify(line)}`);
      byKind.set(kind, [...(byKind.get(kind) ?? []), words.slice(1).map((word) => word ?? "")]);
    }
    return new Entries(byKind);
  }

  /** What lines of a kind say, in their order. */
  all(kind: string): readonly Words[] {
    return this.byKind.get(kind) ?? [];
  }

  /** The first word of each line of a kind. @throws Unreadable when one is there twice */
  each(kind: string): readonly string[] {
    const words = this.all(kind).map(([word = ""]) => word);
    const twice = words.find((word, index) => words.indexOf(word) !== index);
    if (twice !== undefined) throw new Unreadable(`has ${kind} ${twice} twice`);
    return words;
  }

  /** What the one line of a kind says. @throws Unreadable when there is none, or more than one */
  one(kind: string): Words {
    const words = this.atMostOne(kind);
    if (words !== undefined) return words;
    throw new Unreadable(`has no line with ${kind}`);
  }

  /** @throws Unreadable when there is more than one */
  atMostOne(kind: string): Words | undefined {
    const [words, ...more] = this.all(kind);
    if (more.length === 0) return words;
    throw new Unreadable(`has ${more.length + 1} lines with ${kind}`);
  }
}
