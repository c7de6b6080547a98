import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { columnsOf } from "../../../lib/review/report/columns";
import { terminal } from "../../../lib/review/report/terminal";
import { anyReview } from "./any-review";
import { attributeOf, changeOf, reviewOf, sample, stackOf, wayOf } from "./sample";

/** Lines that are wider than told, as a terminal shows them. */
function tooWide(text: string, width: number): readonly string[] {
  return stripVTControlCharacters(text)
    .split("\n")
    .filter((line) => columnsOf(line) > width);
}

/** Where each part is first met; -1 for one that is not there. */
function placesOf(text: string, parts: readonly string[]): readonly number[] {
  return parts.map((part) => text.indexOf(part));
}

describe("the review on a terminal", () => {
  test("gives the verdict and what is opened first, then what blocks, rules, access and stacks", () => {
    const text = terminal(sample());
    expect(text.split("\n")[0]).toBe(
      "Blocked: 1 way opened from outside, 1 way opened inside, 2 blockers, 1 thing for team Tech, 2 rules",
    );
    const places = placesOf(text, [
      "\nOpened\n",
      "internet → verne/production/web: opened, from outside, one end is new (verne)",
      "+ tcp/443 from anywhere to 10.20.6.10",
      "vpn → verne/acceptance/database: widened",
      "\nBlocked by\n",
      "both members of web are replaced",
      "→ raise the generation of one member",
      "\nFor team Tech\n",
      "\nRules newly broken\n",
      "error ports-closed (I-02): verne/production/web in verne-production",
      "warning whitelist-owner",
      "\nAccess\n",
      "203.0.113.0/26, owner Jantien de Vries, until 2027-03-31",
      "the VPN → SSH and the VPN, no owner, no end date",
      "\nClosed or narrowed\n",
      "\nRules mended\n",
      "\nTo know\n",
      "\nStacks\n",
      "because its client file changed",
      "forced by disk[0].size, generation",
      "\nNot looked at\n",
    ]);
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });

  test("names a long list of what nobody looked at by its beginning, unless details are asked for", () => {
    const what = `rules ${"first-boot-is-whole, ".repeat(40)}`;
    const review = reviewOf({ notAnalysed: [{ what, why: "a plan does not tell" }] });
    expect(terminal(review)).toMatch(/…: a plan does\s+not tell/);
    expect(terminal(review).split("\n").length).toBeLessThan(10);
    expect(terminal(review, { details: true }).match(/first-boot/g)).toHaveLength(40);
  });

  test("says in one line that nothing changes", () => {
    expect(terminal(reviewOf())).toBe("Nothing changes: main (1a2b3c4) → the working tree.\n");
  });

  test("does not say that nothing changes where somebody did not look, or where the verdict is another", () => {
    expect(terminal(reviewOf({ notAnalysed: [{ what: "module.a", why: "unknown" }] }))).not.toContain(
      "Nothing changes",
    );
    expect(terminal(reviewOf({ verdict: "block" }))).toContain("Blocked");
  });

  test("tells what nobody would notice apart from what has an effect", () => {
    const cosmetic = reviewOf({ stacks: [stackOf({ changes: [changeOf({ isCosmetic: true })] })] });
    expect(terminal(cosmetic)).toMatch(/^Fine: only comments, order or white space in 1 resource\n/);
    const effective = reviewOf({ stacks: [stackOf()] });
    expect(terminal(effective)).toMatch(/^Fine: 1 resource changed\n/);
  });

  test("writes colours when told, and no control character otherwise", () => {
    const colourful = terminal(sample(), { colour: true });
    expect(colourful).toContain("\u001B[31m");
    expect(stripVTControlCharacters(colourful)).toBe(terminal(sample()));
    expect(terminal(sample())).not.toMatch(/[^\P{C}\n]/u);
  });

  test("is never wider than told, whatever the texts are", () => {
    fc.assert(
      fc.property(anyReview, fc.integer({ min: 20, max: 120 }), fc.boolean(), (review, width, colour) => {
        expect(tooWide(terminal(review, { width, colour }), width)).toEqual([]);
      }),
    );
  });

  test.each([
    ["a name without a space", "a".repeat(500)],
    ["letters of two columns", "街".repeat(200)],
    ["signs upon letters", "e\u0301".repeat(300)],
    ["pictures", "🚧 ⚠️ ".repeat(100)],
  ])("wraps %s", (_name, from) => {
    const text = terminal(reviewOf({ ways: [wayOf({ from })] }), { width: 40 });
    expect(tooWide(text, 40)).toEqual([]);
    expect(text.replace(/\s/g, "")).toContain(from.replace(/\s/g, ""));
  });

  test("is held to a check of its width that bites", () => {
    expect(tooWide(terminal(sample(), { width: 80 }), 60)).not.toEqual([]);
    expect(columnsOf("街e\u0301a")).toBe(4);
  });

  test("lets nothing that a value holds steer the terminal", () => {
    fc.assert(
      fc.property(anyReview, (review) => {
        expect(terminal(review)).not.toMatch(/[^\P{C}\n]|[\u2028\u2029]/u);
      }),
    );
  });

  test("folds what is long, says how much that is, and unfolds it when told", () => {
    const lines = Array.from({ length: 50 }, (_, index) => `+ line ${index}`);
    const changes = Array.from({ length: 30 }, (_, index) =>
      changeOf({ address: `server_${index}.x`, attributes: [attributeOf({ lines })] }),
    );
    const review = reviewOf({ stacks: [stackOf({ changes })] });
    const folded = terminal(review);
    expect(folded).toContain("and 18 more resources\n");
    expect(folded).toContain("and 42 more lines\n");
    expect(folded).not.toContain("server_29.x");
    const whole = terminal(review, { details: true });
    expect(whole).toContain("server_29.x");
    expect(whole).toContain("+ line 49");
    expect(whole).not.toMatch(/more (?:lines|resources)/);
  });

  test("folds the harmless and never the worst", () => {
    const harmless = Array.from({ length: 40 }, () => changeOf());
    const review = reviewOf({
      stacks: [stackOf({ changes: [...harmless, changeOf({ address: "disk.data", action: "delete" })] })],
    });
    expect(terminal(review)).toContain("- disk.data: destroyed\n");
  });

  test("keeps the spaces of a text that changes", () => {
    expect(terminal(sample())).toContain("+   tcp dport 443 accept\n");
  });
});
