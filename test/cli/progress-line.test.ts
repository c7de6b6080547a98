import type { WriteStream } from "node:tty";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { ProgressLine } from "../../lib/cli/progress-line";

/** A terminal of twenty columns, or no terminal at all. */
function stream(isTTY: boolean) {
  const written: string[] = [];
  const fake = { isTTY, columns: 20, write: (text: string) => written.push(text) } as unknown as WriteStream;
  return { line: new ProgressLine(fake), written };
}

describe("the progress line", () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  test("says nothing within the first second, and then what is being done, on one line", () => {
    const { line, written } = stream(true);
    line.show("reading verne");
    jest.advanceTimersByTime(999);
    line.show("reading verne");
    expect(written).toEqual([]);
    jest.advanceTimersByTime(1);
    line.show("writing verne/production");
    expect(written).toEqual(["\r\x1b[2Kwriting verne/produc"]);
    line.clear();
    expect(written.at(-1)).toBe("\r\x1b[2K");
  });

  test("says nothing where there is no terminal, and has nothing to clear", () => {
    const { line, written } = stream(false);
    jest.advanceTimersByTime(5000);
    line.show("writing verne/production");
    line.clear();
    expect(written).toEqual([]);
  });
});
