import { spawnSync } from "node:child_process";
import { describe, expect, test } from "@jest/globals";

/**
 * Describes tests that need a program of the machine. Without it they are not run, and one line says so and how to
 * get it; in CI a missing program is a failure, because a proof that silently did not take place proves nothing.
 */
export function describeWith(program: string, howToGet: string, name: string, tests: () => void): void {
  const isThere = spawnSync(program, ["-version"], { stdio: "ignore" }).error === undefined;
  describeUnless(isThere ? undefined : `${program}; ${howToGet}`, name, tests);
}

/** As `describeWith`, for tests that need more than a program: `lacking` tells what is not there, if anything. */
export function describeUnless(lacking: string | undefined, name: string, tests: () => void): void {
  if (lacking === undefined) {
    describe(name, tests);
  } else if (process.env["CI"]) {
    test(`${name}: it needs ${lacking}`, () => expect(lacking).toBeUndefined());
  } else {
    process.stderr.write(`Not run: ${name}. It needs ${lacking}.\n`);
    describe.skip(name, tests);
  }
}
