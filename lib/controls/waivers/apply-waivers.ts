import type { ModelFile } from "../../model/model-file";
import type { RuleWaiver } from "../../model/rule-waiver";
import { stackPath } from "../../model/stack-path";
import type { Assessment, Verdict } from "../assessment";
import type { Finding, WaivedFinding } from "../finding";
import type { Rule } from "../rule";
import { judgeWaivers } from "./judge-waivers";
import type { WaiverInUse } from "./waiver-in-use";
import { isPlaceOf, placeOf } from "./waiver-place";

/**
 * Takes out of the findings what waivers allow, and adds what is wrong with the waivers themselves. A waiver allows only
 * what it names exactly, in the place where it is declared, until its last day, and only what may be waived at all.
 */
export function applyWaivers(assessment: Assessment, rules: readonly Rule[]): Assessment {
  const { house, stacks } = assessment;
  const waivers = waiversOf(assessment, rules);
  const verdicts = assessment.verdicts.map((verdict) => withWaivers(verdict, waivers, assessment));
  // Those of places of which nothing was asked allow what stacks say together, and are judged when their own turn comes.
  const asked = new Set(stacks.map(placeOf));
  const toJudge = waivers.filter(({ declaredBy }) => asked.has(declaredBy));
  return { ...assessment, verdicts: [...verdicts, ...judgeWaivers(toJudge, house, rules)] };
}

function withWaivers(verdict: Verdict, waivers: readonly WaiverInUse[], { house }: Assessment): Verdict {
  const findings: Finding[] = [];
  const waived: WaivedFinding[] = [];
  for (const finding of verdict.findings) {
    // Leave is given for what somebody has looked at. What could not be looked at may be anything.
    const allowing = waivers.find(
      ({ waiver, rule, matches }) =>
        finding.kind === "broken" &&
        rule?.waivable === true &&
        waiver.holdsOn(house.day) &&
        matches.includes(finding),
    );
    if (allowing === undefined) findings.push(finding);
    else waived.push({ ...finding, waiver: allowing.waiver });
  }
  return { ...verdict, findings, waived };
}

/** Every waiver of the house once, with what it is about. */
function waiversOf({ house, stacks, verdicts }: Assessment, rules: readonly Rule[]): readonly WaiverInUse[] {
  const places = new Map<string, ModelFile[]>();
  for (const model of new Set([...stacks, ...house.models])) {
    const known = places.get(placeOf(model));
    if (known === undefined) places.set(placeOf(model), [model]);
    else known.push(model);
  }
  const judged = new Set(stacks.map(({ stack }) => stack));
  return [...places].flatMap(([declaredBy, models]) => {
    const waivers = models[0]?.waivers ?? [];
    const here = models.filter(({ stack }) => judged.has(stack));
    const names = here.flatMap((model) => [model.stack, stackPath(model)]);
    return waivers.map((waiver): WaiverInUse => {
      const { rule: id, resource } = waiver;
      const isAlike = (other: RuleWaiver) => other.rule === id && other.resource === resource;
      const isHere = names.some((name) => resource === name || resource.startsWith(`${name}/`));
      const about = verdicts.filter(({ rule }) => rule.id === id);
      const found = about.flatMap(({ findings }) => findings).filter(({ subject }) => subject === resource);
      const wasSeen = found.length > 0 || about.some(({ kept }) => kept.includes(resource));
      return {
        waiver,
        declaredBy,
        rule: rules.find((rule) => rule.id === id),
        matches: found.filter((finding) => isPlaceOf(finding, declaredBy, models, house)),
        alike: waivers.filter(isAlike).length,
        wasJudged: house.whole || isHere || wasSeen,
      };
    });
  });
}
