import { describe, expect, test } from "@jest/globals";
import { readModelFile } from "../../lib/model/read-model-file";
import type { Body } from "../support/app";
import { written } from "../support/damaged-record";
import { mistakesOf } from "../support/errors";

const flowTo = ({ flows }: Body, kind: string): Body => flows.find(({ to }: Body) => to.kind === kind).to;

describe("what a model file names by its path", () => {
  test("is in the file, where the file is whole", () => {
    for (const stack of ["verne-test", "verne-production", "verne-street", "platform-oost"])
      expect(readModelFile(JSON.stringify(written(stack)), "x").stack).toBe(stack);
  });

  test.each<[string, (json: Body) => void, RegExp, string]>([
    [
      "a flow to pods that are not there",
      (json) => Object.assign(flowTo(json, "workload"), { path: "verne/test/apps/nobody" }),
      /^flows\[\d+\]\.to\.path$/,
      "is no workload of this file",
    ],
    [
      "an exposure of nothing",
      (json) => Object.assign(json["kubernetes"].exposures[0], { service: "verne/test/web" }),
      /^kubernetes\.exposures\[0\]\.service$/,
      "is no workload of this file",
    ],
    [
      "an exposure at no gateway",
      (json) =>
        Object.assign(json["kubernetes"].exposures[0], { gateway: "verne/production/apps/gateway-closed" }),
      /^kubernetes\.exposures\[0\]\.gateway$/,
      "is no workload of this file",
    ],
    [
      "pods at a site that has no cluster",
      (json) => delete json["site"].kubernetes,
      /^site\.kubernetes$/,
      "something in the site's cluster",
    ],
  ])("is told where it is: %s", (_what, change, property, problem) => {
    const json = written("verne-test");
    change(json);
    const mistakes = mistakesOf(() => readModelFile(JSON.stringify(json), "x/straat.json"));
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]?.property).toMatch(property);
    expect(mistakes[0]?.problem).toContain(problem);
  });

  test("is told all at once, also when the cluster is gone from the file and its flows are not", () => {
    const json = written("verne-test");
    delete json["kubernetes"];
    const mistakes = mistakesOf(() => readModelFile(JSON.stringify(json), "x"));
    expect(mistakes.length).toBeGreaterThan(5);
    expect(new Set(mistakes.map(({ problem }) => problem))).toEqual(new Set(["is no workload of this file"]));
  });
});
