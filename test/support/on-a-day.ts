import { join } from "node:path";

/** The environment of a program that takes a day for today: an apply is judged by the clock, and examples end some day. */
export function onADay(day: string): Readonly<Record<string, string>> {
  return {
    NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, "set-clock.cjs"))}`,
    TEST_DAY: day,
    STRAAT_DATE: day,
  };
}
