import { describe, expect, test } from "@jest/globals";
import { evidenceFiles } from "../../../lib/controls/evidence/evidence-files";
import { parseXml, type XmlElement } from "../report/xml";
import { EditableFleet } from "../support/editable-fleet";
import { allFiles } from "./support/all-files";

const untouched = EditableFleet.examples().assess();
const files = allFiles(untouched);
const names = Object.keys(files);

/** An element and all below it, in the order of the text. */
function everythingIn(top: XmlElement): readonly XmlElement[] {
  const found: XmlElement[] = [];
  const add = (element: XmlElement) => {
    found.push(element);
    for (const child of element.children) add(child);
  };
  add(top);
  return found;
}

describe("the files of evidence", () => {
  test("are six of the fleet and six of each client", () => {
    const of = (name: string) =>
      [".md", ".html", ".oscal.json", "-runbook.md", "-access.md", "-access.json"].map(
        (end) => `${name}${end}`,
      );
    expect(names.toSorted()).toEqual(["fleet", "buurtbus", "verne", "zorgplein"].flatMap(of).toSorted());
  });

  test("are the same bytes for the same declaration, also when it was read again", () => {
    expect(allFiles(EditableFleet.examples().assess())).toEqual(files);
  });

  test.each(names)("%s prints nothing that was left undefined, and ends with a new line", (name) => {
    const text = files[name] as string;
    expect(text).not.toMatch(/\bundefined\b|\[object |\bNaN\b|=> /);
    if (!name.endsWith(".json")) expect(text).not.toMatch(/\bnull\b/);
    expect(text.endsWith("\n")).toBe(true);
    expect(text.endsWith("\n\n")).toBe(false);
  });

  test.each(["verne", "zorgplein", "buurtbus"])("of %s tell nothing of another client", (client) => {
    const others = ["verne", "zorgplein", "buurtbus"].filter((name) => name !== client);
    const own = names.filter((name) => name.startsWith(client));
    expect(own).toHaveLength(6);
    for (const name of own)
      for (const other of others) {
        // The sheet itself says Verne, of the agency's own product.
        const text = (files[name] as string).replaceAll(/\bVerne\b/g, "");
        expect({ name, tells: text.includes(other) }).toEqual({ name, tells: false });
      }
  });

  test("of clients whose names end as ours do, or are ours, do not take each other's places", () => {
    const named = (name: string) => {
      const fleet = EditableFleet.examples();
      for (const stack of fleet.stackNames.filter((one) => one.startsWith("buurtbus-")))
        fleet.stack(stack).model.client.name = name;
      return Object.keys(evidenceFiles(fleet.assess([]), name).files);
    };
    const all = ["fleet", "verne-access", "fleet-runbook"].flatMap(named);
    expect(all.filter((name) => names.includes(name))).toEqual([]);
    expect(new Set(all).size).toBe(18);
  });
});

describe("a report as HTML", () => {
  const page = parseXml(files["verne.html"] as string);
  const elements = everythingIn(page);
  const named = (name: string) => elements.filter((element) => element.name === name);

  test("is well-formed, in English, with the sheet's words in Dutch", () => {
    expect(page.attributes["lang"]).toBe("en");
    expect(named("blockquote").length).toBeGreaterThan(60);
    for (const quote of named("blockquote")) expect(quote.attributes["lang"]).toBe("nl");
  });

  test("needs nothing beside it: no script, no picture, no address of anything", () => {
    for (const name of ["script", "img", "link", "iframe", "object", "form"]) expect(named(name)).toEqual([]);
    expect(files["verne.html"]).not.toMatch(/url\(|@import|https?:\/\//);
    for (const element of elements)
      for (const attribute of Object.keys(element.attributes))
        expect(attribute).not.toMatch(/^(on|src|style)/);
  });

  test("leads from every link to a heading, and no heading is there twice", () => {
    const all = elements.flatMap(({ attributes }) => attributes["id"] ?? []);
    const ids = new Set(all);
    expect(ids.size).toBe(all.length);
    const links = named("a").map(({ attributes }) => attributes["href"]);
    expect(links.length).toBeGreaterThan(100);
    expect(links.filter((target = "") => !ids.has(target.slice(1)))).toEqual([]);
  });

  test("has headings in order, tables with a caption and heads with a scope, and one list of contents", () => {
    const levels = elements.flatMap(({ name }) => (/^h[1-6]$/.test(name) ? [Number(name.slice(1))] : []));
    expect(levels[0]).toBe(1);
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(named("table").filter(({ children }) => children[0]?.name !== "caption")).toEqual([]);
    const scopes = named("th").map(({ attributes }) => attributes["scope"]);
    expect(new Set(scopes)).toEqual(new Set(["col", "row"]));
    expect(named("nav")).toHaveLength(1);
    expect(named("main")).toHaveLength(1);
  });

  test("tells a status by a word, and by a colour the style knows", () => {
    const styles = named("style")[0]?.text ?? "";
    const statuses = elements.filter(({ attributes }) => attributes["class"]?.startsWith("status "));
    expect(statuses.length).toBeGreaterThan(77);
    for (const { attributes, text } of statuses) {
      const name = attributes["class"]?.split(" ")[1] as string;
      expect(text).toBe(text.trim());
      expect(name).toBe(text.replaceAll(/[^a-z]+/g, "-"));
      expect(styles).toContain(`.${name}`);
    }
  });

  test("has who has access in it as well", () => {
    expect(files["verne.html"]).toContain("Sanne Vermeer (svermeer)");
    expect(files["verne.html"]).toContain("Access that ends within 30 days");
  });
});
