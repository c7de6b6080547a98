import type { ModelFile } from "../../model/model-file";
import type { RuleWaiver } from "../../model/rule-waiver";
import { stackPath } from "../../model/stack-path";
import type { Assessment, Verdict } from "../assessment";
import type { Finding, WaivedFinding } from "../finding";
import type { Rule } from "../rule";
import { judgeWaivers } from "./judge-waivers";
import type { WaiverInUse } from "./waiver-in-use";

/**
 * Takes out of the findings what waivers allow, and adds what is wrong with the waivers themselves. A waiver allows only
 * what it names exactly, in its own client's stacks, until its last day, and only what may be waived at all.
 */
export function applyWaivers(assessment: Assessment, rules: readonly Rule[]): Assessment {
  const { house } = assessment;
  const waivers = waiversOf(assessment, rules);
  const verdicts = assessment.verdicts.map((verdict) => withWaivers(verdict, waivers, assessment));
  return { ...assessment, verdicts: [...verdicts, ...judgeWaivers(waivers, house, rules)] };
}

function withWaivers(verdict: Verdict, waivers: readonly WaiverInUse[], { house }: Assessment): Verdict {
  const findings: Finding[] = [];
  const waived: WaivedFinding[] = [];
  for (const finding of verdict.findings) {
    const allowing = waivers.find(
      ({ waiver, rule, matches }) =>
        rule?.waivable === true && waiver.holdsOn(house.day) && matches.includes(finding),
    );
    if (allowing === undefined) findings.push(finding);
    else waived.push({ ...finding, waiver: allowing.waiver });
  }
  return { ...verdict, findings, waived };
}

/** Every waiver of the judged stacks once, with what it is about. */
function waiversOf({ house, stacks, verdicts }: Assessment, rules: readonly Rule[]): readonly WaiverInUse[] {
  const places = new Map<string, readonly ModelFile[]>();
  for (const model of stacks) places.set(placeOf(model), [...(places.get(placeOf(model)) ?? []), model]);
  return [...places].flatMap(([declaredBy, models]) => {
    const waivers = models[0]?.waivers ?? [];
    const names = models.flatMap((model) => [model.stack, stackPath(model)]);
    return waivers.map((waiver): WaiverInUse => {
      const { rule: id, resource } = waiver;
      const isAlike = (other: RuleWaiver) => other.rule === id && other.resource === resource;
      const isHere = names.some((name) => resource === name || resource.startsWith(`${name}/`));
      return {
        waiver,
        declaredBy,
        rule: rules.find((rule) => rule.id === id),
        matches: isHere ? findingsAbout(verdicts, waiver) : [],
        alike: waivers.filter(isAlike).length,
        wasJudged: house.whole || isHere,
      };
    });
  });
}

function findingsAbout(verdicts: readonly Verdict[], { rule: id, resource }: RuleWaiver): readonly Finding[] {
  const findings = verdicts.filter(({ rule }) => rule.id === id).flatMap((verdict) => verdict.findings);
  return findings.filter(({ subject }) => subject === resource);
}

/** Waivers stand in the file of a client, and in the platform's own. */
function placeOf({ client, stack }: ModelFile): string {
  return client?.name ?? stack;
}
