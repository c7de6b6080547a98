import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "@jest/globals";
import type { Assessment } from "../../../lib/controls/assessment";
import { House } from "../../../lib/controls/house";
import { FORMATS, type FormatName } from "../../../lib/controls/report/formats";
import { sarif } from "../../../lib/controls/report/sarif";
import { allKept, sample } from "./sample";
import { parseXml } from "./xml";

const LINE = "A part of the house: what only shows over all of it was not judged.";

function inPart(assessment: Assessment): Assessment {
  return { ...assessment, house: new House({ ...assessment.house, whole: false }) };
}

describe("a house that was judged in part", () => {
  test.each<FormatName>(["terminal", "markdown", "junit", "sarif"])("is told so once, as %s", (name) => {
    for (const assessment of [sample(), allKept()]) {
      expect(FORMATS[name](inPart(assessment)).split(LINE)).toHaveLength(2);
      expect(FORMATS[name](assessment)).not.toContain(LINE);
    }
  });

  test("is told so to programs too", () => {
    expect(JSON.parse(FORMATS.json(inPart(sample()))).whole).toBe(false);
    expect(JSON.parse(FORMATS.json(sample())).whole).toBe(true);
  });

  test("skips a case of JUnit, in the suite of what stacks say together", () => {
    const { children: suites } = parseXml(FORMATS.junit(inPart(allKept())));
    expect(suites.map(({ attributes }) => [attributes["name"], attributes["skipped"]])).toEqual([
      ["verne-test", "0"],
      ["all stacks together", "1"],
    ]);
  });
});

describe("SARIF of files that were there", () => {
  const uris = (files: Assessment["files"]) =>
    JSON.parse(sarif({ ...sample(), ...(files && { files }) })).runs[0].results.map(
      (result: { locations: { physicalLocation: { artifactLocation: object } }[] }) =>
        result.locations[0]?.physicalLocation.artifactLocation,
    );

  test("names the file that was judged, in the project or elsewhere", () => {
    const elsewhere = resolve("/synths/a b/cdk.tf.json");
    const found = uris(
      new Map([
        ["verne-acceptance", "old synth/stacks/verne-acceptance/cdk.tf.json"],
        ["verne-production", elsewhere],
      ]),
    );
    expect(found.slice(0, 3)).toEqual([
      { uri: "old%20synth/stacks/verne-acceptance/cdk.tf.json", uriBaseId: "%SRCROOT%" },
      { uri: pathToFileURL(elsewhere).href },
      { uri: pathToFileURL(elsewhere).href },
    ]);
  });

  test("names the file a synth would write where none was read", () => {
    expect(uris(undefined)[0]).toEqual({
      uri: "cdktf.out/stacks/verne-acceptance/cdk.tf.json",
      uriBaseId: "%SRCROOT%",
    });
  });
});
