import type { WriteStream } from "node:tty";

const PATIENCE_MS = 1000;

/** One line on a terminal that says what is being done, once it takes longer than a second. */
export class ProgressLine {
  private readonly start = Date.now();
  private shown = false;

  constructor(private readonly stream: WriteStream) {}

  show(what: string): void {
    if (!this.stream.isTTY || Date.now() - this.start < PATIENCE_MS) return;
    this.stream.write(`\r\x1b[2K${what}`.slice(0, this.stream.columns || 80));
    this.shown = true;
  }

  clear(): void {
    if (this.shown) this.stream.write("\r\x1b[2K");
  }
}
