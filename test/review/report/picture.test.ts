import { describe, expect, test } from "@jest/globals";
import { InvalidError } from "../../../lib/model/mistake";
import { Picture } from "../../../lib/review/report/picture";
import { everythingIn, ofClass, parseXml } from "../../support/svg";
import { drawing, streetBeforeAndAfter } from "./pictures";

/** Words of what is marked in a picture, against another. */
function marked(svg: string, other: string): readonly string[] {
  const picture = new Picture(svg);
  const drawn = parseXml(picture.drawn("p-", "street", picture.without(new Picture(other))));
  return ofClass(drawn, "is-marked").map((part) =>
    everythingIn(part)
      .filter(({ name }) => name === "text")
      .map(({ text }) => text)
      .join(" "),
  );
}

describe("a picture in a page", () => {
  const GATES = [
    ["node gate", "production gate 0", "tcp/443"],
    ["node gate", "production gate 1", "tcp/80"],
  ] as const;

  test("marks what the other has not, also where that moves everything else to another number", () => {
    const before = drawing(...GATES);
    const after = drawing(["node gate", "production gate 0", "tcp/22"], GATES[0], [
      "node gate",
      "production gate 2",
      "tcp/80",
    ]);
    expect(marked(after, before)).toEqual(["tcp/22"]);
    expect(marked(before, after)).toEqual([]);
    expect(marked(before, before)).toEqual([]);
  });

  test("marks what stands in another stage, and a second of the same", () => {
    const [first] = GATES;
    expect(marked(drawing(["node gate", "test gate 0", "tcp/443"]), drawing(first))).toEqual(["tcp/443"]);
    expect(marked(drawing(first, first), drawing(first))).toEqual(["tcp/443"]);
  });

  test("has ids of its own, its tooltips, a name for who cannot see it, and no links", () => {
    const text = new Picture(drawing(...GATES)).drawn("one-", "The street of verne", []);
    const svg = parseXml(text);
    expect(svg.attributes).toMatchObject({ role: "img", "aria-label": "The street of verne", width: "90px" });
    const ids = everythingIn(svg).flatMap(({ attributes }) => attributes["id"] ?? []);
    expect(ids).toEqual(["one-node0", "one-a_node0", "one-node1", "one-a_node1"]);
    const titles = everythingIn(svg).filter(({ name }) => name === "title");
    expect(titles.map((title) => title.text)).toEqual(["tip of tcp/443", "tip of tcp/80"]);
    expect(text).not.toMatch(/<a[ >]|xlink|production gate/);
  });

  test.each([
    ["a script", "<script>x</script>"],
    ["what runs", '<g onclick="x"></g>'],
    ["a link", '<a xlink:href="https://example.org"></a>'],
    ["a picture from elsewhere", '<image href="https://example.org/x.png"/>'],
    ["a colour from elsewhere", '<path fill="url(https://example.org/x)"/>'],
    ["a style", '<g style="background: red"></g>'],
    ["foreign elements", "<foreignObject></foreignObject>"],
    ["a comment", "<!-- x -->"],
    ["a tag that is not closed", "<g>"],
    ["a tag that closes nothing", "</g>"],
    ["a picture in a picture", "<svg></svg>"],
  ])("is refused with %s in it", (_name, inside) => {
    expect(() => new Picture(`<svg width="1px">${inside}</svg>`)).toThrow(InvalidError);
  });

  test.each(["", "text", "<g></g>", "<svg></svg><g></g>", "<svg></svg> and more", "<svg><g></svg>", "<svg"])(
    "is refused where it is not one SVG: %j",
    (svg) => {
      expect(() => new Picture(svg)).toThrow(InvalidError);
    },
  );

  test("tells of a real street the gate that is new, the server behind it and the arrows between them", async () => {
    const { before, after } = await streetBeforeAndAfter();
    expect(marked(after, before).join(" ")).toContain("tcp/");
    expect(marked(after, before).length).toBeLessThan(8);
    expect(marked(after, after)).toEqual([]);
  });
});
