import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { withTables } from "../judges/page";

const FILE = resolve(__dirname, "../../docs/judges.md");
const UPDATE = "README_UPDATE=1 npx jest test/docs";

describe("the page of judges", () => {
  test(`has the wants, what is accepted and the kinds without a schema as the tests have them (${UPDATE} writes it anew)`, () => {
    const written = readFileSync(FILE, "utf8");
    const page = withTables(written);
    if (process.env["README_UPDATE"]) writeFileSync(FILE, page);
    const state = process.env["README_UPDATE"] || written === page ? "current" : `not current: run ${UPDATE}`;
    expect(state).toBe("current");
  });

  test("has a place for each table, or says which is missing", () => {
    expect(() => withTables("# Judged by others\n")).toThrow("the page has no place for wants");
  });
});
