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
    return packets.every((packet) => {
      const isAllowed = passes(world, packet);
      seen(isAllowed);
      return says(packet) === isAllowed;
    });
  });
}

describe("what policies let through, packet by packet", () => {
  test("is what an independent reading of the API documentation says", () => {
    const counts = { allowed: 0, denied: 0 };
    fc.assert(
      agreement(evaluate, (isAllowed) => counts[isAllowed ? "allowed" : "denied"]++),
      { numRuns: 400 },
    );
    const packets = counts.allowed + counts.denied;
    expect(packets).toBeGreaterThan(2000);
    // Worlds in which everything or nothing passes would prove nothing.
    expect(Math.min(counts.allowed, counts.denied) / packets).toBeGreaterThan(0.1);
  });
});

describe("the comparison bites: it sees an evaluator that takes", () => {
  test.each(MUTANTS)("%s", (_, mutant) => {
    const details = fc.check(agreement(mutant(evaluate)), { numRuns: 1500, endOnFailure: true });
    // An evaluator that throws would be caught by anything.
    expect(String(details.errorInstance)).toContain("returning false");
  });
});
