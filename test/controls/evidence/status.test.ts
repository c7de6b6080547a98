import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import {
  type Grounds,
  isWrong,
  STATUS_MEANINGS,
  STATUSES,
  statusOf,
} from "../../../lib/controls/evidence/status";
import type { PromiseClass } from "../../../lib/model/promises";

const NONE = { kept: 0, found: 0, waived: 0 };
const FEW = { kept: 3, found: 0, waived: 0 };

const grounds = (facts: Partial<Grounds>): Grounds => ({
  classes: ["realise"],
  made: NONE,
  record: NONE,
  realised: false,
  holds: false,
  ...facts,
});

describe("the status of a promise", () => {
  test.each<[string, Partial<Grounds>, (typeof STATUSES)[number]]>([
    ["realised, looked at, right", { made: FEW, realised: true }, "kept"],
    ["made by others, looked at, right", { classes: ["verify"], made: FEW }, "kept"],
    ["looked at, and nothing says that it makes it so", { made: FEW }, "checked in part"],
    ["one thing wrong among many", { made: { ...FEW, found: 1 }, realised: true }, "broken"],
    ["one thing wrong and allowed", { made: { ...FEW, waived: 1 }, realised: true }, "kept with waivers"],
    ["one wrong, one allowed", { made: { kept: 0, found: 1, waived: 1 }, realised: true }, "broken"],
    ["realised, and no rule", { realised: true }, "realised, checked by nothing"],
    ["nothing at all", {}, "nothing checks this"],
    ["a document that holds, of what contracts keep", { classes: ["record"], holds: true }, "on record"],
    ["a document that does not hold", { classes: ["record"] }, "record missing"],
    ["a document for what should be made", { holds: true }, "nothing checks this"],
    [
      "made and right, without its document",
      { classes: ["realise", "record"], made: FEW, realised: true },
      "record missing",
    ],
    [
      "its document, and nothing made",
      { classes: ["record", "realise"], holds: true },
      "nothing checks this",
    ],
    ["both", { classes: ["record", "realise"], holds: true, made: FEW, realised: true }, "kept"],
    [
      "rules of documents alone are right about what should be made",
      { classes: ["record", "realise"], holds: true, record: FEW, realised: true },
      "realised, checked by nothing",
    ],
    [
      "a document that holds and is wrong otherwise",
      { classes: ["record"], holds: true, record: { ...FEW, found: 1 } },
      "broken",
    ],
  ])("%s", (_what, facts, status) => {
    expect(statusOf(grounds(facts))).toBe(status);
  });

  const counts = fc.record({ kept: fc.nat(2), found: fc.nat(1), waived: fc.nat(1) });
  const anyGrounds: fc.Arbitrary<Grounds> = fc.record({
    classes: fc.subarray<PromiseClass>(["realise", "verify", "record"], { minLength: 1 }),
    made: counts,
    record: counts,
    realised: fc.boolean(),
    holds: fc.boolean(),
  });

  test("is kept only where something was looked at, nothing was found, and what it takes is there", () => {
    const check = fc.property(anyGrounds, (one) => {
      const status = statusOf(one);
      if (status !== "kept") return;
      expect(one.made).toMatchObject({ found: 0, waived: 0 });
      expect(one.made.kept).toBeGreaterThan(0);
      expect(one.record.found).toBe(0);
      if (one.classes.includes("record")) expect(one.holds).toBe(true);
      if (one.classes.includes("realise")) expect(one.realised).toBe(true);
    });
    fc.assert(check);
  });

  test("is never better for something more that is wrong", () => {
    const rank = (one: Grounds) => STATUSES.indexOf(statusOf(one));
    const check = fc.property(anyGrounds, (one) => {
      const worse = { ...one, made: { ...one.made, found: one.made.found + 1 } };
      expect(rank(worse)).toBeLessThanOrEqual(rank(one));
      expect(isWrong(statusOf(worse))).toBe(true);
      // With its document gone, what is wrong with the document no longer matters.
      const recorded = { ...one, record: FEW };
      expect(rank({ ...recorded, holds: false })).toBeLessThanOrEqual(rank({ ...recorded, holds: true }));
      expect(rank({ ...one, realised: false })).toBeLessThanOrEqual(rank({ ...one, realised: true }));
    });
    fc.assert(check);
  });

  test("is told with what it means, each of them", () => {
    expect(Object.keys(STATUS_MEANINGS).toSorted()).toEqual([...STATUSES].toSorted());
    expect(STATUSES.filter(isWrong)).toEqual(["broken", "record missing"]);
  });
});
