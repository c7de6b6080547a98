import { describe, expect, test } from "@jest/globals";
import type { Hazard } from "../../lib/review/hazard";
import type { AccessChange, Review, RuleChange, WayReview } from "../../lib/review/review";
import type { Action, ResourceChange, StackReview } from "../../lib/review/stack-review";
import { VERDICT_ROWS, verdictOf, verdictRowsOf } from "../../lib/review/verdict";

type Unjudged = Omit<Review, "verdict">;

const review = (others: Partial<Unjudged>): Unjudged => ({
  kind: "diff",
  base: "main",
  head: "the working tree",
  stacks: [],
  ways: [],
  rules: [],
  access: [],
  hazards: [],
  notAnalysed: [],
  digest: undefined,
  ...others,
});

const hazard = (level: Hazard["level"]): Hazard => ({
  kind: "drift",
  level,
  stack: "verne-test",
  subjects: [],
  text: "",
  remedy: "",
});
const rule = (kind: RuleChange["kind"], level: RuleChange["level"]): RuleChange => ({
  kind,
  rule: "some-rule",
  promises: [],
  level,
  stack: undefined,
  subject: "",
  problem: "",
  remedy: "",
});
const way = (kind: WayReview["kind"], isFromOutside: boolean): WayReview => ({
  client: "verne",
  from: "internet",
  to: "verne/test/web",
  kind,
  opened: [],
  closed: [],
  why: [],
  end: undefined,
  isFromOutside,
});
const access = (kind: AccessChange["kind"]): AccessChange => ({
  kind,
  what: "whitelist",
  where: "verne",
  who: "Bureau",
  before: undefined,
  after: undefined,
  owner: undefined,
  until: undefined,
});
const change = (action: Action, others: Partial<ResourceChange> = {}): ResourceChange => ({
  address: "vsphere_folder.place_folder",
  type: "vsphere_folder",
  action,
  previousAddress: undefined,
  importing: undefined,
  reason: undefined,
  replacePaths: [],
  attributes: [],
  isCosmetic: false,
  ...others,
});
const stack = (
  path: string,
  changes: readonly ResourceChange[],
  promotion?: StackReview["promotion"],
): StackReview => ({
  stacks: [path],
  reason: "",
  changes,
  promotion,
});
const promoted = (kind: "same" | "differs" | "not-yet") => ({ kind, text: "" });

/** For each row what makes it hold, and what comes close and does not. */
const CASES: Readonly<
  Record<string, { readonly holds: readonly Partial<Unjudged>[]; readonly not: readonly Partial<Unjudged>[] }>
> = {
  "hazard-blocks": { holds: [{ hazards: [hazard("block")] }], not: [{ hazards: [hazard("note")] }] },
  "error-broken": {
    holds: [{ rules: [rule("broken", "error")] }],
    not: [{ rules: [rule("mended", "error")] }],
  },
  "hazard-to-weigh": { holds: [{ hazards: [hazard("team-tech")] }], not: [{ hazards: [hazard("note")] }] },
  "opened-from-outside": {
    holds: (["opened", "widened", "changed"] as const).map((kind) => ({ ways: [way(kind, true)] })),
    not: [
      { ways: [way("opened", false), way("widened", false)] },
      { ways: [way("closed", true), way("narrowed", true)] },
    ],
  },
  "access-given": {
    holds: [{ access: [access("given")] }, { access: [access("changed")] }],
    not: [{ access: [access("taken")] }],
  },
  "shared-by-all": {
    holds: [
      { stacks: [stack("platform-amsterdam", [change("update")])] },
      { stacks: [stack("verne/street", [change("update")])] },
      { stacks: [stack("verne-street", [change("create")])] },
      { stacks: [stack("verne/street", [change("no-op", { previousAddress: "vsphere_folder.old" })])] },
    ],
    not: [
      { stacks: [stack("verne/test", [change("update")])] },
      { stacks: [stack("verne/street", [change("update", { isCosmetic: true })])] },
      { stacks: [stack("verne/street", [change("read")])] },
    ],
  },
  destroyed: {
    holds: (["delete", "replace", "replace-after", "forget", "replace-forget", "unknown"] as const).map(
      (action) => ({ stacks: [stack("verne/test", [change(action)])] }),
    ),
    not: (["create", "update", "read", "no-op"] as const).map((action) => ({
      stacks: [stack("verne/test", [change(action)])],
    })),
  },
  "warning-broken": {
    holds: [{ rules: [rule("broken", "warning")] }],
    not: [{ rules: [rule("mended", "warning")] }],
  },
  "not-in-acceptance": {
    holds: (["differs", "not-yet"] as const).map((kind) => ({
      stacks: [stack("verne/production", [change("update")], promoted(kind))],
    })),
    not: [
      { stacks: [stack("verne/production", [change("update")], promoted("same"))] },
      { stacks: [stack("verne/production", [change("update", { isCosmetic: true })], promoted("differs"))] },
      { stacks: [stack("verne/test", [change("update")])] },
    ],
  },
};

describe("a change", () => {
  test("of which there is nothing to say is fine, also where not everything was looked at", () => {
    expect(verdictOf(review({}))).toBe("fine");
    expect(verdictOf(review({ notAnalysed: [{ what: "verne/test", why: "" }] }))).toBe("fine");
    expect(verdictOf(review({ stacks: [stack("verne/test", [change("create"), change("update")])] }))).toBe(
      "fine",
    );
  });

  test("is judged by rows that are all tried here", () => {
    expect(Object.keys(CASES)).toEqual(VERDICT_ROWS.map(({ id }) => id));
  });

  test.each(VERDICT_ROWS.map((row) => [row.id, row] as const))(
    "is not fine for %s, and for nothing near it",
    (id, row) => {
      const { holds, not } = CASES[id] ?? { holds: [], not: [] };
      for (const facts of holds) {
        expect(verdictRowsOf(review(facts)).map((found) => found.id)).toEqual([id]);
        expect(verdictOf(review(facts))).toBe(row.verdict);
      }
      for (const facts of not) expect(verdictOf(review(facts))).toBe("fine");
      expect(holds.length).toBeGreaterThan(0);
      expect(not.length).toBeGreaterThan(0);
    },
  );

  test("that is blocked for one thing is blocked, whatever else it is", () => {
    const facts = review({ access: [access("given")], hazards: [hazard("note"), hazard("block")] });
    expect(verdictOf(facts)).toBe("block");
    expect(verdictRowsOf(facts).map(({ id }) => id)).toEqual(["hazard-blocks", "access-given"]);
  });
});
