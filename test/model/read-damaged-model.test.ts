import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { InvalidError } from "../../lib/model/mistake";
import type { ModelFile } from "../../lib/model/model-file";
import { readModelFile } from "../../lib/model/read-model-file";
import type { Body } from "../support/app";
import { fullModels } from "../support/full-models";

type Path = readonly (string | number)[];

const files = fullModels().filter(({ stack }) => ["platform-west", "verne-test"].includes(stack));
const texts = files.map((file) => JSON.stringify(withFewerPolicies(file)));

/** One wall of a workload stands for all: a file is read as often as it has places. */
function withFewerPolicies(file: ModelFile): ModelFile {
  if (file.kubernetes === undefined) return file;
  const { policies, ...rest } = file.kubernetes;
  const names = ["default-deny", "front"];
  const kept = policies.filter((policy) => names.includes((policy as Body)["metadata"].name));
  return { ...file, kubernetes: { ...rest, policies: kept } };
}

/** Properties that a file may be without: that is a choice of who declared it, and means less and never more. */
const MAY_BE_LEFT_OUT = [
  "annotations",
  "classificationWaiver",
  "dataGib",
  "datastore",
  "egress",
  "inInterface",
  "ingress",
  "list",
  "network6",
  "outInterface",
  "production",
  "replicas",
  "runs",
  "secretStore",
  "storageClass",
  "streets6",
];

/** In these stand names that people or Kubernetes chose; which there are, no reader of one file can know. */
const HOLD_NAMES = ["labels", "matchLabels", "annotations"];

/** Places of properties that have a name of ours. */
function propertiesIn(text: string): readonly Path[] {
  const places = placesIn(JSON.parse(text)).filter((path) => typeof path.at(-1) === "string");
  return places.filter((path) => !HOLD_NAMES.includes(`${path.at(-2)}`));
}

/** One of every type that JSON has. */
const OF_EVERY_TYPE = [null, true, 7.5, "text", ["text"], { kind: "text" }];

/** Every place in a value, the value itself excepted. */
function placesIn(value: unknown): readonly Path[] {
  if (typeof value !== "object" || value === null) return [];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => [[key], ...placesIn((value as Body)[key]).map((rest) => [key, ...rest])]);
}

/** What holds a place, and the place's name in it. */
function holderOf(json: Body, path: Path): readonly [Body, string | number] {
  const holder = path.slice(0, -1).reduce((outer: Body, key) => outer[key], json);
  return [holder, path.at(-1) as string | number];
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value;
}

/** Refused, or read as exactly what is there. Anything else loses something in silence. */
function outcomeOf(text: string): "refused" | "the same" | "other" {
  try {
    const read = readModelFile(text, "straat.json");
    return [0, 2].some((indent) => JSON.stringify(read, null, indent) === text) ? "the same" : "other";
  } catch (error) {
    if (error instanceof InvalidError) return "refused";
    throw error;
  }
}

/** The file with one place changed. */
function changed(text: string, path: Path, change: (holder: Body, key: string | number) => void): string {
  const json = JSON.parse(text);
  change(...holderOf(json, path));
  return JSON.stringify(json);
}

/** What may happen to a value: it becomes another, one from elsewhere, twice, nothing, the other way round, the last. */
const CHANGES: readonly ((
  holder: Body,
  key: string | number,
  elsewhere: unknown,
  another: unknown,
) => void)[] = [
  (holder, key, _elsewhere, another) => {
    holder[key] = another;
  },
  (holder, key, elsewhere) => {
    holder[key] = elsewhere;
  },
  (holder, key) => void (Array.isArray(holder) && holder.push(holder[Number(key)])),
  (holder, key) => {
    holder[key] = Array.isArray(holder[key]) ? [] : "";
  },
  (holder, key) => void (Array.isArray(holder[key]) && holder[key].reverse()),
  (holder, key) => {
    const value = holder[key];
    delete holder[key];
    holder[key] = value;
  },
];

describe("a model file", () => {
  test("from which a property is gone is refused, unless that was a choice", () => {
    const leftOut = new Set<unknown>();
    for (const text of texts) {
      const places = propertiesIn(text);
      expect(places.length).toBeGreaterThan(200);
      for (const path of places) {
        const outcome = outcomeOf(changed(text, path, (holder, key) => delete holder[key]));
        expect([path, outcome]).not.toEqual([path, "other"]);
        if (outcome === "the same") leftOut.add(path.at(-1));
      }
    }
    expect([...leftOut].toSorted()).toEqual(MAY_BE_LEFT_OUT);
  });

  test("with a value of another type anywhere is refused", () => {
    for (const text of texts) {
      for (const [index, path] of placesIn(JSON.parse(text)).entries()) {
        const [holder, key] = holderOf(JSON.parse(text), path);
        const others = OF_EVERY_TYPE.filter((value) => typeOf(value) !== typeOf(holder[key]));
        const other = others[index % others.length];
        const damaged = changed(text, path, (inside) => {
          inside[key] = other;
        });
        expect([path, other, outcomeOf(damaged)]).toEqual([path, other, "refused"]);
      }
    }
  });

  test("with a misspelt property anywhere is refused", () => {
    for (const text of texts) {
      for (const path of propertiesIn(text)) {
        const misspelt = changed(text, path, (holder, key) => {
          holder[`${key}s`] = holder[key];
          delete holder[key];
        });
        expect([path, outcomeOf(misspelt)]).toEqual([path, "refused"]);
      }
    }
  });

  test("is read as what is there or refused, whatever happens to its values", () => {
    const seen = new Set<string>();
    const damage = fc.record({
      text: fc.constantFrom(...texts),
      place: fc.nat(),
      source: fc.nat(),
      change: fc.constantFrom(...CHANGES),
      value: fc.oneof(fc.integer(), fc.double({ noNaN: true }), fc.string({ unit: "binary" })),
    });
    fc.assert(
      fc.property(damage, ({ text, place, source, change, value }) => {
        const json = JSON.parse(text);
        const places = placesIn(json);
        const pick = (index: number) => places[index % places.length] as Path;
        const [from, name] = holderOf(json, pick(source));
        const damaged = changed(text, pick(place), (holder, key) => change(holder, key, from[name], value));
        const outcome = outcomeOf(damaged);
        seen.add(outcome);
        expect(outcome).not.toBe("other");
      }),
      { numRuns: Number(process.env["STRAAT_RUNS"] ?? 1) * 500 },
    );
    expect(seen).toEqual(new Set(["refused", "the same"]));
  });

  test("is read as what is there or refused, whatever happens to its text", () => {
    const damage = fc.record({
      text: fc.constantFrom(...texts),
      at: fc.nat(),
      length: fc.integer({ min: 0, max: 12 }),
      instead: fc.oneof(
        fc.string({ maxLength: 4 }),
        fc.constantFrom(
          ",",
          '"',
          "{}",
          "[]",
          " ",
          "\n",
          "0",
          "null",
          '"data":true,',
          '"version":2,',
          "e0",
          "\\u0061",
        ),
      ),
    });
    fc.assert(
      fc.property(damage, ({ text, at, length, instead }) => {
        const start = at % text.length;
        expect(outcomeOf(text.slice(0, start) + instead + text.slice(start + length))).not.toBe("other");
      }),
      { numRuns: Number(process.env["STRAAT_RUNS"] ?? 1) * 1000 },
    );
  });
});
