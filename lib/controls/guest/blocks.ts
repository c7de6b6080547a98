import { Unreadable } from "../unreadable";
import type { Words } from "./lines";

/**
 * A configuration of blocks within braces, one tab deeper each. A reader asks for what it knows; what nobody asked for
 * is not understood, and {@link end} says so.
 */
export class Block {
  private readonly lines: string[] = [];
  private readonly inner: { readonly head: string; readonly block: Block }[] = [];

  private constructor(private readonly head: string) {}

  /** @param lines without comments; empty lines may stand between outermost blocks */
  static parse(lines: readonly string[]): Block {
    const root = new Block("");
    const open = [root];
    for (const line of lines) {
      const depth = open.length - 1;
      const block = open.at(-1) as Block;
      const text = line.slice(depth);
      if (line === "" && depth === 0) continue;
      if (depth > 0 && line === `${"\t".repeat(depth - 1)}}`) open.pop();
      else if (line !== "\t".repeat(depth) + text || !/^[^\s{}]/.test(text)) throw odd(line);
      else if (text.endsWith(" {")) open.push(block.opened(text.slice(0, -2)));
      else block.lines.push(text);
    }
    if (open.length > 1) throw new Unreadable(`has a block ${open.at(-1)?.head} without an end`);
    return root;
  }

  private opened(head: string): Block {
    const block = new Block(head);
    this.inner.push({ head, block });
    return block;
  }

  /** The words of each line of a form, in their order. */
  all(form: RegExp): readonly Words[] {
    return taken(this.lines, (line) => form.exec(line)).map((found) =>
      found.slice(1).map((word) => word ?? ""),
    );
  }

  /** The words of the one line of a form. @throws Unreadable when there is none, or more than one */
  one(form: RegExp): Words {
    const [words, ...more] = this.all(form);
    if (words !== undefined && more.length === 0) return words;
    throw new Unreadable(`has ${words === undefined ? "no line" : "several lines"} ${form} in ${this.name}`);
  }

  /** Each inner block whose head has a form. */
  blocks(form: RegExp): readonly { readonly words: Words; readonly block: Block }[] {
    return taken(this.inner, ({ head, block }) => {
      const found = form.exec(head);
      return found && { words: found.slice(1).map((word) => word ?? ""), block };
    });
  }

  /** The one inner block of a head. @throws Unreadable when there is none, or more than one */
  block(head: string): Block {
    const [first, ...more] = taken(this.inner, (one) => (one.head === head ? one.block : null));
    if (first !== undefined && more.length === 0) return first;
    throw new Unreadable(`has ${first === undefined ? "no" : "more than one"} block ${head} in ${this.name}`);
  }

  /** @throws Unreadable when there is something left that nobody asked for */
  end(): void {
    const left = this.lines[0] ?? this.inner[0]?.head;
    if (left !== undefined) throw odd(left);
  }

  private get name(): string {
    return this.head || "the whole";
  }
}

/** Takes out of a list what a form knows. */
function taken<T, R>(list: T[], form: (item: T) => R | null): readonly R[] {
  const known: R[] = [];
  const left = list.filter((item) => {
    const found = form(item);
    if (found !== null) known.push(found);
    return found === null;
  });
  list.splice(0, list.length, ...left);
  return known;
}

function odd(line: string): Unreadable {
  return new Unreadable(`has a line ${JSON.stringify(line.trim())} that is not understood`);
}
