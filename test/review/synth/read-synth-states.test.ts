import { describe, expect, test } from "@jest/globals";
import { compareSynths } from "../../../lib/review/synth/compare-synths";
import { readSynthStates, type StackTexts } from "../../../lib/review/synth/read-synth-states";
import { EditableFleet } from "../../controls/support/editable-fleet";

const examples = EditableFleet.examples();
const texts: readonly StackTexts[] = examples.stackNames.map((name) => {
  const { terraform, model } = EditableFleet.examples().stack(name);
  return { name, terraform: JSON.stringify(terraform), model: JSON.stringify(model), where: name };
});
const changed = (name: string, edit: (text: string) => string) =>
  texts.map((one) => (one.name === name ? { ...one, terraform: edit(one.terraform) } : one));

describe("what is read of two synths", () => {
  test("is nothing when all files are the same", () => {
    const { before, after, untouched } = readSynthStates(texts, texts);
    expect([before.stacks, after.stacks]).toEqual([[], []]);
    expect(untouched).toEqual(examples.stackNames);
  });

  test("is the client in which something changes, each file that stays once", () => {
    const young = changed("verne-test", (text) => text.replace('"memory":8192', '"memory":8193'));
    const { before, after, untouched } = readSynthStates(texts, young);
    const names = before.stacks.map(({ name }) => name);
    expect(names).toEqual(examples.stackNames.filter((name) => name.startsWith("verne-")));
    expect(after.stacks.map(({ name }) => name)).toEqual(names);
    const shared = after.stacks.filter((stack, index) => stack === before.stacks[index]);
    expect(shared.map(({ name }) => name)).toEqual(names.filter((name) => name !== "verne-test"));
    expect([...untouched, ...names].sort()).toEqual([...examples.stackNames].sort());
    expect(compareSynths(before, after).map(({ stacks }) => stacks)).toEqual([["verne/test"]]);
  });

  test("does not look at files that stay: they may be anything", () => {
    const broken = texts.map((one) => (one.name.startsWith("buurtbus") ? { ...one, model: "{}" } : one));
    const young = broken.map((one) =>
      one.name === "verne-test" ? { ...one, terraform: `${one.terraform} ` } : one,
    );
    const { before, after } = readSynthStates(broken, young);
    expect(before.stacks).toHaveLength(5);
    expect(compareSynths(before, after)).toEqual([]);
  });

  test("is refused where it changes and is no file of this house", () => {
    expect(() =>
      readSynthStates(
        texts,
        changed("verne-test", () => "{"),
      ),
    ).toThrow("is not JSON");
  });

  test("is also what is new and what is gone", () => {
    const without = texts.filter(({ name }) => name !== "platform-alkmaar");
    expect(readSynthStates(without, texts).after.stacks.map(({ name }) => name)).toEqual([
      "platform-alkmaar",
    ]);
    expect(readSynthStates(texts, without).before.stacks.map(({ name }) => name)).toEqual([
      "platform-alkmaar",
    ]);
  });
});
