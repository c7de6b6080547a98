import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { InvalidError } from "../../../lib/model/mistake";
import { html } from "../../../lib/review/report/html";
import type { Review } from "../../../lib/review/review";
import { everythingIn, parseXml } from "../../support/svg";
import { anyReview } from "./any-review";
import { drawing } from "./pictures";
import { reviewOf, sample, wayOf } from "./sample";

const PICTURES = new Map([
  ["verne", { before: drawing(["node gate", "a", "tcp/80"]), after: drawing(["node gate", "a", "tcp/443"]) }],
  ["aurora", { after: drawing(["node gate", "a", "tcp/443"]) }],
]);

function page(review: Review) {
  const text = html(review, { pictures: PICTURES });
  const elements = everythingIn(
    parseXml(text.replace("<!DOCTYPE html>\n", "").replace(/<style>[\s\S]*?<\/style>/, "")),
  );
  return { text, elements, called: (name: string) => elements.filter((element) => element.name === name) };
}

/** What may be in a page; nothing of it runs or fetches. */
const HARMLESS =
  /^(?:html|head|meta|title|link|body|header|nav|main|section|article|h[1-4]|p|a|ol|ul|li|dl|dt|dd|div|span|code|pre|ins|del|strong|details|summary|table|thead|tbody|tr|th|td|fieldset|legend|label|input|figure|figcaption|svg|g|polygon|path|text)$/;

describe("the page of a review", () => {
  test("gives the verdict, then what is opened, what blocks, and the pictures", () => {
    const { text } = page(sample());
    const places = [
      '<span class="verdict">Blocked</span>',
      'id="opened"',
      "<code>internet</code>",
      "<code>vpn</code>",
      'id="blocked"',
      'id="team-tech"',
      'id="broken"',
      'id="access"',
      'id="streets"',
      'id="closed"',
      'id="stacks"',
      'id="skipped"',
    ].map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });

  test("has one landmark of each kind, headings in order, ids once, and links that lead somewhere", () => {
    const { elements, called } = page(sample());
    for (const name of ["header", "nav", "main", "h1", "title"])
      expect([name, called(name).length]).toEqual([name, name === "title" ? 4 : 1]);
    const levels = elements.flatMap(({ name }) => (/^h\d$/.test(name) ? [Number(name[1])] : []));
    expect(levels.filter((level, at) => level - (levels[at - 1] ?? 0) > 1)).toEqual([]);
    const ids = elements.flatMap(({ attributes }) => attributes["id"] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const links = called("a").map(({ attributes }) => attributes["href"]?.slice(1) ?? "");
    expect(links[0]).toBe("review");
    expect(links.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test("may fetch nothing, and has one style that its policy knows", () => {
    const { text } = page(sample());
    const [, style = ""] = text.match(/<style>([\s\S]*?)<\/style>/) ?? [];
    const hash = createHash("sha256").update(style).digest("base64");
    expect(text).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'"`,
    );
    expect(text.indexOf("Content-Security-Policy")).toBeLessThan(text.indexOf("<style>"));
    expect(text.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/url\(|@import| src=| style=/);
  });

  test("marks in each picture what the other has not, and says of a new street that it is", () => {
    const { text, called } = page(sample());
    expect(text.match(/is-marked"/g)).toHaveLength(2);
    expect(called("figcaption").map((caption) => caption.text)).toEqual([
      "Before the change. Dashed: gone after it.",
      "After the change. Dashed: new.",
      "After the change.",
    ]);
    expect(text).toContain("This street is new.");
    expect(called("input").map(({ attributes }) => attributes["value"])).toEqual(["before", "after", "both"]);
  });

  test("refuses a picture that is more than a picture", () => {
    const pictures = new Map([["verne", { after: "<svg><script>x</script></svg>" }]]);
    expect(() => html(sample(), { pictures })).toThrow(InvalidError);
  });

  test("says that nothing changes, and has no parts then", () => {
    const { text, called } = page(reviewOf());
    expect(text).toContain('<span class="verdict">Fine</span> <span class="said">nothing changes</span>');
    expect(called("section")).toEqual([]);
    expect(called("nav")).toEqual([]);
  });

  test("shows a hostile text as a text", () => {
    const hostile = `</code><script src="https://example.org"></script>" onload='x' \u0000\u202E&lt;`;
    const { text, called } = page(
      reviewOf({ base: hostile, ways: [wayOf({ from: hostile, opened: [hostile] })] }),
    );
    expect(called("code").map((element) => element.text)).toContain(
      `</code><script src="https://example.org"></script>" onload='x'  &lt;`,
    );
    expect(text).not.toContain("<script");
  });

  test("is well-formed, and made of what neither runs nor fetches, whatever the texts are", () => {
    fc.assert(
      fc.property(anyReview, (review) => {
        const { elements } = page(review);
        expect(elements.filter(({ name }) => !HARMLESS.test(name))).toEqual([]);
        const keys = elements.flatMap(({ attributes }) => Object.keys(attributes));
        expect(keys.filter((key) => /^on|style|src$/.test(key))).toEqual([]);
      }),
    );
  });
});
