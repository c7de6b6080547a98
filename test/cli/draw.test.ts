import { describe, expect, test } from "@jest/globals";
import { drawStreet } from "../../lib/cli/draw";
import type { ModelFile } from "../../lib/model/model-file";
import {
  environmentsOf,
  expectSignFirst,
  expectTopToBottom,
  placeOf,
  STAGES,
  stagesFromLeft,
  writtenIn,
} from "../support/drawing";
import { buildFleet } from "../support/fleet";
import { streetWithPods } from "../support/street-with-pods";
import { everythingIn, harmIn, ofClass, parseXml } from "../support/svg";

/** Those of the examples, and one that has everything pods can have. */
const CLIENTS = ["buurtbus", "verne", "zorgplein", "with pods"];
const PICTURES = CLIENTS.flatMap((client) =>
  [undefined, ...STAGES].map((stage) => [[client, stage ?? "whole"].join(", "), client, stage] as const),
);

const fleet = buildFleet();
const pods = streetWithPods();

function modelsOf(client: string): readonly ModelFile[] {
  if (client === "with pods") return pods.straatStacks.map((stack) => stack.toModel());
  const models = fleet.straatStacks.map((stack) => stack.toModel());
  return models.filter((model) => model.client?.name === client);
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

  test("asks for fonts as wide as the one that frames were made for, under whatever name there is one", async () => {
    const texts = everythingIn(parseXml(await drawn)).filter(({ name }) => name === "text");
    const fonts = new Set(texts.map(({ attributes }) => attributes["font-family"]));
    expect([...fonts]).toEqual([expect.stringMatching(/^Helvetica,Arial,Liberation Sans,.*,sans-serif$/)]);
  });

  test("names groups, addresses, networks, ports, reasons and owners", async () => {
    const written = writtenIn(parseXml(await drawn));
    const names = environmentsOf(models, stage).flatMap(({ groups, flows, zones, kubernetes }) => [
      ...(kubernetes?.namespaces ?? []).map(({ name }) => `namespace ${name}`),
      ...(kubernetes?.exposures ?? []).map(({ hostname }) => hostname),
      ...(kubernetes?.workloads ?? []).flatMap(({ path, front }) => [path.split("/").at(-1), ...front]),
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

test("the drawing of a street with pods has them above the servers, and the gates on the way in between", async () => {
  const svg = parseXml(await drawStreet(modelsOf("with pods"), "production"));
  const heights = (name: string) => ofClass(svg, name).map((element) => placeOf(element).y);
  expect(heights("crossing")).toHaveLength(4);
  expect(Math.max(...heights("crossing"))).toBeLessThan(Math.min(...heights("group")));
  expect(Math.min(...heights("crossing"))).toBeGreaterThan(Math.max(...heights("gateway")));
});

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
