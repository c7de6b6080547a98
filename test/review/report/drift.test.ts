import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { DRIFT_MARKER, driftIssue } from "../../../lib/review/report/drift";
import { anyReview } from "./any-review";
import { wrongIn } from "./comment-form";
import { hazardOf, reviewOf, sample, stackOf } from "./sample";

const drift = (stack: string) =>
  hazardOf({ kind: "drift", level: "team-tech", stack, text: "more memory by hand" });

describe("the issue about drift", () => {
  test("names the stacks, what drifted, what to do, and what was not looked at", () => {
    const { isDrift, title, body } = driftIssue(sample());
    expect(isDrift).toBe(true);
    expect(title).toBe("Drift in verne/production");
    expect(wrongIn(body)).toEqual([]);
    expect(body.split("\n").slice(0, 2)).toEqual([DRIFT_MARKER, "### Drift in verne/production"]);
    expect(body).toContain("| drift | <code>verne/production</code>");
    expect(body).toContain("somebody gave this server more memory by hand");
    expect(body).toContain("**What an apply would do now**");
    expect(body).toContain("- <code>module.legacy</code>: it is not made by Straat");
  });

  test("is none where only other things may go wrong", () => {
    const { isDrift, title, body } = driftIssue(reviewOf({ hazards: [hazardOf()], stacks: [stackOf()] }));
    expect({ isDrift, title }).toEqual({ isDrift: false, title: "No drift" });
    expect(body).not.toContain("redundancy");
    expect(wrongIn(body)).toEqual([]);
  });

  test("keeps its title while the same stacks are in it, in whatever order", () => {
    const one = driftIssue(reviewOf({ hazards: [drift("b"), drift("a"), drift("b")] }));
    const other = driftIssue(reviewOf({ hazards: [drift("a"), drift("b")] }));
    expect(one.title).toBe("Drift in a, b");
    expect(other.title).toBe(one.title);
  });

  test("has a title that GitHub takes, and a body never longer than that", () => {
    const hazards = Array.from({ length: 3_000 }, (_, index) => drift(`client-${index}/${"x".repeat(300)}`));
    const many = driftIssue(reviewOf({ hazards }));
    expect(many.title).toBe("Drift in 3000 stacks");
    expect(wrongIn(many.body)).toEqual([]);
    expect(many.body).toMatch(/Left out: \d+ drifts/);
    expect([...driftIssue(reviewOf({ hazards: hazards.slice(0, 2) })).title].length).toBeLessThanOrEqual(256);
  });

  test("keeps its form whatever the texts are", () => {
    fc.assert(
      fc.property(anyReview, (review) => {
        const { title, body } = driftIssue(review);
        expect(wrongIn(body)).toEqual([]);
        expect(title).not.toMatch(/[\p{C}\n]/u);
      }),
    );
  });
});
