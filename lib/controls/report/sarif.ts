import { createHash } from "node:crypto";
import { promise } from "../../model/promises";
import { type Assessment, findingsOf, waivedOf } from "../assessment";
import type { Finding, WaivedFinding } from "../finding";
import type { Rule } from "../rule";
import { rulesOf } from "./summary";
import { clip, oneLine } from "./text";

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
    resultOf(finding, index.get(finding.rule) ?? -1, fingerprint(finding)),
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
            toolConfigurationNotifications: assessment.notJudged.map(({ rule, stack, why }) => ({
              level: "note",
              message: { text: `${rule} is not judged in ${stack}: ${why}` },
            })),
          },
        ],
        originalUriBaseIds: { [ROOT]: { description: { text: "The folder of the project." } } },
        columnKind: "utf16CodeUnits",
        results,
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
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

function resultOf(finding: Finding | WaivedFinding, ruleIndex: number, fingerprint: string) {
  const { rule, level, stack, subject, problem } = finding;
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
    message: { text: `${waived}${subject}: ${problem}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: fileOf(stack), uriBaseId: ROOT },
          region: REGION,
        },
        logicalLocations: [{ fullyQualifiedName: subject }],
      },
    ],
    partialFingerprints: { primaryLocationLineHash: fingerprint },
    suppressions: suppressions === undefined ? [] : [suppressions],
  };
}

/** What stacks say together stands in no stack's file: it is the project's. */
function fileOf(stack: string | undefined): string {
  if (stack === undefined) return "cdktf.json";
  return `cdktf.out/stacks/${encodeURIComponent(oneLine(stack))}/cdk.tf.json`;
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
