import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import type { Assessment } from "../../../lib/controls/assessment";
import { html } from "../../../lib/controls/evidence/html";
import { markdown } from "../../../lib/controls/evidence/markdown";
import { type Block, code, link, type Page, type Text } from "../../../lib/controls/evidence/page";
import { anyAssessment, anyText } from "../report/any-assessment";
import { parseXml, type XmlElement } from "../report/xml";
import { EditableFleet } from "../support/editable-fleet";
import { allFiles } from "./support/all-files";

const anyInline = fc.oneof(
  anyText,
  anyText.map(code),
  anyText.map((text) => link(text)),
  fc.constant({ status: "kept" as const }),
);
const anyWords: fc.Arbitrary<Text> = fc.oneof(anyText, fc.array(anyInline, { maxLength: 4 }));
const anyWordsList = fc.array(anyWords, { minLength: 1, maxLength: 3 });
const anyLeaf: fc.Arbitrary<Block> = fc.oneof(
  anyWords.map((text): Block => ({ kind: "paragraph", text })),
  anyText.map((text): Block => ({ kind: "quote", text })),
  anyWords.map((text): Block => ({ kind: "heading", level: 3, text })),
  anyWordsList.map((items): Block => ({ kind: "list", items })),
  fc.array(fc.tuple(anyText, anyWords), { maxLength: 3 }).map((facts): Block => ({ kind: "facts", facts })),
  fc.array(anyText, { maxLength: 3 }).map((lines): Block => ({ kind: "commands", lines })),
  fc
    .tuple(anyText, fc.tuple(anyText, anyText), fc.array(fc.tuple(anyWords, anyWords), { maxLength: 3 }))
    .map(([caption, head, rows]): Block => ({ kind: "table", caption, head, rows })),
);
const anyBlock: fc.Arbitrary<Block> = fc.oneof(
  anyLeaf,
  fc
    .tuple(anyText, fc.array(anyLeaf, { maxLength: 2 }))
    .map(([title, blocks]): Block => ({ kind: "folded", title, blocks })),
);
const anyPage: fc.Arbitrary<Page> = fc.record({
  title: anyText,
  subtitle: anyText,
  sections: fc.array(fc.record({ title: anyText, blocks: fc.array(anyBlock, { maxLength: 5 }) }), {
    maxLength: 3,
  }),
});

/** The same page in which every text is one harmless word. */
function harmless<T>(value: T, key = ""): T {
  if (typeof value === "string") return (key === "kind" || key === "status" ? value : "word") as T;
  if (Array.isArray(value)) return value.map((item) => harmless(item)) as T;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, harmless(item, name)])) as T;
}

function shapeOf({ name, children }: XmlElement): unknown {
  return [name, ...children.map(shapeOf)];
}

describe("a page as HTML", () => {
  test("has the same elements whatever its texts are, and stays well-formed", () => {
    const check = fc.property(anyPage, (page) => {
      expect(shapeOf(parseXml(html(page)))).toEqual(shapeOf(parseXml(html(harmless(page)))));
    });
    fc.assert(check, { numRuns: 300 });
  });

  test("shows a text as it was declared", () => {
    const text = `<script>alert("1")</script> & 'more' ]]> é`;
    const page = { title: text, subtitle: "", sections: [] };
    expect(html(page)).not.toContain("<script>");
    const all = parseXml(html(page));
    const header = all.children[1]?.children[0]?.children[0];
    expect(header).toMatchObject({ name: "h1", text });
  });
});

describe("a page as Markdown", () => {
  /** Lines without what is between them; a table's cells, counted. */
  const shape = (text: string) =>
    text.split("\n").map((line) => {
      const cells = line.replaceAll(/\\./g, "").split("|").length;
      return `${/^(#+ |- |\d+\. |> |\||```|<details>|<\/details>|<a id=|$)/.exec(line)?.[0] ?? "text"} ${cells}`;
    });

  test("has the same lines and cells whatever its texts are", () => {
    const check = fc.property(anyPage, (page) => {
      const isFenced = (text: string) => text.split("\n").filter((line) => line.startsWith("```")).length;
      const made = markdown(page);
      const plain = markdown(harmless(page));
      expect(made.split("\n").length).toBe(plain.split("\n").length);
      expect(isFenced(made) % 2).toBe(0);
      // What is in a block of commands is nobody's line.
      const outside = (text: string) => shape(text.replaceAll(/^```sh\n(.*\n)*?```$/gm, "```"));
      const odd = outside(made).filter(
        (line, index) => line !== outside(plain)[index] && !line.startsWith("text"),
      );
      expect(odd.filter((line) => /^(#|>|\||<|```)/.test(line))).toEqual([]);
    });
    fc.assert(check, { numRuns: 300 });
  });

  test("has no HTML, link or emphasis that was declared", () => {
    const text = "<b>x</b> [a](http://b) *c* _d_ `e` | ~~f~~ www.g.nl $h$";
    const made = markdown({ title: "t", subtitle: text, sections: [] });
    expect(made).not.toMatch(/<b>|[^\\]\]\(|[^\\][*_`|~$]|http:\/\/|[^\\]www\.[a-z]/);
    expect(made).toContain("&lt;b&gt;x&lt;/b&gt;");
  });

  test("keeps names in code as they are, so that they can be copied", () => {
    const blocks: readonly Block[] = [
      { kind: "paragraph", text: [code("verne-test/a_b.c_1 <x> *"), " ", code("a`b|c")] },
    ];
    const made = markdown({ title: "t", subtitle: "", sections: [{ title: "s", blocks }] });
    expect(made).toContain("`verne-test/a_b.c_1 <x> *`");
    expect(made).toContain("<code>a&#96;b&#124;c</code>");
  });
});

describe("evidence of whatever rules say", () => {
  const real = EditableFleet.examples().assess([]);

  test("is well-formed, and nothing in it is undefined", () => {
    const anything: fc.Arbitrary<Assessment> = anyAssessment.map(({ verdicts, notJudged }) => ({
      ...real,
      verdicts,
      notJudged,
    }));
    const check = fc.property(anything, (assessment) => {
      const files = allFiles({
        ...assessment,
        stacks: real.stacks.filter(({ client }) => client?.name === "verne"),
      });
      for (const [name, text] of Object.entries(files)) {
        if (name.endsWith(".html")) expect(parseXml(text).name).toBe("html");
        if (name.endsWith(".json")) expect(JSON.parse(text)).toBeDefined();
      }
    });
    fc.assert(check, { numRuns: 8 });
  });
});
