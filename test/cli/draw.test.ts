import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { drawStreet } from "../../lib/cli/draw";
import type { ModelFile } from "../../lib/model/model-file";
import { buildStreet } from "../support/app";
import { buildFleet } from "../support/fleet";
import { type Element, everythingIn, harmIn, ofClass, parseXml } from "../support/svg";

const CLIENTS = ["buurtbus", "verne", "zorgplein"];
const STAGES = ["development", "test", "acceptance", "production"];
const PICTURES = CLIENTS.flatMap((client) =>
  [undefined, ...STAGES].map((stage) => [[client, stage ?? "whole"].join(", "), client, stage] as const),
);

const fleet = buildFleet();

function modelsOf(client: string): readonly ModelFile[] {
  const models = fleet.straatStacks.map((stack) => stack.toModel());
  return models.filter((model) => model.client?.name === client);
}

function environmentsOf(models: readonly ModelFile[], stage?: string): readonly ModelFile[] {
  const all = models.filter(({ kind }) => kind === "environment");
  return all.filter((model) => stage === undefined || `${model.stage}` === stage);
}

/** All that can be read in a picture, without the spaces that lines are broken at. */
function writtenIn(element: Element): string {
  const texts = everythingIn(element).filter(({ name }) => name === "text");
  return texts.map(({ text }) => text.replace(/\s/g, "")).join("");
}

/** Where the first line of text in an element stands. */
function placeOf(element: Element): { readonly x: number; readonly y: number } {
  const first = everythingIn(element).find(({ name }) => name === "text");
  return { x: Number(first?.attributes["x"]), y: Number(first?.attributes["y"]) };
}

function expectTopToBottom(svg: Element): void {
  const heights = (name: string) => ofClass(svg, name).map((element) => placeOf(element).y);
  const wall = [...heights("gate"), ...heights("closed")];
  for (const height of heights("outside")) expect(height).toBeLessThan(Math.min(...wall));
  for (const height of heights("group")) expect(height).toBeGreaterThan(Math.max(...wall));
}

function stagesFromLeft(svg: Element): readonly string[] {
  const signs = ofClass(svg, "sign").toSorted((one, other) => placeOf(one).x - placeOf(other).x);
  return signs.flatMap((sign) => STAGES.filter((name) => writtenIn(sign).startsWith(name)));
}

/** The sign of the edge stands first in its wall. */
function expectSignFirst(svg: Element): void {
  const [sign] = ofClass(svg, "sign").filter((one) => writtenIn(one).startsWith("Edgefirewall"));
  const gates = [...ofClass(svg, "gate"), ...ofClass(svg, "closed")].map((gate) => placeOf(gate).x);
  expect(placeOf(sign ?? svg).x).toBeLessThan(Math.min(...gates));
}

describe.each(PICTURES)("the drawing of %s", (_name, client, stage) => {
  const models = modelsOf(client);
  const drawn = drawStreet(models, stage);

  test("is an SVG of shapes and text, on a white ground, in pixels", async () => {
    const svg = parseXml(await drawn);
    expect(harmIn(svg)).toEqual([]);
    expect(await drawn).toMatch(/^<svg width="\d+px" height="\d+px"/);
    const [ground] = ofClass(svg, "graph")[0]?.children ?? [];
    expect(ground).toMatchObject({ name: "polygon", attributes: { fill: "white" } });
  });

  test("has no text smaller than 12 pixels", async () => {
    const texts = everythingIn(parseXml(await drawn)).filter(({ name }) => name === "text");
    const sizes = texts.map(({ attributes }) => Number(attributes["font-size"]));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(12);
  });

  test("names groups, addresses, networks, ports, reasons and owners", async () => {
    const written = writtenIn(parseXml(await drawn));
    const names = environmentsOf(models, stage).flatMap(({ groups, flows, zones }) => [
      ...groups.map(({ path }) => path.split("/").at(-1)),
      ...groups.flatMap(({ virtual }) => virtual.flatMap(({ addresses }) => addresses)),
      ...zones.flatMap(({ networks, vlan }) => [...networks, `VLAN ${vlan}`]),
      ...flows.flatMap(({ port, why }) => [port, why]),
      ...flows.flatMap(({ from }) =>
        from.kind === "whitelist" ? from.entries.map(({ owner }) => owner) : [],
      ),
    ]);
    for (const name of names) expect(written).toContain(`${name}`.replace(/\s/g, ""));
    expect(written).toContain("whatisnotdrawnisclosed");
  });

  test("reads from top to bottom: outside, wall, servers; and from left to right: the stages", async () => {
    const svg = parseXml(await drawn);
    expectTopToBottom(svg);
    expectSignFirst(svg);
    expect(stagesFromLeft(svg)).toEqual(stage === undefined ? STAGES : [stage]);
  });

  test("is the same bytes the second time", async () => {
    expect(await drawStreet(models, stage)).toBe(await drawn);
  });
});

/** What ends a text or is an escape in DOT, in its labels or in SVG, and what XML has no place for. */
const NASTY = [
  ...[
    '"',
    "'",
    "\\",
    '\\"',
    "\\N",
    "\\G",
    "\\E",
    "\\T",
    "\\L",
    "\\l",
    "];}",
    "<",
    ">",
    "</b>",
    "<br/>",
    "<script/>",
  ],
  ...["&", "&amp;", "&#0;", "&bogus;", "]]>", "-->", "<!--", "$&", "%n", "/", "javascript:", "a".repeat(90)],
  ...[
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\x07",
    "\u2028",
    "\uD800",
    "\uFFFF",
    "\u202E",
    "\u00A0",
    " ",
    "é",
    "漢字",
    "🚑",
  ],
];
const texts = fc
  .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ maxLength: 6, unit: "binary" })), { maxLength: 8 })
  .map((parts) => parts.join(""));

const list = fc.record({
  name: texts,
  source: texts,
  date: texts,
  networks: fc.array(texts, { minLength: 1 }),
});
const entry = fc.record({ network: texts, owner: texts, reason: texts, until: texts });
const outsides = fc.oneof(
  fc.constantFrom({ kind: "internet" }, { kind: "vpn" }, { kind: "country", codes: ["BE", "NL"] }),
  fc.record({ kind: fc.constant("whitelist"), entries: fc.array(entry, { minLength: 1, maxLength: 3 }) }),
  fc.record({ kind: fc.constant("networks"), networks: fc.array(texts, { minLength: 1, maxLength: 3 }) }),
  fc.record({ kind: fc.constant("admins"), logins: fc.array(texts, { minLength: 1, maxLength: 3 }) }),
  fc.record({ kind: fc.constantFrom("checkpoints", "scanners"), list }),
  fc.record({ kind: fc.constant("service"), name: texts }),
);

const flow = fc.record({
  group: fc.nat(),
  other: fc.oneof(fc.nat(), outsides),
  leaves: fc.boolean(),
  port: texts,
  why: texts,
});
const environments = fc.record({
  groups: fc.array(fc.record({ name: texts, data: fc.boolean() }), { minLength: 1, maxLength: 5 }),
  flows: fc.array(flow, { maxLength: 8 }),
});

const template = buildStreet().straatStacks.map((stack) => stack.toModel());

/** Model files that no check has seen, as if somebody had written them by hand. */
const streets = fc
  .record({ client: texts, drawn: fc.array(environments, { minLength: 1, maxLength: 4 }) })
  .map(({ client, drawn }) => {
    const [street, ...stages] = template.map((model) => ({
      ...model,
      client: { ...model.client, name: client },
    }));
    const files = drawn.map(({ groups, flows }, index) => {
      const paths = groups.map(({ name }, number) => `${index}/${number}/${name}`);
      const end = (which: unknown) =>
        typeof which === "number" ? { kind: "group", path: paths[which % paths.length] } : which;
      return {
        ...stages[index],
        groups: groups.map(({ name, data }, number) => ({
          path: paths[number],
          data,
          virtual: [],
          servers: [{ name }],
        })),
        flows: flows.map(({ group, other, leaves, ...facts }) =>
          leaves
            ? { ...facts, from: end(group), to: end(other) }
            : { ...facts, from: end(other), to: end(group) },
        ),
      };
    });
    return [street, ...files] as unknown as readonly ModelFile[];
  });

/** A text as it can be found again in a picture; where spaces come together, Graphviz writes no-break spaces. */
function printed(text: string): string {
  return text.replace(/[\p{C}\u2028\u2029]/gu, "\uFFFD").replaceAll("\u00A0", " ");
}

function expectWritten(svg: Element, text: string): void {
  expect(writtenIn(svg)).toContain(printed(text).replace(/\s/g, ""));
}

test("any street can be drawn and read, and what people wrote in it stays text", async () => {
  await fc.assert(
    fc.asyncProperty(streets, async (models) => {
      const svg = parseXml(await drawStreet(models));
      expect(harmIn(svg)).toEqual([]);
      expectTopToBottom(svg);
      expectSignFirst(svg);
      expect(stagesFromLeft(svg)).toEqual(STAGES.slice(0, models.length - 1));
      const flows = environmentsOf(models).flatMap((model) => model.flows);
      const tooltips = everythingIn(svg).map(({ attributes }) => printed(attributes["xlink:title"] ?? ""));
      for (const { why, port } of flows) {
        expectWritten(svg, why);
        expectWritten(svg, `${port}`);
        expect(tooltips.some((tooltip) => tooltip.endsWith(printed(`: ${why}`)))).toBe(true);
      }
      for (const { path } of environmentsOf(models).flatMap(({ groups }) => groups))
        expectWritten(svg, path.slice(path.lastIndexOf("/") + 1));
      const crossing = flows.filter(({ from, to }) => from.kind !== "group" || to.kind !== "group");
      expect(ofClass(svg, "gate")).toHaveLength(crossing.length);
      expect(ofClass(svg, "passage")).toHaveLength(2 * crossing.length);
      expect(ofClass(svg, "flow")).toHaveLength(flows.length - crossing.length);
    }),
    { numRuns: 50 },
  );
}, 60_000);

describe("the check of a drawing bites", () => {
  test.each([
    "<svg><script/></svg>",
    '<svg onload="x"></svg>',
    '<svg><a xlink:href="x"></a></svg>',
    "<svg><foreignObject/></svg>",
  ])("on %s, which is more than shapes and text", (xml) => {
    expect(harmIn(parseXml(xml))).toHaveLength(1);
  });

  test.each([
    "<svg>",
    "<svg></g></svg>",
    "<svg>&bogus;</svg>",
    "<svg>a & b</svg>",
    "<svg a=b/>",
    '<svg x="1" x="2"/>',
  ])("on %s, which is not well-formed", (xml) => {
    expect(() => parseXml(xml)).toThrow();
  });

  test.each([
    "<svg>\0</svg>",
    "<svg>&#7;</svg>",
    "<svg/><svg/>",
    "<!-- --><svg/>",
    "<?xml?><svg/>",
    "<svg/>text",
  ])("on %j, which is more than elements and text", (xml) => {
    expect(() => parseXml(xml)).toThrow();
  });
});
