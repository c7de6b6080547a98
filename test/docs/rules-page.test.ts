import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { type Concern, rulesPage } from "../../lib/controls/report/catalogue";
import { RULES } from "../../lib/controls/rules";
import { ruleCalled } from "../controls/report/sample";
import { ruleFiles } from "../controls/support/rule-files";

const FILE = resolve(__dirname, "../../docs/rules.md");
const UPDATE = "README_UPDATE=1 npx jest test/docs";

/** The rules by the folder they stand in, in the order of reports. */
function concerns(): readonly Concern[] {
  const folders = new Map(ruleFiles().map(({ name, concern }) => [name, concern]));
  const names = [...new Set(RULES.map(({ id }) => folders.get(id) ?? "elsewhere"))];
  return names.map((name) => ({ name, rules: RULES.filter(({ id }) => folders.get(id) === name) }));
}

describe("the page of rules", () => {
  test(`is what the rules say (${UPDATE} writes it anew)`, () => {
    const page = rulesPage(concerns());
    if (process.env["README_UPDATE"]) writeFileSync(FILE, page);
    const written = existsSync(FILE) ? readFileSync(FILE, "utf8") : "";
    // One line in place of a difference of a thousand: what to do about it is the same.
    const state = written === page ? "current" : `docs/rules.md is not current: run ${UPDATE}`;
    expect(state).toBe("current");
  });

  test("has a chapter for each rule, that its contents link to", () => {
    const page = rulesPage(concerns());
    for (const { id } of RULES) {
      expect(page).toContain(`  - [${id}](#${id}): `);
      expect(page).toContain(`\n### ${id}\n`);
    }
  });

  test("tells what is particular about a rule, and only then", () => {
    const plain = rulesPage([{ name: "walls", rules: [ruleCalled("ports-closed")] }]);
    expect(plain).toContain("\n- Level: error everywhere\n- Waivable: yes\n");
    expect(plain).toMatch(/^- Promises: \*\*H-03\*\* \S.* \*\*V-10\*\* \S/m);
    expect(plain).toMatch(/^- Norms: .*ISO 27001:2022 .*A\.8\.24/m);
    const { explanation } = ruleCalled("never-this");
    const levels = {
      development: "warning",
      test: "warning",
      acceptance: "error",
      production: "error",
      shared: "error",
    };
    const special = ruleCalled("never-this", {
      levels,
      waivable: { never: "it opens <the> house" },
      profile: "bio2",
      notOnPlan: "a plan has no lifecycle",
    } as object);
    const page = rulesPage([{ name: "walls", rules: [special] }]);
    expect(page).toContain(explanation);
    expect(page).toContain(
      "- Level: error in acceptance, production, shared; warning in development, test\n",
    );
    expect(page).toContain("- Waivable: never, because it opens \\<the> house\n");
    expect(page).toContain("- Only for clients with the profile `bio2`\n");
    expect(page).toContain("- Not judged on a plan: a plan has no lifecycle\n");
    expect(plain).not.toMatch(/profile|lifecycle/);
  });
});
