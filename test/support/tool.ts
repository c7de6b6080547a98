import { spawnSync } from "node:child_process";
import { describe, expect, test } from "@jest/globals";

/**
 * Describes tests that need a program of the machine. Without it they are not run, and one line says so and how to
 * get it; in CI a missing program is a failure, because a proof that silently did not take place proves nothing.
 */
export function describeWith(program: string, howToGet: string, name: string, tests: () => void): void {
  const isThere = spawnSync(program, ["-version"], { stdio: "ignore" }).error === undefined;
  if (isThere) {
    describe(name, tests);
  } else if (process.env["CI"]) {
    test(`${name}: ${program} is there, or ${howToGet}`, () => expect(isThere).toBe(true));
  } else {
    process.stderr.write(`Not run: ${name}. It needs ${program}; ${howToGet}.\n`);
    describe.skip(name, tests);
  }
}
