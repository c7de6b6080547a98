import { expect } from "@jest/globals";

/**
 * Matchers over the promises of the sheet; a file for `setupFilesAfterEnv`. What is expected is a stack of this house, or an
 * assessment that was made of one already.
 */
declare module "expect" {
  interface Matchers<R extends void | Promise<void>> {
    /** No rule finds an error, or a warning, that is not waived. */
    toKeepItsPromises(): R;
    /** The rule finds something that is not waived. @throws RangeError for an id that is no rule's */
    toBreak(rule: string): R;
  }
}

/** The rules and the constructs are loaded by the first expectation: Jest runs this file before every file of tests. */
const matchers = (): typeof import("./promise-matchers") => require("./promise-matchers");

expect.extend({
  toKeepItsPromises: (received: unknown) => matchers().keepsItsPromises(received),
  toBreak: (received: unknown, rule: string) => matchers().breaksRule(received, rule),
});
