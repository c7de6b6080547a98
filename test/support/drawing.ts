import { expect } from "@jest/globals";
import type { ModelFile } from "../../lib/model/model-file";
import { type Element, everythingIn, ofClass } from "./svg";

/** In the order of the street. */
export const STAGES = ["development", "test", "acceptance", "production"];

/** The environments among model files; one of them where its stage is told. */
export function environmentsOf(models: readonly ModelFile[], stage?: string): readonly ModelFile[] {
  const all = models.filter(({ kind }) => kind === "environment");
  return all.filter((model) => stage === undefined || `${model.stage}` === stage);
}

/** All that can be read in a picture, without the spaces that lines are broken at. */
export function writtenIn(element: Element): string {
  const texts = everythingIn(element).filter(({ name }) => name === "text");
  return texts.map(({ text }) => text.replace(/\s/g, "")).join("");
}

/** Where the first line of text in an element stands. */
export function placeOf(element: Element): { readonly x: number; readonly y: number } {
  const first = everythingIn(element).find(({ name }) => name === "text");
  return { x: Number(first?.attributes["x"]), y: Number(first?.attributes["y"]) };
}

/** Outside, the wall, and below it what is inside. */
export function expectTopToBottom(svg: Element): void {
  const heights = (name: string) => ofClass(svg, name).map((element) => placeOf(element).y);
  const wall = [...heights("gate"), ...heights("closed")];
  for (const height of heights("outside")) expect(height).toBeLessThan(Math.min(...wall));
  const below = ["group", "workload", "gateway", "crossing"].flatMap(heights);
  for (const height of below) expect(height).toBeGreaterThan(Math.max(...wall));
}

/** The stages by their signs. */
export function stagesFromLeft(svg: Element): readonly string[] {
  const signs = ofClass(svg, "sign").toSorted((one, other) => placeOf(one).x - placeOf(other).x);
  return signs.flatMap((sign) => STAGES.filter((name) => writtenIn(sign).startsWith(name)));
}

/** The sign of the edge stands first in its wall. */
export function expectSignFirst(svg: Element): void {
  const [sign] = ofClass(svg, "sign").filter((one) => writtenIn(one).startsWith("Edgefirewall"));
  const gates = [...ofClass(svg, "gate"), ...ofClass(svg, "closed")].map((gate) => placeOf(gate).x);
  expect(placeOf(sign ?? svg).x).toBeLessThan(Math.min(...gates));
}
