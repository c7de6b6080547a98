import { allMistakes } from "../constructs/across-clients";
import { dayOf } from "../constructs/declared-day";
import { SitePlatform } from "../constructs/site-platform";
import { StraatStack } from "../constructs/straat-stack";
import { assess } from "../controls/assess";
import type { Assessment } from "../controls/assessment";
import { House } from "../controls/house";
import type { Rule } from "../controls/rule";
import { RULES } from "../controls/rules";
import { EVIDENCE } from "../controls/rules/evidence";
import { readSynth } from "../controls/terraform/read-synth";
import { InvalidError } from "../model/mistake";

/** Rules about what is no part of any stack: who is of team Tech, and which documents are on record. */
const OF_PEOPLE: readonly Rule[] = EVIDENCE;

/**
 * Judges one stack of an app by all rules about stacks, with the other stacks of the app known. Nothing is written.
 *
 * @param teamTech full names of those who may own a waiver of an error. @default nobody
 * @throws InvalidError with the mistakes of the app, where there are some: there is nothing to judge then
 */
export function judgeStack(stack: StraatStack, teamTech: readonly string[] = []): Assessment {
  const mistakes = allMistakes(stack.node.root);
  if (mistakes.length > 0) throw new InvalidError(...mistakes);
  const stacks = stack.node.root.node.findAll().filter((construct) => construct instanceof StraatStack);
  const models = stacks.map(({ finalModel }) => finalModel);
  const facts = {
    whole: false,
    platformsKnown: arePlatformsKnown(stacks),
    day: dayOf(stack),
    teamTech,
    evidence: [],
  };
  const house = new House({ models, ...facts });
  const text = JSON.stringify(stack.toTerraform());
  const rules = RULES.filter((rule) => !OF_PEOPLE.includes(rule));
  return assess(house, [readSynth(text, stack.finalModel, stack.node.id)], rules);
}

/** Whether an app has the platforms of all sites that its platforms name. One alone may be all that a test declares. */
function arePlatformsKnown(stacks: readonly StraatStack[]): boolean {
  const platforms = stacks.filter((stack) => stack instanceof SitePlatform);
  const sites = platforms.map(({ site }) => site.name);
  return (
    sites.length > 1 &&
    platforms.every(({ otherSites }) => otherSites.every(({ name }) => sites.includes(name)))
  );
}
