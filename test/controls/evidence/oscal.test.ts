import { describe, expect, test } from "@jest/globals";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import * as fc from "fast-check";
import type { Assessment } from "../../../lib/controls/assessment";
import { evidenceReport } from "../../../lib/controls/evidence/evidence-report";
import { oscal } from "../../../lib/controls/evidence/oscal";
import { uuidOf } from "../../../lib/controls/evidence/uuid";
import { PROMISES } from "../../../lib/model/promises";
import type { Body } from "../../support/app";
import { anyAssessment } from "../report/any-assessment";
import { EditableFleet } from "../support/editable-fleet";
import { OSCAL_SCHEMA } from "./support/oscal-schema";

const ajv = new Ajv({ allErrors: true });
addFormats(ajv);
const validate = ajv.compile(OSCAL_SCHEMA);

/** What a schema says is wrong with a document. */
function mistakesIn(document: unknown): readonly string[] {
  validate(document);
  return (validate.errors ?? []).slice(0, 5).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function written(assessment: Assessment, client?: string): Body {
  return JSON.parse(oscal(evidenceReport(assessment, client)));
}

/** Every value under a name of this kind, wherever it stands. */
function under(value: unknown, isNamed: (name: string) => boolean): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => under(item, isNamed));
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, item]) =>
    isNamed(name) && typeof item === "string" ? [item] : under(item, isNamed),
  );
}

const untouched = EditableFleet.examples().assess();

describe("a report as OSCAL assessment results", () => {
  const document = written(untouched, "verne");
  const result = document["assessment-results"].results[0];

  test.each([undefined, "verne"])("has the shape of the model (%s)", (client) => {
    expect(mistakesIn(written(untouched, client))).toEqual([]);
  });

  test("has the shape of the model whatever rules say", () => {
    const real = EditableFleet.examples().assess([]);
    const check = fc.property(anyAssessment, ({ verdicts, notJudged }) => {
      expect(mistakesIn(written({ ...real, verdicts, notJudged }))).toEqual([]);
    });
    fc.assert(check, { numRuns: 15 });
  });

  test("has one finding for each promise, by the sheet's own number", () => {
    const targets = result.findings.map((finding: Body) => finding.target["target-id"]);
    expect(targets).toEqual(PROMISES.map(({ id }) => id));
  });

  test("leads from every reference to what it refers to, and no id is there twice", () => {
    const ids = under(document, (name) => name === "uuid");
    expect(new Set(ids).size).toBe(ids.length);
    const references = under(document, (name) => name.endsWith("-uuid"));
    expect(references.length).toBeGreaterThan(1000);
    expect(references.filter((id) => !ids.includes(id))).toEqual([]);
    expect(ids).toContain(document["assessment-results"]["import-ap"].href.slice(1));
  });

  test("has no time but the day's", () => {
    const times = under(document, (name) => ["last-modified", "start", "end", "collected"].includes(name));
    expect(new Set(times)).toEqual(new Set(["2027-01-15T00:00:00Z"]));
  });

  test("says that a promise is satisfied only where that is known", () => {
    const { promises } = evidenceReport(untouched, "verne");
    for (const { promise, status } of promises) {
      const { target } = result.findings.find((one: Body) => one.target["target-id"] === promise.id);
      expect(target.status.state).toBe(
        ["kept", "on record"].includes(status) ? "satisfied" : "not-satisfied",
      );
    }
  });

  test("shows what is wrong where it is wrong", () => {
    const fleet = EditableFleet.examples();
    fleet.drop("verne-production", "vsphere_compute_cluster_vm_anti_affinity_rule.web_apart-hosts");
    const broken = written(fleet.assess(), "verne")["assessment-results"].results[0];
    const finding = broken.findings.find((one: Body) => one.target["target-id"] === "H-03");
    expect(finding.target.status).toMatchObject({ state: "not-satisfied", reason: "fail" });
    const related = finding["related-observations"].map((one: Body) => one["observation-uuid"]);
    const subjects = broken.observations
      .filter((one: Body) => related.includes(one.uuid))
      .flatMap((one: Body) => one.subjects)
      .filter((one: Body) => one.remarks !== undefined);
    expect(subjects).toContainEqual(expect.objectContaining({ title: "verne/production/web" }));
  });
});

describe("the schema bites", () => {
  test.each<[string, (document: Body) => void]>([
    ["a field that the model does not have", (one) => Object.assign(one["assessment-results"], { more: 1 })],
    ["an id that is no UUID", (one) => Object.assign(one["assessment-results"], { uuid: "verne" })],
    [
      "a state of our own",
      (one) =>
        Object.assign(one["assessment-results"].results[0].findings[0].target.status, { state: "kept" }),
    ],
    ["an empty list", (one) => Object.assign(one["assessment-results"].results[0], { findings: [] })],
    [
      "a time without a zone",
      (one) => Object.assign(one["assessment-results"].results[0], { start: "2027-01-15" }),
    ],
  ])("on %s", (_what, damage) => {
    const document = written(untouched, "buurtbus");
    expect(mistakesIn(document)).toEqual([]);
    damage(document);
    expect(mistakesIn(document)).not.toEqual([]);
  });
});

test("ids follow from names alone, are of version 5, and differ where names do", () => {
  expect(uuidOf("a", "b")).toBe(uuidOf("a", "b"));
  const check = fc.property(fc.array(fc.string()), fc.array(fc.string()), (one, other) => {
    expect(uuidOf(...one)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    if (JSON.stringify(one) !== JSON.stringify(other)) expect(uuidOf(...one)).not.toBe(uuidOf(...other));
  });
  fc.assert(check);
});
