import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { type Evaluate, evaluate } from "./evaluate";
import { MUTANTS } from "./mutants";
import { passes } from "./naive";
import { scenes } from "./worlds";

/** Whether an evaluator says of every packet what the oracle says. A failure shows the seed, FC_SEED repeats it. */
function agreement(evaluator: Evaluate, seen: (isAllowed: boolean) => void = () => undefined) {
  return fc.property(scenes, ({ world, packets }) => {
    const says = evaluator(world);
    const wrong = packets.filter((packet) => {
      const isAllowed = passes(world, packet);
      seen(isAllowed);
      return says(packet) !== isAllowed;
    });
    expect(wrong).toEqual([]);
  });
}

describe("what policies let through, packet by packet", () => {
  test("is what an independent reading of the API documentation says", () => {
    let [allowed, denied] = [0, 0];
    fc.assert(
      agreement(evaluate, (isAllowed) => {
        if (isAllowed) allowed++;
        else denied++;
      }),
      { numRuns: 300 },
    );
    expect(allowed + denied).toBeGreaterThan(2000);
    // A world in which everything or nothing passes would prove nothing.
    expect(Math.min(allowed, denied) / (allowed + denied)).toBeGreaterThan(0.2);
  });
});

describe("the comparison bites: it sees an evaluator that takes", () => {
  test.each(MUTANTS)("%s", (_, mutant) => {
    const { failed } = fc.check(agreement(mutant(evaluate)), { numRuns: 1500, endOnFailure: true });
    expect(failed).toBe(true);
  });
});
