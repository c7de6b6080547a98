import { oneLine } from "../../controls/report/text";
import { columnsOf, pieces } from "./columns";

export type Colour = "bold" | "red" | "yellow" | "green";

/** A text in one colour; a colour says nothing that a word or a sign does not say as well. */
export type Span = string | { readonly text: string; readonly colour: Colour };

/** Of the sixteen that the owner of a terminal chooses, so that they are legible on what is behind them. */
const CODES: Readonly<Record<Colour, number>> = { bold: 1, red: 31, yellow: 33, green: 32 };

/** Narrower than this nothing can be read, whatever is told. */
export const NARROWEST = 20;

export interface Look {
  /** Most columns of a line; {@link NARROWEST} where less is told. */
  readonly width: number;
  readonly colour: boolean;
}

interface Word {
  readonly text: string;
  readonly colour: Colour | undefined;
}

/** Lines of a terminal: wrapped at words, never wider than told, in colour where that is wanted. */
export class TerminalLines {
  private readonly lines: string[] = [];
  private readonly width: number;

  constructor(private readonly look: Look) {
    this.width = Math.max(NARROWEST, Math.floor(look.width));
  }

  get text(): string {
    return this.lines.map((line) => `${line}\n`).join("");
  }

  /** An empty line between what is above and what comes. */
  gap(): void {
    if (this.lines.length > 0) this.lines.push("");
  }

  /** Words, wrapped; what goes on in the next line stands two columns further in. */
  add(indent: number, ...spans: readonly Span[]): void {
    const most = this.width - this.startOf(indent + 2);
    const words = spans.flatMap((span) => wordsOf(span, most));
    let line: Word[] = [];
    let start = this.startOf(indent);
    let end = start;
    for (const word of words) {
      const columns = columnsOf(word.text);
      if (line.length > 0 && end + 1 + columns > this.width) {
        this.push(start, line);
        line = [];
        start = this.startOf(indent + 2);
        end = start;
      }
      end += columns + (line.length > 0 ? 1 : 0);
      line.push(word);
    }
    if (line.length > 0) this.push(start, line);
  }

  /** A line of somebody's text with the spaces in it; one that is too long goes on below itself. */
  verbatim(indent: number, text: string, colour?: Colour): void {
    const start = this.startOf(indent);
    for (const piece of pieces(oneLine(text), this.width - start)) {
      this.push(start, [{ text: piece.trimEnd(), colour }]);
    }
  }

  private push(start: number, words: readonly Word[]): void {
    const runs: Word[] = [];
    for (const { text, colour } of words) {
      const last = runs.at(-1);
      if (last?.colour === colour && last !== undefined)
        runs.splice(-1, 1, { text: `${last.text} ${text}`, colour });
      else runs.push({ text, colour });
    }
    this.lines.push(`${" ".repeat(start)}${runs.map((run) => this.painted(run)).join(" ")}`);
  }

  /** An indent never takes more than a third of the line. */
  private startOf(indent: number): number {
    return Math.min(indent, Math.floor(this.width / 3));
  }

  private painted({ text, colour }: Word): string {
    return colour === undefined || !this.look.colour ? text : `\u001B[${CODES[colour]}m${text}\u001B[0m`;
  }
}

function wordsOf(span: Span, most: number): readonly Word[] {
  const { text, colour } = typeof span === "string" ? { text: span, colour: undefined } : span;
  return oneLine(text)
    .split(/\s+/)
    .flatMap((word) => pieces(word, most))
    .map((piece) => ({ text: piece, colour }));
}
