import { afterEach, describe, expect, test } from "@jest/globals";
import { LONGEST_COMMENT } from "../../lib/review/report/comment";
import { DRIFT_MARKER } from "../../lib/review/report/drift";
import { MARKER } from "../../lib/review/report/markdown";
import type { Review } from "../../lib/review/review";
import type { ResourceChange, StackReview } from "../../lib/review/stack-review";
import { go } from "../../scripts/workflow/go";
import { readReview } from "../../scripts/workflow/read-review";
import { itemsOf } from "../../scripts/workflow/told";
import { type Answer, changing, FakeJob, json, review, writeFileOf } from "./support/fake-job";

const jobs: FakeJob[] = [];
afterEach(() => {
  for (const one of jobs.splice(0)) one.remove();
});
const job = (answer?: Answer) => {
  const made = new FakeJob(answer);
  jobs.push(made);
  return made;
};

const [ONE, OTHER] = ["1".repeat(64), "2".repeat(64)];
const WEB = "verne/production";

/** A job in which a change was compared. */
function compared(found: Review, affected: readonly string[], answer?: Answer): FakeJob {
  const made = job(answer);
  made.put("diff/review.json", json(found));
  made.put("diff/stacks.json", { affected, gone: [], isMade: true });
  return made;
}

const posts = (...bodies: readonly (readonly [id: number, writer: string, body: string])[]) =>
  bodies.map(([id, writer, body]) => `${JSON.stringify({ id, writer, body })}\n`).join("");

describe("a comment", () => {
  const on = (answer: Answer, found = changing([WEB])) => {
    const made = compared(found, [WEB], answer);
    Object.assign(made.env, { GITHUB_REPOSITORY: "agency/straat", STRAAT_PULL_REQUEST: "7" });
    return made;
  };

  test("is written once with the review, and what became of the plans", async () => {
    const made = on(() => undefined);
    made.put("plans/verne-production.json", json(changing([WEB], { digest: ONE })));
    expect(await go(made, ["comment"])).toBe(0);
    const [sent, ...more] = made.callsOf("gh", "POST");
    expect({ path: sent?.args[3], more }).toEqual({
      path: "repos/agency/straat/issues/7/comments",
      more: [],
    });
    const { body } = JSON.parse(sent?.input ?? "");
    expect(body).toMatch(/^<!-- straat:review -->\n1 stack planned, together <code>[0-9a-f]{64}<\/code>\.\n/);
    expect(body).toContain(`<code>${ONE}</code>`);
  });

  test("is written over, and what somebody quotes of it is left alone", async () => {
    const made = on(({ args }) =>
      args.includes("GET")
        ? { stdout: posts([1, "jules", `${MARKER}\nquoted`], [2, "github-actions[bot]", `${MARKER}\nold`]) }
        : undefined,
    );
    expect(await go(made, ["comment"])).toBe(0);
    expect(made.callsOf("gh", "POST")).toEqual([]);
    expect(made.callsOf("gh", "PATCH")[0]?.args[3]).toBe("repos/agency/straat/issues/comments/2");
  });

  test("is left as it is where it says the same already: approvals count from when it was written", async () => {
    let there = "";
    const made = on(({ args }) =>
      args.includes("GET") && there !== ""
        ? { stdout: posts([2, "github-actions[bot]", there.replaceAll("\n", "\r\n")]) }
        : undefined,
    );
    await go(made, ["comment"]);
    there = made.get("comment.md");
    made.calls.splice(0);
    expect(await go(made, ["comment"])).toBe(0);
    expect(made.calls.map(({ args }) => args[2])).toEqual(["GET"]);
  });

  test("takes no text that the code of the change wrote: it makes its own of the figures", async () => {
    const made = on(() => undefined);
    made.put("diff/comment.md", `${MARKER}\nAll is well, says @agency/team-tech`);
    await go(made, ["comment"]);
    expect(made.get("comment.md")).not.toContain("All is well");
  });

  test.each(["<b>", "constructor", undefined])(
    "is not written of figures that no review has: its verdict is %s",
    async (verdict) => {
      const made = on(() => undefined);
      made.put("diff/review.json", { ...JSON.parse(json(changing([WEB]))), verdict });
      expect(await go(made, ["comment"])).toBe(1);
      expect(made.calls).toEqual([]);
      expect(made.said.join("\n")).toContain("has a verdict that nobody here knows");
    },
  );

  test("says first what a plan blocks, and which plans are missing", async () => {
    const made = compared(changing([WEB, "verne/test"]), [WEB, "verne/test"]);
    made.put("plans/verne-production.json", json(changing([WEB], { verdict: "block" })));
    await go(made, ["comment"]);
    const [, first] = made.get("comment.md").split("\n");
    expect(first).toContain("**Blocked by the plan:** verne/production.");
    expect(first).toContain("**Could not be planned, and will not be applied by this review:** verne/test.");
  });

  test("is never too long, whatever it is told, and says what was left out", async () => {
    const paths = Array.from({ length: 600 }, (_, index) => `client${index}/production`);
    const made = compared(changing(paths), paths);
    for (const path of paths)
      made.put(`plans/${path.replace("/", "-")}.json`, json(changing([path], { digest: ONE })));
    await go(made, ["comment"]);
    const body = made.get("comment.md");
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(LONGEST_COMMENT);
    expect(body).toMatch(/\d+ plans left out of this table to fit a comment\./);
  });

  test("that would be too long by the review alone shows as much of it as fits, and says what does not", async () => {
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index} ${"long ".repeat(30)}`);
    const attribute = { path: "a", kind: "changed" as const, lines, isCosmetic: false };
    const stacks = Array.from({ length: 60 }, (_, index) => {
      const [stack] = changing([`client${index}/production`]).stacks as [StackReview];
      const [change] = stack.changes as [ResourceChange];
      return { ...stack, changes: Array(5).fill({ ...change, attributes: [attribute] }) };
    });
    const made = compared(review({ stacks }), [WEB]);
    made.put(`plans/verne-production.json`, json(changing([WEB], { digest: ONE })));
    await go(made, ["comment"]);
    const body = made.get("comment.md");
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(LONGEST_COMMENT);
    expect(Buffer.byteLength(body)).toBeGreaterThan(50_000);
    expect(body).toMatch(/\*\*Cut to fit a comment\.\*\* Left out: \d+ stacks\./);
    expect(body).toContain(ONE);
  });

  test("is not sent where GitHub refuses to list comments", async () => {
    const made = on(({ args }) => (args.includes("GET") ? { status: 1 } : undefined));
    expect(await go(made, ["comment"])).toBe(1);
    expect(made.callsOf("gh", "POST")).toEqual([]);
    expect(made.said.join("\n")).toContain("gh could not read repos/agency/straat/issues/7/comments");
  });

  test("is only kept where nobody said which pull request it is for", async () => {
    const made = compared(changing([WEB]), [WEB]);
    expect(await go(made, ["comment"])).toBe(0);
    expect(made.calls).toEqual([]);
    expect(made.get("comment.md")).toContain("No plan was made");
  });
});

describe("a verdict", () => {
  const held = async (found: Review, needs?: object, plan?: Review) => {
    const made = compared(found, [WEB]);
    if (needs !== undefined) made.env["STRAAT_NEEDS"] = JSON.stringify(needs);
    if (plan !== undefined) made.put("plans/verne-production.json", json(plan));
    return { status: await go(made, ["verdict"]), said: made.said.join("\n") };
  };
  const fine = { check: { result: "success" }, diff: { result: "success" }, plan: { result: "skipped" } };

  test("holds a change that is fine, or is for team Tech to approve", async () => {
    expect(await held(changing([WEB]), fine)).toMatchObject({ status: 0 });
    const { status, said } = await held(changing([WEB], { verdict: "team-tech" }), fine);
    expect({ status, isTold: said.includes("team Tech") }).toEqual({ status: 0, isTold: true });
  });

  test("stops what the review blocks, or any plan", async () => {
    expect(await held(changing([WEB], { verdict: "block" }), fine)).toMatchObject({ status: 1 });
    expect(await held(changing([WEB]), fine, changing([WEB], { verdict: "block" }))).toMatchObject({
      status: 1,
    });
  });

  test.each(["failure", "cancelled", "skipped"])("stops where a job ended as %s", async (result) => {
    const { status, said } = await held(changing([WEB]), { ...fine, check: { result } });
    expect(status).toBe(1);
    expect(said).toContain(`The job check ended with ${result}.`);
  });
});

describe("an apply", () => {
  /** `straat plan` finds this; `straat apply` ends with the code. */
  const applying = (found: Record<string, Review | undefined>, digests: object, status = 0) => {
    const made = job((call) => {
      const [command, path = ""] = call.args;
      const plan = found[path];
      if (command === "plan" && plan !== undefined) writeFileOf(call, json(plan));
      if (command === "plan") return { status: plan === undefined ? 3 : 0 };
      return command === "apply" ? { status } : undefined;
    });
    made.env["STRAAT_STACKS"] = Object.keys(found).join(" ");
    made.put("reviewed.json", digests);
    return made;
  };

  test("hands the digest that was reviewed to straat apply", async () => {
    const made = applying(
      { [WEB]: changing([WEB], { digest: ONE }) },
      { "verne-production.json": { digest: ONE } },
    );
    expect(await go(made, ["apply"])).toBe(0);
    expect(made.callsOf("straat", "apply").map(({ args }) => args)).toEqual([
      ["apply", WEB, "--reviewed", ONE, "--output", `${made.results}/applied`],
    ]);
  });

  test("leaves a stack alone that is as it should be", async () => {
    const made = applying({ [WEB]: review() }, {});
    expect(await go(made, ["apply"])).toBe(0);
    expect(made.callsOf("straat", "apply")).toEqual([]);
  });

  test.each([
    [
      "is another one than was reviewed",
      { "verne-production.json": { digest: OTHER } },
      "is not what was reviewed",
    ],
    ["was never reviewed", {}, "Nobody has reviewed"],
    [
      "was reviewed as something else than a digest",
      { "verne-production.json": [ONE] },
      "Nobody has reviewed",
    ],
    [
      "tells of what nobody was told",
      { "verne-production.json": { digest: ONE, told: ["0".repeat(64)] } },
      "It means more than the review told: 1 thing nobody was shown.",
    ],
  ])(
    "touches nothing where the plan %s, nor what comes after, and says how to go on",
    async (_what, digests, why) => {
      const made = applying(
        { [WEB]: changing([WEB], { digest: ONE }), "nemo/production": review() },
        digests,
      );
      made.env["GITHUB_ACTIONS"] = "true";
      expect(await go(made, ["apply"])).toBe(1);
      expect(made.callsOf("straat", "apply")).toEqual([]);
      const said = made.said.join("\n");
      expect(said).toContain(why);
      expect(said).toContain(`gh workflow run apply.yml -f stack=${WEB} -f digest=${ONE}`);
      expect(said).toContain("Not applied either: nemo/production.");
    },
  );

  test("touches nothing that cannot be planned", async () => {
    const made = applying({ [WEB]: undefined }, { "verne-production.json": { digest: ONE } });
    expect(await go(made, ["apply"])).toBe(1);
    expect(made.callsOf("straat", "apply")).toEqual([]);
  });

  test("ends as straat apply ends", async () => {
    const made = applying(
      { [WEB]: changing([WEB], { digest: ONE }) },
      { "verne-production.json": { digest: ONE, told: itemsOf(readReview(json(changing([WEB])), WEB)) } },
      4,
    );
    expect(await go(made, ["apply"])).toBe(4);
  });

  test.each([
    "verne",
    "../verne/production/x",
    "verne/staging",
    "platform-a/b",
    "a/b/production",
    "verne/production/x",
    "Verne/test",
    "<b>/test",
    "../test",
  ])("takes nothing for a stack that is none: %s", async (path) => {
    const made = applying({ [path]: changing([path]) }, {});
    expect(await go(made, ["apply"])).toBe(1);
    expect(made.calls).toEqual([]);
  });
});

describe("a night", () => {
  const drifted = (path: string): Review =>
    review({
      hazards: [
        {
          kind: "drift",
          level: "team-tech",
          stack: path,
          subjects: ["vsphere_virtual_machine.web-1"],
          text: "somebody changed its memory",
          remedy: "write it down, or apply",
        },
      ],
    });
  const night = (plans: Record<string, Review>, open = "") => {
    const made = job(({ args }) => (args.includes("GET") ? { stdout: open } : undefined));
    made.env["GITHUB_REPOSITORY"] = "agency/straat";
    made.put("stacks.json", [WEB, "verne/test"]);
    for (const [path, plan] of Object.entries(plans))
      made.put(`plans/${path.replace("/", "-")}.json`, json(plan));
    return made;
  };
  const sent = (made: FakeJob) =>
    made.calls
      .filter(({ input }) => input !== undefined)
      .map(({ args, input }) => ({ method: args[2], path: args[3], ...JSON.parse(input ?? "") }));
  const OPEN = posts([5, "github-actions[bot]", `${DRIFT_MARKER}\nold`]);
  const CALM = { [WEB]: review(), "verne/test": review() };

  test("opens an issue about drift", async () => {
    const made = night({ ...CALM, [WEB]: drifted(WEB) });
    expect(await go(made, ["drift"])).toBe(0);
    expect(sent(made)).toMatchObject([
      { method: "POST", path: "repos/agency/straat/issues", title: `Drift in ${WEB}` },
    ]);
  });

  test("writes over the one that is open", async () => {
    const made = night({ ...CALM, [WEB]: drifted(WEB) }, OPEN);
    await go(made, ["drift"]);
    expect(sent(made)).toMatchObject([
      { method: "PATCH", path: "repos/agency/straat/issues/5", state: "open" },
    ]);
  });

  test("closes it when nothing is left, and is silent where none is open", async () => {
    const closing = night(CALM, OPEN);
    await go(closing, ["drift"]);
    expect(sent(closing)).toMatchObject([{ method: "PATCH", state: "closed", title: "No drift" }]);
    const silent = night(CALM);
    await go(silent, ["drift"]);
    expect(sent(silent)).toEqual([]);
  });

  test("takes a stack that was not planned for no proof of anything", async () => {
    const made = night({ [WEB]: review() });
    await go(made, ["drift"]);
    expect(sent(made)).toMatchObject([{ method: "POST", title: "Drift unknown in 1 stack" }]);
    expect(sent(made)[0].body).toContain("verne/test");
  });
});

describe("the script", () => {
  test("knows no other step, and says which there are", async () => {
    const made = job();
    expect(await go(made, ["deploy"])).toBe(2);
    expect(made.said.join("\n")).toContain("There is no step deploy.");
    expect(await go(job(), [])).toBe(2);
  });

  test("stops at the first step that fails", async () => {
    const made = job(({ args }) => (args.includes("lint") ? { status: 1 } : undefined));
    expect(await go(made, ["types", "lint", "tests"])).toBe(1);
    expect(made.callsOf("npm").map(({ args }) => args.at(-1))).toEqual(["typecheck", "lint"]);
  });

  test("says which step is missing before one that needs it", async () => {
    const made = job();
    expect(await go(made, ["verdict"])).toBe(1);
    expect(made.said.join("\n")).toContain("run the step diff first");
  });
});
