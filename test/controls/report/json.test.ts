import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { json } from "../../../lib/controls/report/json";
import type { Body } from "../../support/app";
import { anyAssessment } from "./any-assessment";
import { allKept, sample } from "./sample";

const SCHEMA = resolve(__dirname, "../../../lib/controls/report/assessment.schema.json");
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
const isValid = ajv.compile(JSON.parse(readFileSync(SCHEMA, "utf8")));

function errorsOf(report: unknown): readonly string[] {
  return isValid(report)
    ? []
    : (isValid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe("the JSON report", () => {
  test("says what was found, waived, kept and not judged", () => {
    const report = JSON.parse(json(sample()));
    expect(report).toMatchObject({
      version: 1,
      day: "2027-01-15",
      whole: true,
      counts: { rules: 2, stacks: 4, errors: 4, warnings: 1, waived: 1, notJudged: 1 },
    });
    expect(report.findings.map(({ level }: Body) => level)).toEqual([
      "error",
      "error",
      "error",
      "error",
      "warning",
    ]);
    expect(report.findings[3]).toEqual({
      rule: "ports-closed",
      level: "error",
      stack: null,
      stage: null,
      subject: "fleet",
      problem: "is not so",
      remedy: "make ports-closed so",
      kind: "unreadable",
    });
    expect(report.waived[0].waiver).toEqual({
      reason: "the supplier moves in March",
      owner: "Jantien de Vries",
      ticket: "OPS-123",
      until: "2027-03-31",
    });
    expect(report.kept[0]).toEqual({
      rule: "ports-closed",
      stack: "verne-test",
      subjects: ["verne-test/vsphere_virtual_machine.web_2"],
    });
    expect(report.notJudged).toHaveLength(1);
    expect(report.rules.map(({ id }: Body) => id)).toEqual(["members-apart", "ports-closed"]);
    expect(report.stacks[3]).toEqual({
      name: "verne-production",
      kind: "environment",
      client: "verne",
      stage: "production",
    });
  });

  test.each([
    ["a sample", sample],
    ["a house where all is kept", allKept],
  ])("keeps its schema for %s", (_name, make) => {
    expect(errorsOf(JSON.parse(json(make())))).toEqual([]);
  });

  test("keeps its schema whatever the texts are", () => {
    fc.assert(
      fc.property(anyAssessment, (assessment) => expect(errorsOf(JSON.parse(json(assessment)))).toEqual([])),
    );
  });

  test.each<[string, (report: Body) => void]>([
    ["another version", (report) => Object.assign(report, { version: 2 })],
    ["no findings", (report) => Reflect.deleteProperty(report, "findings")],
    ["a level that is none", (report) => Object.assign(report["findings"][0], { level: "info" })],
    [
      "a waived finding without its waiver",
      (report) => Reflect.deleteProperty(report["waived"][0], "waiver"),
    ],
    ["a property nobody knows", (report) => Object.assign(report["stacks"][0], { colour: "red" })],
  ])("has a schema that refuses %s", (_name, damage) => {
    const report = JSON.parse(json(sample()));
    damage(report);
    expect(errorsOf(report)).not.toEqual([]);
  });
});
