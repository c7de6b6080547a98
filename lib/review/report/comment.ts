import { type BoundedList, BoundedText } from "../../controls/report/bounded-text";
import { counted } from "../../controls/report/text";

/** Most that GitHub takes as a comment or an issue, in characters. Counted in bytes here, which are never fewer. */
export const LONGEST_COMMENT = 65_536;
/** Kept free for saying what was left out. */
const RESERVE = 1_500;

interface LeftOut {
  readonly number: number;
  readonly noun: string;
}

/** A comment that never gets too long: a list that comes early cannot take the place of all that come after it. */
export class Comment {
  private readonly left: LeftOut[] = [];
  private body = "";
  private size = 0;

  /** @param longest bytes it may take; less than GitHub takes where something else stands in the same comment */
  constructor(private readonly longest = LONGEST_COMMENT) {}

  get text(): string {
    return `${this.body}${cutLine(this.left)}`;
  }

  add(text: string): void {
    this.body += text;
    this.size += Buffer.byteLength(text);
  }

  /** Adds a list after an empty line, as far as it fits into `most` bytes; whole items only. */
  list(noun: string, list: BoundedList, most: number): void {
    const part = new BoundedText(Math.min(most, this.longest - RESERVE - this.size));
    part.list(noun, list);
    this.add(part.text);
    this.left.push(...part.leftOut);
  }
}

/** What was cut and how much of it; empty where nothing was. */
function cutLine(left: readonly LeftOut[]): string {
  if (left.length === 0) return "";
  const told = left.map(({ number, noun }) => counted(number, noun)).join(", ");
  return `\n**Cut to fit a comment.** Left out: ${told}. The JSON and HTML reports tell all.\n`;
}
