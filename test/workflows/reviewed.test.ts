import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import { MARKER } from "../../lib/review/report/markdown";
import type { Review } from "../../lib/review/review";
import { commentWithPlans } from "../../scripts/workflow/plan-table";
import { readReview } from "../../scripts/workflow/read-review";
import { reviewedIn } from "../../scripts/workflow/reviewed";
import { itemsOf } from "../../scripts/workflow/told";
import { changing, FakeJob, json, review } from "./support/fake-job";

const [WEB, OTHER] = ["verne/production", "verne/test"];
const HEAD = "a".repeat(40);
const PLANS = new Map([
  [WEB, changing([WEB], { digest: "1".repeat(64) })],
  [OTHER, changing([OTHER], { digest: "2".repeat(64), verdict: "block" })],
]);

let job: FakeJob | undefined;
afterEach(() => job?.remove());

/** What is reviewed by a pull request whose comment showed some plans, and whose run kept some. */
async function reviewed(shown: ReadonlyMap<string, Review>, kept: ReadonlyMap<string, Review> = shown) {
  const stacks = { affected: [...shown.keys()], gone: [], isMade: true };
  const body = commentWithPlans({ review: review(), stacks, plans: shown, run: "https://example.org/1" });
  const at = "2027-01-15T12:00:00Z";
  const answers: readonly (readonly [string, readonly object[]])[] = [
    ["commits/c/pulls", [{ number: 7, head: HEAD, author: "jules" }]],
    ["workflows/pull-request.yml/runs", [{ id: 42, of: "agency/straat" }]],
    ["issues/7/comments", [{ id: 1, writer: "github-actions[bot]", body, at }]],
    ["pulls/7/reviews", ["sanne", "joris"].map((by) => ({ by, at, of: HEAD }))],
  ];
  job = new FakeJob(({ args }) => {
    if (args[0] === "run") download(args[args.indexOf("--dir") + 1] ?? "", kept);
    const [, lines = []] = answers.find(([part]) => args.join(" ").includes(part)) ?? [];
    return { stdout: lines.map((line) => `${JSON.stringify(line)}\n`).join("") };
  });
  return reviewedIn(job, "agency/straat", ["c"]);
}

function download(folder: string, plans: ReadonlyMap<string, Review>): void {
  for (const [path, plan] of plans) {
    mkdirSync(join(folder, "plans-1"), { recursive: true });
    writeFileSync(join(folder, "plans-1", `${path.replace("/", "-")}.json`), json(plan));
  }
}

test("what people were shown and approved is reviewed, with all they were told, but for what blocks", async () => {
  const plan = readReview(json(changing([WEB])), WEB);
  expect([...(await reviewed(PLANS))]).toEqual([
    ["verne-production.json", { digest: "1".repeat(64), told: itemsOf(plan), pullRequest: 7 }],
  ]);
});

test.each<[string, ReadonlyMap<string, Review>]>([
  ["another digest", new Map([...PLANS, [WEB, changing([WEB], { digest: "3".repeat(64) })]])],
  ["one plan more", new Map([...PLANS, ["verne/acceptance", changing(["verne/acceptance"])]])],
  ["one plan less", new Map([...PLANS].slice(0, 1))],
])("a run that kept %s than the comment shows counts for nothing", async (_what, kept) => {
  expect([...(await reviewed(PLANS, kept))]).toEqual([]);
  expect(job?.said).toEqual([
    "Pull request 7 has plans that its comment did not show: nothing of it is reviewed.",
  ]);
});

test("a pull request without plans is told, and one into another branch is not asked for", async () => {
  expect([...(await reviewed(new Map()))]).toEqual([]);
  expect(job?.said).toEqual(["Pull request 7 has no plans: nothing of it is reviewed."]);
  const query = job?.calls
    .find(({ args }) => args.includes("repos/agency/straat/commits/c/pulls"))
    ?.args.at(-1);
  expect(query).toContain('select(.merged_at != null and .base.ref == "main")');
});

test("the comment of many plans shows them all by the one sum in its first line", () => {
  const paths = Array.from({ length: 600 }, (_, index) => `client${index}/production`);
  const plans = new Map(paths.map((path, index) => [path, changing([path], { digest: `${index}` })]));
  const stacks = { affected: paths, gone: [], isMade: true };
  const lines = (all: ReadonlyMap<string, Review>) =>
    commentWithPlans({ review: review(), stacks, plans: all, run: undefined }).split("\n");
  const [marker, first] = lines(plans);
  expect(marker).toBe(MARKER);
  const last = paths.at(-1) as string;
  expect(lines(new Map([...plans, [last, changing([last], { digest: "other" })]]))[1]).not.toBe(first);
});
