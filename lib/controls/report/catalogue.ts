import { type Control, promise } from "../../model/promises";
import type { Level, Levels } from "../level";
import type { Rule } from "../rule";
import { counted } from "./text";

/** Rules about one thing, as they stand together in a folder of `lib/controls/rules`. */
export interface Concern {
  /** The folder's name. */
  readonly name: string;
  readonly rules: readonly Rule[];
}

/** Every rule as a page to read: what it checks, why, what to do, and which promise and which norm it is for. */
export function rulesPage(concerns: readonly Concern[]): string {
  const filled = concerns.filter(({ rules }) => rules.length > 0);
  const total = filled.reduce((sum, { rules }) => sum + rules.length, 0);
  return `${[INTRODUCTION(total), contents(filled), ...filled.map(chapter)].join("\n\n")}\n`;
}

const INTRODUCTION = (total: number) => `# Rules

<!-- Written by \`README_UPDATE=1 npx jest test/docs\` from lib/controls/rules. Do not edit. -->

${counted(total, "rule")} check what is promised. They read what was synthesized, or what Terraform plans to make of it, and know
nothing of the constructs that made it. A rule that cannot read what it has to judge does not pass: that is a finding too.

**Levels.** An error stops a synth: nothing is written. A warning is told. *Shared* is what all stages stand on: a street's edge, a
platform, what stacks say together.

**Waivers.** A client's file may allow one finding of one rule, for one thing, with a reason, an owner, a ticket and a last day at most
twelve months away. A waiver that matches nothing, has ended or cannot be read allows nothing, and is a finding itself. What
would open the house may never be waived.

**Plans.** Most rules judge a plan as well. Where a plan does not tell enough, the rule says why, and the report says that it was not judged.`;

function contents(concerns: readonly Concern[]): string {
  const items = concerns.flatMap(({ name, rules }) => [
    `- [${titleOf(name)}](#${name})`,
    ...rules.map(({ id, info }) => `  - [${id}](#${id}): ${plain(info)}`),
  ]);
  return ["## Contents", "", ...items].join("\n");
}

function chapter({ name, rules }: Concern): string {
  return [`## ${titleOf(name)}`, ...rules.map(section)].join("\n\n");
}

function section(rule: Rule): string {
  const { id, info, explanation, remedy, promises, levels, waivable, profile } = rule;
  const facts = [
    `- Promises: ${promises.map((name) => `**${name}** ${plain(promise(name).meaning)}`).join(" ")}`,
    `- Norms: ${norms(rule)}`,
    `- Level: ${describeLevels(levels)}`,
    `- Waivable: ${waivable === true ? "yes" : `never, because ${plain(waivable.never)}`}`,
    ...(profile === undefined ? [] : [`- Only for clients with the profile \`${profile}\``]),
    ...(rule.scope === "stack" && rule.notOnPlan !== undefined
      ? [`- Not judged on a plan: ${plain(rule.notOnPlan)}`]
      : []),
  ];
  return [
    `### ${id}`,
    `What holds: ${sentence(info)}`,
    sentence(explanation),
    `What to do: ${sentence(remedy)}`,
    facts.join("\n"),
  ].join("\n\n");
}

/** The measures of its promises, each once, by norm. What has still to be looked up is marked. */
function norms({ promises }: Rule): string {
  const byFramework = new Map<string, Set<string>>();
  for (const control of promises.flatMap((name) => promise(name).controls)) {
    const known = byFramework.get(control.framework) ?? new Set();
    byFramework.set(control.framework, known.add(numberOf(control)));
  }
  const texts = [...byFramework].map(([framework, ids]) => `${framework} ${[...ids].join(", ")}`);
  return texts.length === 0 ? "none mapped" : texts.join("; ");
}

function numberOf({ id, doubtful }: Control): string {
  return doubtful === true ? `${id} (to be verified)` : id;
}

/** `error everywhere`, or each level with where it holds. */
export function describeLevels(levels: Levels): string {
  const places = Object.keys(levels) as (keyof Levels)[];
  const all = (["error", "warning"] as const satisfies readonly Level[]).flatMap((level) => {
    const at = places.filter((place) => levels[place] === level);
    return at.length === 0 ? [] : [{ level, at }];
  });
  const [only, other] = all;
  if (only !== undefined && other === undefined) return `${only.level} everywhere`;
  return all.map(({ level, at }) => `${level} in ${at.join(", ")}`).join("; ");
}

function titleOf(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`.replaceAll("-", " ");
}

function sentence(text: string): string {
  return plain(/[.!?…]$/.test(text) ? text : `${text}.`);
}

/** Keeps what rules say from being read as HTML or emphasis. */
function plain(text: string): string {
  return text.replace(/[<*]/g, (character) => `\\${character}`);
}
