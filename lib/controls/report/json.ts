import { type Assessment, findingsOf, waivedOf } from "../assessment";
import type { Finding } from "../finding";
import { rulesOf, summaryOf } from "./summary";
import { jsonText } from "./text";

/** The version of the shape below; another one when a reader of this one could go wrong. */
const REPORT_VERSION = 1;

/**
 * For programs: everything that was judged, what is kept as well. `assessment.schema.json` beside this file is its shape.
 * What does not apply is `null`, never left out.
 */
export function json(assessment: Assessment): string {
  const { house, stacks, verdicts, notJudged } = assessment;
  const report = {
    version: REPORT_VERSION,
    day: `${house.day}`,
    whole: house.whole,
    counts: summaryOf(assessment),
    stacks: stacks.map(({ stack, kind, client, stage }) => ({
      name: stack,
      kind,
      client: client?.name ?? null,
      stage: stage?.name ?? null,
    })),
    rules: rulesOf(assessment).map(({ id, info, promises, levels, waivable, profile }) => ({
      id,
      info,
      promises,
      levels,
      waivable: waivable === true,
      profile: profile ?? null,
    })),
    findings: findingsOf(assessment).map(told),
    waived: waivedOf(assessment).map((finding) => {
      const { reason, owner, ticket, untilText } = finding.waiver;
      return { ...told(finding), waiver: { reason, owner, ticket, until: untilText } };
    }),
    kept: verdicts
      .filter(({ kept }) => kept.length > 0)
      .map(({ rule, stack, kept }) => ({ rule: rule.id, stack: stack ?? null, subjects: kept })),
    notJudged: notJudged.map(({ rule, stack, why }) => ({ rule, stack, why })),
  };
  return jsonText(report);
}

function told({ rule, level, stack, stage, subject, problem, remedy, kind }: Finding) {
  return { rule, level, stack: stack ?? null, stage: stage ?? null, subject, problem, remedy, kind };
}
