import { expect, test } from "@jest/globals";
import { MARKER } from "../../lib/review/report/markdown";
import { type Merged, whyNotAgreed } from "../../scripts/workflow/agreed";
import { shownAs } from "../../scripts/workflow/plan-table";
import { FakeJob } from "./support/fake-job";

const HEAD = "a".repeat(40);
const MERGED: Merged = { number: 7, head: HEAD, author: "jules" };
const SHOWN = shownAs(new Map([["verne-test.json", "1".repeat(64)]]));
const COMMENT = {
  id: 1,
  writer: "github-actions[bot]",
  body: `${MARKER}\r\n1 stack planned, ${SHOWN}.\r\n`,
  at: "2027-01-15T12:00:00Z",
};
const [SANNE, JORIS] = [approval("sanne"), approval("joris")];

function approval(by: string, at = "2027-01-15T12:30:00Z", of = HEAD) {
  return { by, at, of };
}

/** Why people have not agreed, by the comments and approvals that GitHub tells of. */
async function why(comments: readonly object[], approvals: readonly object[]): Promise<string | undefined> {
  const lines = (items: readonly object[]) => items.map((item) => `${JSON.stringify(item)}\n`).join("");
  const job = new FakeJob(({ args }) => ({
    stdout: lines(args.some((arg) => arg.endsWith("/reviews")) ? approvals : comments),
  }));
  try {
    return await whyNotAgreed(job, "agency/straat", MERGED, SHOWN);
  } finally {
    job.remove();
  }
}

test("two people beside the author agree to what the comment showed them", async () => {
  expect(await why([COMMENT], [SANNE, JORIS])).toBeUndefined();
});

test.each([
  ["one approved", [SANNE]],
  ["one approved twice", [SANNE, SANNE]],
  ["one of them is the author", [SANNE, approval("jules")]],
  ["one approved before it was last written", [SANNE, approval("joris", "2027-01-15T11:59:59Z")]],
  ["one approved another commit", [SANNE, approval("joris", undefined, "b".repeat(40))]],
])("nobody agreed where %s", async (_what, approvals) => {
  expect(await why([COMMENT], approvals)).toBe(
    "was approved by 1 of 2 people after its comment was last written",
  );
});

test.each([
  ["there is none", []],
  ["somebody quotes it", [{ ...COMMENT, writer: "jules" }]],
  ["it is of other plans", [{ ...COMMENT, body: `${MARKER}\n1 stack planned, ${shownAs(new Map())}.` }]],
  [
    "it is named below by somebody's name for a thing",
    [{ ...COMMENT, body: `${MARKER}\nNothing.\n${SHOWN}` }],
  ],
  ["its time cannot be read", [{ ...COMMENT, at: "yesterday" }]],
])("nobody agreed where of the comment %s", async (what, comments) => {
  const told = what.includes("time") ? "was approved by 0 of 2" : "has plans that its comment did not show";
  expect(await why(comments, [SANNE, JORIS])).toContain(told);
});

test("another digest, another plan or one more makes another sum, and their order none", () => {
  const plans = [
    ["verne-test.json", "1"],
    ["verne-production.json", "2"],
  ] as const;
  const one = shownAs(new Map(plans));
  expect(shownAs(new Map([...plans].reverse()))).toBe(one);
  expect(shownAs(new Map([...plans, ["a.json", "3"]]))).not.toBe(one);
  expect(
    shownAs(
      new Map([
        ["verne-test.json", "2"],
        ["verne-production.json", "1"],
      ]),
    ),
  ).not.toBe(one);
});
