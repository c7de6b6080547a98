export interface BoundedList {
  /** What stands above the items; whole, or nothing of the list is shown. */
  readonly head: string;
  readonly items: readonly string[];
  /** What stands below them. @default nothing */
  readonly foot?: string;
}

/** A text of at most so many bytes, that remembers what did not fit. */
export class BoundedText {
  private readonly parts: string[] = [];
  private readonly left: { readonly number: number; readonly noun: string }[] = [];
  private size = 0;

  /** @param most bytes of UTF-8 */
  constructor(private readonly most: number) {}

  get text(): string {
    return this.parts.join("");
  }

  /** How many of what was left out. */
  get leftOut(): readonly { readonly number: number; readonly noun: string }[] {
    return this.left;
  }

  add(text: string): void {
    this.parts.push(text);
    this.size += Buffer.byteLength(text);
  }

  /** Adds a list, after an empty line, as far as it fits; an item is whole or not there. Nothing, where it is empty. */
  list(noun: string, { head, items, foot = "" }: BoundedList): void {
    const room = this.most - this.size - Buffer.byteLength(`\n${head}${foot}`);
    let taken = 0;
    let shown = 0;
    for (const item of items) {
      taken += Buffer.byteLength(item);
      if (taken > room) break;
      shown += 1;
    }
    if (shown > 0) this.add(`\n${head}${items.slice(0, shown).join("")}${foot}`);
    if (shown < items.length) this.left.push({ number: items.length - shown, noun });
  }
}
