import { createHash } from "node:crypto";
import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import { promise } from "../../model/promises";
import { type Assessment, findingsOf, waivedOf } from "../assessment";
import type { Finding, WaivedFinding } from "../finding";
import type { Rule } from "../rule";
import { partialLine, rulesOf } from "./summary";
import { clip, jsonText, oneLine } from "./text";

/** Longest description that GitHub takes, in characters. */
const LONGEST = 1024;

/**
 * For code scanning: SARIF 2.1.0, with all that GitHub asks for. What is waived is suppressed; as GitHub does not look at
 * that, its message says so too. What is kept is no result.
 */
export function sarif(assessment: Assessment): string {
  const rules = rulesOf(assessment);
  const index = new Map(rules.map(({ id }, at) => [id, at]));
  const fingerprint = fingerprints();
  const results = [...findingsOf(assessment), ...waivedOf(assessment)].map((finding) =>
    resultOf(finding, {
      ruleIndex: index.get(finding.rule) ?? -1,
      fingerprint: fingerprint(finding),
      artifactLocation: artifactOf(finding.stack, assessment),
    }),
  );
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Straat", rules: rules.map(descriptorOf) } },
        invocations: [
          {
            executionSuccessful: true,
            toolConfigurationNotifications: notesOf(assessment).map((text) => ({
              level: "note",
              message: { text },
            })),
          },
        ],
        originalUriBaseIds: { [ROOT]: { description: { text: "The folder of the project." } } },
        columnKind: "utf16CodeUnits",
        results,
      },
    ],
  };
  return jsonText(log);
}

function descriptorOf({ id, info, explanation, remedy, promises, levels }: Rule) {
  const sheet = promises.map((name) => `${name}: ${promise(name).meaning}`);
  const level = levels.production;
  return {
    id,
    shortDescription: { text: clip(info, LONGEST) },
    fullDescription: { text: clip(explanation, LONGEST) },
    help: {
      text: [explanation, `Remedy: ${remedy}`, ...sheet].join("\n\n"),
      markdown: [explanation, `**Remedy:** ${remedy}`, ...sheet.map((line) => `- ${line}`)].join("\n\n"),
    },
    defaultConfiguration: { level },
    properties: { tags: [...new Set(promises)], precision: "very-high", "problem.severity": level },
  };
}

const ROOT = "%SRCROOT%";
/** A synth's files are generated: there is no line in them that somebody wrote, so every place is the first one. */
const REGION = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 };

interface ResultFacts {
  readonly ruleIndex: number;
  readonly fingerprint: string;
  readonly artifactLocation: object;
}

function resultOf(finding: Finding | WaivedFinding, facts: ResultFacts) {
  const { ruleIndex, fingerprint, artifactLocation } = facts;
  const { rule, level, subject, problem } = finding;
  const waiver = "waiver" in finding ? finding.waiver : undefined;
  const waived = waiver === undefined ? "" : `Waived until ${waiver.untilText}: `;
  const suppressions = waiver && {
    kind: "external",
    status: "accepted",
    justification: `${waiver.reason} (${waiver.owner}, ${waiver.ticket}, until ${waiver.untilText})`,
  };
  return {
    ruleId: rule,
    ruleIndex,
    level,
    message: { text: oneLine(`${waived}${subject}: ${problem}`) },
    locations: [
      {
        physicalLocation: {
          artifactLocation,
          region: REGION,
        },
        logicalLocations: [{ fullyQualifiedName: oneLine(subject) }],
      },
    ],
    partialFingerprints: { primaryLocationLineHash: fingerprint },
    suppressions: suppressions === undefined ? [] : [suppressions],
  };
}

/** What was not looked at. */
function notesOf(assessment: Assessment): readonly string[] {
  const ofRules = assessment.notJudged.map(
    ({ rule, stack, why }) => `${rule} is not judged in ${stack}: ${why}`,
  );
  return [partialLine(assessment) ?? [], ofRules].flat();
}

/**
 * The file a stack was read from; where it was made only to be judged, the one a synth writes. What stacks say together
 * stands in no stack's file: it is the project's.
 */
function artifactOf(stack: string | undefined, { files }: Assessment) {
  if (stack === undefined) return { uri: "cdktf.json", uriBaseId: ROOT };
  const read = files?.get(stack);
  if (read !== undefined && isAbsolute(read)) return { uri: pathToFileURL(read).href };
  const parts = read?.split("/") ?? ["cdktf.out", "stacks", stack, "cdk.tf.json"];
  return { uri: parts.map((part) => encodeURIComponent(oneLine(part))).join("/"), uriBaseId: ROOT };
}

/**
 * Names a finding by where it is and not by its words, so that it stays the same one while the value it was met with
 * changes. Where a rule finds several things at one place they are numbered.
 */
function fingerprints(): (finding: Finding) => string {
  const met = new Map<string, number>();
  return ({ rule, stack, subject }) => {
    const place = JSON.stringify([rule, stack ?? null, subject]);
    const nth = (met.get(place) ?? 0) + 1;
    met.set(place, nth);
    return `${createHash("sha256").update(place).digest("hex").slice(0, 32)}:${nth}`;
  };
}
