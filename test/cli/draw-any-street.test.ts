import { expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { drawStreet } from "../../lib/cli/draw";
import type { Flow } from "../../lib/model/flow";
import { drawableStreets } from "../support/drawable-street";
import {
  environmentsOf,
  expectSignFirst,
  expectTopToBottom,
  STAGES,
  stagesFromLeft,
  writtenIn,
} from "../support/drawing";
import { type Element, everythingIn, harmIn, ofClass, parseXml } from "../support/svg";

/** A text as it can be found again in a picture; where spaces come together, Graphviz writes no-break spaces. */
function printed(text: string): string {
  return text.replace(/[\p{C}\u2028\u2029]/gu, "\uFFFD").replaceAll("\u00A0", " ");
}

function expectWritten(svg: Element, text: string): void {
  expect(writtenIn(svg)).toContain(printed(text).replace(/\s/g, ""));
}
/** How a flow is drawn, by where its ends are. */
function placeOfFlow({ from, to }: Flow): "gate" | "crossing" | "flow" {
  const ends = new Set(
    [from, to].map(({ kind }) => (kind === "group" || kind === "workload" ? kind : "outside")),
  );
  if (ends.has("outside")) return "gate";
  return ends.size === 2 ? "crossing" : "flow";
}

test("any street can be drawn and read, and what people wrote in it stays text", async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(drawableStreets, async (models) => {
      const svg = parseXml(await drawStreet(models));
      expect(harmIn(svg)).toEqual([]);
      expectTopToBottom(svg);
      expectSignFirst(svg);
      expect(stagesFromLeft(svg)).toEqual(STAGES.slice(0, models.length - 1));
      const all = environmentsOf(models);
      const flows = all.flatMap((model) => model.flows);
      const tooltips = everythingIn(svg).map(({ attributes }) => printed(attributes["xlink:title"] ?? ""));
      for (const { why, port } of flows) {
        expectWritten(svg, why);
        expectWritten(svg, `${port}`);
        expect(tooltips.some((tooltip) => tooltip.endsWith(printed(`: ${why}`)))).toBe(true);
      }
      const workloads = all.flatMap(({ kubernetes }) => kubernetes?.workloads ?? []);
      const gateways = workloads.filter(({ kind }) => kind === "gateway").map(({ path }) => path);
      for (const { path } of [...all.flatMap(({ groups }) => groups), ...workloads])
        expectWritten(svg, path.slice(path.lastIndexOf("/") + 1));
      for (const { namespace } of workloads) expectWritten(svg, `namespace ${namespace}`);
      for (const { gateway, hostname } of all.flatMap(({ kubernetes }) => kubernetes?.exposures ?? [])) {
        if (gateways.includes(gateway)) expectWritten(svg, hostname);
      }
      expect(ofClass(svg, "gateway")).toHaveLength(gateways.length);
      expect(ofClass(svg, "workload")).toHaveLength(workloads.length - gateways.length);
      const places = flows.map(placeOfFlow);
      const count = (kind: string) => places.filter((place) => place === kind).length;
      for (const kind of ["gate", "crossing", "flow"]) expect(ofClass(svg, kind)).toHaveLength(count(kind));
      expect(ofClass(svg, "passage")).toHaveLength(2 * (count("gate") + count("crossing")));
      for (const place of places) seen.add(place);
    }),
    { numRuns: 50 },
  );
  expect(seen).toEqual(new Set(["gate", "crossing", "flow"]));
}, 60_000);
