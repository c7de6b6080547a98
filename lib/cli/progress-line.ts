import type { WriteStream } from "node:tty";

const PATIENCE_MS = 1000;

/** Back to the start of the line, and everything on it gone. */
const CLEAR = "\r\x1b[2K";

/** One line on a terminal that says what is being done, once it takes longer than a second. */
export class ProgressLine {
  private readonly start = Date.now();
  private shown = false;

  constructor(private readonly stream: WriteStream) {}

  show(what: string): void {
    if (!this.stream.isTTY || Date.now() - this.start < PATIENCE_MS) return;
    this.stream.write(`${CLEAR}${what.slice(0, this.stream.columns || 80)}`);
    this.shown = true;
  }

  clear(): void {
    if (this.shown) this.stream.write(CLEAR);
  }
}
