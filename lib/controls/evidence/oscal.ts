import type { EvidenceReport } from "./evidence-report";
import { componentsOf } from "./oscal-components";
import { allObservations } from "./oscal-observations";
import { dayTime, line, property, token } from "./oscal-values";
import type { PromiseAccount } from "./promise-account";
import { STATUS_MEANINGS, type Status } from "./status";
import { uuidOf } from "./uuid";

/** The edition of the model this is written in; readers of later 1.x editions take it. */
const OSCAL_VERSION = "1.0.4";

/**
 * A report as OSCAL assessment results, for programs of auditors: an observation for each rule and stack and for each
 * document, a finding for each promise. There is no clock and no chance in it: times are the start of the report's day,
 * and every id follows from what it is of.
 */
export function oscal(report: EvidenceReport): string {
  const { day, title, teamTech } = report;
  const id = (...name: readonly string[]) => uuidOf(title, ...name);
  const plan = id("plan");
  const owner = id("party", "Team Tech");
  const observations = allObservations(report, id);
  const components = componentsOf(report, id);
  const document = {
    "assessment-results": {
      uuid: id("assessment-results", `${day}`),
      metadata: {
        title: line(`Evidence: ${title}`),
        "last-modified": dayTime(day),
        version: `${day}`,
        "oscal-version": OSCAL_VERSION,
        roles: [{ id: "assessor", title: "Judges what is declared" }],
        parties: [
          {
            uuid: owner,
            type: "organization",
            name: "Team Tech",
            remarks: line(`Members: ${teamTech.join(", ") || "nobody is named"}`),
          },
        ],
        "responsible-parties": [{ "role-id": "assessor", "party-uuids": [owner] }],
      },
      "import-ap": {
        href: `#${plan}`,
        remarks: "There is no assessment plan in OSCAL: the rules are the plan.",
      },
      results: [
        {
          uuid: id("result", `${day}`),
          title: line(`Promises of the Safety & quality sheet: ${title}`),
          description: report.assumptions.map(line).join(" "),
          start: dayTime(day),
          end: dayTime(day),
          "local-definitions": { components },
          "reviewed-controls": reviewedControls(report),
          ...(observations.length === 0
            ? {}
            : { observations: observations.map(({ observation }) => observation) }),
          findings: report.promises.map((account) => finding(account, observations, id)),
        },
      ],
      "back-matter": {
        resources: [
          {
            uuid: plan,
            title: "Rules of Straat",
            description: `${report.rules.length} rules of lib/controls/rules hold here.`,
          },
        ],
      },
    },
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** The measures of norms that the promises are mapped to; as ids of this document, since a norm's may begin with a digit. */
function reviewedControls({ promises }: EvidenceReport) {
  const ids = promises.flatMap(({ promise }) =>
    promise.controls.map(({ framework, id }) => token(`${framework}_${id}`)),
  );
  return {
    description: "Measures of norms to which the promises are mapped, each as the norm and its number.",
    "control-selections": [
      { "include-controls": [...new Set(ids)].sort().map((id) => ({ "control-id": id })) },
    ],
  };
}

function finding(
  { promise, status }: PromiseAccount,
  observations: ReturnType<typeof allObservations>,
  id: (...name: readonly string[]) => string,
) {
  const related = observations.filter(({ promises }) => promises.includes(promise.id));
  const controls = promise.controls.map(({ framework, id: number, doubtful }) =>
    property(doubtful === true ? "doubtful-control" : "control", token(`${framework}_${number}`)),
  );
  return {
    uuid: id("finding", promise.id),
    title: line(`${promise.id} ${promise.meaning}`),
    description: line(promise.quote),
    props: [property("status", status), ...controls],
    target: {
      type: "statement-id",
      "target-id": promise.id,
      title: line(promise.meaning),
      status: { state: stateOf(status), reason: reasonOf(status), remarks: STATUS_MEANINGS[status] },
    },
    ...(related.length === 0
      ? {}
      : {
          "related-observations": related.map(({ observation }) => ({
            "observation-uuid": observation.uuid,
          })),
        }),
  };
}

/** What is allowed by a waiver is not as promised, and what nobody looked at is not known to be. */
function stateOf(status: Status): "satisfied" | "not-satisfied" {
  return status === "kept" || status === "on record" ? "satisfied" : "not-satisfied";
}

function reasonOf(status: Status): "pass" | "fail" | "other" {
  if (stateOf(status) === "satisfied") return "pass";
  return status === "broken" || status === "record missing" ? "fail" : "other";
}
