import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";
import fc from "fast-check";
import type { Assessment } from "../../../lib/controls/assessment";
import { sarif } from "../../../lib/controls/report/sarif";
import type { Body } from "../../support/app";
import { anyAssessment } from "./any-assessment";
import { APART, allKept, assessmentOf, findingOf, ruleCalled, sample, verdictOf } from "./sample";

/** The schema of the standard, as its makers ship it with their matchers. */
const SCHEMA = require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
// One of the schema's patterns is none in Unicode mode.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const isValid = ajv.compile(JSON.parse(readFileSync(SCHEMA, "utf8")));

function errorsOf(log: unknown): readonly string[] {
  return isValid(log)
    ? []
    : (isValid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function runOf(assessment: Assessment): Body {
  return JSON.parse(sarif(assessment)).runs[0];
}

/** What GitHub asks for beside the standard before it shows a result; empty when all is there. */
function missingForGitHub({ tool, results }: Body): readonly string[] {
  const isText = (value: unknown) => typeof value === "string" && value !== "";
  const rules = tool.driver.rules.flatMap(
    ({ id, shortDescription, fullDescription, help, properties }: Body) => [
      ...(isText(id) && isText(help.text) ? [] : [`${id}: id or help`]),
      ...([...shortDescription.text].length <= 1024 && [...fullDescription.text].length <= 1024
        ? []
        : [`${id}: too long`]),
      ...(properties.tags.length <= 20 ? [] : [`${id}: tags`]),
    ],
  );
  const shown = results.flatMap(({ message, locations, partialFingerprints }: Body, index: number) => {
    const { artifactLocation, region } = locations[0].physicalLocation;
    const place = [region.startLine, region.startColumn, region.endLine, region.endColumn];
    const isRelative = /^[^/:\s][^:\s]*$/.test(artifactLocation.uri);
    const isWhole =
      isText(message.text) &&
      isText(partialFingerprints.primaryLocationLineHash) &&
      place.every((at) => at >= 1);
    return isRelative && isWhole && locations.length === 1 ? [] : [`result ${index}`];
  });
  return [...rules, ...shown];
}

describe("the SARIF report", () => {
  test.each([
    ["a sample", sample()],
    ["a house where all is kept", allKept()],
    ["nothing", assessmentOf([])],
  ])("keeps the standard's schema for %s, and has what GitHub asks for", (_name, assessment) => {
    expect(errorsOf(JSON.parse(sarif(assessment)))).toEqual([]);
    expect(missingForGitHub(runOf(assessment))).toEqual([]);
  });

  test("keeps both whatever the texts are", () => {
    fc.assert(
      fc.property(anyAssessment, (assessment) => {
        expect(errorsOf(JSON.parse(sarif(assessment)))).toEqual([]);
        expect(missingForGitHub(runOf(assessment))).toEqual([]);
      }),
    );
  });

  test("is held to a schema that bites", () => {
    const log = JSON.parse(sarif(sample()));
    expect(errorsOf({ ...log, version: "2.0.0" })).not.toEqual([]);
    log.runs[0].results[0].level = "fatal";
    expect(errorsOf(log)).not.toEqual([]);
  });

  test("has a result for each finding and for each waived one, and none for what is kept", () => {
    const { results, tool } = runOf(sample());
    expect(results).toHaveLength(6);
    expect(runOf(allKept()).results).toEqual([]);
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
  });

  test("says where: the stack's file and the subject; what stacks say together is the project's", () => {
    const [first, , , together] = runOf(sample()).results;
    expect(first.locations[0]).toEqual({
      physicalLocation: {
        artifactLocation: { uri: "cdktf.out/stacks/verne-acceptance/cdk.tf.json", uriBaseId: "%SRCROOT%" },
        region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
      },
      logicalLocations: [{ fullyQualifiedName: "verne/acceptance/web" }],
    });
    expect(together.locations[0].physicalLocation.artifactLocation.uri).toBe("cdktf.json");
  });

  test("suppresses what is waived, with who answers for it, and nothing else", () => {
    const results: readonly Body[] = runOf(sample()).results;
    expect(results.slice(0, 5).flatMap(({ suppressions }) => suppressions)).toEqual([]);
    expect(results[5]?.["suppressions"]).toEqual([
      {
        kind: "external",
        status: "accepted",
        justification: "the supplier moves in March (Jantien de Vries, OPS-123, until 2027-03-31)",
      },
    ]);
    expect(results[5]?.["message"].text).toBe(
      "Waived until 2027-03-31: verne-test/vsphere_virtual_machine.web_1: tcp/22 is open to 0.0.0.0/0",
    );
  });

  test("names a rule's promises as tags and in its help", () => {
    const [rule] = runOf(sample()).tool.driver.rules;
    expect(rule.properties.tags).toEqual(["H-03", "V-10"]);
    expect(rule.help.markdown).toContain("**Remedy:** make members-apart so");
    expect(rule.help.text).toMatch(/^H-03: \w/m);
    expect(rule.defaultConfiguration.level).toBe("error");
  });

  test("cuts a description to what GitHub takes", () => {
    const rule = ruleCalled("wordy", { info: "x".repeat(1024), explanation: "y".repeat(1025) });
    const [told] = runOf(assessmentOf([verdictOf(rule, "verne-test", { kept: ["a"] })])).tool.driver.rules;
    expect(told.shortDescription.text).toBe("x".repeat(1024));
    expect(told.fullDescription.text).toBe(`${"y".repeat(1023)}…`);
  });

  test("fingerprints a finding by where it is, not by the value that was met", () => {
    const prints = (...problems: readonly string[]) => {
      const findings = problems.map((problem) => findingOf(APART, "verne-test", { problem }));
      const results: readonly Body[] = runOf(
        assessmentOf([verdictOf(APART, "verne-test", { findings })]),
      ).results;
      return results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash);
    };
    expect(prints("VLAN 12 is taken")).toEqual(prints("VLAN 13 is taken"));
    expect(new Set(prints("one thing", "another")).size).toBe(2);
    const all: readonly Body[] = runOf(sample()).results;
    expect(
      new Set(all.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash)).size,
    ).toBe(6);
  });

  test("tells what was not judged, not as a result", () => {
    const [invocation] = runOf(sample()).invocations;
    expect(invocation.toolConfigurationNotifications).toEqual([
      {
        level: "note",
        message: {
          text: "kept-on-destroy is not judged in verne-production: a plan says nothing of lifecycle",
        },
      },
    ]);
  });
});
